import assert from 'node:assert/strict';
import { DrawnSeries, gridOf, type Grid } from '../../../src/common/drawn-series';
import { LogReader } from '../../../src/common/log-reader';
import { Memory } from '../../../src/common/memory';
import { Run, type Producer } from '../../../src/common/run';
import { CHUNK_POINTS, type Series } from '../../../src/common/series';
import { byteDecoders } from '../../../src/runner/byte-decoders';
import { SeriesData } from '../../../src/webview/series';
import { Random } from './random';

const POINTS = 10 * CHUNK_POINTS + 1000;
const LIMIT = 3 * CHUNK_POINTS * 20;

const packed = (values: readonly number[]): string => Buffer.from(Float64Array.from(values).buffer).toString('base64');

/** How the points of two metrics are written. */
type Form = 'batches' | 'irregular batches' | 'mixed batches' | 'rows without a step' | 'two ids of one metric';

/** A log of `a` and `b` with batches of random sizes, so that chunks begin in the middle of lines. */
function logOf(form: Form, random: Random): Buffer {
  const lines: object[] = ['a', 'b', 'a'].map((metric, id) => ({ type: 'series', id, metric }));
  for (let step = 0; step < POINTS;) {
    const count = Math.min(POINTS - step, form === 'rows without a step' ? 1 : random.whole(1, 3000));
    const y = Array.from({ length: count }, (_, index) => Math.sin((step + index) / 1000) + random.next());
    const x = y.map((_, index) => step + index + (form === 'irregular batches' ? random.next() * 0.9 : 0));
    if (form === 'rows without a step') {
      lines.push({ a: y[0], b: 0 });
    } else if (form === 'mixed batches') {
      lines.push({
        type: 'points',
        series: y.flatMap(() => [0, 1]),
        x: x.flatMap((at) => [at, at]),
        y: y.flatMap((v) => [v, 0]),
      });
    } else {
      const id = form === 'two ids of one metric' ? random.pick([0, 2]) : 0;
      lines.push({ type: 'points', series: id, x: packed(x), y: packed(y) });
      lines.push({ type: 'points', series: 1, x: packed(x), y: packed(y) });
    }
    step += count;
  }
  return Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** Reads a log into a run. */
function read(log: Buffer, memory: Memory | null): { producer: Producer; series: Series } {
  const run = new Run('run-1', memory);
  const producer = run.producer('p1');
  new LogReader(producer, byteDecoders).push(log);
  const series = run.series.find(({ metric }) => metric === 'a')?.series;
  assert.ok(series);
  assert.equal(series.length, POINTS);
  return { producer, series };
}

/** Reads a dropped chunk again, as the host does. */
function restore(log: Buffer, producer: Producer, series: Series, chunk: number): void {
  const reader = producer.chunkReader(series, chunk);
  const offset = series.sourceOf(chunk)?.offset;
  assert.ok(reader !== null && offset !== undefined);
  new LogReader(reader, byteDecoders, offset).push(log.subarray(offset));
  assert.ok(reader.result);
  series.restore(chunk, reader.result);
}

function columnsOf(series: Series, from: number, to: number): { x: Float64Array; y: Float64Array } {
  const x = new Float64Array(to - from);
  const y = new Float64Array(to - from);
  series.read(from, to, x, y);
  return { x, y };
}

/** What a page has that applied all blocks of a grid, restoring what is missing as long as something is. */
function drawnWith(series: Series, grid: Grid, restoreMissing: (chunk: number) => void): unknown {
  const drawn = new DrawnSeries(series, 0, 0);
  const data = new SeriesData();
  for (;;) {
    const block = drawn.update(grid);
    if (block !== null) {
      data.apply(block);
    }
    const missing = drawn.takeMissing();
    if (missing.length === 0) {
      const { kind, count, fields } = data;
      return { kind, count, fields: fields.map((field) => [...field.subarray(0, count)]) };
    }
    missing.forEach(restoreMissing);
  }
}

describe('Points within a limit of memory', function () {
  this.timeout(60_000);

  const forms: readonly Form[] = [
    'batches',
    'irregular batches',
    'mixed batches',
    'rows without a step',
    'two ids of one metric',
  ];
  for (const form of forms) {
    it(`are read from the log again, the same as before: ${form}`, () => {
      const log = logOf(form, new Random(1));
      const memory = new Memory(LIMIT);
      const { producer, series } = read(log, memory);
      const { series: whole } = read(log, null);
      assert.ok(memory.bytes <= LIMIT);
      const evicted = series.evictedBetween(0, POINTS);
      assert.ok(evicted.length >= 7, `${evicted.length} chunks were dropped`);
      for (const chunk of evicted) {
        restore(log, producer, series, chunk);
        const from = chunk * CHUNK_POINTS;
        assert.deepEqual(columnsOf(series, from, from + CHUNK_POINTS), columnsOf(whole, from, from + CHUNK_POINTS));
      }
      assert.ok(memory.bytes <= LIMIT);
      assert.equal(series.evictedBetween(0, POINTS).length > 0, true, 'restored chunks push others out');
    });
  }

  it('are drawn as if all were in memory, once what is missing has been restored', () => {
    const log = logOf('irregular batches', new Random(2));
    const { series: whole } = read(log, null);
    const intervals: readonly (readonly [number, number])[] = [
      [100, 200],
      [CHUNK_POINTS - 50, CHUNK_POINTS + 50],
      [5000, 30_000],
      [70_000, 70_001],
    ];
    for (const [low, high] of intervals) {
      const { producer, series } = read(log, new Memory(2 * LIMIT));
      const grid = gridOf(low, high, false, 400);
      const seen = drawnWith(series, grid, (chunk) => restore(log, producer, series, chunk));
      assert.deepEqual(
        seen,
        drawnWith(whole, grid, () => assert.ok(false, 'nothing is missing')),
      );
    }
  });

  it('are drawn by the same columns when they are not restored', () => {
    const log = logOf('batches', new Random(3));
    const { series } = read(log, new Memory(LIMIT));
    const { series: whole } = read(log, null);
    const grid = gridOf(0, POINTS, true, 300);
    const [seen, exact] = [series, whole].map((one) => new DrawnSeries(one, 0, 0).update(grid));
    assert.ok(series.evictedBetween(0, POINTS).length > 0);
    assert.deepEqual(seen, exact);
  });

  it('ask for each chunk once, also when restoring it pushes another one out', () => {
    const log = logOf('irregular batches', new Random(4));
    const { producer, series } = read(log, new Memory(CHUNK_POINTS * 8));
    const asked: number[] = [];
    drawnWith(series, gridOf(0, POINTS / 2, false, 3000), (chunk) => {
      asked.push(chunk);
      restore(log, producer, series, chunk);
    });
    assert.ok(asked.length > 0);
    assert.equal(new Set(asked).size, asked.length);
  });

  it('stay when their log was replaced', () => {
    const { series } = read(logOf('batches', new Random(5)), new Memory(Infinity));
    series.forgetSources();
    series.evict(0);
    assert.deepEqual(series.evictedBetween(0, POINTS), []);
  });

  it('are given back when their run is not shown any more', () => {
    const memory = new Memory(LIMIT);
    const run = new Run('run-1', memory);
    new LogReader(run.producer('p1'), byteDecoders).push(logOf('batches', new Random(6)));
    assert.ok(memory.bytes > 0);
    run.dispose();
    assert.equal(memory.bytes, 0);
  });
});
