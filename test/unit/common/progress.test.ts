import assert from 'node:assert/strict';
import { formatDuration } from '../../../src/common/duration';
import { shareOf, type ProgressDescription } from '../../../src/common/progress';
import { ProgressRate } from '../../../src/common/progress-rate';
import type { Run } from '../../../src/common/run';
import { Random } from './random';
import { apply, runOf } from './runs';

const START = 1795371539;

/** The rate after samples of amount and seconds. */
function rateOf(...samples: readonly (readonly [done: number, time: number])[]): number | null {
  const rate = new ProgressRate();
  samples.forEach(([done, time]) => rate.add(done, time));
  return rate.perSecond;
}

function only(run: Run): ProgressDescription {
  const { bars } = run.progress.describe(run.status === 'running');
  assert.equal(bars.length, 1);
  assert.ok(bars[0]);
  return bars[0];
}

describe('The rate of progress', () => {
  it('is not known before two times', () => {
    assert.equal(rateOf(), null);
    assert.equal(rateOf([0, 5]), null);
    assert.equal(rateOf([0, 5], [3, 5]), null);
    assert.equal(rateOf([0, NaN], [10, NaN]), null);
  });

  it('is what was done in the time that it took', () => {
    assert.equal(rateOf([0, 0], [10, 5]), 2);
    assert.equal(rateOf([0, 0], [0, 5]), 0);
  });

  it('forgets a slow start, and a burst', () => {
    const steady = Array.from({ length: 100 }, (_, second) => [second * 5, 60 + second] as const);
    assert.equal(rateOf([0, 0], ...steady), 5);
    const rate = rateOf(...steady, [1000, 160], [1005, 161]);
    assert.ok(rate !== null && rate > 5 && rate < 30, String(rate));
  });

  it('is that of the last steps where steps are long', () => {
    assert.equal(rateOf([0, 0], [1, 3600], [2, 4000]), 1 / 2000);
    assert.equal(rateOf([0, 0], [1, 3600], [2, 4000], [3, 4400], [4, 4800], [5, 5200]), 1 / 400);
  });

  it('begins anew when less is done, or the clock was set back', () => {
    assert.equal(rateOf([0, 0], [100, 10], [0, 11]), null);
    assert.equal(rateOf([0, 0], [100, 10], [0, 11], [4, 13]), 2);
    assert.equal(rateOf([0, 100], [10, 105], [20, 3]), null);
    assert.equal(rateOf([0, 100], [10, 105], [20, 3], [30, 8]), 2);
  });

  it('is right to a few percent after a million samples, and keeps few', () => {
    const random = new Random(1);
    const rate = new ProgressRate();
    for (let index = 0, time = 0; index < 200_000; index += 1, time += random.between(0.05, 0.15)) {
      rate.add(index * 7, time);
    }
    assert.ok(Math.abs((rate.perSecond ?? 0) - 70) < 2, String(rate.perSecond));
    assert.ok(JSON.stringify(rate).length < 5000);
  });
});

