import assert from 'node:assert/strict';
import { join } from 'node:path';
import {
  cellsOf,
  openNotebook,
  openSession,
  runCell,
  until,
  untilCurvesMove,
  type Cell,
  type Panel,
  type Session,
} from '../drive';
import { makeFolders, type Folders } from './folders';
import { panelTitled, pointsOf, textOf } from './watching';

/** Cells of the notebook, by what they do. */
const BEGIN = 1;
const FIRST = 3;
const SECOND = 4;
const LOOK = 6;
const CHANGE_RATE = 7;
const COMPUTE = 8;
const STOP = 10;
const FINISH = 11;

/** Milliseconds in which a cell answers. */
const ANSWER = 1000;
/** So often each is asked, of which the quickest answer counts: other programs share the machine. */
const ASKED = 4;

describe('The example of cells in the background', () => {
  let folders: Folders;
  let session: Session;
  let notebook: string;
  let panel: Panel;

  const shown = ({ outputs }: Cell): string => outputs.flatMap(({ items }) => Object.values(items)).join('\n');
  const cellAt = async (index: number): Promise<Cell> => {
    const cell = (await cellsOf(session.commands, notebook))[index];
    assert.ok(cell);
    return cell;
  };
  const run = async (index: number): Promise<string> => {
    const cell = await (await runCell(session.commands, notebook, index)).ended();
    assert.equal(cell.success, true, JSON.stringify(cell.outputs));
    return shown(cell);
  };

  before(async () => {
    folders = makeFolders();
    notebook = join(folders.workspace, '03-background-cells.ipynb');
    session = await openSession({ folder: folders.workspace, runs: folders.runs });
    await openNotebook(session.commands, notebook);
  });
  after(async () => {
    await session.close();
    folders.remove();
  });

  it('frees the notebook at once and draws both cells into one figure', async () => {
    await run(BEGIN);
    for (const index of [FIRST, SECOND]) {
      const cell = await (await runCell(session.commands, notebook, index)).ended();
      // Each change of its state lets the cell execute again for a moment, in which it has no success yet.
      assert.notEqual(cell.success, false, JSON.stringify(cell.outputs));
    }
    panel = await panelTitled(session, 'Two at once');
    await untilCurvesMove(panel, 3);
    await until('the curves of both cells', async () => {
      const words = await panel.frame.locator('[role=img]').first().getAttribute('aria-label');
      return words?.includes('first') === true && words.includes('second');
    });
  });

  it('answers three other cells at once, while curves move', async () => {
    // The first answer includes what the editor loads once.
    assert.match(await run(LOOK), /running running/);
    const before = await pointsOf(panel);
    for (const index of [COMPUTE, CHANGE_RATE, LOOK]) {
      const times: number[] = [];
      for (let count = 0; count < ASKED; count += 1) {
        const began = performance.now();
        await run(index);
        times.push(Math.round(performance.now() - began));
      }
      assert.ok(Math.min(...times) < ANSWER, `cell ${index} took ${times.join(', ')} ms`);
    }
    // The last of them says so itself: both cells were still running when it ended.
    assert.match(shown(await cellAt(COMPUTE)), /True running/);
    assert.match(shown(await cellAt(LOOK)), /running running/);
    await until('more points after the cells', async () => (await pointsOf(panel)) > before);
    await untilCurvesMove(panel, 3);
  });

  it('shows what the cell prints in the text pane, and its state in the cell', async () => {
    await until('printed lines', async () => /first: step 0, .*first: step 200, /s.test(await textOf(panel)), {
      seen: () => textOf(panel),
    });
    const words = await until('the state with a printed line', async () => {
      const text = shown(await cellAt(FIRST));
      return text.includes('first: step') && text;
    });
    assert.match(words, /background cell first.*running/);
    assert.equal((await cellAt(FIRST)).outputs.length, 1);
    assert.doesNotMatch(shown(await cellAt(LOOK)), /first: step/);
  });

  it('stops the cell whose button is pressed, which ends by itself, and leaves the other alone', async () => {
    const row = session.page.locator('.notebookOverlay .code-cell-row', { hasText: /%%background.first/ });
    const button = row.locator('.cell-status-item', { hasText: 'Stop' });
    await button.click();
    await until('the last state', async () => shown(await cellAt(FIRST)).includes('finished'));
    await until('the last words', async () => (await textOf(panel)).includes('everything is saved'));
    assert.match(await run(LOOK), /finished running/);
    await until('no button', async () => (await button.count()) === 0);
  });

  it('interrupts the other', async () => {
    assert.match(await run(STOP), /finished interrupted True/);
    await until('the last state', async () => shown(await cellAt(SECOND)).includes('interrupted'));
    await run(FINISH);
    await panel.frame.locator('[role=status][data-status=finished]').waitFor();
  });

  it('leaves no error in any page', () => {
    assert.deepEqual(session.errors, []);
  });
});

describe('The button that runs a cell in the background', () => {
  let folders: Folders;
  let session: Session;
  let notebook: string;
  /** The texts of its cells. */
  let original: string;

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

  const pressButton = async (word: string): Promise<void> => {
    const cell = session.page.locator('.notebookOverlay .code-cell-row', { hasText: word });
    // A cell shows its toolbar when it is selected.
    await cell.locator('.cell-focus-indicator-left').click();
    await cell.getByRole('button', { name: 'Run Cell in Background' }).click();
  };

  it('writes the magic and the import, and runs both cells', async () => {
    const before = await cellsOf(session.commands, notebook);
    original = JSON.stringify(before.map(({ text }) => text));
    await pressButton('import numpy');
    const cells = await until(
      'the state of the cell',
      async () => {
        const now = await cellsOf(session.commands, notebook);
        return (
          now[2]?.outputs.some(({ items }) => /background cell.*finished/s.test(Object.values(items).join())) && now
        );
      },
      { seen: () => cellsOf(session.commands, notebook) },
    );
    assert.equal(cells.length, before.length + 1);
    assert.equal(cells[1]?.text, 'import sideplot');
    assert.equal(cells[2]?.text, `%%background\n${before[1]?.text ?? ''}`);
  });

  it('adds nothing when it is pressed again', async () => {
    const before = await cellsOf(session.commands, notebook);
    await pressButton('%%background');
    await until('the second execution', async () => {
      const cell = (await cellsOf(session.commands, notebook))[2];
      return (cell?.ended ?? 0) > (before[2]?.ended ?? 0);
    });
    const after = await cellsOf(session.commands, notebook);
    assert.deepEqual(
      after.map(({ text }) => text),
      before.map(({ text }) => text),
    );
  });

  it('is taken back by one undo, with all that it wrote', async () => {
    const cell = session.page.locator('.notebookOverlay .code-cell-row', { hasText: '%%background' });
    await cell.locator('.cell-focus-indicator-left').click();
    await session.page.keyboard.press('Control+z');
    await until(
      'the notebook as it was',
      async () => JSON.stringify((await cellsOf(session.commands, notebook)).map(({ text }) => text)) === original,
      { seen: async () => (await cellsOf(session.commands, notebook)).map(({ text }) => text) },
    );
  });
});
