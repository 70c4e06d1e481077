import assert from 'node:assert/strict';
import { headlineOf } from '../../../src/common/headline';
import { LoggingCells } from '../../../src/common/logging-cells';
import { Memory } from '../../../src/common/memory';
import { Series } from '../../../src/common/series';
import { formatShort } from '../../../src/common/short-number';
import { sparklineSvg, sparkValues, sparkWords } from '../../../src/common/sparkline';

describe('The headline metric', () => {
  it('is the chosen one where the run has it', () => {
    assert.equal(headlineOf(['loss', 'lr'], 'lr'), 'lr');
    assert.equal(headlineOf(['loss', 'lr'], 'gone'), 'loss');
  });

  it('is named like a loss, else like an accuracy or a score, else the first', () => {
    assert.equal(headlineOf(['lr', 'val/acc', 'train/total_loss', 'train/loss'], null), 'train/loss');
    assert.equal(headlineOf(['lr', 'val/acc', 'train/lossy', 'train/total_loss'], null), 'train/total_loss');
    assert.equal(headlineOf(['lr', 'episode', 'val/Accuracy'], null), 'val/Accuracy');
    assert.equal(headlineOf(['episode', 'mean_reward', 'account'], null), 'mean_reward');
    assert.equal(headlineOf(['account', 'lr'], null), 'account');
  });

  it('is one of the machine only when there is no other', () => {
    assert.equal(headlineOf(['system/cpu', 'lr'], null), 'lr');
    assert.equal(headlineOf(['system/cpu'], null), 'system/cpu');
    assert.equal(headlineOf([], null), null);
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
