import assert from 'node:assert/strict';
import { openSession, panelIn, runFromPalette, until, untilCurvesMove, type Panel, type Session } from '../drive';
import { makeFolders, type Folders } from './folders';
import { descriptionsOf } from './watching';

/** The parts of x and y that the first charts show; those out of sight are not drawn. */
async function shownBy({ frame }: Panel): Promise<readonly { x: number[]; y: number[] }[]> {
  return frame.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.plot')].slice(0, 2).map(({ dataset }) => ({
      x: (dataset['x'] ?? '').split(' ').map(Number),
      y: (dataset['y'] ?? '').split(' ').map(Number),
    })),
  );
}

/** What the user chose to see; the y of the other chart follows its values. */
async function chosenIn(panel: Panel): Promise<string> {
  const [first, second] = await shownBy(panel);
  return JSON.stringify([first, second?.x]);
}

describe('Reading a run while it streams', () => {
  let folders: Folders;
  let session: Session;
  let panel: Panel;

  before(async () => {
    folders = makeFolders();
    session = await openSession({ folder: folders.workspace, runs: folders.runs });
    await runFromPalette(session.page, 'Sideplot: Run Demo');
    panel = await panelIn(session.page);
    await untilCurvesMove(panel);
  });
  after(async () => {
    await session.close();
    folders.remove();
  });

  it('puts the time since the start on the x axis, smooths, and makes y logarithmic', async () => {
    const { frame } = panel;
    await frame.locator('[data-action="reading"]').click();
    await frame.locator('.reading vscode-dropdown').click();
    await frame.locator('vscode-option', { hasText: 'Time since start' }).click();
    await until(
      'values told at times',
      async () => (await descriptionsOf(panel)).every((words) => / at \d+:\d\d/.test(words)),
      { seen: () => descriptionsOf(panel) },
    );
    await frame.locator('.reading input[type=range]').fill('0.8');
    await frame.locator('.reading vscode-checkbox', { hasText: 'Log y' }).click();
    await until('a logarithmic y axis', async () => ((await shownBy(panel))[0]?.y[0] ?? 0) < 0, {
      seen: () => shownBy(panel),
    });
    await untilCurvesMove(panel);
    const plot = await frame.locator('.plot').first().boundingBox();
    assert.ok(plot);
    await panel.page.mouse.move(plot.x + plot.width / 2, plot.y + plot.height / 2);
    await frame.locator('.tooltip-raw').first().waitFor();
  });

  it('zooms to a box, in x in all charts', async () => {
    const plot = await panel.frame.locator('.plot').first().boundingBox();
    assert.ok(plot);
    await panel.page.mouse.move(plot.x + plot.width * 0.5, plot.y + plot.height * 0.3);
    await panel.page.mouse.down();
    await panel.page.mouse.move(plot.x + plot.width * 0.6, plot.y + plot.height * 0.5);
    await panel.page.mouse.move(plot.x + plot.width * 0.7, plot.y + plot.height * 0.7);
    await panel.page.mouse.up();
    await until(
      'the first charts to show the same part of x',
      async () => {
        const [first, second] = await shownBy(panel);
        return (first?.x[0] ?? 0) > 0.5 && first?.x.join() === second?.x.join();
      },
      { seen: () => shownBy(panel) },
    );
  });

  it('is read in the same way after the window was reloaded', async () => {
    const before = await chosenIn(panel);
    await session.reload();
    panel = await panelIn(session.page);
    await until('the same parts of the axes', async () => (await chosenIn(panel)) === before, {
      seen: async () => ({ before, now: await chosenIn(panel) }),
    });
    await panel.frame.locator('.reading-weight', { hasText: '0.96' }).waitFor();
    await until('values told at times', async () =>
      (await descriptionsOf(panel)).every((words) => / at \d+:\d\d/.test(words)),
    );
    const shots = process.env['SIDEPLOT_SHOTS'];
    if (shots !== undefined) await session.page.screenshot({ path: `${shots}/reading-in-vscode.png` });
  });

  it('leaves no error in any page', () => {
    assert.deepEqual(session.errors, []);
  });
});
