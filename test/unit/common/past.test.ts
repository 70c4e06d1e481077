import assert from 'node:assert/strict';
import { columnsOf, exactWidth } from '../../../src/common/decimate';
import { DrawnSeries, gridOf, MAX_PIXELS, type Grid } from '../../../src/common/drawn-series';
import { Envelope } from '../../../src/common/envelope';
import type { Block } from '../../../src/common/frame';
import { GrowingColumns } from '../../../src/common/growing-columns';
import { Memory } from '../../../src/common/memory';
import { CHUNK_POINTS, Series } from '../../../src/common/series';
import { Random } from './random';
import { courses, modelColumns, values, type ModelColumn, type Point } from './series-model';

const MEBIBYTE = 2 ** 20;
const ORIGIN = { offset: 0, rows: 0 };

function plusZero(value: number): number {
  return value === 0 ? 0 : value;
}

/** Zero and minus zero are the same value. Which points of a column are first and last is known where x grows. */
function plain(columns: readonly ModelColumn[], points: readonly Point[]): unknown {
  const grows = points.every(({ x }, index) => index === 0 || x >= (points[index - 1]?.x ?? x));
  return columns.map(({ number, min, max, first, last }) =>
    [number, min, max, ...(grows ? [first, last] : [])].map(plusZero),
  );
}

function columnsIn({ count, values: fields }: Block): ModelColumn[] {
  return Array.from({ length: count }, (_, entry) => {
    const [number = NaN, min = NaN, max = NaN, first = NaN, last = NaN] = fields.map((field) => field[entry]);
    return { number, min, max, first, last };
  });
}

/** Columns that a page has of a grid, against a look at each point. */
function check(series: Series, points: readonly Point[], grid: Grid): Block | null {
  const block = new DrawnSeries(series, 0, 0).update(grid);
  assert.ok(block);
  if (block.kind === 'points') {
    return block;
  }
  const [first, last] = [
    Math.floor(grid.low / block.width) - 1,
    Math.floor((grid.all ? series.high : Math.min(grid.high, series.high)) / block.width) + 1,
  ];
  assert.deepEqual(plain(columnsIn(block), points), plain(modelColumns(points, first, last, block.width), points));
  return block;
}

