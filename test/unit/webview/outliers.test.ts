import assert from 'node:assert/strict';
import { Sample, usualRange } from '../../../src/webview/outliers';
import { Random } from '../common/random';

function rangeOf(values: readonly number[]): readonly number[] | null {
  return usualRange(Float64Array.from(values));
}

describe('The range without outliers', () => {
  it('is that of all values when none is extreme', () => {
    assert.deepEqual(rangeOf([3, 1, 2, 5, 4]), [1, 5]);
    assert.deepEqual(rangeOf([7, 7, 7, 7, 7, 7]), [7, 7]);
    assert.deepEqual(rangeOf([0, 0, 0, 0, 0, 0, 1, 1]), [0, 1]);
  });

  it('is not known of fewer than five values', () => {
    assert.equal(rangeOf([1, 2, 3, 1e9]), null);
    assert.equal(rangeOf([]), null);
  });

  it('leaves out what is far away, of few values as of many', () => {
    for (const count of [20, 200, 20_000]) {
      const random = new Random(count);
      const values = Array.from({ length: count }, () => random.between(-1, 1));
      values[3] = 1e6;
      values[count - 4] = -1e5;
      const [low = NaN, high = NaN] = rangeOf(values) ?? [];
      assert.ok(low < -0.5 && low >= -1, `${count} values begin at ${low}`);
      assert.ok(high > 0.5 && high <= 1, `${count} values end at ${high}`);
    }
  });

  it('leaves at most one value in a hundred out of many on each side', () => {
    const random = new Random(1);
    const values = Array.from({ length: 5000 }, () => 10 ** random.between(-6, 3));
    const [low = NaN, high = NaN] = rangeOf(values) ?? [];
    assert.ok(values.filter((value) => value < low).length <= 50);
    assert.ok(values.filter((value) => value > high).length <= 50);
  });

  it('is found of a sample when there are very many values', () => {
    const sample = new Sample();
    for (let index = 0; index < 1_000_000; index += 1) {
      sample.add(index % 100_000 === 7 ? 1e9 : index % 1000);
    }
    sample.add(NaN);
    sample.add(Infinity);
    const [low = NaN, high = NaN] = sample.range() ?? [];
    assert.ok(low >= 0 && low < 20 && high > 980 && high < 3000, `${low} to ${high}`);
  });
});
