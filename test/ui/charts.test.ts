/** Charts in the hands of a person: arranged, read, in two panels at once, with all that a run says beside its curves. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import {
  floatingWindows,
  openSession,
  panelIn,
  panelsIn,
  until,
  windowOpenedBy,
  type Panel,
  type Session,
} from '../drive';
import { ChartHand } from './chart-hand';
import { makeFolders, type Folders } from './folders';
import { keepPicture } from './pictures';
import { panelTitled, reachesStep } from './watching';
import { WrittenRun } from './written-run';

const STEPS = 1000;
const ESC = '\u001b';
const CHARTS = ['train', 'val', 'lr', 'grad norm'];

/** Curves whose values can be told from the step. */
const METRICS: readonly (readonly [string, (step: number) => number])[] = [
  ['train/loss', (step) => 2 / (1 + step / 100)],
  ['train/acc', (step) => step / STEPS],
  ['val/loss', (step) => 2.2 / (1 + step / 120)],
  ['lr', () => 0.01],
  ['grad norm', (step) => (step === 500 ? 1e6 : 1 + Math.sin(step / 30))],
];

describe('The charts of a panel, taken in hand', () => {
  let folders: Folders;
  let session: Session;
  let run: WrittenRun;
  let hand: ChartHand;

  before(async () => {
    folders = makeFolders();
    run = writeRun(folders);
    session = await openSession({
      ...{ folder: folders.workspace, runs: folders.runs, size: { width: 1400, height: 900 } },
      settings: { 'sideplot.autoOpen': 'never' },
    });
    await session.commands.execute('sideplot.showRun', run.id);
    const panel = await panelTitled(session, 'All metrics');
    await reachesStep(panel, STEPS - 1);
    hand = new ChartHand(panel);
    await hand.untilTitles(...CHARTS);
    await panel.frame.locator('[data-action="reading"]').click();
  });
  after(async () => {
    await session.close();
    folders.remove();
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    const name = this.currentTest.title.slice(0, 20);
    for (const [index, page] of session.context.pages().entries())
      await keepPicture(page, `charts-failed-${name}-${index}`);
  });

  const reading = (text: string) => hand.panel.frame.locator('.reading vscode-checkbox', { hasText: text });

  it('are pinned, resized, merged and split, and one fills the panel', async () => {
    const { frame, page } = hand.panel;
    await hand.choose('lr', 'Pin to Top');
    await hand.untilTitles('lr', 'train', 'val', 'grad norm');
    await frame.locator('.charts.pinned .chart-title', { hasText: 'lr' }).waitFor();

    const before = await hand.boxOf(hand.chart('train'));
    await hand.drag(hand.chart('train').locator('.chart-resize'), [0.5, 0.5], hand.chart('val'), [0.9, 0.9]);
    await until('a chart of two columns', async () => {
      return (await hand.boxOf(hand.chart('train'))).width > 1.8 * before.width;
    });
    await hand.drag(hand.chart('grad norm').locator('.chart-title'), [0.2, 0.5], hand.chart('val'), [0.5, 0.5]);
    await hand.untilTitles('lr', 'train', 'val + grad norm');
    await keepPicture(page, 'charts-arranged');
    await hand.choose('val + grad norm', 'Split');
    await hand.untilTitles('lr', 'train', 'val', 'grad norm');

    await hand.chart('val').locator('.chart-title').dblclick();
    await hand.untilTitles('val');
    await page.keyboard.press('Escape');
    await hand.untilTitles('lr', 'train', 'val', 'grad norm');
    await frame.getByRole('button', { name: 'Layout', exact: true }).click();
    await frame.getByRole('menuitem', { name: 'Reset Layout' }).click();
    await hand.untilTitles(...CHARTS);
  });

  it('fill their places, whatever comes and goes beside them', async () => {
    const { frame } = hand.panel;
    const heights = () =>
      frame
        .locator('.plot')
        .evaluateAll((plots) => plots.map((plot) => [plot.clientHeight, plot.querySelector('canvas')?.clientHeight]));
    const untilFilled = () =>
      until(
        'pictures as high as their places',
        async () => (await heights()).every(([box, picture]) => box === picture),
        {
          seen: heights,
        },
      );
    await untilFilled();
    await frame.locator('[data-action="text"]').click();
    await untilFilled();
    await frame.locator('[data-action="text"]').click();
    await untilFilled();
    await hand.choose('lr', 'Hide');
    await frame.locator('.hidden-charts').getByRole('button').click();
    await frame.getByRole('menuitem', { name: 'lr' }).click();
    await hand.untilTitles(...CHARTS);
    await untilFilled();
  });

  it('are zoomed in both axes, by the wheel and by dragging, together or each for itself', async () => {
    const { page } = hand.panel;
    await hand.brush('train', [200, 0.4], [600, 1.4]);
    await hand.untilShown('train', { x: [200, 600], y: [0.4, 1.4] });
    await hand.untilShown('lr', { x: [200, 600] });
    await hand.brushY('train', 0.6, 1.2);
    await hand.untilShown('train', { x: [200, 600], y: [0.6, 1.2] });
    await hand.point('train', 400, 0.9);
    await page.mouse.wheel(0, -400);
    await until('less of x in all charts', async () => {
      const [one, other] = [await hand.shown('train'), await hand.shown('lr')];
      return one.x[1] - one.x[0] < 300 && one.x.join() === other.x.join();
    });
    await page.mouse.dblclick(...(await hand.place('train', 400, 0.9)));
    await hand.untilShown('train', { x: [0, STEPS], y: [0, 2.2] });

    await reading('Link zoom').click();
    await hand.brush('train', [200, 1], [600, 1]);
    await hand.untilShown('train', { x: [200, 600] });
    await hand.untilShown('lr', { x: [0, STEPS] });
    await reading('Link zoom').click();
    await page.mouse.dblclick(...(await hand.place('train', 400, 0.5)));
    await hand.untilShown('train', { x: [0, STEPS], y: [0, 2.2] });
  });

  it('tell the values at the pointer in all charts, with markers and gaps', async () => {
    const { page, frame } = hand.panel;
    const notes = frame.locator('.tooltip:visible .tooltip-note');
    const read = async (x: number, y: number, ...wanted: readonly string[]): Promise<void> => {
      await hand.point('train', x, y);
      await until(`notes at ${x}`, async () => (await notes.allTextContents()).join() === wanted.join(), {
        seen: () => notes.allTextContents(),
      });
    };
    await read(400, 1);
    // Several steps share a pixel: which of them is told follows when the pointer rests, in the table and in the legends alike.
    await until('the point behind a column near step 400', async () => isToldNear(400, await told(hand)), {
      seen: () => told(hand),
    });
    await until(
      'a crosshair in each chart',
      async () => (await frame.locator('.hover-rule:visible').count()) === CHARTS.length,
    );
    await read(100, 1, 'cell [3] executed');
    await read(250, 1, 'lower rate');
    await read(700, 1, 'alert: loss went up');
    await keepPicture(page, 'charts-crosshair');
    await read(850, 1, 'kernel restarted');
    await read(560, 0.5, '120 points of train/loss dropped (disk full)');
    await reading('Markers').click();
    await read(700, 1);
    await reading('Markers').click();
  });

  it('have logarithmic axes, leave outliers out, and follow the newest points', async () => {
    const { frame } = hand.panel;
    await reading('Log x').click();
    await hand.untilShown('train', { x: [0, 3] });
    await hand.chart('train').locator('.chart-note', { hasText: 'at x ≤ 0' }).waitFor();
    await reading('Log x').click();
    await hand.untilShown('train', { x: [0, STEPS] });

    await hand.untilShown('grad norm', { y: [0, 1.1e6] });
    await reading('Ignore outliers').click();
    await hand.untilShown('grad norm', { y: [0, 2.2] });
    await hand.chart('grad norm').locator('.chart-note', { hasText: '1 place beyond the range shown' }).waitFor();

    await frame.locator('.reading-latest input').fill('200');
    await hand.untilShown('train', { x: [800, 1000] });
    run.points(STEPS, 500, ...METRICS.map(([, value]) => value));
    await hand.untilShown('train', { x: [1300, 1500] });
    await keepPicture(hand.panel.page, 'charts-latest');
    await frame.locator('.reading-latest input').fill('');
    await hand.untilShown('train', { x: [0, 1500] });
  });

  it('follow the same hand in two windows, and come to rest', async () => {
    const [first, second] = await inTwoWindows(session, run.id);
    hand = new ChartHand(first);
    const other = new ChartHand(second);
    await other.untilTitles(...CHARTS);
    const both = [hand, other] as const;
    await hand.choose('val', 'Hide');
    for (const one of both) await one.untilTitles('train', 'lr', 'grad norm');
    await other.choose('lr', 'Pin to Top');
    for (const one of both) await one.untilTitles('lr', 'train', 'grad norm');
    for (const { panel } of both) await openReading(panel);
    const log = (one: ChartHand) => one.panel.frame.getByRole('checkbox', { name: 'Log y' });
    await log(other).click();
    await until('both boxes checked', async () => (await log(hand).isChecked()) && (await log(other).isChecked()));
    const slider = (one: ChartHand) => one.panel.frame.locator('.reading input[type=range]');
    await slider(hand).fill('0.5');
    await until('the slider of the other', async () => (await slider(other).inputValue()) === '0.5');
    await slider(other).fill('0.8');
    await until('the slider of the first', async () => (await slider(hand).inputValue()) === '0.8');
    for (const one of both) await one.panel.frame.locator('.reading-weight', { hasText: '0.96' }).waitFor();

    // Whoever answered an answer would never come to an end.
    const generations = () =>
      Promise.all(both.map(({ panel }) => panel.frame.locator('#sideplot').getAttribute('data-generation')));
    const settled = await generations();
    run.points(1500, 10, ...METRICS.map(([, value]) => value));
    for (const { panel } of both) await reachesStep(panel, 1509);
    assert.deepEqual(await generations(), settled, 'points come in frames, and no snapshot follows');
    await keepPicture(other.panel.page, 'charts-second-window');
    await other.panel.page.close({ runBeforeUnload: true });
    await until('the window to close', () => floatingWindows(session.page).length === 0);
  });

  it('stand above the printed text in its colours, which is searched, copied and leads to the code', async () => {
    const { frame, page } = hand.panel;
    const styled = frame.locator('.text-styled', { hasText: 'epoch 2' });
    const plain = frame.locator('.text-lines');
    const colour = (part: typeof styled) => part.evaluate((box) => getComputedStyle(box).color);
    assert.notEqual(await colour(styled), await colour(plain));
    await frame.locator('.text-scroller').click();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('epoch');
    await frame.locator('.text-search-count', { hasText: '2 of 2' }).waitFor();
    await keepPicture(page, 'charts-text');
    await page.keyboard.press('Escape');
    await session.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await frame.getByRole('button', { name: 'Copy the Selection, or All' }).click();
    await frame.getByText('3 lines copied').waitFor();
    const copied = await frame.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, 'epoch 1 loss 0.31\nepoch 2 loss 0.25\ntrain.py:2: UserWarning: slow loader\n');
    await frame.getByRole('link', { name: 'train.py:2' }).click();
    await session.page.locator('.tab.active', { hasText: 'train.py' }).waitFor();
    await session.page.locator('.statusbar-item', { hasText: 'Ln 2, Col 1' }).waitFor();
    await session.commands.execute('workbench.action.closeActiveEditor');
  });

  it('are exported as Parquet, every point with its value', async () => {
    const exported = session.commands.execute('sideplot.export', { format: 'parquet', scope: 'runs' });
    const input = session.page.locator('.quick-input-widget input[type="text"]').first();
    await until('the proposal of a file', async () => (await input.inputValue()).endsWith('/brave-fox.parquet'), {
      seen: () => input.inputValue(),
    });
    await input.press('Enter');
    await exported;
    const path = join(folders.workspace, 'brave-fox.parquet');
    await until('the file', () => existsSync(path));
    const { buffer, byteOffset, byteLength } = readFileSync(path);
    const file = buffer.slice(byteOffset, byteOffset + byteLength);
    const rows = await parquetReadObjects({ file });
    assert.equal(rows.length, 1510 * METRICS.length);
    const [first] = rows.filter(({ metric, step }) => metric === 'train/acc' && step === 700);
    assert.equal(first?.['value'], 0.7);
  });

  it('are not there before the first number, and the panel says what to type', async () => {
    const id = '29991231-235959-000001-bbbbbb';
    const empty = new WrittenRun(folders, { id, name: 'calm-owl', pid: process.pid });
    await session.commands.execute('sideplotRuns.focus');
    await session.page.locator('.pane-body [role=treeitem]', { hasText: 'calm-owl' }).click();
    const frames = () => panelsIn([session.page]);
    const words = await until('a panel without metrics', async () => {
      const all = (await frames()).map(({ frame }) => frame.locator('.empty:visible .empty-code'));
      const shown = await Promise.all(all.map((code) => code.count()));
      return all.find((_, index) => shown[index] === 1);
    });
    assert.equal(await words.textContent(), 'import sideplot\nsideplot.log(loss=0.3)');
    await keepPicture(session.page, 'charts-empty');
    empty.write({ step: 0, loss: 1 }, { step: 1, loss: 0.5 });
    await words.waitFor({ state: 'hidden' });
    await until('a chart in its place', async () => {
      const titles = (await frames()).map(({ frame }) =>
        frame.locator('.chart-title').getByText('loss', { exact: true }),
      );
      return (await Promise.all(titles.map((title) => title.count()))).includes(1);
    });
  });

  it('leave no error in any page', () => {
    assert.deepEqual(session.errors, []);
  });
});

