/** The Runs view as a user has it: what it shows, what a click, keys and the menu do. */
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { openSession, until, type Session } from '../drive';
import { makeFolders, type Folders } from './folders';
import { panelTitled, pointsOf } from './watching';

const PICTURES = process.env['SIDEPLOT_PICTURES'];
const THEMES = { light: 'Default Light Modern', dark: 'Default Dark Modern', contrast: 'Default High Contrast' };

const DAY = 24 * 3600;
const NOW = Date.now() / 1000;

describe('The Runs view', () => {
  let folders: Folders;
  let session: Session;

  const folderOf = (id: string): string => join(folders.runs, 'runs', id);
  const append = (id: string, file: string, ...records: object[]): void =>
    appendFileSync(join(folderOf(id), file), records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  const write = (id: string, opening: object, ...records: object[]): void => {
    mkdirSync(folderOf(id), { recursive: true });
    const facts = { type: 'run', version: 1, id, host: hostname(), workspace: folders.workspace, project: 'mnist' };
    append(id, 'p1.jsonl', { ...facts, ...opening }, ...records);
  };
  const row = (text: string): Locator =>
    session.page.locator('.pane-body [role=treeitem]').filter({ hasText: text }).first();
  /** By the browser's own protocol: Playwright's way takes the focus, which closes what asks something. */
  const keepPicture = async (name: string): Promise<void> => {
    if (PICTURES !== undefined) {
      const browser = await session.context.newCDPSession(session.page);
      const { data } = await browser.send('Page.captureScreenshot');
      writeFileSync(join(PICTURES, `runs-view-${name}.png`), Buffer.from(data, 'base64'));
    }
  };
  const rows = (): Promise<string[]> => session.page.locator('.pane-body [role=treeitem]').allInnerTexts();

  before(async () => {
    folders = makeFolders();
    const gone = { pid: 999_999_999 };
    const values = (count: number): object[] =>
      Array.from({ length: count }, (_, step) => ({ step, val: { loss: 2 / (1 + step), acc: step / count } }));
    const config = { lr: 0.01, batch: 64, optimizer: { name: 'adam', betas: [0.9, 0.999] } };
    write('20260101-a', { name: 'brave-fox', start: NOW - 20 * DAY, config, ...gone }, ...values(9), {
      type: 'end',
      status: 'finished',
    });
    write('20260102-b', { name: 'calm-owl', start: NOW - 3 * DAY, config, ...gone }, ...values(4), {
      type: 'end',
      status: 'failed',
      error: 'CUDA out of memory',
    });
    write('20260103-c', { name: 'dry-ant', start: NOW - 2 * DAY, ...gone }, ...values(5), {
      type: 'end',
      status: 'interrupted',
    });
    write('20260104-d', { name: 'eager-bee', start: NOW - DAY, ...gone }, ...values(6));
    write('20260105-e', { name: 'baseline', start: NOW - 5 * DAY, config, ...gone }, ...values(7), {
      type: 'end',
      status: 'finished',
    });
    append('20260105-e', 'control.jsonl', { type: 'about', pinned: true, colour: 1, note: 'Good with less data' });
    write('20260106-f', { name: 'glad-elk', start: NOW - DAY, ...gone }, { type: 'end', status: 'finished' });
    append('20260106-f', 'control.jsonl', { type: 'about', archived: true });
    write('20260107-g', { name: 'live-one', start: NOW - 90, pid: process.pid, config }, ...values(8));
    session = await openSession({
      folder: folders.workspace,
      runs: folders.runs,
      settings: { 'sideplot.autoOpen': 'never' },
    });
    await session.commands.execute('sideplotRuns.focus');
  });
  after(async () => {
    await session.close();
    folders.remove();
  });

  it('shows pinned runs first, then live ones, then the newest, with state and last values', async () => {
    await row('eager-bee').waitFor();
    await until('the last values', async () => (await rows()).join().includes('loss 0.2222'), { seen: rows });
    const names = ['baseline', 'live-one', 'eager-bee', 'dry-ant', 'calm-owl', 'brave-fox'];
    await until(
      'the order',
      async () => {
        const found = (await rows()).map((text) => names.find((name) => text.includes(name))).filter(Boolean);
        return found.join() === names.join();
      },
      { seen: rows },
    );
    assert.ok(!(await rows()).join().includes('glad-elk'));
    assert.match((await row('calm-owl').getAttribute('aria-label')) ?? '', /failed, CUDA out of memory.*mnist/);
    append('20260107-g', 'p1.jsonl', { step: 99, val: { loss: 0.0625, acc: 1 } });
    await row('val/loss 0.0625').waitFor();
  });

  it('shows figures, last values and config below a run, in every theme', async () => {
    const { page } = session;
    await row('baseline').locator('.monaco-tl-twistie').click();
    await row('optimizer.name').waitFor();
    await row('Good with less data').waitFor();
    for (const [name, theme] of Object.entries(THEMES)) {
      mkdirSync(join(folders.workspace, '.vscode'), { recursive: true });
      writeFileSync(
        join(folders.workspace, '.vscode', 'settings.json'),
        JSON.stringify({ 'workbench.colorTheme': theme }),
      );
      const kind = { light: 'vs', dark: 'vs-dark', contrast: 'hc-black' }[name] ?? '';
      await page.locator(`.monaco-workbench.${kind}`).waitFor();
      await row('dry-ant').hover();
      await keepPicture(name);
    }
    await row('baseline').locator('.monaco-tl-twistie').click();
  });

  it('tells more where the pointer rests', async () => {
    const { page } = session;
    await row('calm-owl').hover();
    const hover = page.locator('.monaco-hover').filter({ hasText: 'Project: mnist' });
    await hover.waitFor();
    const text = (await hover.innerText()).replaceAll('\u00a0', ' ');
    assert.match(text, /Status: failed[^]*Error: CUDA out of memory[^]*Points: 8[^]*optimizer\.name: adam/);
    await keepPicture('tooltip');
  });

  it('opens the plots of a run that is clicked, and of the next one in the same panel', async () => {
    await row('brave-fox').click();
    const panel = await panelTitled(session, 'All metrics');
    await until('its points', async () => (await pointsOf(panel)) === 18);
    await row('calm-owl').click();
    await until(
      'the points of the other',
      async () => (await pointsOf(await panelTitled(session, 'All metrics'))) === 8,
    );
    assert.equal(await session.page.locator('.tab').filter({ hasText: 'Plots' }).count(), 1);
  });

  it('renames the run that has the focus with F2', async () => {
    const { page } = session;
    await row('calm-owl').click();
    await page.keyboard.press('F2');
    const input = page.locator('.quick-input-widget input[type="text"]').first();
    await until('the question', async () => (await input.inputValue()) === 'calm-owl');
    await input.fill('too large a batch');
    await page.keyboard.press('Enter');
    await row('too large a batch').waitFor();
    assert.match(readFileSync(join(folderOf('20260102-b'), 'control.jsonl'), 'utf8'), /"name":"too large a batch"/);
  });

  it('offers the colours of the panels', async () => {
    const { page } = session;
    const answered = session.commands.execute('sideplot.colourRun', '20260104-d');
    const green = page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: 'Green' });
    await green.waitFor();
    await keepPicture('colours');
    await green.click();
    await answered;
    assert.match(readFileSync(join(folderOf('20260104-d'), 'control.jsonl'), 'utf8'), /"colour":2/);
  });

  it('filters while the user types, and shows all again', async () => {
    const { page } = session;
    void session.commands.execute('sideplot.filterRuns').catch(() => undefined);
    const input = page.locator('.quick-input-widget input[type="text"]').first();
    await page.locator('.quick-input-widget').getByText('Filter Runs').waitFor();
    await input.fill('lr=0.01 finished');
    await row('eager-bee').waitFor({ state: 'hidden' });
    await page.keyboard.press('Enter');
    await page.locator('.pane-body').getByText('2 of 6 runs match').waitFor();
    await keepPicture('filter');
    await session.commands.execute('sideplot.clearRunsFilter');
    await row('eager-bee').waitFor();
  });

  it('deletes what is selected after a question', async () => {
    const { page } = session;
    await row('dry-ant').click();
    await row('eager-bee').click({ modifiers: ['ControlOrMeta'] });
    await page.keyboard.press('Delete');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.getByText('Delete 2 runs?').waitFor();
    await keepPicture('delete');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await until(
      'their folders to go',
      () => !existsSync(folderOf('20260103-c')) && !existsSync(folderOf('20260104-d')),
    );
    await row('eager-bee').waitFor({ state: 'hidden' });
    assert.ok(existsSync(folderOf('20260101-a')));
  });

  it('leaves no error in any page', () => {
    assert.deepEqual(session.errors, []);
  });
});
