import assert from 'node:assert/strict';
import { headlineMetrics } from '../../../src/common/headline';
import { LoggingCells } from '../../../src/common/logging-cells';
import { Memory } from '../../../src/common/memory';
import { Series } from '../../../src/common/series';
import { formatShort } from '../../../src/common/short-number';
import { sparklineSvg, sparkValues, sparkWords } from '../../../src/common/sparkline';

describe('The headline metrics', () => {
  const first = (metrics: readonly string[], chosen: string | null = null): string | undefined =>
    headlineMetrics(metrics, chosen, 1)[0];

  it('begin with the chosen one where the run has it', () => {
    assert.deepEqual(headlineMetrics(['loss', 'acc', 'lr'], 'lr', 3), ['lr', 'loss', 'acc']);
    assert.equal(first(['loss', 'lr'], 'gone'), 'loss');
  });

  it('begin with one named like a loss, else like a score, else the first', () => {
    assert.equal(first(['lr', 'val/acc', 'train/loss', 'val/loss']), 'val/loss');
    assert.equal(first(['lr', 'acc', 'val_loss', 'loss']), 'loss');
    assert.equal(first(['lr', 'episode', 'val/Accuracy']), 'val/Accuracy');
    assert.equal(first(['episode', 'mean_reward', 'account']), 'mean_reward');
    assert.equal(first(['account', 'lr']), 'account');
  });

  it('are a loss and a score, those of the validation before those of the training', () => {
    const metrics = ['lr', 'train/loss', 'train/acc', 'val/loss', 'val/acc'];
    assert.deepEqual(headlineMetrics(metrics, null, 3), ['val/loss', 'val/acc', 'train/loss']);
    assert.deepEqual(headlineMetrics(['system/cpu', 'epoch', 'Loss', 'reward'], null, 3), [
      'Loss',
      'reward',
      'system/cpu',
    ]);
  });

  it('are what there is when nothing is known by name, those of the machine last', () => {
    assert.deepEqual(headlineMetrics(['a', 'b', 'c', 'd'], null, 3), ['a', 'b', 'c']);
    assert.deepEqual(headlineMetrics(['system/cpu', 'lr', 'a'], null), ['a', 'system/cpu', 'lr']);
    assert.equal(first(['system/cpu']), 'system/cpu');
    assert.deepEqual(headlineMetrics([], null), []);
  });
});

describe('A short number', () => {
  it('has four significant digits', () => {
    assert.deepEqual(
      [0, 0.312345, -0.5, 123.456, 12345.6, 1e9, 1.2345e-8, NaN, Infinity, -Infinity, 0.00012348].map(formatShort),
      ['0', '0.3123', '−0.5', '123.5', '12,346', '1e9', '1.23e-8', 'NaN', '∞', '−∞', '0.0001235'],
    );
  });
});

describe('A sparkline', () => {
  const fill = (count: number, value: (index: number) => number, memory: Memory | null = null): Series => {
    const series = new Series(memory);
    const y = Float64Array.from({ length: count }, (_, index) => value(index));
    series.appendAll({ start: 0, step: 1, length: count }, y, null, { offset: 0, rows: 0 });
    return series;
  };

  it('goes from the first to the last value, with 80 at most', () => {
    assert.deepEqual(sparkValues(fill(3, (index) => index)), [0, 1, 2]);
    assert.deepEqual(sparkValues(fill(1, () => 5)), [5]);
    const many = sparkValues(fill(100_000, (index) => index));
    assert.equal(many.length, 80);
    assert.deepEqual([many[0], many.at(-1)], [0, 99_999]);
  });

  it('is whole where points were dropped from memory', () => {
    const values = sparkValues(fill(100_000, (index) => index, new Memory(100_000)));
    assert.ok(
      values.every((value, place) => place === 0 || value > (values[place - 1] ?? NaN)),
      values.join(),
    );
  });

  it('is a picture with a gap where a value is not finite, and nothing where there is none', () => {
    const svg = sparklineSvg([0, 1, NaN, 1, 2], '#56b4e9');
    assert.equal(svg.match(/M/g)?.length, 2);
    assert.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="240" height="44"/);
    assert.ok(!svg.includes('NaN'));
    assert.equal(sparklineSvg([NaN], '#56b4e9'), '');
    assert.equal(sparklineSvg([1], '"/><script>'), '');
    assert.match(sparklineSvg([3, 3], '#000000'), /M3.0 22.0L237.0 22.0/);
  });

  it('is told in words', () => {
    assert.equal(sparkWords([2, 0.5, NaN, 1]), '2 → 1 (0.5 … 2)');
    assert.equal(sparkWords([NaN]), '');
  });
});

describe('The cells that log', () => {
  const place = (cell: string) => ({ path: '/a.ipynb', cell, executionCount: 1 });
  const record = (state: 'running' | 'ended', cell: string) =>
    ({ type: 'cell', state, notebook: place(cell), time: NaN }) as const;

  it('are running or have ended, and the run waits when all have', () => {
    const cells = new LoggingCells();
    assert.equal(cells.isWaiting, false);
    cells.apply(record('running', 'a'));
    cells.apply(record('running', 'b'));
    cells.apply(record('ended', 'a'));
    assert.deepEqual(
      cells.all.map(({ cell, running }) => `${cell} ${running}`),
      ['b true', 'a false'],
    );
    assert.equal(cells.isWaiting, false);
    cells.apply(record('ended', 'b'));
    assert.equal(cells.isWaiting, true);
    cells.logged();
    assert.equal(cells.isWaiting, false);
  });

  it('are bounded', () => {
    const cells = new LoggingCells();
    cells.apply(record('running', 'long'));
    for (let index = 0; index < 300; index += 1) cells.apply(record('ended', `c${index}`));
    assert.equal(cells.all.length, 100);
    assert.equal(cells.all[0]?.cell, 'long');
  });
});
