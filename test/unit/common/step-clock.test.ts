import assert from 'node:assert/strict';
import { StepClock } from '../../../src/common/step-clock';

describe('Step clock', () => {
  it('tells the step of the last point before a time', () => {
    const clock = new StepClock();
    assert.equal(clock.stepAt(5), null);
    assert.equal(clock.timeAt(5), null);
    for (let step = 0; step < 10; step += 1) {
      clock.add(100 + step, step * 10);
    }
    assert.deepEqual(
      [99, 100, 100.5, 104.9, 200].map((time) => clock.stepAt(time)),
      [0, 0, 0, 40, 90],
    );
    assert.deepEqual(
      [-5, 0, 45, 90, 1000].map((step) => clock.timeAt(step)),
      [100, 100, 104.5, 109, 109],
    );
    assert.equal(clock.earliest, 100);
  });

  it('takes logs of several producers one after the other', () => {
    const clock = new StepClock();
    [10, 12, 14].forEach((time) => clock.add(time, time));
    [11, 13, 15, 9].forEach((time) => clock.add(time, time));
    assert.deepEqual(
      [9, 10, 11, 12, 13, 14, 15].map((time) => clock.stepAt(time)),
      [9, 10, 11, 12, 13, 14, 15],
    );
    assert.equal(clock.earliest, 9);
  });

  it('stays small, and right within a thousandth of the run', () => {
    const clock = new StepClock();
    for (let step = 0; step < 200_000; step += 1) {
      clock.add(1e9 + step * 0.1, step);
    }
    for (const step of [0, 1, 777, 123_456, 199_999]) {
      const found = clock.stepAt(1e9 + step * 0.1);
      assert.ok(found !== null && Math.abs(found - step) <= 200, `step ${step} is taken for ${found}`);
    }
  });

  it('passes over what is not finite', () => {
    const clock = new StepClock();
    clock.add(NaN, 1);
    clock.add(1, Infinity);
    assert.equal(clock.stepAt(1), null);
    assert.equal(clock.earliest, null);
  });
});
