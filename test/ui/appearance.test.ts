/** How Sideplot looks in the editor: its main states in each kind of theme, judged by axe, and kept as pictures with SIDEPLOT_PICTURES. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSession, panelsIn, runFromPalette, until, type Panel, type Session } from '../drive';
import { ChartHand } from './chart-hand';
import { seriousFindings as findingsIn } from './axe-findings';
import { makeFolders, type Folders } from './folders';
import { keepPicture } from './pictures';
import { WrittenRun } from './written-run';

/** The editor's themes, and what it calls their kinds in a panel. */
const THEMES = {
  'Default Light Modern': 'vscode-light',
  'Default Dark Modern': 'vscode-dark',
  'Default High Contrast': 'vscode-high-contrast',
  'Default High Contrast Light': 'vscode-high-contrast-light',
} as const;

/** What its window calls them. */
const WORKBENCH: Readonly<Record<string, string>> = {
  'vscode-light': 'vs',
  'vscode-dark': 'vs-dark',
  'vscode-high-contrast': 'hc-black',
  'vscode-high-contrast-light': 'hc-light',
};

const STEPS = 600;
const NOW = Date.now() / 1000;
/** A program that is there and says nothing is told of after a minute. */
const STALL_DEADLINE = 120_000;
const ESC = '\u001b';

const JOB = `import os, time, sideplot
run = sideplot.init()
for step in run.track(range(100_000), name="training"):
    run.log(loss=1 / (1 + step))
    time.sleep(0.05)
    if os.path.exists("stop"):
        break
`;

const METRICS: readonly (readonly [string, (step: number) => number])[] = [
  ['loss/train', (step) => 2 * Math.exp(-step / 200) + noise(step) * 0.15],
  ['loss/validation', (step) => 2.2 * Math.exp(-step / 240) + 0.05],
  ['accuracy', (step) => 1 - Math.exp(-step / 150) * 0.9],
  ['learning rate', (step) => 0.005 * (1 + Math.cos((step / STEPS) * Math.PI))],
  ['gradient/first layer', (step) => 1 + noise(step + 7)],
  ['gradient/last layer', (step) => 0.4 + noise(step + 3) * 0.3],
];

/** The same in each test run, from −0.5 to 0.5. */
function noise(step: number): number {
  return ((Math.sin(step * 12.9898) * 43_758.5453) % 1) / 2;
}

describe('Sideplot in each theme', () => {
  let folders: Folders;
  let session: Session;
  let live: WrittenRun;
  let hand: ChartHand;
  let compared: Panel;
  let signs: NodeJS.Timeout;

  before(async () => {
    folders = makeFolders();
    live = writeRuns(folders);
    writeFileSync(join(folders.workspace, 'train.py'), JOB);
    session = await openSession({
      ...{ folder: folders.workspace, runs: folders.runs, size: { width: 1500, height: 900 } },
      ...{ installed: true, toasts: true },
      settings: { 'sideplot.autoOpen': 'never', 'sideplot.notifications.finishedAfter': 0 },
    });
    signs = signsOfLife(folders);
    await session.commands.execute('sideplotRuns.focus');
    await session.commands.execute('sideplot.runFileAsJob', { $uri: join(folders.workspace, 'train.py') });
    await session.commands.execute('sideplot.compareRuns', [live.id, '20260101-a']);
    compared = await panelOf('mnist / brave-fox and 1 more');
    await session.commands.execute('sideplot.showRunInNewPanel', live.id);
    hand = new ChartHand(await panelOf('mnist / brave-fox'));
  });
  after(async () => {
    clearInterval(signs);
    writeFileSync(join(folders.workspace, 'stop'), '');
    await session.close();
    folders.remove();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await keepPicture(session.page, 'appearance-failed');
  });

  /** The panel whose header names this. */
  function panelOf(name: string): Promise<Panel> {
    return until(`a panel of ${name}`, async () => {
      for (const panel of await panelsIn([session.page])) {
        if ((await panel.frame.locator('.run-name').getByText(name, { exact: true }).count()) > 0) return panel;
      }
      return undefined;
    });
  }

  const setTheme = async (theme: keyof typeof THEMES): Promise<void> => {
    await session.commands.execute('sideplotTests.updateSetting', 'workbench.colorTheme', theme);
    for (const { frame } of [hand.panel, compared]) {
      await until(`the page in ${theme}`, () =>
        frame.evaluate((kind) => document.body.classList.contains(kind), THEMES[theme]),
      );
    }
  };

  it('compares runs with a table of their configs beside the panel of one', async () => {
    const { frame } = compared;
    await frame.locator('summary', { hasText: '2 of 4 config values differ' }).click();
    await frame.getByRole('row', { name: 'lr 0.01 0.1' }).waitFor();
    const rows = session.page.locator('.pane-body [role=treeitem]', { hasText: 'train.py' });
    await until('the job in both views', async () => (await rows.count()) === 2);
  });

  for (const [theme, kind] of Object.entries(THEMES) as [keyof typeof THEMES, string][]) {
    it(`can be read in ${theme}`, async () => {
      await setTheme(theme);
      const { page, frame } = hand.panel;
      await hand.point('loss', 300, 1);
      await frame.locator('.tooltip:visible .tooltip-label').nth(1).waitFor();
      await keepPicture(page, `appearance-${kind}-panels`);
      for (const { frame: judged } of [hand.panel, compared]) assert.deepEqual(await seriousFindings(judged), []);
      await frame.getByRole('button', { name: 'Actions of chart accuracy', exact: true }).click();
      await frame.getByRole('menuitem', { name: 'Export' }).first().click();
      await frame.getByRole('menuitem', { name: /PNG/ }).waitFor();
      await keepPicture(page, `appearance-${kind}-menu`);
      assert.deepEqual(await seriousFindings(frame), []);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      live.write({
        type: 'note',
        kind: 'alert',
        text: `loss went up in ${kind}`,
        level: 'error',
        time: Date.now() / 1000,
      });
      const toast = page.locator('.notifications-toasts .notification-list-item', { hasText: `in ${kind}` });
      await toast.waitFor();
      await keepPicture(page, `appearance-${kind}-toast`);
      await session.commands.execute('notifications.clearAll');
      await toast.waitFor({ state: 'hidden' });
    });
  }

  it('has a walkthrough with pictures in each theme', async () => {
    const { page } = session;
    await session.commands.execute('workbench.action.closeSidebar');
    await session.commands.execute('workbench.action.editorLayoutSingle');
    await runFromPalette(page, 'Sideplot: Open Walkthrough');
    const steps = page.locator('.gettingStartedContainer .step-title');
    await until('four steps', async () => (await steps.count()) === 4);
    for (const [theme, kind] of Object.entries(THEMES)) {
      await session.commands.execute('sideplotTests.updateSetting', 'workbench.colorTheme', theme);
      await page.locator(`.monaco-workbench.${WORKBENCH[kind] ?? ''}`).waitFor();
      await steps.nth(2).click();
      await keepPicture(page, `appearance-${kind}-walkthrough`);
    }
  });

  it('says that a program which is there has fallen silent, and lets that be switched off', async () => {
    const { page } = session;
    const toast = page.locator('.notifications-toasts .notification-list-item', {
      hasText: 'quiet-cat has logged nothing',
    });
    await toast.waitFor({ timeout: STALL_DEADLINE });
    await keepPicture(page, 'appearance-stalled');
    await toast.hover();
    await toast.getByRole('button', { name: 'Don’t Show Again…' }).click();
    await page.locator('.settings-editor .setting-item', { hasText: 'Notifications: Stalled' }).waitFor();
  });

  it('leaves no error in any page', () => {
    assert.deepEqual(session.errors, []);
  });
});

