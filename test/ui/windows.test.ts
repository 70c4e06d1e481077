import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  dragTabOut,
  openSession,
  panelIn,
  runFromPalette,
  until,
  untilCurvesMove,
  windowOpenedBy,
  type Session,
} from '../drive';
import { makeFolders, type Folders } from './folders';
import { panelTitled, pointsOf, reachesStep } from './watching';

/** Waits until every curve has come to the newest step that the log holds at the call: what was drawn before a move or reload, and what came since. */
async function untilComplete(session: Session, runs: string): Promise<void> {
  const { steps } = logIn(runs);
  const panel = await panelTitled(session, 'All metrics');
  await reachesStep(panel, steps - 1);
  await until('all points of the log', async () => (await pointsOf(panel)) >= steps * METRICS, {
    seen: () => pointsOf(panel),
  });
}

const METRICS = 6;
const OPEN_IN_WINDOW = '.editor-actions .action-label[aria-label^="Open in New Window"]';

/** The demo's log: its process and how many steps it holds. */
function logIn(runs: string): { readonly pid: number; readonly steps: number } {
  const folder = join(runs, 'runs');
  const [id = ''] = readdirSync(folder);
  const [name = ''] = readdirSync(join(folder, id));
  const records = readFileSync(join(folder, id, name), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as { type: string; pid?: number });
  return {
    pid: records[0]?.pid ?? assert.fail('no run record'),
    steps: records.filter(({ type }) => type === 'points').length,
  };
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
    const intruders = await frame.evaluate(async () => {
      const refused = new Set<string>();
      const allRefused = new Promise<void>((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
          refused.add(effectiveDirective);
          if (['script-src-elem', 'script-src-attr', 'connect-src'].every((one) => refused.has(one))) resolve();
        });
      });
      const script = document.createElement('script');
      script.textContent = 'window.intruderScript = true';
      const image = document.createElement('img');
      image.setAttribute('onerror', 'window.intruderAttribute = true');
      image.src = 'data:,';
      document.body.append(script, image);
      await fetch('http://127.0.0.1:1/intruder').catch(() => undefined);
      await allRefused;
      script.remove();
      image.remove();
      return Object.keys(window).filter((key) => key.startsWith('intruder'));
    });
    assert.deepEqual(intruders, []);
  });

  it('comes back with its run after the window is reloaded', async () => {
    await session.reload();
    await untilCurvesMove(await panelIn(session.page));
    await untilComplete(session, folders.runs);
  });

  it('moves into a window of its own by the button in the title bar, with the whole curve', async () => {
    const { frame } = await panelIn(session.page);
    await frame.locator('.figure-title').click();
    const button = session.page.locator(OPEN_IN_WINDOW);
    const window = await windowOpenedBy(session.context, () => button.first().click());
    const panel = await panelIn(window);
    await untilCurvesMove(panel);
    // A window of its own needs no button to become one. The context key has another name in older editors.
    await until('the title bar without the button', async () => (await window.locator(OPEN_IN_WINDOW).count()) === 0);
    await untilComplete(session, folders.runs);
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
    await untilComplete(session, folders.runs);
  });

  it('comes back floating after the window is reloaded', async () => {
    await session.reload();
    const panel = await panelTitled(session, 'All metrics');
    assert.notEqual(panel.page, session.page);
    await untilCurvesMove(panel);
    await untilComplete(session, folders.runs);
  });

  it('says that the run is lost when its program is killed', async () => {
    process.kill(logIn(folders.runs).pid, 'SIGKILL');
    const panel = await panelTitled(session, 'All metrics');
    await panel.frame.locator('[role=status][data-status=lost]').waitFor();
    const { steps } = logIn(folders.runs);
    await until('exactly the points of the log', async () => (await pointsOf(panel)) === steps * METRICS);
  });

  it('leaves no error in any page beyond what was provoked', () => {
    const unexpected = session.errors.filter(
      (error) => !/intruder|127\.0\.0\.1:1\/|Content Security Policy/.test(error),
    );
    assert.deepEqual(unexpected, []);
  });
});
