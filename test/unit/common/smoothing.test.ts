import assert from 'node:assert/strict';
import { Smoother } from '../../../src/common/smoothing';

/** The weighted mean of all values so far, a value counting `weight` times as much as the one after it. */
function weightedMean(values: readonly number[], weight: number): number {
  const weights = values.map((_, index) => weight ** (values.length - 1 - index));
  const total = weights.reduce((sum, one) => sum + one, 0);
  return values.reduce((sum, value, index) => sum + (value * (weights[index] ?? 0)) / total, 0);
}

describe('Smoothing', () => {
  it('is the weighted mean of all values so far, without a bias at the beginning', () => {
    for (const weight of [0.1, 0.6, 0.9, 0.999]) {
      const smoother = new Smoother(weight);
      const values: number[] = [];
      for (let index = 0; index < 200; index += 1) {
        values.push(3 + Math.sin(index * 7));
        const [got, wanted] = [smoother.next(values[index] ?? NaN), weightedMean(values, weight)];
        assert.ok(Math.abs(got - wanted) < 1e-9, `weight ${weight}, value ${index}: ${got}, not ${wanted}`);
      }
    }
  });

  it('gives the numbers that TensorBoard gives', () => {
    const smoother = new Smoother(0.5);
    assert.deepEqual(
      [1, 2, 4].map((value) => smoother.next(value)),
      [1, 5 / 3, 3],
    );
  });

  it('leaves values that are not finite as they are, and out of the average', () => {
    const [with_, without] = [new Smoother(0.8), new Smoother(0.8)];
    const got = [1, NaN, 3, Infinity, -Infinity, 5].map((value) => with_.next(value));
    const finite = [1, 3, 5].map((value) => without.next(value));
    assert.deepEqual(got, [finite[0], NaN, finite[1], Infinity, -Infinity, finite[2]]);
  });

  it('changes nothing at a weight of 0', () => {
    const smoother = new Smoother(0);
    assert.deepEqual(
      [0.1, NaN, -7].map((value) => smoother.next(value)),
      [0.1, NaN, -7],
    );
  });

  it('goes on from a state that was kept', () => {
    const whole = new Smoother(0.9);
    [4, 5, 6].forEach((value) => whole.next(value));
    const later = new Smoother(0.9, whole.state);
    assert.equal(later.next(7), whole.next(7));
  });
});
