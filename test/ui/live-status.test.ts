import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openNotebook, openSession, runCell, until, type CellRun, type Panel, type Session } from '../drive';
import { makeFolders, type Folders } from './folders';
import { panelTitled } from './watching';

const IMPORT = 0;
const TRAIN = 1;

/** Trains until a file appears, then fails. */
const program = (stop: string): readonly string[] => [
  'import os, time, sideplot',
  [
    'with sideplot.init(name="brave-run") as run:',
    '    for step in run.track(range(100_000), name="training", unit="step"):',
    '        run.log(loss=1 / (step + 1), rate=0.1)',
    `        if os.path.exists(${JSON.stringify(stop)}): raise ValueError("diverged")`,
    '        time.sleep(0.01)',
  ].join('\n'),
];

describe('What is said of a run while it goes on', () => {
  let folders: Folders;
  let session: Session;
  let notebook: string;
  let stop: string;
  let loop: CellRun;
  let panel: Panel;

  before(async () => {
    folders = makeFolders();
    notebook = join(folders.workspace, 'live.ipynb');
    stop = join(folders.workspace, 'stop');
    const cells = program(stop).map((source, index) => ({
      ...{ cell_type: 'code', id: `cell-${index}`, execution_count: null, metadata: {}, outputs: [], source },
    }));
    writeFileSync(notebook, JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
    session = await openSession({ folder: folders.workspace, runs: folders.runs });
    await openNotebook(session.commands, notebook);
    await (await runCell(session.commands, notebook, IMPORT)).ended();
    loop = await runCell(session.commands, notebook, TRAIN);
    await loop.started();
  });
  after(async () => {
    writeFileSync(stop, '');
    await session.close();
    folders.remove();
  });

  const barItem = () => session.page.locator('.statusbar-item').filter({ hasText: /^ ?loss \d/ });
  const cellItem = () => session.page.locator('.cell-status-item').filter({ hasText: /loss/ });

  /** Waits until a text has changed twice. */
  const moves = async (what: string, read: () => Promise<string | null>): Promise<void> => {
    const seen = new Set<string>();
    await until(
      `${what} to move`,
      async () => {
        seen.add((await read()) ?? '');
        seen.delete('');
        return seen.size >= 3;
      },
      { seen: () => [...seen] },
    );
  };

  it('its progress is a bar in the panel that moves, with rate and remaining time', async () => {
    panel = await panelTitled(session, 'All metrics');
    const bar = panel.frame.getByRole('progressbar', { name: 'training' });
    await moves('the bar', () => bar.getAttribute('aria-valuetext'));
    await until(
      'rate and remaining time',
      async () =>
        /^[\d,]+ of 100,000 step, [\d.]+ step\/s, \d+:\d\d(:\d\d)? left$/.test(
          (await bar.getAttribute('aria-valuetext')) ?? '',
        ),
      { seen: () => bar.getAttribute('aria-valuetext') },
    );
  });

  it('its newest value is in the status bar, with its curve in the tooltip', async () => {
    await moves('the status bar', () => barItem().innerText());
    assert.match(await barItem().innerText(), /^ ?loss [\de.-]+ · \d+%$/);
    await barItem().hover();
    const picture = session.page.locator('.monaco-hover img[src^="data:image/svg+xml;base64,"]');
    await picture.waitFor();
    const width = await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth);
    assert.equal(width, 240);
    assert.match((await picture.getAttribute('alt')) ?? '', /^loss: 1 → /);
    await session.page.mouse.move(10, 10);
  });

  it('its newest value is under the cell that logs, and a click leads to the panel', async () => {
    await moves('the line under the cell', () => cellItem().innerText());
    assert.equal(await cellItem().count(), 1);
    await cellItem().click();
    await until('the panel as the active editor', async () => {
      const tabs = (await session.commands.execute('sideplotTests.tabs')) as { webview: string; active: boolean }[];
      return tabs.some(({ webview, active }) => webview === 'sideplot.figure' && active);
    });
  });

  it('its failure is a notification with the error, which leads to what was printed', async () => {
    writeFileSync(stop, '');
    const { success } = await loop.ended();
    assert.equal(success, false);
    await barItem().locator('.codicon-error').waitFor();
    await cellItem().locator('.codicon-error').waitFor();
    await session.commands.execute('notifications.showList');
    const notification = session.page
      .locator('.notifications-center .notification-list-item')
      .filter({ hasText: 'brave-run has failed: ValueError: diverged' });
    await notification.waitFor();
    await notification.getByRole('button', { name: 'Show Log' }).click();
    await session.page.locator('.tab').filter({ hasText: 'brave-run.log' }).waitFor();
    await session.page.locator('.view-lines').filter({ hasText: 'ValueError: diverged' }).waitFor();
  });
});
