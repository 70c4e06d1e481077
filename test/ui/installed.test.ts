import assert from 'node:assert/strict';
import { join } from 'node:path';
import { openNotebook, openSession, runCell, untilCurvesMove, type Session } from '../drive';
import { makeFolders, type Folders } from './folders';
import { panelTitled } from './watching';

/** Cells of the notebook of a training in the background, up to the one that starts it. */
const CELLS = [1, 2, 4];

describe('The packaged extension, installed as a user installs it', () => {
  let folders: Folders;
  let session: Session;

  before(async () => {
    folders = makeFolders();
    session = await openSession({ folder: folders.workspace, runs: folders.runs, installed: true });
  });
  after(async () => {
    await session.close();
    folders.remove();
  });

  it('draws what a notebook logs', async () => {
    const notebook = join(folders.workspace, '02-background-training.ipynb');
    await openNotebook(session.commands, notebook);
    for (const cell of CELLS) {
      const { success, outputs } = await (await runCell(session.commands, notebook, cell)).ended();
      assert.equal(success, true, JSON.stringify(outputs));
    }
    await untilCurvesMove(await panelTitled(session, 'All metrics'));
    assert.deepEqual(session.errors, []);
  });
});
