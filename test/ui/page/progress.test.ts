import assert from 'node:assert/strict';
import type { ProgressDescription, ProgressSummary } from '../../../src/common/progress';
import { chartOf, type PagePanel, points } from './page-driver';
import { usePanel } from './use-panel';

const bar = (label: string, done: number, rest: Partial<ProgressDescription> = {}): ProgressDescription => ({
  ...{ label, done, total: 100, unit: '', finished: false, rate: null, remaining: null },
  ...rest,
});
const summary = (...bars: readonly ProgressDescription[]): ProgressSummary => ({ bars, hidden: 0 });

describe('The progress bars of a panel', () => {
  const panels = usePanel();
  let panel: PagePanel;

  beforeEach(async () => {
    panel = await panels.open();
  });

  const charts = [chartOf('loss', ['train'])];
  const show = (progress: ProgressSummary | undefined, status: 'running' | 'failed' = 'running') =>
    panel.frame([], { run: { ...RUN, status, ...(progress === undefined ? {} : { progress }) } });
  const bars = () => panel.page.getByRole('progressbar');
  const spoken = () => bars().evaluateAll((all) => all.map((one) => one.getAttribute('aria-valuetext')));
  const lengths = () =>
    panel.page
      .locator('.progress-fill')
      .evaluateAll((all) => all.map((one) => Number(new DOMMatrix((one as HTMLElement).style.transform).a.toFixed(4))));

  const RUN = {
    ...{ id: 'run-1', name: 'brave-fox', project: 'mnist', error: '', start: 1795371539, points: 1 },
    ...{ problems: {}, colour: null },
  };

  it('take no room when there are none', async () => {
    await panel.snapshot(charts);
    assert.equal(await panel.page.locator('.progress').isVisible(), false);
    await show(summary(bar('epoch', 3)));
    assert.equal(await panel.page.locator('.progress').isVisible(), true);
    await show(undefined);
    assert.equal(await panel.page.locator('.progress').isVisible(), false);
  });

  it('tell how far, how fast and how long, to the eye and to a screen reader', async () => {
    await panel.snapshot(charts);
    await show(
      summary(
        bar('epoch', 3, { total: 12, rate: 0.05, remaining: 180 }),
        bar('batch', 3750, { total: 12_000, unit: 'batch', rate: 123.4, remaining: 67 }),
        bar('', 7, { total: null, rate: 2 }),
        bar('download', 12, { total: 12, finished: true }),
        bar('search', 12, { finished: true }),
      ),
    );
    assert.deepEqual(await spoken(), [
      '3 of 12, 20 s each, 3:00 left',
      '3,750 of 12,000 batch, 123 batch/s, 1:07 left',
      '7, 2/s',
      '12 of 12, finished',
      '12 of 100, ended early',
    ]);
    assert.deepEqual(
      await bars().evaluateAll((all) =>
        all.map((one) => `${one.ariaLabel} ${one.ariaValueNow} of ${one.ariaValueMax}`),
      ),
      ['epoch 25 of 100', 'batch 31 of 100', 'progress null of 100', 'download 100 of 100', 'search 12 of 100'],
    );
    assert.deepEqual(await lengths(), [0.25, 0.3125, 1, 1, 0.12]);
    const words = await panel.page.locator('.progress-numbers').first().innerText();
    assert.deepEqual(
      words.split('\n').filter((word) => word !== ''),
      ['3/12', '20 s each', '3:00 left'],
    );
    assert.deepEqual(
      await panel.page
        .locator('.progress-track')
        .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset['state'])),
      ['running', 'running', 'unknown', 'done', 'ended'],
    );
  });

  it('move without moving anything else', async () => {
    await panel.snapshot(charts);
    await panel.frame([points(0, 0, [0, 1], [0, 1])]);
    await show(summary(bar('epoch', 3, { rate: 1, remaining: 97 }), bar('batch', 9)));
    const boxes = () =>
      panel.page
        .locator('.progress-track, .progress-name, .figure, .chart')
        .evaluateAll((all) => all.map((one) => JSON.stringify(one.getBoundingClientRect())));
    const before = await boxes();
    await show(summary(bar('epoch', 44, { rate: 123.4, remaining: 7000 }), bar('batch', 100, { finished: true })));
    assert.deepEqual(await boxes(), before);
  });

  it('stand still once the run has ended', async () => {
    await panel.snapshot(charts);
    await show(summary(bar('epoch', 3), bar('endless', 3, { total: null })), 'failed');
    assert.deepEqual(await spoken(), ['3 of 100, ended early', '3, ended early']);
    const moving = await panel.page.evaluate(() => document.getAnimations().length);
    assert.equal(moving, 0);
  });

  it('stand still for those who want less motion', async () => {
    await panel.page.emulateMedia({ reducedMotion: 'reduce' });
    await panel.snapshot(charts);
    await show(summary(bar('endless', 3, { total: null })));
    assert.equal(await panel.page.evaluate(() => document.getAnimations().length), 0);
    await panel.page.emulateMedia({ reducedMotion: 'no-preference' });
    assert.equal(await panel.page.evaluate(() => document.getAnimations().length), 1);
  });

  it('of several runs have the runs’ names, are bounded and take labels for text', async () => {
    await panel.snapshot(charts, {
      run: { progress: { bars: Array.from({ length: 6 }, (_, index) => bar(`loop ${index}`, index)), hidden: 5 } },
      others: [
        {
          ...RUN,
          id: 'run-2',
          name: '<b>shy</b>',
          status: 'running',
          progress: summary(...[1, 2, 3].map((done) => bar('epoch', done))),
        },
      ],
    });
    assert.equal(await bars().count(), 8);
    assert.equal(await panel.page.locator('.progress b').count(), 0);
    assert.equal(await panel.page.locator('.progress-name').last().textContent(), '<b>shy</b> · epoch');
    assert.equal(await panel.page.locator('.progress-more').textContent(), 'and 6 more');
    await show(summary(bar('epoch', 3)));
    assert.equal(await bars().count(), 4);
  });
});
