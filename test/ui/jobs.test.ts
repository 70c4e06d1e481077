/** Jobs as a user has them: started from the palette, untouched by what happens to the editor, stopped from the palette. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  openFromExplorer,
  openSession,
  openWorkbench,
  panelIn,
  runFromPalette,
  until,
  untilCurvesMove,
  type Session,
} from '../drive';
import { makeFolders, type Folders } from './folders';
import { keepPicture } from './pictures';
import { pickFromPalette } from './quick-input';
import { inPanel, panelTitled, pointsOf, textOf } from './watching';

const PROGRAM = `import os, sys, time, sideplot

print("seed", os.environ["SEED"], "arguments", sys.argv[1:], flush=True)
step = 0
while True:
    sideplot.log(loss=1 / (1 + step % 100))
    if step % 100 == 0:
        print("hundreds:", step // 100, flush=True)
    step += 1
    time.sleep(0.005)
`;

interface LogRecord {
  readonly type?: string;
  readonly status?: string;
  readonly pid?: number;
  readonly pid_start?: number;
  readonly job?: { readonly pid: number };
  readonly [key: string]: unknown;
}

/** The runs of the storage folder, oldest first. */
function runsIn(folders: Folders): string[] {
  return readdirSync(join(folders.runs, 'runs')).sort();
}

function jobLog(folders: Folders, id: string): LogRecord[] {
  const text = readFileSync(join(folders.runs, 'runs', id, 'job.jsonl'), 'utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as LogRecord);
}

function endOf(folders: Folders, id: string): LogRecord | undefined {
  return jobLog(folders, id).find(({ type }) => type === 'end');
}

/** The extension host of a session: the process with the socket of its tests in its environment. */
function extensionHost(session: Session): number {
  const socket = session.commands.env['SIDEPLOT_TEST_SOCKET'] ?? assert.fail('no socket');
  const found = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const isHost = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=extensionHost');
        return isHost && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(socket);
      } catch {
        // it has ended meanwhile
        return false;
      }
    });
  assert.equal(found.length, 1);
  return Number(found[0]);
}

