import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  cellsOf,
  floatingWindows,
  openNotebook,
  openSession,
  runCell,
  until,
  untilCurvesMove,
  type Panel,
  type Session,
} from '../drive';
import { makeFolders, type Folders } from './folders';
import { panelTitled, reachesStep, stepsOf } from './watching';

/** Cells of the notebook, by what they do. */
const BEGIN = 1;
const FIGURES = 3;
const WAVES = 4;
const WALKS = 5;
const LOOP = 7;
const FINISH = 8;
const LAST_STEP = 999;

describe('The example of one loop and two windows', () => {
  let folders: Folders;
  let session: Session;
  let notebook: string;
  let waves: Panel;
  let walks: Panel;

  const run = async (cell: number): Promise<void> => {
    const { success, outputs } = await (await runCell(session.commands, notebook, cell)).ended();
    assert.equal(success, true, JSON.stringify(outputs));
  };

  before(async () => {
    folders = makeFolders();
    notebook = join(folders.workspace, '01-foreground-loop.ipynb');
    session = await openSession({ folder: folders.workspace, runs: folders.runs });
    await openNotebook(session.commands, notebook);
  });
  after(async () => {
    await session.close();
    folders.remove();
  });

  it('imports the client with nothing installed', async () => {
    await run(BEGIN);
  });

  it('opens two windows, one for each figure', async () => {
    await run(FIGURES);
    waves = await panelTitled(session, 'Waves');
    walks = await panelTitled(session, 'Walks');
    await until('two floating windows', () => floatingWindows(session.page).length === 2);
    assert.notEqual(waves.page, session.page);
    assert.notEqual(walks.page, session.page);
    assert.notEqual(waves.page, walks.page);
  });

  it('fills the charts of each figure from a cell of its own', async () => {
    await run(WAVES);
    // Metrics become known one after the other.
    await until(
      'two curves in the first chart and one in the second',
      async () => (await stepsOf(waves)).map((steps) => steps.length).join() === '2,1',
      { seen: () => stepsOf(waves) },
    );
    await reachesStep(waves, 199);
    await run(WALKS);
    await reachesStep(walks, 199);
  });

  it('moves the curves of both windows while the cell runs', async () => {
    const loop = await runCell(session.commands, notebook, LOOP);
    await loop.started();
    await Promise.all([untilCurvesMove(waves, 5), untilCurvesMove(walks, 5)]);
    const cell = (await cellsOf(session.commands, notebook))[LOOP];
    assert.equal(cell?.success, null, 'the cell had ended before the curves were seen to move');
    const { success } = await loop.ended();
    assert.equal(success, true);
    await Promise.all([reachesStep(waves, LAST_STEP), reachesStep(walks, LAST_STEP)]);
  });

  it('ends the run, with the notebook and the cell in the log', async () => {
    await run(FINISH);
    await waves.frame.locator('[role=status][data-status=finished]').waitFor();
    const folder = join(folders.runs, 'runs');
    const [id] = readdirSync(folder);
    assert.ok(id !== undefined);
    const [log] = readdirSync(join(folder, id));
    assert.ok(log !== undefined);
    const opening = JSON.parse(readFileSync(join(folder, id, log), 'utf8').split('\n')[0] ?? '') as {
      notebook?: { path?: string; cell?: string };
      workspace?: string;
    };
    assert.equal(opening.notebook?.path, notebook);
    assert.match(opening.notebook.cell ?? '', /vscode-notebook-cell/);
    assert.equal(opening.workspace, folders.workspace);
  });

  it('closes a panel with its window', async () => {
    const closed = waves.page.waitForEvent('close');
    await waves.page.close({ runBeforeUnload: true });
    await closed;
    await until('one panel to be left', async () => {
      const tabs = (await session.commands.execute('sideplotTests.tabs')) as { webview: string }[];
      return tabs.filter(({ webview }) => webview === 'sideplot.figure').length === 1;
    });
  });

  it('leaves no error in any page', () => {
    assert.deepEqual(session.errors, []);
  });
});
