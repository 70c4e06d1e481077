/** What a first-time user does: from the walkthrough to the first plot of an own notebook, then two runs compared; nothing but what the screen offers. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import {
  DEADLINE,
  openSession,
  panelIn,
  panelsIn,
  runFromPalette,
  until,
  untilCurvesMove,
  untilDrawn,
  type Panel,
  type Session,
} from '../drive';
import { makeFolders, type Folders } from './folders';
import { descriptionsOf } from './watching';

const PICTURES = process.env['SIDEPLOT_PICTURES'];

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/first-steps-${name}.png` });
}

/** Opens a step of the walkthrough and presses its button. */
async function press(page: Page, step: string, button: string): Promise<void> {
  const walkthrough = page.locator('.gettingStartedContainer');
  await walkthrough.getByText(step, { exact: true }).click({ timeout: DEADLINE });
  await picture(page, button.replaceAll(' ', '-').toLowerCase());
  await walkthrough.getByRole('button', { name: button, exact: true }).click({ timeout: DEADLINE });
}

/** The demo goes on without the editor. */
function demoProcesses({ runs }: Folders): number[] {
  const folder = join(runs, 'runs');
  const openings = readdirSync(folder).flatMap((id) =>
    readdirSync(join(folder, id)).map((name) => {
      const [line = '{}'] = readFileSync(join(folder, id, name), 'utf8').split('\n');
      return JSON.parse(line) as { name?: string; pid?: number };
    }),
  );
  return openings.flatMap(({ name, pid }) => (name === 'demo' && pid !== undefined && isAlive(pid) ? [pid] : []));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The panel with a chart of this metric. */
function panelWithChart(session: Session, metric: string): Promise<Panel> {
  return until(`a panel with a chart of ${metric}`, async () => {
    for (const panel of await panelsIn(session.context.pages())) {
      const descriptions = await descriptionsOf(panel).catch(() => []);
      if (descriptions.some((words) => words.startsWith(`${metric}: `))) return panel;
    }
    return undefined;
  });
}

describe('The first steps', () => {
  let folders: Folders;
  let session: Session;

  before(async () => {
    folders = makeFolders();
    session = await openSession({
      folder: folders.workspace,
      runs: folders.runs,
      installed: true,
      size: { width: 1600, height: 900 },
    });
  });
  after(async () => {
    await session.close();
    demoProcesses(folders).forEach((pid) => process.kill(pid));
    folders.remove();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await picture(session.page, 'failed');
  });

  it('begin with a demo that draws itself, started from the walkthrough', async () => {
    await runFromPalette(session.page, 'Sideplot: Open Walkthrough');
    await press(session.page, 'See curves move', 'Run Demo');
    await untilCurvesMove(await panelIn(session.page));
    await picture(session.page, 'demo');
  });

  it('lead to an example notebook whose first cell draws while it runs', async () => {
    await press(session.page, 'Plot from a notebook', 'Open Example Notebook');
    const cell = session.page.locator('.code-cell-row').first();
    await cell.hover({ timeout: DEADLINE });
    await cell.locator('.run-button-container .action-label').click({ timeout: DEADLINE });
    const panel = await panelWithChart(session, 'rate');
    await untilCurvesMove(panel);
    await picture(session.page, 'notebook');
  });

  it('end with both runs in one panel, compared', async () => {
    const own = await panelWithChart(session, 'rate');
    const [name] = await own.frame.locator('.run-name').allTextContents();
    await own.frame.getByRole('button', { name: 'Compare with Other Runs' }).click({ timeout: DEADLINE });
    const list = session.page.locator('.quick-input-widget');
    const rows = list.locator('.monaco-list-row');
    await until('both runs in the list', async () => (await rows.count()) === 2, { seen: () => rows.allInnerTexts() });
    // The run that the panel shows is chosen already.
    await rows.filter({ hasText: 'demo' }).click();
    await list.getByRole('button', { name: 'OK' }).click();
    await own.frame.locator('.run-entry').nth(1).waitFor({ timeout: DEADLINE });
    assert.deepEqual(await own.frame.locator('.run-entry-name').allTextContents(), [
      (name ?? '').split(' / ').at(-1),
      'demo',
    ]);
    await untilDrawn(own);
    await picture(session.page, 'compared');
    assert.deepEqual(session.errors, []);
  });
});