/** What the table at the pointer and the legends tell, at one moment. */
function told({
  panel: { frame },
}: ChartHand): Promise<Readonly<Record<'point' | 'labels' | 'points' | 'legend', string[]>>> {
  return frame.evaluate(() => {
    const textsOf = (selector: string) => [...document.querySelectorAll(selector)].map((box) => box.textContent);
    return {
      point: textsOf('.tooltip:not([hidden]) .tooltip-raw-point'),
      labels: textsOf('.tooltip:not([hidden]) .tooltip-label'),
      points: textsOf('.tooltip:not([hidden]) .tooltip-raw-value'),
      legend: textsOf('.legend-value').slice(0, 2),
    };
  });
}

function isToldNear(wanted: number, { point, labels, points, legend }: Awaited<ReturnType<typeof told>>): boolean {
  const step = Number(/^raw point: step (\d+)$/.exec(point[0] ?? '')?.[1]);
  const values = METRICS.slice(0, 2).map(([, value]) => String(Number(value(step).toPrecision(6))));
  const isSame = [points, legend].every((texts) => texts.join() === values.join());
  return Math.abs(step - wanted) <= 8 && labels.join() === 'train/loss,train/acc' && isSame;
}

async function openReading({ frame }: Panel): Promise<void> {
  if (!(await frame.locator('.reading').isVisible())) await frame.locator('[data-action="reading"]').click();
  await frame.locator('.reading').waitFor();
}

