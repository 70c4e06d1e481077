/** Runs that are worth keeping, and those that are not: what a user says about them in the Runs view, and what becomes of old ones. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { openSession, runFromPalette, until, type Session } from '../drive';
import { makeFolders, type Folders } from './folders';
import { keepPicture } from './pictures';
import { answerInput } from './quick-input';
import { WrittenRun } from './written-run';

const DAY = 24 * 3600;
const NOW = Date.now() / 1000;
const NOTE = 'Good with less data';

describe('Runs that are kept', () => {
  let folders: Folders;
  let session: Session;
  let pinned: WrittenRun;
  let archived: WrittenRun;
  let noted: WrittenRun;
  let old: readonly WrittenRun[];

  /** A run that ended so many days ago. */
  const endedRun = (id: string, name: string, days: number): WrittenRun => {
    const start = NOW - days * DAY;
    const run = new WrittenRun(folders, { id, name, start, pid: 999_999_999, argv: ['train.py', '--fast'] });
    run.write({ step: 1, loss: 0.5 }, { type: 'end', status: 'finished', time: start + 60 });
    return run;
  };
  const row = (text: string): Locator =>
    session.page.locator('.pane-body [role=treeitem]').filter({ hasText: text }).first();
  const rows = (): Promise<string[]> => session.page.locator('.pane-body [role=treeitem]').allInnerTexts();
  const untilOrder = async (...names: readonly string[]): Promise<void> => {
    await until(
      `the runs ${names.join()}`,
      async () => {
        const found = await rows();
        return found.length === names.length && names.every((name, index) => found[index]?.includes(name));
      },
      { seen: rows },
    );
  };
  const controlOf = ({ folder }: WrittenRun): string => readFileSync(join(folder, 'control.jsonl'), 'utf8');

  before(async () => {
    folders = makeFolders();
    old = [endedRun('20250101-a', 'old-oak', 44), endedRun('20250102-b', 'old-ash', 43)];
    archived = endedRun('20250103-c', 'put-away', 42);
    noted = endedRun('20250104-d', 'with-note', 41);
    pinned = endedRun('20250105-e', 'baseline', 40);
    endedRun('20250106-f', 'new-fig', 1);
    writeFileSync(join(folders.workspace, 'train.py'), 'import sideplot\nsideplot.log(loss=0.5)\n');
    session = await openSession({
      folder: folders.workspace,
      runs: folders.runs,
      ...{ installed: true, toasts: true },
      settings: { 'sideplot.autoOpen': 'never' },
    });
    await session.commands.execute('sideplotRuns.focus');
    await untilOrder('new-fig', 'baseline', 'with-note', 'put-away', 'old-ash', 'old-oak');
  });
  after(async () => {
    await session.close();
    folders.remove();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await keepPicture(session.page, 'runs-kept-failed');
  });

  it('are pinned to the top, where the question asks which', async () => {
    const { page } = session;
    const answered = session.commands.execute('sideplot.pinRun');
    const list = page.locator('.quick-input-widget');
    await list.locator('.monaco-list-row').filter({ hasText: 'baseline' }).click();
    await list.getByRole('button', { name: 'OK' }).click();
    await answered;
    await untilOrder('baseline', 'new-fig', 'with-note', 'put-away', 'old-ash', 'old-oak');
    assert.match((await row('baseline').getAttribute('aria-label')) ?? '', /pinned/);
    assert.match(controlOf(pinned), /"pinned":true/);
  });

  it('have a note, which is below them', async () => {
    const { page } = session;
    const answered = session.commands.execute('sideplot.noteRun', noted.id);
    await answerInput(page, 'Note on with-note', NOTE);
    await answered;
    await page.locator(`.pane-body [role=treeitem][aria-label*="note: ${NOTE}"]`).waitFor();
    await row('with-note').locator('.monaco-tl-twistie').click();
    await row(NOTE).waitFor();
    await keepPicture(page, 'runs-kept-note');
    await row('with-note').locator('.monaco-tl-twistie').click();
    await row(NOTE).waitFor({ state: 'hidden' });
    assert.match(controlOf(noted), new RegExp(`"note":"${NOTE}"`));
  });

  it('are put into the archive, and shown when they are asked for', async () => {
    const { page } = session;
    await session.commands.execute('sideplot.archiveRun', archived.id);
    await untilOrder('baseline', 'new-fig', 'with-note', 'old-ash', 'old-oak');
    await runFromPalette(page, 'Sideplot: Show Archived Runs');
    await untilOrder('baseline', 'new-fig', 'with-note', 'put-away', 'old-ash', 'old-oak');
    assert.match(await row('put-away').innerText(), /archived/);
    await runFromPalette(page, 'Sideplot: Hide Archived Runs');
    await untilOrder('baseline', 'new-fig', 'with-note', 'old-ash', 'old-oak');
    assert.match(controlOf(archived), /"archived":true/);
  });

  it('lead to the script that made them', async () => {
    await session.commands.execute('sideplot.goToRunSource', pinned.id);
    const { page } = session;
    await page.locator('.tab.active').filter({ hasText: 'train.py' }).waitFor();
    await page.locator('.view-lines').filter({ hasText: 'sideplot.log(loss=0.5)' }).waitFor();
    assert.equal(await page.locator('.editor-group-container').count(), 1, 'no empty group stays beside it');
  });

  it('stay when old ones are asked about, and nothing goes before the answer', async () => {
    const { page, commands } = session;
    await commands.execute('sideplotTests.updateSetting', 'sideplot.retention', 30);
    const question = page
      .locator('.notifications-toasts .notification-list-item')
      .filter({ hasText: '2 runs of this workspace ended more than 30 days ago' });
    const answer = async (button: string): Promise<void> => {
      // The command ends with the answer.
      const answered = commands.execute('sideplot.deleteOldRuns');
      await question.waitFor();
      await keepPicture(page, 'runs-kept-question');
      assert.ok(old.every(({ folder }) => existsSync(folder)));
      await question.hover();
      await question.getByRole('button', { name: button, exact: true }).click();
      await answered;
    };
    await answer('Keep');
    assert.ok(old.every(({ folder }) => existsSync(folder)));
    await answer('Delete');
    assert.ok(old.every(({ folder }) => !existsSync(folder)));
    assert.ok([pinned, noted, archived].every(({ folder }) => existsSync(folder)));
    await untilOrder('baseline', 'new-fig', 'with-note');
    await page.locator('.statusbar-item').filter({ hasText: '2 old runs were deleted' }).waitFor();
  });

  it('leave no error in any page', () => {
    assert.deepEqual(session.errors, []);
  });
});