describe('Points that left memory', function () {
  this.timeout(120_000);

  for (const [course, steps] of Object.entries(courses)) {
    it(`are drawn by their exact envelope, x ${course}`, () => {
      for (let seed = 1; seed <= 4; seed += 1) {
        const random = new Random(seed);
        const [step, value] = [steps(random), random.pick(Object.values(values))(random)];
        const memory = new Memory(random.whole(1, 4) * CHUNK_POINTS * 9);
        const series = new Series(memory);
        const points: Point[] = [];
        let previous = 0;
        for (let batch = 0; batch < 6; batch += 1) {
          const length = random.whole(CHUNK_POINTS / 2, 2 * CHUNK_POINTS);
          const x = Float64Array.from({ length }, (_, index) => (previous = step(points.length + index, previous)));
          const y = Float64Array.from({ length }, (_, index) => value(points.length + index));
          series.appendAll(x, y, null, { ...ORIGIN });
          x.forEach((at, index) => points.push({ x: at, y: y[index] ?? NaN, time: NaN }));
          for (let look = 0; look < 6; look += 1) {
            const ends = [0, 1].map(() => series.xAt(random.whole(0, series.length - 1)));
            const all = random.chance(0.4);
            const [low, high] = all ? [series.low, series.high] : [Math.min(...ends), Math.max(...ends)];
            try {
              check(series, points, gridOf(low, high, all, random.pick([3, 100, 1200, MAX_PIXELS])));
            } catch (error) {
              throw new Error(`seed ${seed}, ${points.length} points, ${low} to ${high}`, { cause: error });
            }
          }
        }
        assert.ok(series.past.points > 0, 'some are dropped');
      }
    });
  }

  it('are drawn in the same columns as if they were in memory, where all of a run is shown', () => {
    const [some, all] = [new Series(new Memory(8 * MEBIBYTE)), new Series(new Memory(Infinity))];
    const length = 100_000;
    for (let start = 0; start < 3e6; start += length) {
      const y = Float64Array.from({ length }, (_, index) => Math.sin((start + index) / 1e5) + ((index * 7919) % 1000));
      for (const series of [some, all]) {
        series.appendAll({ start: start + 3, step: 1, length }, y, null, { ...ORIGIN });
      }
    }
    assert.ok(some.past.points > 2e6);
    for (const pixels of [300, 1200, 3840, MAX_PIXELS]) {
      const grid = gridOf(some.low, some.high, true, pixels);
      const [left, stayed] = [some, all].map((series) => new DrawnSeries(series, 0, 0).update(grid));
      assert.equal(left?.width, grid.width);
      assert.deepEqual(left, stayed);
    }
  });

  it('stay drawn as finely as they were when they leave memory later', () => {
    const series = new Series(new Memory(30 * CHUNK_POINTS * 12));
    const drawn = new DrawnSeries(series, 0, 0);
    const grow = (): void => {
      const start = series.length;
      const y = Float64Array.from({ length: CHUNK_POINTS }, (_, index) => Math.sin(start + index));
      series.appendAll({ start, step: 1, length: CHUNK_POINTS }, y, null, { ...ORIGIN });
    };
    grow();
    grow();
    const [points, columns] = [gridOf(100, 200, false, 100), gridOf(100, 8000, false, 900)];
    assert.equal(drawn.update(points)?.kind, 'points');
    const fine = new DrawnSeries(series, 0, 0);
    assert.equal(fine.update(columns)?.width, columns.width);
    for (let chunk = 0; chunk < 60; chunk += 1) {
      grow();
      for (const [one, grid] of [
        [drawn, points],
        [fine, columns],
      ] as const) {
        const block = one.update(grid);
        assert.equal(block?.count, 0);
        assert.equal(block.high, series.high);
        assert.deepEqual(one.takeMissing(), []);
      }
    }
    assert.equal(series.evictedChunkOf(0), 0);
    assert.ok(exactWidth(series, { low: 100, high: 8000 }) > columns.width);
  });

  it('are drawn coarsely, and exactly, until they have been read again', () => {
    const series = new Series(new Memory(2 * MEBIBYTE));
    const length = CHUNK_POINTS;
    const y = (start: number) => Float64Array.from({ length }, (_, index) => ((start + index) * 7919) % 10_007);
    const points: Point[] = [];
    for (let start = 0; start < 400 * length; start += length) {
      y(start).forEach((value, index) => points.push({ x: start + index, y: value, time: NaN }));
      series.appendAll({ start, step: 1, length }, y(start), null, { ...ORIGIN });
    }
    const grid = gridOf(5e5, 5.2e5, false, 1000);
    assert.ok((check(series, points, grid)?.width ?? NaN) > grid.width);
  });

  it('and all else stay within the limit, however many there are', () => {
    for (const [many, count] of [
      [1, 3e7],
      [4, 5e6],
      [300, 70_000],
    ] as const) {
      const memory = new Memory(48 * MEBIBYTE);
      const all = Array.from({ length: many }, () => new Series(memory));
      const length = 10_000;
      const y = Float64Array.from({ length }, (_, index) => Math.sin(index));
      let most = 0;
      for (let start = 0; start < count; start += length) {
        for (const series of all) {
          const time = { start: 1.7e9 + start, step: 0.001, length };
          series.appendAll({ start: 2 * start, step: 1, length }, y, time, { ...ORIGIN });
        }
        most = Math.max(most, memory.bytes);
      }
      const bytes = all.reduce((total, series) => total + series.bytes, 0);
      assert.ok(most <= memory.limit + MEBIBYTE, `${many} series: ${most / MEBIBYTE} MiB`);
      assert.ok(bytes <= memory.limit, `${many} series: ${bytes / MEBIBYTE} MiB`);
      assert.ok(bytes > 0.8 * memory.limit, `${many} series: no more than ${bytes / MEBIBYTE} MiB`);
    }
  });

  it('keep their last value', () => {
    const series = new Series(new Memory(MEBIBYTE));
    const x = Float64Array.from({ length: CHUNK_POINTS }, (_, index) => (index * 7919) % 10_007);
    series.appendAll(x, new Float64Array(CHUNK_POINTS).fill(3), new Float64Array(CHUNK_POINTS).fill(1.7e9), ORIGIN);
    series.evict(0);
    const last = CHUNK_POINTS - 1;
    assert.equal(series.evictedChunkOf(last), 0);
    assert.deepEqual([series.xAt(last), series.yAt(last), series.timeAt(last)], [x[last], 3, 1.7e9]);
    assert.deepEqual([series.yAt(5), series.timeAt(5)], [NaN, NaN]);
    const none = new Series();
    assert.deepEqual([none.xAt(-1), none.yAt(-1), none.timeAt(-1)], [NaN, NaN, NaN]);
  });
});

describe('Growing columns', () => {
  it('are the envelope on each grid that is not finer, in whatever order points come', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = new Random(seed);
      const [name, steps] = random.pick(Object.entries(courses));
      const [step, value] = [steps(random), random.pick(Object.values(values))(random)];
      const [one, other] = [new GrowingColumns(random.pick([2, 50, 1000])), new GrowingColumns(300)];
      const points: Point[] = [];
      let previous = 0;
      for (const [columns, count] of [
        [one, random.whole(1, 800)],
        [other, random.whole(0, 800)],
      ] as const) {
        for (let index = 0; index < count; index += 1) {
          previous = step(points.length, previous);
          const y = value(points.length);
          columns.reach(previous, previous);
          columns.add(previous, y, y, y, y);
          points.push({ x: previous, y, time: NaN });
        }
      }
      one.append(other);
      const width = one.width * random.pick([1, 1, 2, 8, 1024]);
      if (!Number.isFinite(width)) continue;
      const numbers = points.map(({ x }) => Math.floor(x / width));
      const [first, last] = [Math.max(...numbers) - random.whole(0, 3000), Math.max(...numbers) + 1];
      const envelope = new Envelope();
      envelope.reset(last - first + 1);
      one.give(envelope, first, last, width);
      const { count, number, min, max, first: firsts, last: lasts } = envelope.collect(first);
      const got = columnsIn({ count, values: [number, min, max, firsts, lasts] } as unknown as Block);
      assert.deepEqual(
        plain(got, points),
        plain(modelColumns(points, first, last, width), points),
        `seed ${seed}, x ${name}`,
      );
      assert.ok(one.bytes <= 2 * 1001 * 32 * 2, `seed ${seed}: ${one.bytes} bytes`);
    }
  });

  it('give nothing of a series that has all in memory', () => {
    const series = new Series();
    series.append(1, 2, NaN);
    assert.equal(columnsOf(series, 0, 5, 1).count, 1);
    assert.equal(series.past.points, 0);
  });
});