describe('The progress of a run', () => {
  const record = (id: number, done: number, rest: object = {}): object => ({
    type: 'progress',
    id,
    label: `loop ${id}`,
    done,
    total: 10,
    ...rest,
  });

  it('is the newest record of each bar, with rate and remaining time', () => {
    const { run, producer } = runOf();
    apply(producer, record(0, 0, { time: START, unit: 'batch' }), record(0, 4, { time: START + 2, unit: 'batch' }));
    assert.deepEqual(only(run), {
      label: 'loop 0',
      done: 4,
      total: 10,
      unit: 'batch',
      finished: false,
      rate: 2,
      remaining: 3,
    });
  });

  it('has no remaining time without a total, a rate or after its end', () => {
    const { run, producer } = runOf();
    apply(producer, record(0, 0, { total: null, time: START }), record(0, 4, { total: null, time: START + 2 }));
    assert.deepEqual([only(run).rate, only(run).remaining], [2, null]);
    apply(producer, record(0, 4, { time: START + 2, finished: true }));
    assert.deepEqual([only(run).rate, only(run).remaining], [null, null]);
    apply(producer, record(0, 12, { time: START + 4 }), record(0, 14, { time: START + 5 }));
    assert.deepEqual([only(run).rate, only(run).remaining], [2, 0]);
  });

  it('begins anew with another label or after the end of the loop', () => {
    const { run, producer } = runOf();
    apply(producer, record(0, 0, { time: START }), record(0, 10, { time: START + 1, finished: true }));
    apply(producer, record(0, 10, { time: START + 100 }));
    assert.equal(only(run).rate, null);
    apply(producer, record(0, 10, { time: START + 101, label: 'another' }));
    assert.deepEqual([only(run).label, only(run).rate], ['another', null]);
  });

  it('keeps the place of each bar, with loops that are over while the run goes on, and of two processes apart', () => {
    const { run, producer } = runOf();
    apply(producer, record(0, 1), record(1, 1), record(2, 10, { finished: true }));
    apply(run.producer('p2'), record(0, 2));
    const labels = (): string[] =>
      run.progress.describe(run.status === 'running').bars.map(({ done, label }) => `${label}: ${done}`);
    assert.deepEqual(labels(), ['loop 0: 1', 'loop 1: 1', 'loop 2: 10', 'loop 0: 2']);
    apply(producer, record(2, 0));
    assert.deepEqual(labels(), ['loop 0: 1', 'loop 1: 1', 'loop 2: 0', 'loop 0: 2']);
    apply(producer, record(1, 10, { finished: true }), record(2, 10, { finished: true }));
    apply(producer, record(3, 10, { finished: true }));
    assert.deepEqual(
      labels(),
      ['loop 0: 1', 'loop 2: 10', 'loop 0: 2', 'loop 3: 10'],
      'not the last two that are over',
    );
  });

  it('tells of a run that has ended only what did not come to its end, without a rate', () => {
    const { run, producer } = runOf();
    apply(
      producer,
      record(0, 0, { time: START }),
      record(0, 5, { time: START + 1 }),
      record(1, 10, { finished: true }),
    );
    apply(producer, { type: 'end', status: 'failed', error: 'no' });
    apply(run.producer('p1'), { type: 'end', status: 'failed', error: 'no' });
    assert.deepEqual([only(run).label, only(run).done, only(run).rate], ['loop 0', 5, null]);
    // As an exception ends a loop.
    apply(producer, record(0, 6, { finished: true }), { type: 'end', status: 'failed', error: 'no' });
    assert.deepEqual([only(run).label, only(run).done, only(run).finished], ['loop 0', 6, true]);
  });

  it('is bounded, and says so', () => {
    const { run, producer } = runOf();
    for (let id = 0; id < 500; id += 1) {
      apply(producer, record(id, 1, { label: 'x'.repeat(5000) }));
    }
    const { bars, hidden } = run.progress.describe(true);
    assert.equal(bars.length, 6);
    assert.equal(hidden, 194);
    assert.ok(bars.every(({ label }) => label.length <= 201));
    assert.deepEqual(run.problems.toRecord(), { 'progress bar beyond the first 200': 300 });
  });

  it('has a share where the total is known', () => {
    assert.deepEqual(
      [
        { done: 3, total: 10 },
        { done: 12, total: 10 },
        { done: 0, total: 0 },
        { done: 5, total: null },
      ].map(shareOf),
      [0.3, 1, 1, null],
    );
  });
});

describe('A length of time', () => {
  it('is written with colons', () => {
    assert.deepEqual(
      [0, 7.4, 59.6, 754, 3599.7, 10_921, 86_399, 86_400, 270_000, NaN, -1, Infinity].map(formatDuration),
      ['0:00', '0:07', '1:00', '12:34', '1:00:00', '3:02:01', '23:59:59', '1d 00:00', '3d 03:00', '', '', ''],
    );
  });
});
