import assert from 'node:assert/strict';
import { DrawnSeries, gridOf, type Grid } from '../../../src/common/drawn-series';
import { LogReader } from '../../../src/common/log-reader';
import { Memory } from '../../../src/common/memory';
import type { Zoom } from '../../../src/common/past';
import { Run, type Producer } from '../../../src/common/run';
import { CHUNK_POINTS, type Series } from '../../../src/common/series';
import { byteDecoders } from '../../../src/runner/byte-decoders';
import { Random } from './random';

const POINTS = 150 * CHUNK_POINTS;

const packed = (values: Float64Array): string => Buffer.from(values.buffer).toString('base64');

/** How the steps of two metrics go. */
const STEPS = {
  regular: (index: number) => index + 7,
  irregular: (index: number) => index + 0.9 * Math.abs(Math.sin(index)),
  resumed: (index: number) => (index < POINTS / 2 ? index : index - POINTS / 4),
} as const;

/** A log of `a` and `b` in batches of random sizes; the two never begin a chunk in the same line. */
function logOf(step: (index: number) => number, random: Random): Buffer {
  const lines: string[] = ['a', 'b'].map((metric, id) => JSON.stringify({ type: 'series', id, metric }));
  const done = [0, 0];
  while (Math.min(...done) < POINTS) {
    const id = random.pick([0, 1]);
    const start = done[id] ?? 0;
    const length = Math.min(POINTS - start, random.whole(1, 9000));
    const x = Float64Array.from({ length }, (_, index) => step(start + index));
    const y = Float64Array.from(
      { length },
      (_, index) => Math.sin((start + index) / 9e4) + ((index * 7919) % 997) / 500,
    );
    done[id] = start + length;
    if (length > 0) lines.push(`{"type":"points","series":${id},"x":"${packed(x)}","y":"${packed(y)}"}`);
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}

class Opened {
  readonly producer: Producer;
  readonly series: readonly Series[];

  /** @param size of the part of the log that has been read. */
  constructor(
    private readonly log: Buffer,
    memory: Memory | null,
    private size = log.length,
  ) {
    const run = new Run('run-1', memory);
    this.producer = run.producer('p1');
    this.reader = new LogReader(this.producer, byteDecoders);
    this.reader.push(log.subarray(0, size));
    this.series = run.series.map(({ series }) => series);
  }

  private readonly reader: LogReader;

  /** Reads the rest of the log. */
  finish(): void {
    this.reader.push(this.log.subarray(this.size));
    this.size = this.log.length;
  }

  /** Reads intervals again; calls `meanwhile` in the middle. */
  zoom(wanted: ReadonlyMap<Series, Zoom>, meanwhile?: () => void): void {
    const reader = this.producer.zoomReader(wanted);
    assert.ok(reader.start);
    const lines = new LogReader(reader, byteDecoders, reader.start.offset);
    for (let at = reader.start.offset; !reader.isDone; at += 65_536) {
      assert.ok(at < this.log.length, 'it comes to an end');
      lines.push(this.log.subarray(at, at + 65_536));
      meanwhile?.();
    }
    wanted.forEach((zoom, series) => series.completeZoom(zoom));
  }
}

/** What two pages draw of a grid; the first asks for what is missing. */
function blocksOf(one: Series, other: Series, grid: Grid): unknown {
  return [one, other].map((series) => {
    const block = new DrawnSeries(series, 0, 0).update(grid);
    assert.ok(block?.kind === 'columns');
    // Where x falls, which value of a column came first is not known of columns that were joined.
    return series.sorted ? block : { ...block, values: block.values.slice(0, 3) };
  });
}

describe('An interval that is looked into', function () {
  this.timeout(120_000);

  for (const [name, step] of Object.entries(STEPS)) {
    it(`is drawn as if all were in memory once its columns have been read, x ${name}`, () => {
      const log = logOf(step, new Random(1));
      const whole = new Opened(log, null);
      const some = new Opened(log, new Memory(30 * CHUNK_POINTS * 20));
      const grid = gridOf(POINTS * 0.1, POINTS * 0.64, false, 9000);
      const wanted = new Map<Series, Zoom>();
      for (const series of some.series) {
        const drawn = new DrawnSeries(series, 0, 0);
        const coarse = drawn.update(grid);
        assert.ok((coarse?.width ?? NaN) > grid.width);
        const missing = drawn.takeWanted();
        assert.ok(missing !== null && missing.width === grid.width);
        assert.equal(drawn.takeWanted(), null);
        wanted.set(series, series.beginZoom(missing.interval));
      }
      some.zoom(wanted);
      some.series.forEach((series, index) => {
        const other = whole.series[index];
        assert.ok(other);
        // On half as many pixels, as the columns are as fine as is needed for a screen.
        const half = { ...grid, width: grid.width * 2 };
        const [got, exact] = blocksOf(series, other, half) as [unknown, unknown];
        assert.deepEqual(got, exact);
        // One can look closer, and around.
        const closer = { ...gridOf(POINTS * 0.2, POINTS * 0.3, false, 1000), width: grid.width * 2 };
        const [gotCloser, exactCloser] = blocksOf(series, other, closer) as [unknown, unknown];
        assert.deepEqual(gotCloser, exactCloser);
      });
    });
  }

  it('has also what leaves memory while it is read, and later', () => {
    const log = logOf(STEPS.regular, new Random(2));
    const whole = new Opened(log, null);
    const some = new Opened(log, new Memory(30 * CHUNK_POINTS * 20), Math.floor(log.length * 0.7));
    const [series] = some.series;
    const [other] = whole.series;
    assert.ok(series && other);
    const zoom = series.beginZoom({ low: 1e5, high: Infinity });
    const before = series.past.points;
    some.zoom(new Map([[series, zoom]]), () => some.finish());
    assert.ok(series.past.points > before);
    const grid = { ...gridOf(1e5, series.high, false, 2000), width: 256 };
    const [got, exact] = blocksOf(series, other, grid) as [unknown, unknown];
    assert.deepEqual(got, exact);
  });

  it('is not read where nothing can be read, and not on when nobody wants it', () => {
    const log = logOf(STEPS.regular, new Random(3));
    const some = new Opened(log, new Memory(30 * CHUNK_POINTS * 20));
    const [series, second] = some.series;
    assert.ok(series && second);
    const zoom = series.beginZoom({ low: 1e5, high: 9e5 });
    const reader = some.producer.zoomReader(new Map([[series, zoom]]));
    assert.equal(reader.isDone, false);
    zoom.isCancelled = true;
    assert.equal(reader.isDone, true);
    second.forgetSources();
    const lost = some.producer.zoomReader(new Map([[second, second.beginZoom({ low: 1e5, high: 9e5 })]]));
    assert.deepEqual([lost.start, lost.isDone], [null, true]);
  });
});
