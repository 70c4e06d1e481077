import assert from 'node:assert/strict';
import {
  openSession,
  panelIn,
  panelsIn,
  runFromPalette,
  until,
  untilCurvesMove,
  type Panel,
  type Session,
} from '../drive';
import { makeFolders, type Folders } from './folders';

/** The titles of the charts that are shown, in their order. */
async function titlesOf({ frame }: Panel): Promise<string[]> {
  return frame.locator('.chart:visible .chart-title').allTextContents();
}

async function untilArranged(panel: Panel, titles: readonly string[], hidden: RegExp): Promise<void> {
  await until('the charts as they were arranged', async () => (await titlesOf(panel)).join() === titles.join(), {
    seen: () => titlesOf(panel),
  });
  await panel.frame.locator('.hidden-charts', { hasText: hidden }).waitFor();
}

async function choose({ frame }: Panel, chart: string, ...entries: readonly string[]): Promise<void> {
  await frame.getByRole('button', { name: `Actions of chart ${chart}`, exact: true }).click();
  for (const entry of entries) await frame.getByRole('menuitem', { name: entry }).first().click();
}

describe('A figure that was arranged', () => {
  let folders: Folders;
  let session: Session;
  let arranged: string[] = [];

  before(async () => {
    folders = makeFolders();
    session = await openSession({ folder: folders.workspace, runs: folders.runs });
    await runFromPalette(session.page, 'Sideplot: Run Demo');
  });
  after(async () => {
    await session.close();
    folders.remove();
  });

  it('takes what the user does with menus and keys', async () => {
    const panel = await panelIn(session.page);
    await untilCurvesMove(panel);
    const before = await until('all charts of the demo', async () => {
      const titles = await titlesOf(panel);
      return titles.length >= 3 ? titles : undefined;
    });
    const [first = '', second = '', third = ''] = before;
    await choose(panel, second, 'Hide');
    await panel.frame.locator('.hidden-charts', { hasText: '1 chart hidden' }).waitFor();
    const plot = panel.frame.locator('.chart', { has: panel.frame.locator('.chart-title', { hasText: third }) });
    await plot.locator('.plot').focus();
    await session.page.keyboard.press('Alt+ArrowLeft');
    arranged = [third, first, ...before.slice(3)];
    await untilArranged(panel, arranged, /1 chart hidden/);
    await choose(panel, first, 'Merge with', third);
    arranged = [`${third} + ${first}`, ...before.slice(3)];
    await untilArranged(panel, arranged, /1 chart hidden/);
    await untilCurvesMove(panel);
  });

  it('is the same after the window was reloaded', async () => {
    await session.reload();
    const panel = await panelIn(session.page);
    await untilArranged(panel, arranged, /1 chart hidden/);
    await untilCurvesMove(panel);
  });

  it('is the same for the next run of the project', async () => {
    const before = await panelIn(session.page);
    await runFromPalette(session.page, 'Sideplot: Run Demo');
    const next = await until('a panel of the next run', async () =>
      (await panelsIn([session.page])).find(({ frame }) => frame !== before.frame),
    );
    await untilArranged(next, arranged, /1 chart hidden/);
    await untilCurvesMove(next);
  });

  it('leaves no error in any page', () => {
    assert.deepEqual(session.errors, []);
  });
});
