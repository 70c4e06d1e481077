import assert from 'node:assert/strict';
import { DerivedSeries } from '../../../src/common/derived-series';
import type { DerivedX, MissingChunk, Rule } from '../../../src/common/derivation';
import { Memory } from '../../../src/common/memory';
import { Run, type RunSeries } from '../../../src/common/run';
import { Chunk } from '../../../src/common/chunk';
import { CHUNK_POINTS, Series } from '../../../src/common/series';
import { Smoother } from '../../../src/common/smoothing';
import { Random } from './random';
import { courses, values, type Point } from './series-model';

/** Points of a source, as the log has them. */
type Log = Point[];

/** How often x fell before each point. */
function fallsOf(log: Log): number[] {
  let falls = 0;
  return log.map(({ x }, index) => (falls += index > 0 && x < (log[index - 1]?.x ?? x) ? 1 : 0));
}

/** The derived points of whole logs, by looking at each pair of points. */
function modelOf(log: Log, other: Log, kind: DerivedX['kind'], log10: boolean, weight: number): [number, number][] {
  const smoother = new Smoother(weight);
  const [falls, otherFalls] = [fallsOf(log), fallsOf(other)];
  const derived: [number, number][] = [];
  for (const [index, { x: step, y, time }] of log.entries()) {
    let x = kind === 'step' ? step : time - START_TIME;
    if (kind === 'metric') {
      const match = other.findIndex((point, at) => point.x === step && otherFalls[at] === falls[index]);
      const isDecided = other.some(
        (point, at) =>
          (otherFalls[at] ?? 0) > (falls[index] ?? 0) || (otherFalls[at] === falls[index] && point.x >= step),
      );
      if (!isDecided) break;
      x = match < 0 ? NaN : (other[match]?.y ?? NaN);
    }
    x = log10 ? (x > 0 ? Math.log10(x) : NaN) : x;
    if (Number.isFinite(x)) derived.push([x, smoother.next(y)]);
  }
  return derived;
}

const START_TIME = 1.7e9;

/** A log that can be read again: keeps a copy of each series' points, and gives chunks back. */
class Store {
  readonly run: Run;
  readonly main: RunSeries;
  readonly other: RunSeries;
  readonly log: Log = [];
  readonly otherLog: Log = [];

  constructor(readonly memory: Memory) {
    this.run = new Run('run-1', memory);
    this.main = this.run.addSeries('loss', '', 'p1');
    this.other = this.run.addSeries('epoch', '', 'p1');
  }

  append(to: RunSeries, point: Point): void {
    (to === this.main ? this.log : this.otherLog).push(point);
    to.series.append(point.x, point.y, point.time, { offset: 0, rows: 0 });
  }

  /** Gives a chunk back as a reader of the log would make it. */
  restore({ series: to, chunk }: MissingChunk): void {
    const again = new Chunk(CHUNK_POINTS, true);
    const log = to === this.main ? this.log : this.otherLog;
    log
      .slice(chunk * CHUNK_POINTS, (chunk + 1) * CHUNK_POINTS)
      .forEach(({ x, y, time }) => again.appendOne(x, y, time));
    to.series.restore(chunk, again);
  }
}

function pointsOf(series: Series): [number, number][] {
  return Array.from({ length: series.length }, (_, index) => [series.xAt(index), series.yAt(index)]);
}

/** Goes on until nothing is left to do; chunks that are missing are read again. */
function settle(derived: DerivedSeries, store: Store): void {
  for (let turn = 0; turn < 10_000; turn += 1) {
    const done = derived.advance(100_000);
    const missing = derived.takeMissing();
    missing.forEach((chunk) => store.restore(chunk));
    if (done === 0 && missing.length === 0) return;
  }
  assert.fail('the derived series comes to an end');
}

function ruleOf(store: Store, kind: DerivedX['kind'], log: boolean, smoothing: number): Rule {
  const x: DerivedX =
    kind === 'step'
      ? { kind }
      : kind === 'time'
        ? { kind, start: () => START_TIME }
        : { kind, find: () => store.other };
  return { source: store.main, x, log, smoothing };
}

const KINDS = ['step', 'time', 'metric'] as const;
/** Memory for all, and for so little that nearly all is dropped. */
const LIMITS = [Infinity, 12 * CHUNK_POINTS * 12] as const;

