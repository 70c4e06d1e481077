/** A whole notebook runs as a job while the same notebook is used. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  panelsIn,
  openNotebook,
  openSession,
  runCell,
  testEnvironment,
  until,
  untilCurvesMove,
  type Session,
} from '../drive';
import { makeFolders, type Folders } from './folders';
import { panelTitled, textOf } from './watching';

const TRAINING =
  'import time, sideplot\nfor step in range(400):\n    sideplot.log(loss=1 / (1 + step))\n    time.sleep(0.02)';
const ANSWER = 'print(6 * 7)';

function notebookOf(...sources: readonly string[]): string {
  const cells = sources.map((source, index) => ({
    ...{ cell_type: 'code', id: `c${index}`, execution_count: null, metadata: {}, outputs: [] },
    source,
  }));
  return JSON.stringify({ cells, metadata: { language_info: { name: 'python' } }, nbformat: 4, nbformat_minor: 5 });
}

describe('A notebook as a job', () => {
  let folders: Folders;
  let session: Session;
  let notebook: string;

  before(async () => {
    folders = makeFolders();
    notebook = join(folders.workspace, 'train.ipynb');
    writeFileSync(notebook, notebookOf(TRAINING, ANSWER));
    mkdirSync(join(folders.workspace, '.vscode'));
    const settings = { 'sideplot.python': testEnvironment().python };
    writeFileSync(join(folders.workspace, '.vscode', 'settings.json'), JSON.stringify(settings));
    session = await openSession({ folder: folders.workspace, runs: folders.runs });
    await openNotebook(session.commands, notebook);
  });
  after(async () => {
    await session.close();
    folders.remove();
  });

  /** The log of the job's watching program. */
  function jobLog(): string {
    const [run] = readdirSync(join(folders.runs, 'runs'));
    return run === undefined ? '' : readFileSync(join(folders.runs, 'runs', run, 'job.jsonl'), 'utf8');
  }

  it('draws while a cell of the same notebook answers, and leaves an executed copy beside it', async () => {
    await session.commands.execute('sideplot.runNotebookAsJob', { $uri: notebook });
    await untilCurvesMove(await panelTitled(session, 'All metrics'));
    const { success, outputs } = await (await runCell(session.commands, notebook, 1)).ended();
    assert.equal(success, true, JSON.stringify(outputs));
    assert.match(JSON.stringify(outputs), /42/);
    assert.doesNotMatch(jobLog(), /"type":"end"/, 'the job had ended before the cell answered');
    await until('the end of the job', () => jobLog().includes('"type":"end","status":"finished"'));
    const copy = join(folders.workspace, 'train.executed.ipynb');
    assert.ok(existsSync(copy));
    assert.match(readFileSync(copy, 'utf8'), /42/);
    assert.deepEqual(session.errors, []);
  });

  it('tells which cell is executed, and leads from a traceback to the cell that failed', async () => {
    const failing = join(folders.workspace, 'fails.ipynb');
    writeFileSync(
      failing,
      notebookOf('import sideplot\nsideplot.log(loss=1)', 'rate = 1\nrate / 0  # here', 'print("never")'),
    );
    await session.commands.execute('sideplot.runNotebookAsJob', { $uri: failing });
    const link = 'Cell In[2], line 2';
    const panel = await until('a panel with the traceback', async () => {
      for (const one of await panelsIn([session.page])) {
        if ((await textOf(one).catch(() => '')).includes(link)) return one;
      }
      return undefined;
    });
    assert.match(await textOf(panel), /cell 2 of 3: rate = 1/);
    await panel.frame.locator('.text-link', { hasText: link }).click();
    const editor = session.page.locator('.notebookOverlay .code-cell-row.focused', { hasText: 'here' });
    await editor.waitFor();
    const copy = JSON.parse(readFileSync(join(folders.workspace, 'fails.executed.ipynb'), 'utf8')) as {
      cells: { outputs: { ename?: string }[] }[];
    };
    assert.equal(copy.cells[1]?.outputs[0]?.ename, 'ZeroDivisionError');
    assert.deepEqual(session.errors, []);
  });
});
