import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSession, type Session } from '../drive';
import { makeFolders, type Folders } from './folders';
import { panelTitled, reachesStep } from './watching';

describe('In an untrusted workspace', () => {
  let folders: Folders;
  let session: Session;

  before(async () => {
    folders = makeFolders();
    session = await openSession({ folder: folders.workspace, runs: folders.runs, workspaceTrust: true });
  });
  after(async () => {
    await session.close();
    folders.remove();
  });

  it('no program is started, even by a command that the palette hides', async () => {
    await session.commands.execute('sideplot.runDemo');
    await session.commands.execute('notifications.showList');
    await session.page.locator('.notifications-center').getByText('does not start in an untrusted workspace').waitFor();
    assert.deepEqual(readdirSync(join(folders.runs, 'runs')), []);
  });

  it('no job is started, by any command', async () => {
    const script = join(folders.workspace, 'train.py');
    writeFileSync(script, 'print(1)');
    const notebook = join(folders.workspace, '01-foreground-loop.ipynb');
    for (const [command, file] of [
      ['runJob'],
      ['runFileAsJob', script],
      ['runNotebookAsJob', notebook],
      ['runSelectionAsJob'],
      ['restartJob', 'nothing'],
    ]) {
      await session.commands.execute('notifications.clearAll');
      const argument = file === undefined ? [] : [file === 'nothing' ? file : { $uri: file }];
      const answer = await session.commands.execute(`sideplot.${String(command)}`, ...argument);
      assert.equal(answer, null, command);
      await session.commands.execute('notifications.showList');
      const words = session.page
        .locator('.notifications-center')
        .getByText('it does not start in an untrusted workspace');
      await words.waitFor();
    }
    assert.deepEqual(readdirSync(join(folders.runs, 'runs')), []);
  });

  it('a run that was started elsewhere is shown', async () => {
    const folder = join(folders.runs, 'runs', '29991231-235959-000000-aaaaaa');
    mkdirSync(folder);
    const opening = { type: 'run', version: 1, id: '29991231-235959-000000-aaaaaa', workspace: folders.workspace };
    const rows = [1, 2, 3].map((step) => ({ step, loss: 1 / step }));
    appendFileSync(
      join(folder, 'p1.jsonl'),
      [opening, ...rows].map((record) => `${JSON.stringify(record)}\n`).join(''),
    );
    await reachesStep(await panelTitled(session, 'All metrics'), 3);
  });

  it('no run is deleted, also by a command that the menus hide', async () => {
    const id = '29991231-235959-000000-bbbbbb';
    const folder = join(folders.runs, 'runs', id);
    mkdirSync(folder);
    const records = [
      { type: 'run', version: 1, id, workspace: folders.workspace, start: 1e9 },
      { type: 'end', status: 'finished' },
    ];
    appendFileSync(join(folder, 'p1.jsonl'), records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    for (const [command, ...values] of [['deleteRun', id], ['deleteOldRuns']]) {
      await session.commands.execute('notifications.clearAll');
      await session.commands.execute(`sideplot.${String(command)}`, ...values);
      await session.commands.execute('notifications.showList');
      await session.page.locator('.notifications-center').getByText('not deleted in an untrusted workspace').waitFor();
    }
    assert.ok(existsSync(folder));
  });
});
