import assert from 'node:assert/strict';
import { Memory } from '../../../src/common/memory';
import { NearestPoint } from '../../../src/common/nearest-point';
import type { Interval } from '../../../src/common/past';
import { CHUNK_POINTS, Series } from '../../../src/common/series';
import { logOf, Opened, POINTS, START, STEPS } from './long-log';
import { Random } from './random';
import { courses, type Point } from './series-model';

/** The nearest points of an interval, by looking at each. */
function nearestOf(points: readonly Point[], x: number, { low, high }: Interval): readonly Point[] {
  const inside = points.filter((point) => point.x >= low && point.x < high);
  const least = inside.reduce((distance, point) => Math.min(distance, Math.abs(point.x - x)), Infinity);
  return inside.filter((point) => Math.abs(point.x - x) === least);
}

describe('The nearest point', function () {
  this.timeout(120_000);

  for (const [name, course] of Object.entries(courses)) {
    it(`is found in memory, x ${name}`, () => {
      const random = new Random(7);
      const step = course(random);
      const series = new Series();
      const points: Point[] = [];
      for (let index = 0; index < 20_000; index += 1) {
        const x = step(index, points.at(-1)?.x ?? 0);
        points.push({ x, y: random.next(), time: index });
        series.append(x, points.at(-1)?.y ?? NaN, index);
      }
      for (let trial = 0; trial < 60; trial += 1) {
        const x = random.pick(points).x;
        const ends = [random.pick(points).x, random.pick(points).x].sort((a, b) => a - b);
        const within = { low: ends[0] ?? NaN, high: ends[1] ?? NaN };
        const { point, missing } = new NearestPoint(series, x, within);
        const nearest = nearestOf(points, x, within);
        assert.equal(missing, null);
        assert.equal(point === null, nearest.length === 0);
        assert.ok(point === null || nearest.some((one) => one.x === point.x && one.y === point.y));
        assert.ok(point === null || nearest.some(({ time }) => Math.abs(time - point.time) < 1));
      }
    });
  }

  it('is not found where there is none', () => {
    const series = new Series();
    const within = { low: 0, high: 10 };
    assert.equal(new NearestPoint(series, 5, within).point, null);
    for (let x = 10; x < 200; x += 1) series.append(x, x, NaN);
    assert.equal(new NearestPoint(series, 5, within).point, null);
    assert.deepEqual(new NearestPoint(series, 5, { low: 0, high: 11 }).point, { x: 10, y: 10, time: NaN });
  });

  for (const [name, step] of Object.entries(STEPS)) {
    it(`is read from the log where it was dropped from memory, x ${name}`, () => {
      const random = new Random(8);
      const log = logOf(step, random);
      const whole = new Opened(log, null);
      const some = new Opened(log, new Memory(30 * CHUNK_POINTS * 20));
      let dropped = 0;
      for (let trial = 0; trial < 30; trial += 1) {
        const x = random.between(-10, POINTS * 0.8);
        // The columns of a chart of 1,000 pixels, and some that are narrower than the points are apart.
        const width = random.pick([1024, 1024, 0.25]);
        const within = { low: Math.floor(x / width) * width, high: (Math.floor(x / width) + 1) * width };
        const sought = new Map(some.series.map((series) => [series, new NearestPoint(series, x, within)]));
        const missing = new Map([...sought].filter(([, nearest]) => nearest.missing !== null));
        dropped += missing.size;
        if (missing.size > 0) {
          const reader = some.read(missing);
          assert.ok([...missing.keys()].every((series) => reader.hasRead(series)));
        }
        some.series.forEach((series, index) => {
          const other = whole.series[index];
          assert.ok(other);
          const exact = new NearestPoint(other, x, within);
          assert.equal(exact.missing, null);
          assert.deepEqual(sought.get(series)?.point?.x, exact.point?.x);
          // Where a run was resumed, a step is there twice.
          if (series.sorted) assert.deepEqual(sought.get(series)?.point, exact.point);
          if (exact.point !== null) assert.ok(exact.point.time >= START);
        });
      }
      assert.ok(dropped > 10, 'points were dropped from memory');
    });
  }
});
