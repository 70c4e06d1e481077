/** A sweep as a user has it: asked for in the palette, all its runs in one chart, untouched by a reload of the window. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { openFromExplorer, openSession, until, type Session } from '../drive';
import { makeFolders, type Folders } from './folders';
import { answerInput, pickFromPalette } from './quick-input';
import { descriptionsOf, panelTitled } from './watching';

const PROGRAM = `import argparse, os, time, sideplot

parser = argparse.ArgumentParser()
parser.add_argument("--lr", type=float)
parser.add_argument("--seed", type=int)
options = parser.parse_args()
run = sideplot.init(config={"optimizer": "sgd"})
for step in range(100):
    run.log({"loss": options.seed + options.lr * step})
    time.sleep(0.005)
while options.seed > 2 and not os.path.exists("go"):
    time.sleep(0.05)
`;
const JOBS = 8;

interface SweepLine {
  readonly type: string;
  readonly status?: string;
}

function sweepLog({ runs }: Folders): SweepLine[] {
  const folder = join(runs, 'sweeps');
  const [id] = existsSync(folder) ? readdirSync(folder) : [];
  const text = id === undefined ? '' : readFileSync(join(folder, id, 'sweep.jsonl'), 'utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as SweepLine);
}

function started(folders: Folders): number {
  return sweepLog(folders).filter(({ type }) => type === 'started').length;
}

describe('A sweep', () => {
  let folders: Folders;
  let session: Session;

  before(async () => {
    folders = makeFolders();
    writeFileSync(join(folders.workspace, 'train.py'), PROGRAM);
    session = await openSession({ folder: folders.workspace, runs: folders.runs });
  });
  after(async () => {
    await session.close();
    folders.remove();
  });

  it('of eight runs, two at a time, is asked for in the palette', async () => {
    const { page } = session;
    await openFromExplorer(page, 'train.py');
    await page.locator('.tab.active').filter({ hasText: 'train.py' }).click();
    await pickFromPalette(session, 'Sideplot: Run Sweep…', 'train.py');
    await answerInput(page, 'train.py', '');
    await answerInput(page, 'one job for each combination', 'lr=0.1,0.01 seed=1..4', '8 jobs, from lr=0.1 seed=1');
    await answerInput(page, 'How many jobs at a time?', '2');
    await until('the first jobs', () => started(folders) >= 2);
  });

  it('is one item of the Jobs view, with its jobs below it', async () => {
    await session.commands.execute('workbench.view.extension.sideplot');
    await jobRow(session, 'train.py', '2 of 8 done').waitFor();
    await jobRow(session, 'lr=0.1 seed=1', 'finished').waitFor();
    await jobRow(session, 'lr=0.1 seed=3', 'running').waitFor();
    await jobRow(session, 'lr=0.01 seed=4', 'queued').waitFor();
  });

  it('opens one panel, which grows as jobs start, also after a reload of the window', async () => {
    // The third and the fourth wait for a file.
    await until('four runs in one chart', async () => (await curvesOf(session)) === 4);
    await session.reload();
    await until('the panel after the reload', async () => (await curvesOf(session)) === 4);
    writeFileSync(join(folders.workspace, 'go'), '');
    await until('more runs', async () => (await curvesOf(session)) > 4);
  });

  it('ends with all runs overlaid in one chart', async () => {
    const end = await until('the end of the sweep', () => sweepLog(folders).find(({ type }) => type === 'end'));
    assert.equal(end.status, 'finished');
    let going = 0;
    for (const { type } of sweepLog(folders)) {
      going += type === 'started' ? 1 : type === 'ended' ? -1 : 0;
      assert.ok(going <= 2, 'three jobs at a time');
    }
    await until('all runs in one chart', async () => (await curvesOf(session)) === JOBS, {
      seen: async () => descriptionsOf(await panelTitled(session, 'All metrics')),
    });
  });

  it('says in the Jobs view that it is done', async () => {
    await jobRow(session, 'train.py', '8 of 8 done').waitFor();
  });

  it('leaves no error in any page', () => {
    assert.deepEqual(session.errors, []);
  });
});

/** The row of the Jobs view that holds both texts. */
function jobRow({ page }: Session, name: string, state: string): Locator {
  return page.locator('.pane-body .monaco-list-row').filter({ hasText: name }).filter({ hasText: state });
}

/** How many series the chart of the loss says it has. */
async function curvesOf(session: Session): Promise<number> {
  const panel = await panelTitled(session, 'All metrics');
  const loss = (await descriptionsOf(panel)).find((words) => words.startsWith('loss'));
  return [...(loss ?? '').matchAll(/at step/g)].length;
}