/** Installed as users have it: in development mode the editor does not start its extension host again after a crash. */
describe('A job', () => {
  let folders: Folders;
  let session: Session;
  let id: string;

  before(async () => {
    folders = makeFolders();
    writeFileSync(join(folders.workspace, 'train.py'), PROGRAM);
    session = await openSession({ folder: folders.workspace, runs: folders.runs, installed: true });
  });
  after(async () => {
    for (const run of runsIn(folders)) {
      if (endOf(folders, run) === undefined) process.kill(-(jobLog(folders, run)[0]?.job?.pid ?? NaN), 'SIGKILL');
    }
    await session.close();
    folders.remove();
  });

  it('is started from the palette: the active file, with arguments and variables', async () => {
    const { page } = session;
    await openFromExplorer(page, 'train.py');
    await page.locator('.tab.active').filter({ hasText: 'train.py' }).click();
    await pickFromPalette(session, 'Sideplot: Run Job…', 'train.py');
    const input = page.locator('.quick-input-widget input[type="text"]').first();
    await page.locator('.quick-input-title').filter({ hasText: 'train.py' }).waitFor();
    await input.fill(`SEED=7 --fast 'two words'`);
    await page.keyboard.press('Enter');
    await until('the run of the job', () => runsIn(folders).length === 1);
    id = runsIn(folders)[0] ?? '';
    const panel = await panelTitled(session, 'All metrics');
    await untilCurvesMove(panel);
    await until(
      'its text',
      async () => /seed 7 arguments \['--fast', 'two words'\].*hundreds: 2/s.test(await textOf(panel)),
      {
        seen: () => textOf(panel),
      },
    );
  });

  it('goes on over a reload of the window, and draws after it', async () => {
    await session.reload();
    await untilCurvesMove(await panelTitled(session, 'All metrics'));
    assert.equal(endOf(folders, id), undefined);
  });

  it('goes on over a kill of the extension host, and draws after it', async () => {
    const connections = session.commands.connections();
    process.kill(extensionHost(session), 'SIGKILL');
    await session.commands.connected(connections + 1);
    assert.equal(endOf(folders, id), undefined);
    // The new host puts a panel of its own in the place of the one that nobody feeds any longer.
    const points = (): Promise<number> => inPanel(session, 'All metrics', pointsOf);
    const before = await points();
    await until('more points', async () => (await points()) > before);
    await inPanel(session, 'All metrics', untilCurvesMove);
  });

  it('is in the Jobs view, by the name that the user gives it', async () => {
    await session.commands.execute('workbench.view.extension.sideplot');
    const header = session.page.locator('.pane-header').filter({ hasText: /^Jobs/i });
    const rows = session.page.locator('.pane').filter({ has: header }).locator('.monaco-list-row');
    await rows.filter({ hasText: 'train.py' }).filter({ hasText: 'running' }).waitFor();
    await session.commands.execute('sideplot.renameRun', id, 'Best so far');
    await rows.filter({ hasText: 'Best so far' }).filter({ hasText: 'running' }).waitFor();
    await session.commands.execute('sideplot.renameRun', id, '');
    await rows.filter({ hasText: 'train.py' }).waitFor();
  });

  it('is stopped from the palette, and says how', async () => {
    await runFromPalette(session.page, 'Sideplot: Stop Job');
    const end = await until('its end', () => endOf(folders, id));
    assert.equal(end.status, 'interrupted');
    const panel = await panelTitled(session, 'All metrics');
    await panel.frame.locator('[role=status][data-status=interrupted]').waitFor();
    await until('the words', async () => (await textOf(panel)).includes('The job has ended: stopped'));
  });

  it('is run again with the same arguments and variables', async () => {
    await runFromPalette(session.page, 'Sideplot: Restart Job');
    await until('a second run', () => runsIn(folders).length === 2);
    const again = runsIn(folders)[1] ?? '';
    await until('its text', () =>
      JSON.stringify(jobLog(folders, again)).includes("seed 7 arguments ['--fast', 'two words']"),
    );
    await runFromPalette(session.page, 'Sideplot: Stop Job');
    await until('its end', () => endOf(folders, again));
  });

  it('is cleared from the Jobs view with all that ended, and its run stays', async () => {
    await session.commands.execute('workbench.view.extension.sideplot');
    const header = session.page.locator('.pane-header').filter({ hasText: /^Jobs/i });
    const pane = session.page.locator('.pane').filter({ has: header });
    const rows = pane.locator('.monaco-list-row');
    await until('both ended', async () => (await rows.filter({ hasText: 'stopped' }).count()) === 2);
    await rows.first().click({ button: 'right' });
    await session.page.locator('.monaco-menu').getByText('Copy Command Line of Job').waitFor();
    await keepPicture(session.page, 'jobs-view-menu');
    await session.page.keyboard.press('Escape');
    await header.hover();
    await pane.getByRole('button', { name: 'Clear Ended Jobs' }).click();
    await until('no job', async () => (await rows.count()) === 0);
    assert.equal(runsIn(folders).length, 2);
  });

  it('is found by a second window, which draws and stops it', async () => {
    const connections = session.commands.connections();
    await pickFromPalette(session, 'Sideplot: Run Job…', 'train.py');
    await session.page.locator('.quick-input-title').filter({ hasText: 'train.py' }).waitFor();
    await session.page.keyboard.press('Enter');
    const third = await until('a third run', () => runsIn(folders)[2]);
    const second = await openWorkbench(session.context, session.server, { folder: folders.workspace });
    // Commands go to the newest window.
    await session.commands.connected(connections + 1);
    await session.commands.execute('workbench.view.extension.sideplot');
    const row = second.locator('.pane-body .monaco-list-row').filter({ hasText: 'train.py' });
    await row.filter({ hasText: 'running' }).first().waitFor();
    await session.commands.execute('sideplot.showJobLog', third);
    // A panel's page may be replaced while the window is laid out.
    const points = (): Promise<number> =>
      panelIn(second)
        .then(pointsOf)
        .catch(() => 0);
    const before = await until('points in the second window', points);
    await until('more points', async () => (await points()) > before);
    const panel = await panelIn(second);
    await panel.frame.getByRole('button', { name: 'Stop', exact: true }).click();
    assert.equal((await until('its end', () => endOf(folders, third))).status, 'interrupted');
    await panel.frame.locator('[role=status][data-status=interrupted]').waitFor();
    await second.close({ runBeforeUnload: true });
  });

  it('leaves no error in any page', () => {
    assert.deepEqual(session.errors, []);
  });
});
