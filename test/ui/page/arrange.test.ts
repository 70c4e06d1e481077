import assert from 'node:assert/strict';
import { layOutFigure } from '../../../src/common/figure-layout';
import { DEFAULT_CHOICES, type Arrangement } from '../../../src/common/figure-choices';
import type { ChartDescription } from '../../../src/common/protocol';
import { runOf } from '../../unit/common/runs';
import { type PagePanel, points } from './page-driver';
import { usePanel } from './use-panel';

const METRICS = ['train/loss', 'train/acc', 'val/loss', 'val/acc', 'lr', 'speed'];

describe('Arranging the charts of a panel', () => {
  const panels = usePanel();
  let panel: PagePanel;
  let charts: readonly ChartDescription[] = [];
  /** How many choices the page has told. */
  let told = 0;

  /** Sends what the host would send of an arrangement. */
  async function show(arrangement: Arrangement, revision?: number): Promise<void> {
    const { description } = layOutFigure([runOf(...METRICS).run], null, '', true, arrangement);
    ({ charts } = description);
    const choices = { ...DEFAULT_CHOICES, arrangement };
    await panel.snapshot(charts, { figure: description, choices, ...(revision !== undefined && { revision }) });
    const blocks = charts.flatMap(({ series }, chart) =>
      series.map(({ metric }, index) => points(chart, index, [0, 1, 2], [METRICS.indexOf(metric), 1, 2])),
    );
    await panel.frame(blocks);
  }

  async function openPanel(width = 900, height = 600): Promise<void> {
    panel = await panels.open({ width, height });
    told = 0;
    await show(DEFAULT_CHOICES.arrangement);
    await panel.page.locator('canvas').first().waitFor();
    await panel.page.evaluate(() => {
      for (const canvas of document.querySelectorAll('canvas')) canvas.dataset['mark'] = 'kept';
    });
  }

  /** Waits for the next arrangement that the page tells. */
  async function arrangement(): Promise<Arrangement> {
    told += 1;
    return (await panel.message('choices', told)).choices.arrangement;
  }

  const titles = () => panel.page.locator('.chart:visible .chart-title').allTextContents();
  const chart = (title: string) =>
    panel.page.locator('.chart').filter({ has: panel.page.locator('.chart-title', { hasText: title }) });
  const boxOf = async (title: string) => (await chart(title).boundingBox()) ?? assert.fail(`no chart ${title}`);
  const views = () => panel.page.locator('canvas[data-mark]').count();

  async function choose(title: string, ...entries: string[]): Promise<void> {
    await panel.page.getByRole('button', { name: `Actions of chart ${title}`, exact: true }).click();
    for (const entry of entries) await panel.page.getByRole('menuitem', { name: entry, exact: false }).first().click();
  }

  /** Drags from a chart's header, or what is given, to a place in another chart, in shares of its size. */
  async function drag(
    from: string,
    to: string,
    x: number,
    y: number,
    grip = '.chart-title',
    drop = true,
  ): Promise<void> {
    const grabbed = (await chart(from).locator(grip).first().boundingBox()) ?? assert.fail('nothing to grab');
    const target = await boxOf(to);
    const { mouse } = panel.page;
    await mouse.move(grabbed.x + 4, grabbed.y + 6);
    await mouse.down();
    await mouse.move(grabbed.x + 14, grabbed.y + 16);
    await mouse.move(target.x + target.width * x, target.y + target.height * y, { steps: 3 });
    if (drop) await mouse.up();
  }

  it('moves a chart to where its header is dropped, marks the place, and compiles nothing anew', async () => {
    await openPanel();
    const canvases = await views();
    assert.deepEqual(await titles(), ['train', 'val', 'lr', 'speed']);
    await drag('speed', 'train', 0.1, 0.5, '.chart-title', false);
    const mark = (await panel.page.locator('.drop-mark.line').boundingBox()) ?? assert.fail('no mark');
    const train = await boxOf('train');
    assert.ok(Math.abs(mark.x - train.x) < 3 && mark.height === train.height);
    await panel.page.mouse.up();
    assert.deepEqual(await titles(), ['speed', 'train', 'val', 'lr']);
    const next = await arrangement();
    assert.deepEqual(next.order, ['speed', 'train/', 'val/', 'lr']);
    await show(next);
    assert.deepEqual(await titles(), ['speed', 'train', 'val', 'lr']);
    assert.equal(await views(), canvases);
    assert.equal(await panel.page.locator('.drop-mark').count(), 0);
  });

  it('gives up a drag with Escape, and takes a press without a move for none', async () => {
    await openPanel();
    await drag('speed', 'train', 0.1, 0.5, '.chart-title', false);
    await panel.page.keyboard.press('Escape');
    assert.equal(await panel.page.locator('.drop-mark').count(), 0);
    await panel.page.mouse.up();
    await chart('val').locator('.chart-title').click();
    assert.deepEqual(await titles(), ['train', 'val', 'lr', 'speed']);
    assert.ok(!(await panel.messages()).some(({ type }) => type === 'choices'));
  });

  it('moves and sizes the focused chart by keys, keeps its focus, and says what was done', async () => {
    await openPanel();
    await chart('speed').locator('.plot').focus();
    await panel.page.keyboard.press('Alt+ArrowLeft');
    assert.deepEqual((await arrangement()).order, ['train/', 'val/', 'speed', 'lr']);
    await panel.page.keyboard.press('Alt+ArrowUp');
    assert.deepEqual((await arrangement()).order, ['speed', 'train/', 'val/', 'lr']);
    assert.equal(await panel.page.locator('.figure > [aria-live]').textContent(), 'speed: moved before train');
    const before = await boxOf('speed');
    await panel.page.keyboard.press('Alt+Shift+ArrowRight');
    assert.deepEqual((await arrangement()).sizes, { speed: { columns: 2, rows: 1 } });
    const after = await boxOf('speed');
    assert.ok(after.width > 1.8 * before.width, `${before.width} became ${after.width}`);
    assert.equal(
      await chart('speed')
        .locator('.plot')
        .evaluate((plot) => plot === document.activeElement),
      true,
    );
  });

  it('resizes a chart by its corner, from cell to cell', async () => {
    await openPanel();
    const before = await boxOf('train');
    const { mouse } = panel.page;
    await mouse.move(before.x + before.width - 4, before.y + before.height - 4);
    await mouse.down();
    await mouse.move(before.x + before.width * 1.8, before.y + before.height * 1.9, { steps: 4 });
    const during = await boxOf('train');
    assert.ok(during.width > 1.8 * before.width);
    assert.ok(!(await panel.messages()).some(({ type }) => type === 'choices'), 'nothing is kept before the release');
    await mouse.up();
    assert.deepEqual((await arrangement()).sizes, { 'train/': { columns: 2, rows: 2 } });
    const canvas = await chart('train')
      .locator('canvas')
      .first()
      .evaluate((box) => box.clientWidth);
    assert.ok(canvas > before.width);
  });

  it('hides a chart, says so, and shows it again', async () => {
    await openPanel();
    await choose('val', 'Hide');
    const next = await arrangement();
    assert.deepEqual(next.hidden, ['val/']);
    assert.deepEqual(await titles(), ['train', 'lr', 'speed']);
    await show(next);
    assert.match((await panel.page.locator('.hidden-charts').textContent()) ?? '', /^1 chart hidden/);
    await panel.page.locator('.hidden-charts').getByRole('button').click();
    await panel.page.getByRole('menuitem', { name: 'val' }).click();
    const shown = await arrangement();
    assert.deepEqual(shown.hidden, []);
    await show(shown);
    assert.deepEqual(await titles(), ['train', 'val', 'lr', 'speed']);
    assert.equal(await panel.page.locator('.hidden-charts').isVisible(), false);
  });

  it('offers all charts again when all are hidden', async () => {
    await openPanel();
    await show({ ...DEFAULT_CHOICES.arrangement, hidden: ['train/', 'val/', 'lr', 'speed'] });
    assert.equal(await panel.page.locator('.empty p').textContent(), 'All 4 charts are hidden.');
    await panel.page.getByRole('button', { name: 'Show All' }).click();
    assert.deepEqual((await arrangement()).hidden, []);
  });

  it('pins a chart to the top, where it stays while the others scroll', async () => {
    await openPanel(700, 420);
    await choose('speed', 'Pin to Top');
    const next = await arrangement();
    assert.deepEqual(next.pinned, ['speed']);
    assert.deepEqual(await titles(), ['speed', 'train', 'val', 'lr']);
    await show(next);
    const top = (await boxOf('speed')).y;
    await panel.page.locator('.figure').evaluate((figure) => (figure.scrollTop = 10_000));
    assert.equal((await boxOf('speed')).y, top);
    assert.ok((await boxOf('train')).y < top);
    await choose('speed', 'Unpin');
    assert.deepEqual((await arrangement()).pinned, []);
  });

  it('draws one chart in another when it is dropped on it, and splits them again', async () => {
    await openPanel();
    await drag('val', 'train', 0.5, 0.5);
    const merged = await arrangement();
    assert.deepEqual(merged.merged, [['train/', 'val/']]);
    await show(merged);
    assert.deepEqual(await titles(), ['train + val', 'lr', 'speed']);
    assert.equal(await chart('train').locator('.legend-entry').count(), 4);
    await choose('train + val', 'Split');
    const split = await arrangement();
    assert.deepEqual(split.merged, []);
    await show(split);
    assert.deepEqual(await titles(), ['train', 'val', 'lr', 'speed']);
  });

  it('draws a metric in another chart when its name in the legend is dropped there, or gives it a chart of its own', async () => {
    await openPanel();
    await drag('val', 'train', 0.5, 0.5, '.legend-label');
    const merged = await arrangement();
    assert.deepEqual(merged.merged, [['train/', 'val/loss']]);
    await show(merged);
    assert.deepEqual(await titles(), ['train + val/loss', 'val', 'lr', 'speed']);
    await choose('train + val/loss', 'Give Own Chart to', 'train/acc');
    const own = await arrangement();
    assert.deepEqual(own.merged, [['train/', 'val/loss'], ['train/acc']]);
    await show(own);
    assert.deepEqual(await titles(), ['train + val/loss', 'train/acc', 'val', 'lr', 'speed']);
    await choose('train/acc', 'Put Back');
    assert.deepEqual((await arrangement()).merged, [['train/', 'val/loss']]);
  });

  it('merges by the menu, too, and resets everything', async () => {
    await openPanel();
    await choose('lr', 'Merge with', 'speed');
    const merged = await arrangement();
    assert.deepEqual(merged.merged, [['speed', 'lr']]);
    await show(merged);
    await panel.page.getByRole('button', { name: 'Layout', exact: true }).click();
    await panel.page.getByRole('menuitem', { name: 'Reset Layout' }).click();
    assert.deepEqual(await arrangement(), DEFAULT_CHOICES.arrangement);
  });

  it('keeps what the user chose when a snapshot comes that was on its way, and takes what comes after', async () => {
    await openPanel();
    await chart('speed').locator('.plot').focus();
    await panel.page.keyboard.press('Alt+ArrowLeft');
    const moved = ['train', 'val', 'speed', 'lr'];
    assert.deepEqual(await titles(), moved);
    await panel.page.getByRole('button', { name: 'Read Curves' }).click();
    await panel.page.locator('vscode-checkbox', { hasText: 'Log y' }).click();
    assert.equal((await panel.message('choices', 2)).revision, 2);
    for (const revision of [0, 1]) {
      await show(DEFAULT_CHOICES.arrangement, revision);
      assert.deepEqual(await titles(), moved);
      assert.equal(await panel.page.getByRole('checkbox', { name: 'Log y' }).isChecked(), true);
    }
    await show({ ...DEFAULT_CHOICES.arrangement, hidden: ['lr'] }, 2);
    assert.deepEqual(await titles(), ['train', 'val', 'speed']);
    assert.equal(await panel.page.getByRole('checkbox', { name: 'Log y' }).isChecked(), false);
    assert.equal((await panel.messages()).filter(({ type }) => type === 'choices').length, 2, 'no echo');
  });

  it('keeps a maximised chart over a reload of the page, and the picture of one whose series change', async () => {
    await openPanel();
    await chart('train').locator('.chart-title').dblclick();
    const again = await panels.open({ state: await panel.state() });
    panel = again;
    await show(DEFAULT_CHOICES.arrangement);
    assert.deepEqual(await titles(), ['train']);
    await panel.page.getByRole('button', { name: 'Restore chart train' }).click();
    assert.equal((await titles()).length, 4);

    const more = charts.map((one) =>
      one.id === 'lr' ? { ...one, series: [...one.series, ...(charts[3]?.series ?? [])] } : one,
    );
    await panel.snapshot(more);
    assert.equal(await chart('lr').locator('.stand-in').count(), 1);
    await panel.frame([points(2, 0, [0, 1], [0, 1])]);
    assert.equal(await chart('lr').locator('.stand-in').count(), 0);
  });

  it('has charts of a readable size in any panel', async () => {
    for (const [width, height] of [
      [1400, 800],
      [500, 900],
      [220, 400],
    ] as const) {
      await openPanel(width, height);
      const boxes = await panel.page.locator('.chart').evaluateAll((all) =>
        all.map((one) => {
          const { width: wide, height: high, right } = one.getBoundingClientRect();
          return { wide, high, right };
        }),
      );
      assert.ok(
        boxes.every(({ wide, high, right }) => wide >= Math.min(width, 240) - 20 && high >= 180 && right <= width),
        JSON.stringify(boxes),
      );
    }
  });
});
