import assert from 'node:assert/strict';
import { columnsOf, countBetween, pointsBetween } from '../../../src/common/decimate';
import { gridOf } from '../../../src/common/drawn-series';
import { Series } from '../../../src/common/series';
import { Random } from './random';
import { courses, modelColumns, modelPoints, values, type Point, type Steps } from './series-model';

const STEPS_OF_A_TRIAL = 14;
const LARGEST_BATCH = 3000;

/** A series and what it must hold; `trace` tells how to get there again. */
interface Trial {
  readonly series: Series;
  readonly points: Point[];
  readonly trace: string[];
}

function timesOf(random: Random, count: number): Float64Array | null {
  if (random.chance(0.3)) {
    return null;
  }
  const start = 1.79e9 + random.next();
  return Float64Array.from({ length: count }, (_, index) =>
    random.chance(0.01) ? random.pick([NaN, Infinity, -Infinity]) : start + index * 1e-3,
  );
}

function append(trial: Trial, random: Random, step: Steps, value: (index: number) => number): void {
  const { series, points, trace } = trial;
  const count = random.chance(0.4) ? random.whole(0, 70) : random.whole(0, LARGEST_BATCH);
  const start = points.length;
  let previous = points.at(-1)?.x ?? 0;
  const x = Float64Array.from({ length: count }, (_, index) => (previous = step(start + index, previous)));
  const y = Float64Array.from({ length: count }, (_, index) => value(start + index));
  const t = timesOf(random, count);
  const one = random.chance(0.3);
  const broken = !one && random.chance(0.2) && count > 0 ? random.whole(0, count - 1) : -1;
  if (broken >= 0) {
    x[broken] = random.pick([NaN, Infinity, -Infinity]);
  }
  trace.push(`${one ? 'append' : 'appendAll'} ${count} from x ${x[0]}${broken < 0 ? '' : ', one x not finite'}`);
  const whole = Array.from(x, (at, index) => ({ x: at, y: y[index] ?? NaN, time: t?.[index] ?? NaN }));
  const good = whole.filter((point) => Number.isFinite(point.x));
  points.push(...good);
  if (one) {
    good.forEach((point) => series.append(point.x, point.y, point.time));
  } else {
    assert.equal(series.appendAll(x, y, t), count - good.length);
  }
}

/** A regular column, as a fast program writes it. */
function appendRegular(trial: Trial, random: Random): void {
  const [start, step, length] = [
    random.pick([0, 0.1, 1e15, -1e308, trial.points.at(-1)?.x ?? 0]),
    random.pick([1, 0.1, -1, 1e305, 0, 5e-324]),
    random.whole(0, LARGEST_BATCH),
  ];
  trial.trace.push(`appendAll regular ${start} + ${step} × ${length}`);
  const y = Float64Array.from({ length }, () => random.next());
  const xs = Array.from(y, (_, index) => start + index * step);
  xs.forEach((x, index) => Number.isFinite(x) && trial.points.push({ x, y: y[index] ?? NaN, time: 1.79e9 + index }));
  const refused = trial.series.appendAll({ start, step, length }, y, { start: 1.79e9, step: 1, length });
  assert.equal(refused, xs.filter((x) => !Number.isFinite(x)).length);
}

function checkPoints({ series, points }: Trial, random: Random): void {
  assert.equal(series.length, points.length);
  const x = new Float64Array(points.length);
  const y = new Float64Array(points.length);
  series.read(0, points.length, x, y);
  assert.deepEqual(
    x,
    Float64Array.from(points, (point) => point.x),
  );
  assert.deepEqual(
    y,
    Float64Array.from(points, (point) => point.y),
  );
  for (let trial = 0; trial < 50 && points.length > 0; trial += 1) {
    const index = random.whole(0, points.length - 1);
    const point = points[index];
    assert.equal(series.xAt(index), point?.x);
    assert.ok(Object.is(series.yAt(index), point?.y));
    const time = point?.time ?? NaN;
    const kept = series.timeAt(index);
    assert.ok(Number.isFinite(time) ? Math.abs(kept - time) < 1e-3 : Number.isNaN(kept), `time ${time} is ${kept}`);
  }
  const least = points.reduce((low, point) => Math.min(low, point.x), Infinity);
  const greatest = points.reduce((high, point) => Math.max(high, point.x), -Infinity);
  const extent = points.length === 0 ? [NaN, NaN] : [least, greatest];
  assert.deepEqual([series.low, series.high].map(plusZero), extent.map(plusZero));
  assert.equal(
    series.sorted,
    points.every((point, index) => index === 0 || point.x >= (points[index - 1]?.x ?? NaN)),
  );
}

