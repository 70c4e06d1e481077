import assert from 'node:assert/strict';
import { chartOf, type PagePanel, points } from './page-driver';
import { usePanel } from './use-panel';
import { Picture } from './picture';

const HOSTILE = [
  'loss/a.b[0]',
  '__proto__',
  'constructor',
  '<img src=x onerror="document.title=1">',
  `'"\\`,
  '</script><b>bold</b>',
  "datum['x'] + event.view.alert(1)",
];

describe('The figure of a panel', () => {
  const panels = usePanel();
  let panel: PagePanel;

  const ramp = (chart: number, series: number) => points(chart, series, [0, 1, 2], [series, series + 1, series + 2]);
  const text = async (selector: string) =>
    (await panel.page.locator(selector).allTextContents()).map((one) => one.trim());

  it('says who it shows and how it fares', async () => {
    panel = await panels.open();
    await panel.snapshot([chartOf('loss', ['train'])], { run: { points: 1234567 } });
    assert.deepEqual(await text('.figure-title'), ['Training']);
    assert.deepEqual(await text('.run-name'), ['mnist / brave-fox']);
    assert.deepEqual(await text('.header .status'), ['running']);
    assert.deepEqual(await text('.points'), ['1,234,567 points']);
    for (const status of ['finished', 'failed', 'interrupted', 'lost'] as const) {
      const run = {
        id: 'r',
        name: 'n',
        project: '',
        start: 0,
        points: 1,
        problems: {},
        error: '',
        status,
        colour: null,
      };
      await panel.frame([], { run });
      assert.deepEqual(await text('.header .status'), [status]);
      assert.equal(await panel.page.locator('.header .status svg').count(), 1);
    }
    assert.deepEqual(await text('.points'), ['1 point']);
  });

  it('says how many markers there are too many to show', async () => {
    panel = await panels.open();
    await panel.snapshot([chartOf('loss', ['train'])]);
    const markers = Array.from({ length: 1500 }, (_, x) => ({ x, kind: 'note', text: `n${x}`, time: null, run: 0 }));
    await panel.frame([], { markers: markers.slice(0, 1000), earlierMarkers: 20 });
    assert.deepEqual(await text('.notice:visible'), ['20 earlier markers not shown']);
    await panel.frame([], { markers });
    assert.deepEqual(await text('.notice:visible'), ['520 earlier markers not shown']);
    await panel.snapshot([chartOf('loss', ['train'])]);
    await panel.frame([]);
    assert.equal(await panel.page.locator('.notice:visible').count(), 0);
  });

  it('says why a run failed and what was refused', async () => {
    panel = await panels.open();
    await panel.snapshot([chartOf('loss', ['train'])]);
    assert.equal(await panel.page.locator('.notice:visible').count(), 0);
    await panel.snapshot([chartOf('loss', ['train'])], {
      run: {
        status: 'failed',
        error: 'ValueError: <b>no</b>',
        problems: { 'line is not JSON': 3, 'line is too long': 1 },
      },
    });
    assert.deepEqual(await text('.notice.error:visible'), ['ValueError: <b>no</b>']);
    assert.deepEqual(await text('.problems summary'), ['4 problems']);
    await panel.page.locator('.problems summary').click();
    assert.deepEqual(await text('.problems li:visible'), ['line is not JSON: 3', 'line is too long: 1']);
  });

  it('shows names of metrics literally, whatever they are', async () => {
    panel = await panels.open({ height: 700 });
    const charts = [chartOf('all', HOSTILE), ...HOSTILE.map((name) => chartOf(name, [name]))];
    await panel.snapshot(charts, { figure: { title: HOSTILE[3] ?? '' }, run: { name: HOSTILE[3] ?? '', project: '' } });
    await panel.frame([
      ...HOSTILE.map((_, series) => ramp(0, series)),
      ...HOSTILE.map((_, index) => ramp(index + 1, 0)),
    ]);
    assert.deepEqual(await text('.chart-title'), ['all', ...HOSTILE]);
    const legend = panel.page.locator('.chart').first().locator('.legend-label');
    assert.deepEqual(await legend.allTextContents(), HOSTILE);
    assert.deepEqual(await text('.figure-title'), [HOSTILE[3]]);
    assert.equal(await panel.page.locator('img, b').count(), 0);
    const picture = await Picture.of(panel);
    for (const colour of ['#56b4e9', '#f28e42', '#2fbf8f', '#c79bff', '#f2e05c', '#f07fb4', '#7cf5f1']) {
      assert.ok(picture.inked(colour) > 50, `the curve in ${colour} is missing`);
    }
    await panel.page.locator('.plot').first().hover();
    assert.deepEqual(await text('.tooltip:visible .tooltip-label'), HOSTILE);
  });

  it('has a legend that names many series without taking the chart’s room', async () => {
    panel = await panels.open({ width: 700, height: 400 });
    const labels = Array.from({ length: 50 }, (_, index) => `a rather long name of a layer ${index}/gradient norm`);
    await panel.snapshot([chartOf('layers', labels)]);
    await panel.frame(labels.map((_, series) => ramp(0, series)));
    assert.equal(await panel.page.locator('.legend-entry').count(), 50);
    const plot = await panel.page.locator('.plot').boundingBox();
    assert.ok(plot && plot.height > 200, `the plot is ${plot?.height} pixels high`);
    const last = panel.page.locator('.legend-entry').last();
    await last.scrollIntoViewIfNeeded();
    assert.match((await last.getAttribute('title')) ?? '', /layer 49\/gradient norm/);
    await panel.page.waitForFunction(() => document.querySelectorAll('.legend-value')[49]?.textContent === '51');
  });

  it('dims the other curves while a name is pointed at', async () => {
    panel = await panels.open();
    await panel.snapshot([chartOf('loss', ['train', 'val'])]);
    await panel.frame([ramp(0, 0), ramp(0, 1)]);
    const strong = (await Picture.of(panel)).inked('#f28e42');
    await panel.page.locator('.legend-entry').first().hover();
    await panel.frame([]);
    const dimmed = await Picture.of(panel);
    assert.ok(dimmed.inked('#f28e42') < strong / 10);
    assert.ok(dimmed.inked('#56b4e9') > 50);
    await panel.page.locator('.figure-title').hover();
    await panel.frame([]);
    assert.ok((await Picture.of(panel)).inked('#f28e42') > strong * 0.9);
  });

  it('fills the panel, follows its size, and tells the host in device pixels', async () => {
    panel = await panels.open({ width: 800, height: 500, scale: 2 });
    await panel.snapshot([chartOf('loss', ['train'])]);
    await panel.frame([ramp(0, 0)]);
    const before = await Picture.of(panel);
    const told = await panel.message('viewport');
    assert.deepEqual(told.charts, [{ chart: 'chart loss', width: before.area[2], domain: null }]);
    assert.equal(told.generation, 1);
    assert.ok(before.area[2] > 1400 && before.area[3] > 700, `the plotting area is ${before.area.join(' ')}`);

    await panel.page.setViewportSize({ width: 500, height: 300 });
    const next = await panel.message('viewport', 2);
    const after = await Picture.of(panel);
    assert.equal(next.charts[0]?.width, after.area[2]);
    assert.ok(Math.abs(before.area[2] - after.area[2] - 600) <= 2);
    assert.ok(after.ink(after.across(1), after.down(1), '#56b4e9') > 0.5);
    assert.equal(after.width, 2 * ((await panel.page.locator('.plot').boundingBox())?.width ?? 0));
  });

  it('lays many charts out in a grid, draws those in view, and the others when they come into view', async () => {
    panel = await panels.open({ width: 800, height: 500 });
    const names = Array.from({ length: 12 }, (_, index) => `metric ${index}`);
    await panel.snapshot(names.map((name) => chartOf(name, [name])));
    await panel.frame(names.map((_, chart) => ramp(chart, 0)));
    const boxes = await panel.page.locator('.chart').evaluateAll((charts) =>
      charts.map((chart) => {
        const { left, top, height } = chart.getBoundingClientRect();
        return { left, top, height };
      }),
    );
    assert.equal(new Set(boxes.map(({ left }) => left)).size, 2);
    assert.ok(boxes.every(({ height }) => height >= 200));
    await panel.page.locator('.plot').last().scrollIntoViewIfNeeded();
    await panel.page.waitForFunction(() => document.querySelectorAll<HTMLElement>('.plot')[11]?.dataset['x'] === '0 2');
    assert.ok((await Picture.of(panel, 11)).inked('#56b4e9') > 50);
  });

  it('offers a search when not all is drawn, and tells the host what was typed', async () => {
    panel = await panels.open();
    await panel.snapshot([chartOf('loss', ['train'])]);
    assert.equal(await panel.page.locator('.search').isVisible(), false);
    await panel.snapshot([chartOf('loss', ['train'], { hiddenSeries: 1200 })], { figure: { hiddenCharts: 3 } });
    assert.deepEqual(await text('.search-note'), [
      '3 further charts and 1,200 further series are not drawn; search to choose.',
    ]);
    await panel.snapshot([chartOf('loss', ['train'])], { figure: { hiddenCharts: 1 } });
    assert.deepEqual(await text('.search-note'), ['1 further chart is not drawn; search to choose.']);
    const field = panel.page.locator('.search vscode-text-field');
    await field.click();
    await panel.page.keyboard.type('val');
    assert.equal((await panel.message('filter')).text, 'val');
    await panel.snapshot([], { figure: { filter: 'val' } });
    assert.equal(await field.evaluate((box: HTMLElement & { value: string }) => box.value), 'val');
    assert.deepEqual(await text('.empty p'), ['No metric’s name contains “val”.']);
    await panel.page.getByRole('button', { name: 'Show All Metrics' }).click();
    assert.equal((await panel.message('filter', 2)).text, '');
  });

  it('explains what to do while there are no metrics', async () => {
    panel = await panels.open();
    await panel.snapshot([]);
    assert.deepEqual(await text('.empty-code'), ['import sideplot\nsideplot.log(loss=0.3)']);
    await panel.snapshot([chartOf('loss', ['train'])]);
    await panel.frame([ramp(0, 0)]);
    assert.equal(await panel.page.locator('.empty').isVisible(), false);
    assert.ok((await Picture.of(panel)).inked('#56b4e9') > 50);
  });

  it('has a text alternative with the newest values, right once the stream stops', async () => {
    panel = await panels.open();
    await panel.snapshot([chartOf('loss', ['train/loss', 'val/loss'])]);
    for (let step = 0; step < 20; step += 1) await panel.frame([points(0, 0, [step], [1 / (step + 1)], step)]);
    await panel.page
      .getByRole('img', { name: 'loss: train/loss 0.05 at step 19; val/loss has no points yet', exact: true })
      .waitFor();
  });

  it('has the newest values in the text alternative of a chart out of sight, too', async () => {
    panel = await panels.open({ width: 800, height: 400 });
    const names = Array.from({ length: 12 }, (_, index) => `metric ${index}`);
    await panel.snapshot(names.map((name) => chartOf(name, [name])));
    for (const step of [0, 1, 2, 3, 4, 5])
      await panel.frame(names.map((_, chart) => points(chart, 0, [step], [step / 2], step)));
    await panel.page.waitForFunction(
      () => document.querySelectorAll('.plot')[11]?.getAttribute('aria-label') === 'metric 11: metric 11 2.5 at step 5',
    );
    assert.notEqual(await panel.page.locator('.plot').last().getAttribute('data-x'), '0 5', 'the chart was drawn');
  });
});
