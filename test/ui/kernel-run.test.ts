/** A run of a real kernel, from its first cell to what is taken away of it: markers, NaN, x axes, exports, the report, the picture in the notebook. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { openNotebook, openSession, restartKernel, runCell, until, type Cell, type Session } from '../drive';
import { ChartHand } from './chart-hand';
import { makeFolders, type Folders } from './folders';
import { keepPicture } from './pictures';
import { acceptFile } from './quick-input';
import { descriptionsOf, panelTitled, reachesStep } from './watching';

const STEPS = 300;
const METRICS = 3;
/** Steps at which the loss is NaN. */
const LOST: readonly [number, number] = [140, 180];

const CELLS = [
  'import time, sideplot',
  [
    'run = sideplot.init(name="kernel-run", config={"lr": 0.1})',
    `for step in range(${STEPS}):`,
    `    loss = float("nan") if ${LOST[0]} <= step < ${LOST[1]} else 2 / (1 + step / 50)`,
    `    run.log({"train/loss": loss, "train/acc": step / ${STEPS}, "epoch": step / 100}, step=step)`,
    '    time.sleep(0.002)',
  ].join('\n'),
  'run.note("lower rate", step=200); run.alert("loss went up", level="error", step=250)',
  [
    'import sideplot',
    'run = sideplot.init(name="pictured")',
    'for step in range(50): run.log(loss=1 / (1 + step))',
    'run.finish(picture=True)',
  ].join('\n'),
];
const IMPORT = 0;
const TRAIN = 1;
const NOTE = 2;
const PICTURED = 3;

