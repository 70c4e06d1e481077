/** Controls as a user has them: a slider, a button and *Stop* in the panel reach the cell that runs. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import {
  openNotebook,
  openSession,
  runCell,
  until,
  untilCurvesMove,
  type CellRun,
  type Panel,
  type Session,
} from '../drive';
import { makeFolders, type Folders } from './folders';
import { keepPicture } from './pictures';
import { descriptionsOf, panelTitled, pointsOf, textOf } from './watching';

/** Cells of the notebook, by what they do. */
const BEGIN = 1;
const WALK = 3;
const SET = 5;

describe('The example of controls', () => {
  let folders: Folders;
  let session: Session;
  let notebook: string;
  let panel: Panel;
  let walk: CellRun;

  const field = (name: string) => panel.frame.getByRole('textbox', { name });
  const described = (pattern: RegExp): Promise<void> =>
    until(`${pattern}`, async () => (await descriptionsOf(panel)).some((words) => pattern.test(words)), {
      seen: () => descriptionsOf(panel),
    }).then(() => undefined);

  before(async () => {
    folders = makeFolders();
    notebook = join(folders.workspace, '04-controls.ipynb');
    session = await openSession({
      ...{ folder: folders.workspace, runs: folders.runs, size: { width: 1600, height: 900 } },
    });
    await openNotebook(session.commands, notebook);
  });
  after(async () => {
    await session.close();
    folders.remove();
  });

  it('shows them beside the curves of the cell that runs', async () => {
    assert.equal((await (await runCell(session.commands, notebook, BEGIN)).ended()).success, true);
    walk = await runCell(session.commands, notebook, WALK);
    panel = await panelTitled(session, 'Descent');
    await untilCurvesMove(panel, 2);
    for (const name of ['learning rate', 'noise'])
      await panel.frame.getByRole('slider', { name }).waitFor({ state: 'visible' });
    await panel.frame.getByRole('checkbox', { name: 'momentum' }).waitFor();
    await panel.frame.getByRole('combobox', { name: 'landscape' }).waitFor();
    await panel.frame.getByRole('button', { name: 'Kick' }).waitFor();
    await keepPicture(session.page, 'controls');
  });

  it('gives the running code a value that is typed, and marks it in the charts', async () => {
    await field('learning rate').fill('0.5');
    await field('learning rate').press('Enter');
    await panel.frame.getByRole('checkbox', { name: 'momentum' }).click();
    await panel.frame.getByRole('button', { name: 'Kick' }).click();
    // One for the cell, one for each of the three when it has come to rest.
    await described(/; [4-9] markers$/);
    await keepPicture(session.page, 'controls-moved');
  });

  it('reaches it by the keys of a slider, in a window of its own, too', async () => {
    await session.commands.execute('sideplot.openPlotsInNewWindow');
    await until('the panel in its window', async () => {
      panel = await panelTitled(session, 'Descent');
      return panel.page !== session.page;
    });
    await untilCurvesMove(panel, 2);
    const noise = panel.frame.getByRole('slider', { name: 'noise' });
    await noise.focus();
    await noise.press('Home');
    await until('the value of the program', async () => Number(await field('noise').inputValue()) === 0);
    await described(/; [5-9] markers$/);
    await keepPicture(panel.page, 'controls-window');
  });

  it('ends it by Stop, as the loop asks for that', async () => {
    await panel.frame.getByRole('button', { name: 'Stop', exact: true }).click();
    const { success, outputs } = await walk.ended();
    assert.equal(success, true, JSON.stringify(outputs));
    assert.match(JSON.stringify(outputs), /stopped at a learning rate of 0\.5/);
    assert.match(await textOf(panel), /Asked to stop; an interrupt follows in 5 s unless the program ends\./);
  });

  it('stops the next cell only when it is asked again', async () => {
    const before = await pointsOf(panel);
    const again = await runCell(session.commands, notebook, WALK);
    await until('more points', async () => (await pointsOf(panel)) > before + 50);
    await panel.frame.getByRole('button', { name: /^Stop/ }).click();
    assert.equal((await again.ended()).success, true);
  });

  it('follows the value that the code sets, and reaches nobody when the run has ended', async () => {
    await (await runCell(session.commands, notebook, SET)).ended();
    await panel.frame.locator('[role=status][data-status=finished]').waitFor();
    await until('the value of the code', async () => (await field('learning rate').inputValue()) === '0.02', {
      seen: () => field('learning rate').inputValue(),
    });
    assert.equal(await field('learning rate').isDisabled(), true);
    assert.equal(await panel.frame.getByRole('button', { name: /^Stop/ }).count(), 0);
  });

  it('leaves no error in any page', () => {
    assert.deepEqual(session.errors, []);
  });
});