/** An interval of x: of what is there, at exact points or between them, or beyond. */
function interval({ points }: Trial, random: Random): [number, number] {
  const end = (): number => {
    const at = points.length === 0 ? 0 : (points[random.whole(0, points.length - 1)]?.x ?? 0);
    const wanted = random.pick([at, at + random.next(), at * 1.0000001, at - 1, -1e308, 1e308]);
    return Math.min(Math.max(wanted, -Number.MAX_VALUE), Number.MAX_VALUE);
  };
  const [a, b] = [end(), end()];
  return a <= b ? [a, b] : [b, a];
}

function checkQueries(trial: Trial, random: Random): void {
  const { series, points, trace } = trial;
  const [low, high] = random.chance(0.2) ? [series.low, series.high] : interval(trial, random);
  if (!(low <= high)) {
    return;
  }
  trace.push(`query ${low} to ${high}`);
  const inside = points.filter(({ x }) => x >= low && x <= high).length;
  const limit = random.whole(0, points.length);
  const counted = countBetween(series, low, high, limit);
  assert.ok(counted === inside || (!series.sorted && inside > limit && counted > limit), `${counted} for ${inside}`);

  checkPointsBetween(trial, low, high);
  if (random.chance(0.2)) {
    checkPointsBetween(trial, -Infinity, Infinity);
  }

  const { width } = gridOf(low, high, false, random.pick([1, 3, 100, 1000]));
  const [first, last] = [Math.floor(low / width) - random.whole(0, 2), Math.floor(high / width) + random.whole(-1, 2)];
  trace.push(`columns ${first} to ${last} of ${width}`);
  const columns = columnsOf(series, first, last, width);
  const model = modelColumns(points, first, last, width);
  assert.equal(columns.count, model.length);
  for (const field of ['number', 'min', 'max', 'first', 'last'] as const) {
    // Zero and minus zero are the same value.
    assert.deepEqual(
      [...columns[field]].map(plusZero),
      model.map((column) => plusZero(column[field])),
      field,
    );
  }
}

function checkPointsBetween({ series, points }: Trial, low: number, high: number): void {
  const list = pointsBetween(series, low, high);
  const expected = modelPoints(points, low, high);
  assert.equal(list.count, expected.length);
  assert.deepEqual(
    [...list.x],
    expected.map((point) => point.x),
  );
  assert.deepEqual(
    [...list.y],
    expected.map((point) => point.y),
  );
}

function plusZero(value: number): number {
  return value === 0 ? 0 : value;
}

describe('Series', function () {
  this.timeout(60_000);

  for (const [course, steps] of Object.entries(courses)) {
    it(`agrees with a naive model in everything, x ${course}`, () => {
      for (let seed = 1; seed <= 8; seed += 1) {
        const random = new Random(seed);
        const [name, value] = random.pick(Object.entries(values));
        const trial: Trial = { series: new Series(), points: [], trace: [`seed ${seed}, y ${name}`] };
        const [step, next] = [steps(random), value(random)];
        try {
          for (let action = 0; action < STEPS_OF_A_TRIAL; action += 1) {
            append(trial, random, step, next);
            if (random.chance(0.05)) {
              appendRegular(trial, random);
            }
            checkQueries(trial, random);
          }
          checkPoints(trial, random);
        } catch (error) {
          throw new Error(`${trial.trace.join('\n  ')}\n${String(error)}`, { cause: error });
        }
      }
    });
  }

  it('refuses a regular column where it leaves the numbers', () => {
    const series = new Series();
    const length = 20;
    assert.equal(series.appendAll({ start: 1e308, step: 1e307, length }, new Float64Array(length), null), 12);
    assert.equal(series.length, 8);
    assert.equal(series.high, 1e308 + 7 * 1e307);
  });

  it('takes at most 13 bytes for a point with a regular x and a time, whatever the number', () => {
    const series = new Series();
    const length = 5000;
    const y = Float64Array.from({ length }, (_, index) => Math.sin(index));
    for (let batch = 0; batch < 500; batch += 1) {
      const time = { start: 1.79e9 + batch, step: 1e-6, length };
      series.appendAll({ start: batch * length, step: 1, length }, y, time);
      if (series.length >= 1e6) {
        assert.ok(series.bytes / series.length <= 13, `${series.bytes / series.length} bytes at ${series.length}`);
      }
    }
    assert.equal(series.length, 2.5e6);
  });

  it('takes little for a series of few points', () => {
    const series = new Series();
    series.append(1, 2, 3);
    assert.ok(series.bytes <= 200, `${series.bytes} bytes`);
  });
});