/** The panel of a run, and a second panel of the same figure in a window of its own. */
async function inTwoWindows(session: Session, run: string): Promise<[Panel, Panel]> {
  await session.commands.execute('sideplot.showRunInNewPanel', run);
  const window = await windowOpenedBy(session.context, () =>
    session.commands.execute('workbench.action.moveEditorToNewWindow'),
  );
  return [await panelIn(session.page), await panelIn(window)];
}

function writeRun(folders: Folders): WrittenRun {
  const run = new WrittenRun(folders, { id: '29991231-235959-000000-aaaaaa', name: 'brave-fox', config: { lr: 0.1 } });
  run.declare(...METRICS.map(([metric]) => metric));
  run.points(0, STEPS, ...METRICS.map(([, value]) => value));
  run.write(
    { type: 'note', kind: 'cell', text: 'cell [3] executed', step: 100 },
    { type: 'note', kind: 'note', text: 'lower rate', step: 250 },
    { type: 'note', kind: 'alert', text: 'loss went up', step: 700, level: 'error' },
    { type: 'note', kind: 'restart', text: 'kernel restarted', step: 850 },
    { type: 'gap', series: 0, count: 120, reason: 'disk full', x: [520, 640] },
    { type: 'text', stream: 'stdout', lines: ['epoch 1 loss 0.31', `${ESC}[32mepoch 2${ESC}[0m loss 0.25`], time: 1 },
    { type: 'text', stream: 'stderr', lines: ['train.py:2: UserWarning: slow loader'], time: 2 },
  );
  writeFileSync(join(folders.workspace, 'train.py'), 'import sideplot\nsideplot.log(loss=0.3)\n');
  return run;
}
