import assert from 'node:assert/strict';
import type { ShownChart } from '../../../../src/common/feed';
import { DEFAULT_CHOICES, type Reading } from '../../../../src/common/figure-choices';
import { Run, type RunSeries } from '../../../../src/common/run';
import { wishedPoints } from '../../../../src/extension/export/point-choice';

const run = new Run('run-1');
const loss = run.addSeries('loss', '', 'main');
const rate = run.addSeries('rate', '', 'main');
const { reading: plain } = DEFAULT_CHOICES;
const reading = (change: Partial<Reading>): Reading => ({ ...plain, ...change });

function shown(series: readonly RunSeries[], domain: ShownChart['domain']): ShownChart {
  return { chart: { id: 'c', title: 'c', series: [], hiddenSeries: 0 }, series, domain };
}

describe('wishedPoints', () => {
  it('takes all metrics of the runs, or those of the figure, whatever part of them is shown', () => {
    const charts = [shown([loss], [1, 2])];
    assert.equal(wishedPoints('runs', charts, plain).ofSeries('run-1', 'main', 'rate'), 'all');
    const figure = wishedPoints('figure', charts, plain);
    assert.equal(figure.ofSeries('run-1', 'main', 'loss'), 'all');
    assert.equal(figure.ofSeries('run-1', 'main', 'rate'), null);
    assert.equal(figure.ofSeries('run-1', 'rank1', 'loss'), null);
    assert.equal(figure.ofSeries('run-2', 'main', 'loss'), null);
  });

  it('takes the visible part of each chart, and of several charts each part', () => {
    const charts = [shown([loss], [1, 2]), shown([loss, rate], [5, 6])];
    const wishes = wishedPoints('shown', charts, plain);
    const test = wishes.ofSeries('run-1', 'main', 'loss');
    assert.ok(typeof test === 'function');
    assert.deepEqual(
      [0.9, 1, 2, 2.1, 5.5, 7].map((step) => test(step, NaN)),
      [false, true, true, false, true, false],
    );
    const whole = wishedPoints('shown', [...charts, shown([loss], null)], plain);
    assert.equal(whole.ofSeries('run-1', 'main', 'loss'), 'all');
  });

  it('reads the visible part in units of the x axis', () => {
    const test = (change: Partial<Reading>, domain: readonly [number, number]) => {
      const wish = wishedPoints('shown', [shown([loss], domain)], reading(change)).ofSeries('run-1', 'main', 'loss');
      return typeof wish === 'function' ? wish : () => wish === 'all';
    };
    assert.equal(test({ x: { kind: 'time' } }, [100, 200])(7, 150), true);
    assert.equal(test({ x: { kind: 'time' } }, [100, 200])(150, 7), false);
    assert.equal(test({ x: { kind: 'time' } }, [100, 200])(150, NaN), false);
    assert.equal(test({ logX: true }, [1, 2])(50, NaN), true);
    assert.equal(test({ logX: true }, [1, 2])(5, NaN), false);
    assert.equal(test({ logX: true }, [1, 2])(-5, NaN), false);
    assert.equal(test({ x: { kind: 'metric', metric: 'rate' } }, [1, 2])(50, NaN), true);
  });
});