/** Counts how many points and nodes a query reads. */
class CountedSeries extends Series {
  reads = 0;

  constructor() {
    super();
    const { nodes } = this;
    const lowX = nodes.lowX.bind(nodes);
    nodes.lowX = (level, node) => {
      this.reads += 1;
      return lowX(level, node);
    };
  }

  override xAt(index: number): number {
    this.reads += 1;
    return super.xAt(index);
  }

  override read(from: number, to: number, x: Float64Array, y: Float64Array): void {
    this.reads += to - from;
    super.read(from, to, x, y);
  }

  during(query: () => void): number {
    this.reads = 0;
    query();
    return this.reads;
  }
}

describe('A query of ten million points', function () {
  this.timeout(60_000);

  const COUNT = 1e7;
  const BATCH = 1e5;
  const series = new CountedSeries();
  const resumed = new CountedSeries();

  before(() => {
    const y = Float64Array.from({ length: BATCH }, (_, index) => index);
    for (let start = 0; start < COUNT; start += BATCH) {
      series.appendAll({ start, step: 1, length: BATCH }, y, null);
      resumed.appendAll({ start, step: 1, length: BATCH }, y, null);
    }
    resumed.appendAll({ start: COUNT - 5000, step: 1, length: BATCH }, y, null);
  });

  it('reads the edges of the columns only', () => {
    for (const one of [series, resumed]) {
      for (const pixels of [10, 100, 1000]) {
        const { width, low, high } = gridOf(0, COUNT, true, pixels);
        let columns = 0;
        const reads = one.during(() => {
          columns = columnsOf(one, Math.floor(low / width), Math.floor(high / width), width).count;
        });
        assert.ok(columns > pixels);
        assert.ok(reads < 500 + columns * 130, `${reads} reads for ${columns} columns`);
      }
    }
  });

  it('reads little for a narrow interval', () => {
    for (const one of [series, resumed]) {
      assert.ok(one.during(() => columnsOf(one, 5000, 5010, 512)) < 2000);
      assert.ok(one.during(() => countBetween(one, 5e6, 5e6 + 1000, 4000)) < 2000);
      assert.ok(one.during(() => pointsBetween(one, 5e6, 5e6 + 1000)) < 30_000);
      assert.ok(one.during(() => pointsBetween(one, COUNT - 10, COUNT - 5)) < 2000);
      assert.ok(one.during(() => pointsBetween(one, -5, -1)) < 2000);
      assert.ok(one.during(() => pointsBetween(one, 2 * COUNT, 3 * COUNT)) < 2000);
    }
  });

  it('reads only what the last column has when points come', () => {
    const { width } = gridOf(0, COUNT, true, 1000);
    const last = Math.floor(series.high / width);
    assert.ok(series.during(() => columnsOf(series, last, last + 1, width)) < 1000);
  });

  it('counts no further than it is asked where x does not grow', () => {
    const shuffled = new CountedSeries();
    const random = new Random(1);
    const length = 1e6;
    shuffled.appendAll(
      Float64Array.from({ length }, () => random.next()),
      new Float64Array(length),
      null,
    );
    assert.ok(shuffled.during(() => countBetween(shuffled, 0.2, 0.8, 1000)) < 5000);
  });
});
