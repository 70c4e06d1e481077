import assert from 'node:assert/strict';
import { join } from 'node:path';
import { openNotebook, openSession, runCell, until, untilCurvesMove, type Panel, type Session } from '../drive';
import { makeFolders, type Folders } from './folders';
import { panelTitled, pointsOf, stepsOf, textOf } from './watching';

/** Cells of the notebook, by what they do. */
const DATA = 1;
const NETWORK = 2;
const TRAIN = 4;
const LOOK = 6;
const CHANGE_RATE = 7;
const STOP = 8;

describe('The example of a training in the background', () => {
  let folders: Folders;
  let session: Session;
  let notebook: string;
  let panel: Panel;

  const run = async (cell: number): Promise<string> => {
    const { success, outputs } = await (await runCell(session.commands, notebook, cell)).ended();
    assert.equal(success, true, JSON.stringify(outputs));
    return outputs.flatMap(({ items }) => Object.values(items)).join('');
  };

  before(async () => {
    folders = makeFolders();
    notebook = join(folders.workspace, '02-background-training.ipynb');
    session = await openSession({ folder: folders.workspace, runs: folders.runs });
    await openNotebook(session.commands, notebook);
  });
  after(async () => {
    await session.close();
    folders.remove();
  });

  it('opens one panel beside the notebook when the training starts', async () => {
    await run(DATA);
    await run(NETWORK);
    await run(TRAIN);
    panel = await panelTitled(session, 'All metrics');
    assert.equal(panel.page, session.page);
    await untilCurvesMove(panel, 3);
  });

  it('prints its epochs in the text pane', async () => {
    await until(
      'the lines of three epochs',
      async () => /epoch\s+1 .*epoch\s+2 .*epoch\s+3 /s.test(await textOf(panel)),
      {
        seen: () => textOf(panel),
      },
    );
  });

  it('goes on while other cells execute and answer', async () => {
    assert.match(await run(LOOK), /training: True/);
    const before = await pointsOf(panel);
    await until('more points after a cell was run', async () => (await pointsOf(panel)) > before);
    await run(CHANGE_RATE);
    assert.match(await run(LOOK), /training: True/);
    await until('the rate that the other cell set', async () => {
      const words = await panel.frame.locator('[role=img][aria-label^="rate:"]').getAttribute('aria-label');
      return words?.includes('rate 0.001 ');
    });
  });

  it('stops when it is asked to, with all curves at the last step', async () => {
    assert.match(await run(STOP), /done/);
    await panel.frame.locator('[role=status][data-status=finished]').waitFor();
    await until('the last line', async () => (await textOf(panel)).includes('stopped'));
    await until('all series to be at the last step', async () => new Set((await stepsOf(panel)).flat()).size === 1, {
      seen: () => stepsOf(panel),
    });
  });

  it('leaves no error in any page', () => {
    assert.deepEqual(session.errors, []);
  });
});