describe('Derived series', function () {
  this.timeout(120_000);

  for (const kind of KINDS) {
    for (const [name, course] of Object.entries(courses)) {
      it(`is what a look at each point gives: x ${kind}, steps ${name}`, () => {
        for (let seed = 1; seed <= 6; seed += 1) {
          const random = new Random(seed);
          const store = new Store(new Memory(Infinity));
          const [logX, smoothing] = [random.chance(0.3), random.pick([0, 0, 0.6, 0.99])];
          const derived = new DerivedSeries(ruleOf(store, kind, logX, smoothing), store.memory);
          const [step, value] = [course(random), random.pick(Object.values(values))(random)];
          let previous = 0;
          for (let index = 0; index < random.whole(1, 3000); index += 1) {
            previous = step(index, previous);
            const time = random.chance(0.1) ? NaN : START_TIME + Math.fround(index * 0.25 - 3);
            if (random.chance(0.9)) store.append(store.main, { x: previous, y: value(index), time });
            if (random.chance(0.7))
              store.append(store.other, { x: previous, y: random.pick([NaN, index / 10, 7, -1]), time });
            if (random.chance(0.01)) derived.advance(random.whole(1, 500));
          }
          settle(derived, store);
          const model = modelOf(store.log, store.otherLog, kind, logX, smoothing);
          const got = pointsOf(derived.series);
          assert.equal(got.length, model.length, `seed ${seed}: number of points`);
          model.forEach(([x, y], index) => {
            const [gotX = NaN, gotY = NaN] = got[index] ?? [];
            // Times are kept in single precision within a chunk.
            assert.ok(
              Object.is(gotX, x) || Math.abs(gotX - x) < 1e-3,
              `seed ${seed}, point ${index}: x ${gotX}, not ${x}`,
            );
            assert.ok(Object.is(gotY, y), `seed ${seed}, point ${index}: y ${gotY}, not ${y}`);
          });
          const { leftOut } = derived;
          const out = leftOut.noTime + leftOut.noValue + leftOut.notPositive + leftOut.lost;
          assert.equal(
            model.length + out + derived.waiting,
            store.log.length,
            'each point is drawn, left out or waits',
          );
        }
      });
    }
  }

  for (const kind of KINDS) {
    it(`is right when chunks are dropped, of the sources and of its own: x ${kind}`, () => {
      for (const limit of LIMITS) {
        const store = new Store(new Memory(limit));
        const early = new DerivedSeries(ruleOf(store, kind, false, 0.9), store.memory);
        const count = CHUNK_POINTS * 9 + 100;
        for (let index = 0; index < count; index += 1) {
          const time = START_TIME + index / 1024;
          store.append(store.main, { x: index * 2, y: Math.sin(index), time });
          store.append(store.other, { x: index * 2, y: index / 16, time });
          if (index % 1000 === 0) settle(early, store);
        }
        assert.equal(store.main.series.evictedBetween(0, count).length > 0, Number.isFinite(limit));
        // One that is asked for when most is gone already.
        const late = new DerivedSeries(ruleOf(store, kind, false, 0.9), store.memory);
        const model = modelOf(store.log, store.otherLog.slice(0, 1), 'step', false, 0.9);
        for (const derived of [early, late]) {
          settle(derived, store);
          assert.equal(derived.series.length, count);
          for (const chunk of [0, 3, 1]) {
            derived.series.evict(chunk);
            assert.equal(derived.series.evictedChunkOf(chunk * CHUNK_POINTS), chunk);
            derived.restore(chunk);
            settle(derived, store);
            assert.equal(derived.series.evictedChunkOf(chunk * CHUNK_POINTS), -1);
            const [index, factor] = [chunk * CHUNK_POINTS + 17, { step: 2, time: 1 / 1024, metric: 1 / 16 }[kind]];
            assert.ok(Math.abs(derived.series.xAt(index) - index * factor) < 1e-6, `x of chunk ${chunk}`);
            assert.equal(derived.series.yAt(index), model[index]?.[1]);
          }
        }
      }
    });
  }

  it('waits for a metric that no record has named yet', () => {
    const store = new Store(new Memory(Infinity));
    let found: RunSeries | null = null;
    const rule: Rule = { source: store.main, x: { kind: 'metric', find: () => found }, log: false, smoothing: 0 };
    const derived = new DerivedSeries(rule, null);
    store.append(store.main, { x: 1, y: 5, time: NaN });
    derived.advance(100);
    assert.deepEqual([derived.series.length, derived.waiting], [0, 1]);
    store.append(store.other, { x: 1, y: 0.25, time: NaN });
    found = store.other;
    derived.advance(100);
    assert.deepEqual(pointsOf(derived.series), [[0.25, 5]]);
  });

  it('passes over chunks that nobody can read again, and counts them', () => {
    const store = new Store(new Memory(2 * CHUNK_POINTS * 16));
    for (let index = 0; index < CHUNK_POINTS * 6; index += 1) {
      store.append(store.main, { x: index, y: index, time: START_TIME + index });
    }
    const dropped = store.main.series.evictedBetween(0, store.main.series.length).length;
    assert.ok(dropped > 0);
    store.run.forgetSources('p1');
    const derived = new DerivedSeries(ruleOf(store, 'time', false, 0), null);
    settle(derived, store);
    assert.equal(derived.leftOut.lost, dropped * CHUNK_POINTS);
    assert.equal(derived.series.length, CHUNK_POINTS * 6 - dropped * CHUNK_POINTS);
  });

  it('gives its memory back', () => {
    const store = new Store(new Memory(Infinity));
    for (let index = 0; index < CHUNK_POINTS * 3; index += 1) {
      store.append(store.main, { x: index, y: index, time: START_TIME + index });
    }
    const before = store.memory.bytes;
    const derived = new DerivedSeries(ruleOf(store, 'time', false, 0), store.memory);
    settle(derived, store);
    assert.ok(store.memory.bytes > before);
    derived.dispose();
    assert.equal(store.memory.bytes, before);
  });
});
