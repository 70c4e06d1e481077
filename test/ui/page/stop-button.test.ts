import assert from 'node:assert/strict';
import type { RunDescription } from '../../../src/common/protocol';
import { CHARTS, RUN } from './controls-driver';
import { type PagePanel } from './page-driver';
import { savePicture } from './saved-picture';
import { usePanel } from './use-panel';

describe('The Stop button of a panel', () => {
  const panels = usePanel();
  let panel: PagePanel;

  const going: RunDescription = { ...RUN, stoppable: true };
  const stop = () => panel.page.locator('[data-action=stop]');
  const stops = async () => (await panel.messages()).filter(({ type }) => type === 'action');

  beforeEach(async () => {
    panel = await panels.open();
    await panel.snapshot(CHARTS, { run: going });
  });

  it('is there while the run can be stopped, and alone in the panel', async () => {
    assert.equal(await stop().isVisible(), true);
    await panel.snapshot(CHARTS, { run: going, others: [{ ...RUN, id: 'run-2' }] });
    assert.equal(await stop().isVisible(), false);
    await panel.snapshot(CHARTS, { run: going });
    assert.equal(await stop().isVisible(), true);
    await panel.frame([], { run: { ...RUN, status: 'finished' } });
    assert.equal(await stop().isVisible(), false);
    await panel.snapshot(CHARTS, { run: RUN });
    assert.equal(await stop().isVisible(), false);
  });

  it('asks, then becomes Stop Now until the run has ended', async () => {
    const { page } = await panel.message('ready');
    const message = { type: 'action', page, action: 'stop' };
    assert.equal(await stop().getAttribute('aria-label'), 'Stop');
    await stop().click();
    assert.deepEqual(await stops(), [message]);
    assert.equal(await stop().getAttribute('aria-label'), 'Stop Now');
    assert.equal(await stop().getAttribute('title'), 'Stop Now: asks again, the program is interrupted at once');
    for (let update = 0; update < 5; update += 1) await panel.frame([], { run: { ...going, points: update } });
    assert.equal(await stop().getAttribute('aria-label'), 'Stop Now');
    await stop().click();
    assert.deepEqual(await stops(), [message, message]);
    await savePicture(panel, 'stop-now');
    await panel.frame([], { run: { ...RUN, status: 'interrupted' } });
    await panel.frame([], { run: going });
    assert.equal(await stop().getAttribute('aria-label'), 'Stop');
    assert.equal(await stop().getAttribute('title'), 'Stop');
  });

  it('moves no other button', async () => {
    const places = () =>
      panel.page
        .locator('.toolbar [data-action]:not([data-action=stop]):visible')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().x));
    const before = await places();
    await stop().click();
    assert.deepEqual(await places(), before);
    await panel.frame([], { run: { ...RUN, status: 'finished' } });
    assert.deepEqual(await places(), before);
  });
});
