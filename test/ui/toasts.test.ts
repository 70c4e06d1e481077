/** What comes up by itself while runs go on, and what the last two steps of the walkthrough start. Installed, and with notifications as users have them. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { DEADLINE, openSession, panelIn, panelsIn, runFromPalette, until, untilDrawn, windowOpenedBy } from '../drive';
import type { Session } from '../drive';
import { makeFolders, type Folders } from './folders';
import { keepPicture } from './pictures';
import { answerInput } from './quick-input';
import { WrittenRun } from './written-run';

const now = (): number => Date.now() / 1000;

describe('What comes up by itself', () => {
  let folders: Folders;
  let session: Session;

  /** A run of this process, which goes on. */
  const startRun = (id: string, name: string): WrittenRun =>
    new WrittenRun(folders, { id, name, start: now(), pid: process.pid });
  const toasts = (): Locator => session.page.locator('.notifications-toasts .notification-list-item');
  const press = async (toast: Locator, button: string): Promise<void> => {
    await toast.hover();
    await toast.getByRole('button', { name: button, exact: true }).click();
    await toast.waitFor({ state: 'hidden' });
  };
  const untilPanelOf = async (name: string): Promise<void> => {
    await until(`a panel of ${name}`, async () => {
      for (const { frame } of await panelsIn([session.page])) {
        // The frame may be replaced while it is read.
        const found = frame.locator('.run-name').getByText(name).count();
        if ((await found.catch(() => 0)) > 0) return true;
      }
      return false;
    });
  };

  before(async () => {
    folders = makeFolders();
    session = await openSession({
      ...{ folder: folders.workspace, runs: folders.runs, size: { width: 1600, height: 900 } },
      ...{ installed: true, toasts: true },
      settings: {
        'sideplot.autoOpen': 'never',
        'sideplot.notifications.finishedAfter': 0,
        // With motion, the walkthrough gives a step the focus 250 ms after the click: a test is quicker, and its question would close.
        'workbench.reduceMotion': 'on',
      },
    });
  });
  after(async () => {
    await session.close();
    folders.remove();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await keepPicture(session.page, 'toasts-failed');
  });

  it('tells of a metric that has become NaN, and leads to its plots', async () => {
    const run = startRun('20260101-a', 'brave-fox');
    run.write({ step: 0, loss: 1 }, { step: 1, loss: 0.5 });
    await session.page.locator('.statusbar-item').filter({ hasText: 'loss 0.5' }).waitFor();
    run.write({ step: 2, loss: 'NaN' });
    const toast = toasts().filter({ hasText: 'brave-fox: loss is NaN at step 2' });
    await toast.waitFor();
    await keepPicture(session.page, 'toasts-nan');
    await press(toast, 'Show Plots');
    await untilPanelOf('brave-fox');
  });

  it('tells that a run has finished which nobody sees, and leads to its plots', async () => {
    const run = startRun('20260102-b', 'calm-owl');
    run.write({ step: 0, loss: 1 }, { step: 1, loss: 0.5 }, { type: 'end', status: 'finished', time: now() });
    const toast = toasts().filter({ hasText: 'calm-owl has finished' });
    await toast.waitFor();
    await keepPicture(session.page, 'toasts-finished');
    await press(toast, 'Show Plots');
    await untilPanelOf('calm-owl');
  });

  it('tells neither when that is switched off', async () => {
    for (const kind of ['notFinite', 'finished'])
      await session.commands.execute('sideplotTests.updateSetting', `sideplot.notifications.${kind}`, false);
    const quiet = startRun('20260103-c', 'dry-ant');
    quiet.write({ step: 0, loss: 1 }, { step: 1, loss: 'NaN' }, { type: 'end', status: 'finished', time: now() });
    const told = startRun('20260104-d', 'eager-bee');
    told.write({ step: 0, loss: 'NaN' }, { type: 'note', kind: 'alert', text: 'look here', time: now() });
    const toast = toasts().filter({ hasText: 'eager-bee: look here' });
    await toast.waitFor();
    assert.equal(await toasts().count(), 1);
    told.write({ type: 'end', status: 'interrupted', time: now() });
    await session.commands.execute('notifications.clearAll');
    await toast.waitFor({ state: 'hidden' });
  });

  /** Opens a step of the walkthrough and presses its button. */
  const pressStep = async (step: string, button: string): Promise<void> => {
    const walkthrough = session.page.locator('.gettingStartedContainer');
    await walkthrough.getByText(step, { exact: true }).click({ timeout: DEADLINE });
    await walkthrough.getByRole('button', { name: button, exact: true }).click({ timeout: DEADLINE });
  };

  it('is a job, from the fourth step of the walkthrough', async () => {
    const { page } = session;
    await runFromPalette(page, 'Sideplot: Open Walkthrough');
    await pressStep('Send long work to the background', 'Run Job…');
    const choice = page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: 'Shell Command…' });
    await choice.click();
    await choice.waitFor({ state: 'hidden' });
    await answerInput(page, 'Shell command', 'echo from the walkthrough');
    const logs = (): string[] => {
      const folder = join(folders.runs, 'runs');
      const all = readdirSync(folder).flatMap((id) =>
        readdirSync(join(folder, id)).map((name) => join(folder, id, name)),
      );
      return all.filter((path) => path.endsWith('job.jsonl')).map((path) => readFileSync(path, 'utf8'));
    };
    await until(
      'what the job printed, and its end',
      () =>
        logs().some((text) => /"type":"text".*from the walkthrough/.test(text) && text.includes('"status":"finished"')),
      { seen: logs },
    );
  });

  it('is a window of its own for the plots, from the third step', async () => {
    await runFromPalette(session.page, 'Sideplot: Open Walkthrough');
    const window = await windowOpenedBy(session.context, () =>
      pressStep('Give the panel a window of its own', 'Open Plots in New Window'),
    );
    await untilDrawn(await panelIn(window));
    await window.close({ runBeforeUnload: true });
    await until('the window to close', () => session.context.pages().length === 1);
  });

  it('leaves no error in any page', () => {
    assert.deepEqual(session.errors, []);
  });
});
