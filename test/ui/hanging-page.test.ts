/** A page whose script hangs, in a process of its own: the editor goes on, says so, and opens the panel anew. */
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
import { pointsOf } from './watching';

/** Runs a loop in the page's script that never ends. */
function hang({ frame }: Panel): void {
  const ended = frame.evaluate(() => {
    for (let turns = 0; ; turns = (turns + 1) % 2);
  });
  // It ends with the page.
  ended.catch(() => undefined);
}

describe('A panel whose page hangs', () => {
  let folders: Folders;
  let session: Session;

  before(async () => {
    folders = makeFolders();
    session = await openSession({
      ...{ folder: folders.workspace, runs: folders.runs },
      ...{ installed: true, toasts: true, apart: true },
    });
  });
  after(async () => {
    await session.close();
    folders.remove();
  });

  it('is told of while the editor goes on, and opened anew in its place, with all that was logged meanwhile', async () => {
    const { page } = session;
    await runFromPalette(page, 'Sideplot: Run Demo');
    const panel = await panelIn(page);
    await untilCurvesMove(panel);
    const before = await pointsOf(panel);
    const tabs = await page.locator('.tab').count();
    hang(panel);
    const toast = page.locator('.notifications-toasts .notification-list-item', { hasText: 'does not answer' });
    await toast.waitFor();
    await toast.getByRole('button', { name: 'Reload Panel', exact: true }).click();
    await until('the page that hangs to go', () => panel.frame.isDetached());
    const fresh = await until('a page in its place', async () => {
      const panels = await panelsIn([page]);
      return panels.length === 1 ? panels[0] : undefined;
    });
    await untilCurvesMove(fresh);
    assert.ok((await pointsOf(fresh)) > before, 'its run was followed on');
    assert.equal(await page.locator('.tab').count(), tabs);
  });
});
