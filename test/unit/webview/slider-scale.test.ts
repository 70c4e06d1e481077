import assert from 'node:assert/strict';
import { pagedBy, positionOf, type SliderRange, snapped, steppedBy, valueAt } from '../../../src/webview/slider-scale';
import { Random } from '../common/random';

const linear: SliderRange = { min: 0, max: 1, step: null, logarithmic: false };
const rate: SliderRange = { min: 1e-5, max: 0.1, step: null, logarithmic: true };

describe('A slider', () => {
  it('has its ends at its ends, exactly', () => {
    for (const range of [linear, rate, { ...linear, min: -3, max: 0.1, step: 0.3 }]) {
      assert.deepEqual([valueAt(0, range), valueAt(1, range)], [range.min, range.max]);
      assert.deepEqual([positionOf(range.min, range), positionOf(range.max, range)], [0, 1]);
    }
  });

  it('moves by equal ways, or by equal factors', () => {
    assert.deepEqual(
      [0.25, 0.5, 0.75].map((position) => valueAt(position, linear)),
      [0.25, 0.5, 0.75],
    );
    assert.deepEqual(
      [0.25, 0.5, 0.75].map((position) => valueAt(position, rate)),
      [1e-4, 1e-3, 1e-2],
    );
    assert.ok(Math.abs(positionOf(1e-3, rate) - 0.5) < 1e-12);
  });

  it('has values of few digits that stand within a thousandth of the place where they were taken', () => {
    const random = new Random(11);
    for (let round = 0; round < 300; round += 1) {
      const min = 10 ** random.between(-8, 8);
      const max = min + 10 ** random.between(-4, 9);
      const range = { ...{ min, max, step: null }, logarithmic: round % 2 === 0 };
      const position = random.between(0, 1);
      const value = valueAt(position, range);
      assert.ok(value >= min && value <= max, `${value} in ${min}…${max}`);
      assert.ok(Math.abs(positionOf(value, range) - position) <= 0.001, `${value} at ${position} of ${min}…${max}`);
    }
    assert.equal(valueAt(1 / 3, linear), 0.333);
    assert.equal(valueAt(0.37, rate), 3.02e-4);
    assert.equal(valueAt(0.3333, { ...linear, max: 5e6 }), 1_667_000);
  });

  it('reaches only its steps, counted from its least value, and its greatest', () => {
    const steps = { ...linear, min: 0.05, max: 1, step: 0.1 };
    assert.deepEqual(
      [0.0, 0.09, 0.28, 0.52, 0.96, 0.99, 1].map((value) => snapped(value, steps)),
      [0.05, 0.05, 0.25, 0.55, 0.95, 1, 1],
    );
    assert.equal(snapped(0.31, { ...linear, step: 0.1 }), 0.3);
    assert.equal(snapped(5e-7, { ...linear, step: 1e-7 }), 5e-7);
    assert.equal(snapped(64, { min: 1, max: 1000, step: 7, logarithmic: true }), 64);
    const random = new Random(5);
    for (let round = 0; round < 200; round += 1) {
      const range = { min: -2, max: 7, step: 0.7, logarithmic: false };
      const value = valueAt(random.between(0, 1), range);
      const count = (value - range.min) / range.step;
      assert.ok(value === range.max || Math.abs(count - Math.round(count)) < 1e-9, String(value));
    }
  });

  it('moves by a step with each arrow key, or a hundredth, and further with page keys', () => {
    const steps = { ...linear, max: 10, step: 0.1 };
    assert.equal(steppedBy(1, 0.2, steps), 0.3);
    assert.equal(steppedBy(-1, 0.3, steps), 0.2);
    assert.equal(steppedBy(-1, 0, steps), 0);
    assert.equal(steppedBy(1, 0.5, linear), 0.51);
    assert.equal(pagedBy(-1, 0.5, linear), 0.4);
    assert.equal(pagedBy(1, 0.2, steps), 1.2);
    assert.equal(pagedBy(1, 0.2, { ...linear, step: 0.5 }), 0.5);
    assert.ok(Math.abs(pagedBy(1, 1e-3, rate) / 1e-3 - 10 ** 0.4) < 0.01, String(pagedBy(1, 1e-3, rate)));
  });

  it('moves on a logarithmic slider with steps also where one is wider than a hundredth', () => {
    const counts = { min: 1, max: 1000, step: 1, logarithmic: true };
    let value = 1;
    for (let presses = 0; value < 1000; presses += 1) {
      const next = steppedBy(1, value, counts);
      assert.ok(next > value && Number.isInteger(next), `${value} → ${next}`);
      assert.ok(presses < 120);
      value = next;
    }
    assert.equal(steppedBy(-1, 2, counts), 1);
  });

  it('is not confused by ranges that nearly are none', () => {
    const vast = { min: -Number.MAX_VALUE, max: Number.MAX_VALUE, step: null, logarithmic: false };
    assert.equal(positionOf(0, vast), 0.5);
    assert.ok(Number.isFinite(valueAt(0.3, vast)));
    const fine = { min: 0, max: 1e300, step: 1e-300, logarithmic: false };
    assert.ok(Number.isFinite(valueAt(0.3, fine)) && snapped(5e299, fine) === 5e299);
    const tiny = { min: 1e-320, max: 1e-310, step: null, logarithmic: true };
    assert.ok(valueAt(0.5, tiny) > tiny.min && valueAt(0.5, tiny) < tiny.max);
    const close = { min: 1, max: 1 + Number.EPSILON, step: null, logarithmic: false };
    assert.ok(valueAt(0.5, close) >= 1 && valueAt(0.5, close) <= close.max);
  });
});