describe('A run of a kernel', () => {
  let folders: Folders;
  let session: Session;
  let notebook: string;
  let id: string;
  let hand: ChartHand;

  const run = async (index: number): Promise<Cell> => {
    const cell = await (await runCell(session.commands, notebook, index)).ended();
    assert.equal(cell.success, true, JSON.stringify(cell.outputs));
    return cell;
  };
  /** The text alternative of a chart that is described in this way. */
  const described = async (words: RegExp): Promise<void> => {
    await until(
      `a chart described as ${String(words)}`,
      async () => (await descriptionsOf(hand.panel)).some((one) => words.test(one)),
      { seen: () => descriptionsOf(hand.panel) },
    );
  };
  const happenings = async (): Promise<string[]> => {
    const { frame } = hand.panel;
    await hand.choose('train', 'Markers and Gaps');
    return frame.getByRole('menu', { name: 'Markers and Gaps' }).getByRole('menuitem').allTextContents();
  };
  const setAxis = async (name: string): Promise<void> => {
    const { frame } = hand.panel;
    await frame.locator('.reading vscode-dropdown').click();
    await frame.locator('vscode-option').filter({ hasText: name }).click();
  };

  before(async () => {
    folders = makeFolders();
    notebook = join(folders.workspace, 'kernel.ipynb');
    const cells = CELLS.map((source, index) => ({
      ...{ cell_type: 'code', id: `cell-${index}`, execution_count: null, metadata: {}, outputs: [], source },
    }));
    writeFileSync(notebook, JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
    session = await openSession({
      ...{ folder: folders.workspace, runs: folders.runs, size: { width: 1500, height: 950 } },
      settings: { 'sideplot.autoOpen': 'never' },
    });
    await openNotebook(session.commands, notebook);
    for (const cell of [IMPORT, TRAIN, NOTE]) await run(cell);
    id = readdirSync(join(folders.runs, 'runs'))[0] ?? assert.fail('no run');
    await session.commands.execute('sideplot.showRun', id);
    hand = new ChartHand(await panelTitled(session, 'All metrics'));
    await hand.untilTitles('train', 'epoch');
    await reachesStep(hand.panel, STEPS - 1);
  });
  after(async () => {
    await session.close();
    folders.remove();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await keepPicture(session.page, 'kernel-run-failed');
  });

  it('tells its cells, notes, alerts and the restart of the kernel as markers', async () => {
    const { frame, page } = hand.panel;
    await described(/^train: train\/loss 0\.28\d* at step 299; .*; \d+ markers$/);
    await restartKernel(session.commands, notebook);
    await frame.locator('[role=status][data-status=finished]').waitFor();
    const told = await happenings();
    await described(new RegExp(`^train: .*; ${told.length} markers$`));
    for (const words of [
      /kernel restarted$/,
      /: In \[3\]: run\.note/,
      /^step 250: alert: loss went up$/,
      /^step 200: lower rate$/,
    ])
      assert.ok(
        told.some((one) => words.test(one)),
        `${String(words)} in ${told.join('\n')}`,
      );
    await keepPicture(page, 'kernel-run-markers');
    await frame.getByRole('menuitem', { name: 'alert: loss went up' }).click();
    await frame.locator('.tooltip:visible .tooltip-note', { hasText: 'alert: loss went up' }).waitFor();
  });

  it('says where a value is NaN, between curves that end there', async () => {
    const values = hand.panel.frame.locator('.tooltip:visible .tooltip-value');
    await hand.untilShown('train', { x: [0, STEPS] });
    await hand.point('train', (LOST[0] + LOST[1]) / 2, 1);
    await until('NaN in the table', async () => (await values.allTextContents())[0] === 'NaN', {
      seen: () => values.allTextContents(),
    });
    await keepPicture(hand.panel.page, 'kernel-run-nan');
  });

  it('is read by wall time, and by another metric', async () => {
    await hand.panel.frame.locator('[data-action="reading"]').click();
    await setAxis('Wall time');
    await described(/^train: train\/loss 0\.28\d* at [^;]*\d+:\d\d:\d\d[^;]*; .*; \d+ markers$/);
    await keepPicture(hand.panel.page, 'kernel-run-wall-time');
    await setAxis('epoch');
    await described(/^train: train\/loss 0\.28\d* at epoch 2\.99; .*; \d+ markers$/);
    await keepPicture(hand.panel.page, 'kernel-run-epoch');
    await setAxis('Step');
    await described(/^train: train\/loss 0\.28\d* at step 299; /);
  });

  it('has one metric taken out of the chart of its prefix, and put back', async () => {
    await hand.choose('train', 'Give Own Chart to', 'train/acc');
    await until('three charts', async () => (await hand.titles()).length === 3, { seen: () => hand.titles() });
    assert.ok((await hand.titles()).includes('train/acc'));
    await described(/^train\/acc: train\/acc 0\.99\d* at step 299/);
    await hand.choose('train/acc', 'Put Back');
    await hand.untilTitles('train', 'epoch');
  });

  const accept = (name: string): Promise<string> => acceptFile(session.page, folders, name);
  /** Opens a file in a page of its own, and looks at it; whatever goes wrong there is an error. */
  const open = async (path: string, look: (page: Page) => Promise<void>): Promise<void> => {
    const page = await session.context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(pathToFileURL(path).href);
    await look(page);
    await page.close();
    assert.deepEqual(errors, []);
  };

  it('is exported as SVG and JSON', async () => {
    const { frame } = hand.panel;
    await frame.getByRole('toolbar').getByRole('button', { name: 'Export' }).click();
    await frame.getByRole('menuitem', { name: 'SVG…' }).click();
    await open(await accept('kernel-run.svg'), async (page) => {
      await page.locator('svg').first().waitFor();
      const words = await page.locator('svg').first().textContent();
      for (const word of ['train', 'epoch', 'train/loss']) assert.ok(words?.includes(word), words ?? '');
      await keepPicture(page, 'kernel-run-svg');
    });
    const exported = session.commands.execute('sideplot.export', { format: 'json', scope: 'runs' });
    const path = await accept('kernel-run.json');
    assert.equal(((await exported) as { points: number }).points, METRICS * STEPS);
    const { runs, points } = JSON.parse(readFileSync(path, 'utf8')) as {
      runs: { config: object }[];
      points: { metric: string; step: number; value: unknown }[];
    };
    assert.deepEqual(runs[0]?.config, { lr: 0.1 });
    assert.equal(points.length, METRICS * STEPS);
    const losses = points.filter(({ metric }) => metric === 'train/loss');
    assert.equal(losses.find(({ step }) => step === 50)?.value, 1);
    assert.equal(losses.filter(({ value }) => value === 'NaN').length, LOST[1] - LOST[0]);
  });

  it('is a report that a browser opens, with charts and values', async () => {
    const exported = session.commands.execute('sideplot.export', { format: 'report' });
    const path = await accept('kernel-run.html');
    await exported;
    await open(path, async (page) => {
      const widths = await page
        .locator('img')
        .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth));
      assert.equal(widths.length, 2);
      assert.ok(
        widths.every((width) => width > 300),
        widths.join(),
      );
      const loss = page.getByRole('row', { name: /^train\/loss / });
      assert.match(await loss.innerText(), /train\/loss\s+0\.28\d*\s+299\s+300/);
      await page.getByRole('row', { name: 'lr 0.1' }).waitFor();
      for (const words of ['lower rate', 'loss went up', 'kernel restarted'])
        await page.getByRole('cell', { name: words, exact: true }).waitFor();
      await keepPicture(page, 'kernel-run-report');
    });
  });

  it('leaves a picture in the notebook at its end', async () => {
    const { outputs } = await run(PICTURED);
    const pictures = outputs.filter(({ mimes }) => mimes.includes('image/svg+xml'));
    assert.equal(pictures.length, 1, JSON.stringify(outputs));
    const isShown = async (): Promise<boolean> => {
      const found = await Promise.all(
        session.page.frames().map((frame) =>
          frame
            .evaluate(() => [...document.querySelectorAll('svg')].some((one) => one.textContent.includes('pictured')))
            // The frame went away while it was asked.
            .catch(() => false),
        ),
      );
      return found.includes(true);
    };
    await until('the picture in the output', isShown);
    await keepPicture(session.page, 'kernel-run-picture');
  });

  it('leads to the cell that made it', async () => {
    await session.commands.execute('sideplot.goToRunSource', id);
    const focused = session.page.locator('.notebookOverlay .monaco-list-row.focused');
    await until('the cell', async () => (await focused.allInnerTexts()).some((text) => text.includes('kernel-run')), {
      seen: () => focused.allInnerTexts(),
    });
  });

  it('leaves no error in any page', () => {
    assert.deepEqual(session.errors, []);
  });
});
