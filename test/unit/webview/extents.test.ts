import assert from 'node:assert/strict';
import type { Block } from '../../../src/common/frame';
import { SeriesData } from '../../../src/webview/series';
import { Random } from '../common/random';

describe('The range of a series on a page', () => {
  it('is that of its finite values in the entries that are asked for, however they came', () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const random = new Random(seed);
      const data = new SeriesData();
      for (let round = 0; round < 30; round += 1) {
        data.apply(blockOf(random, data.count));
        if (random.chance(0.1)) data.setLogarithmic(random.chance(0.5));
        const from = random.chance(0.7) ? 0 : random.whole(0, data.count);
        const to = random.chance(0.7) ? data.count : random.whole(from, data.count);
        assert.deepEqual(data.extentOf(from, to), naive(data, from, to), `seed ${seed}, round ${round}`);
      }
    }
  });

  it('tells how many entries are as they were', () => {
    const data = new SeriesData();
    const apply = (from: number, count: number) =>
      data.apply({ ...blockOf(new Random(count), 0), ...short(from, count) });
    apply(0, 10);
    assert.equal(data.takeSame(), 0);
    assert.equal(data.takeSame(), 10);
    apply(10, 3);
    apply(12, 5);
    assert.equal(data.takeSame(), 10);
    apply(16, 4);
    assert.equal(data.takeSame(), 16);
    apply(8, 2);
    assert.equal(data.takeSame(), 0, 'entries that are gone are a change of all');
    data.setLogarithmic(true);
    assert.equal(data.takeSame(), 0);
  });
});

function short(from: number, count: number): Partial<Block> {
  const values = [0, 1].map(() => Float64Array.from({ length: count }, (_, index) => from + index));
  return { from, count, values };
}

function blockOf(random: Random, known: number): Block {
  const from = random.chance(0.05) ? random.whole(0, known) : Math.max(0, known - random.whole(0, 1));
  const count = random.whole(0, 20);
  const value = () =>
    random.pick([NaN, Infinity, -Infinity, ...Array.from({ length: 12 }, () => random.between(-5, 5))]);
  const values = [0, 1].map(() => Float64Array.from({ length: count }, value));
  return { chart: 0, series: 0, kind: 'points', from, count, width: 0, low: 0, high: 1, values };
}

function naive(data: SeriesData, from: number, to: number): readonly [number, number] {
  const finite = data.fields.slice(1).flatMap((field) => [...field.subarray(from, to)].filter(Number.isFinite));
  return [Math.min(Infinity, ...finite), Math.max(-Infinity, ...finite)];
}
