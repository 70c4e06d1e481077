import assert from 'node:assert/strict';
import {
  dragTabOut,
  openSession,
  panelIn,
  reloadWindow,
  runFromPalette,
  until,
  untilCurvesMove,
  windowOpenedBy,
  type Session,
} from '../drive';
import { makeFolders, type Folders } from './folders';
import { panelTitled, pointsOf, stepsOf } from './watching';

/** The demo's curves have all steps from 0 on: a curve that is whole begins there. */
async function isWhole(session: Session): Promise<boolean> {
  const panel = await panelTitled(session, 'All metrics');
  const [steps] = await stepsOf(panel);
  return (steps?.[0] ?? 0) > 0 && (await pointsOf(panel)) >= (steps?.[0] ?? 0) * 6;
}

describe('A panel', () => {
  let folders: Folders;
  let session: Session;

  before(async () => {
    folders = makeFolders();
    session = await openSession({ folder: folders.workspace, runs: folders.runs });
    await runFromPalette(session.page, 'Sideplot: Run Demo');
    await untilCurvesMove(await panelIn(session.page));
  });
  after(async () => {
    await session.close();
    folders.remove();
  });

  it('runs under a policy that refuses scripts, connections and evaluation from inside the page', async () => {
    const { frame } = await panelIn(session.page);
    const refused = await frame.evaluate(async () => {
      const violations: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
      const script = document.createElement('script');
      script.textContent = 'window.intruder = true';
      document.body.append(script);
      const image = document.createElement('img');
      image.setAttribute('onerror', 'window.intruder = true');
      image.src = 'data:,';
      document.body.append(image);
      const fetched = await fetch('http://127.0.0.1:1/').then(
        () => 'fetched',
        () => 'refused',
      );
      image.remove();
      script.remove();
      return { violations: [...new Set(violations)].sort(), fetched, intruder: 'intruder' in window };
    });
    assert.equal(refused.intruder, false);
    assert.equal(refused.fetched, 'refused');
    assert.ok(refused.violations.includes('script-src-elem'), refused.violations.join());
    assert.ok(refused.violations.includes('connect-src'), refused.violations.join());
  });

  it('comes back with its run after the window is reloaded', async () => {
    const before = await pointsOf(await panelIn(session.page));
    await session.reload();
    const panel = await panelIn(session.page);
    await untilCurvesMove(panel);
    assert.ok((await pointsOf(panel)) > before);
    assert.ok(await isWhole(session));
  });

  it('moves into a window of its own by the button in the title bar, with the whole curve', async () => {
    const { frame } = await panelIn(session.page);
    await frame.locator('.figure-title').click();
    const button = session.page.locator('.editor-actions .action-label[aria-label^="Open in New Window"]');
    const window = await windowOpenedBy(session.context, () => button.first().click());
    const panel = await panelIn(window);
    await untilCurvesMove(panel);
    await until('the whole curve', () => isWhole(session));
    await window.close({ runBeforeUnload: true });
  });

  it('opens from the palette in a new window after it was closed', async () => {
    const window = await windowOpenedBy(session.context, () =>
      runFromPalette(session.page, 'Sideplot: Open Plots in New Window'),
    );
    await untilCurvesMove(await panelIn(window));
    await window.close({ runBeforeUnload: true });
  });

  it('can be dragged out by its tab', async () => {
    await runFromPalette(session.page, 'Sideplot: Show Plots');
    await untilCurvesMove(await panelIn(session.page));
    const window = await dragTabOut(session.page, 'Plots');
    await untilCurvesMove(await panelIn(window));
    await until('the whole curve', () => isWhole(session));
  });

  it('comes back floating after the window is reloaded', async () => {
    await reloadWindow(session.page);
    const panel = await panelTitled(session, 'All metrics');
    await untilCurvesMove(panel);
  });

  it('leaves no error in any page beyond what was provoked', () => {
    const unexpected = session.errors.filter(
      (error) => !/intruder|127\.0\.0\.1:1\/|Content Security Policy/.test(error),
    );
    assert.deepEqual(unexpected, []);
  });
});