function seriousFindings(frame: Panel['frame']): Promise<string[]> {
  return findingsIn(frame, ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], '#sideplot');
}

function writeRuns(folders: Folders): WrittenRun {
  const gone = { pid: 999_999_999 };
  const config = { lr: 0.01, batch: 64, optimizer: { name: 'adam', betas: [0.9, 0.999] } };
  const before = new WrittenRun(folders, {
    ...{ id: '20260101-a', name: 'calm-owl', start: NOW - 86_400, config: { ...config, lr: 0.1, batch: 32 } },
    ...gone,
  });
  before.declare(...METRICS.map(([metric]) => metric));
  before.points(
    0,
    STEPS,
    ...METRICS.map(
      ([, value]) =>
        (step: number) =>
          value(step) * 1.1 + 0.05,
    ),
  );
  before.write({ type: 'end', status: 'finished', time: NOW - 80_000 });
  new WrittenRun(folders, { id: '20260102-b', name: 'dry-ant', start: NOW - 50_000, config, ...gone }).write(
    { step: 1, loss: { train: 3 } },
    { type: 'end', status: 'failed', error: 'CUDA out of memory', time: NOW - 49_000 },
  );
  const run = new WrittenRun(folders, {
    ...{ id: '20260103-c', name: 'brave-fox', start: NOW - 600, config },
    ...{ pid: process.pid, argv: ['train.py'] },
  });
  run.declare(...METRICS.map(([metric]) => metric));
  run.points(0, STEPS, ...METRICS.map(([, value]) => value));
  run.write(
    { type: 'note', kind: 'cell', text: 'cell [3] executed', step: 60 },
    { type: 'note', kind: 'note', text: 'lower rate', step: 200 },
    { type: 'note', kind: 'restart', text: 'kernel restarted', step: 450 },
    { type: 'gap', series: 0, count: 40, reason: 'disk full', x: [330, 370] },
    { type: 'progress', id: 0, label: 'training', done: STEPS, total: 1000, unit: 'step', finished: false, time: NOW },
    { type: 'text', stream: 'stdout', lines: ['epoch 1: loss 1.21', `${ESC}[32mepoch 2${ESC}[0m: loss 0.45`], time: 1 },
    { type: 'text', stream: 'stderr', lines: ['train.py:2: UserWarning: slow loader'], time: 2 },
  );
  return run;
}

/** Has a run log steadily, and then nothing anymore. */
function signsOfLife(folders: Folders): NodeJS.Timeout {
  const quiet = new WrittenRun(folders, { id: '20260104-d', name: 'quiet-cat', start: NOW, pid: process.pid });
  let step = 0;
  const timer = setInterval(() => {
    quiet.write({ step, loss: 1 / (1 + step) });
    step += 1;
    if (step === 12) clearInterval(timer);
  }, 500);
  return timer;
}
