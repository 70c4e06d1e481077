import assert from 'node:assert/strict';
import { DEFAULT_CHOICES, type FigureChoices, type Reading } from '../../../src/common/figure-choices';
import { chartOf, columns, type PagePanel, type PanelOptions, points } from './page-driver';
import { usePanel } from './use-panel';
import { Picture } from './picture';

const BLUE = '#56b4e9';
const x = Array.from({ length: 101 }, (_, step) => step);

function choices(reading: Partial<Reading>): FigureChoices {
  return { ...DEFAULT_CHOICES, reading: { ...DEFAULT_CHOICES.reading, ...reading } };
}

describe('Reading curves', () => {
  const panels = usePanel();
  let panel: PagePanel;

  /** Opens a panel of charts of one series each, that goes from 0 to 1 and from 0 to 100. */
  async function open(reading: Partial<Reading>, titles = ['loss', 'acc'], options: PanelOptions = {}): Promise<void> {
    panel = await panels.open(options);
    const charts = titles.map((title) => chartOf(title, [title]));
    await panel.snapshot(charts, { choices: choices(reading), metrics: ['loss', 'acc', 'epoch'] });
    const factor = reading.smoothing === undefined ? 1 : 2;
    const blocks = titles.flatMap((_, chart) =>
      Array.from({ length: factor }, (_unused, curve) => {
        const scale = (chart === 0 ? 0.01 : 1) * (curve === 0 ? 1 : 0.5);
        return points(
          chart,
          curve,
          x,
          x.map((step) => step * scale),
        );
      }),
    );
    await panel.frame(blocks);
  }

  /** Where x and y are in the window, in CSS pixels. */
  async function place(stepX: number, y: number, chart = 0): Promise<[number, number]> {
    const picture = await Picture.of(panel, chart);
    const box = await panel.page.locator('.plot').nth(chart).boundingBox();
    assert.ok(box);
    return [box.x + picture.across(stepX) / picture.ratio, box.y + picture.down(y) / picture.ratio];
  }

  async function drag(from: [number, number], to: [number, number], button: 'left' | 'middle' = 'left'): Promise<void> {
    await panel.page.mouse.move(...from);
    await panel.page.mouse.down({ button });
    await panel.page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2);
    await panel.page.mouse.move(...to);
    await panel.page.mouse.up({ button });
  }

  /** Waits until a chart shows about these parts of x and y. */
  async function shows(chart: number, wanted: { x?: readonly number[]; y?: readonly number[] }): Promise<void> {
    await panel.page
      .waitForFunction(
        ([index, ends]) => {
          const plot = document.querySelectorAll<HTMLElement>('.plot')[index];
          return Object.entries(ends).every(([axis, values]) => {
            const shown = (plot?.dataset[axis] ?? '').split(' ').map(Number);
            const width = Math.abs((values[1] ?? 0) - (values[0] ?? 0));
            return values.every((value, end) => Math.abs((shown[end] ?? NaN) - value) <= width * 0.03);
          });
        },
        [chart, wanted] as const,
        { timeout: 10_000 },
      )
      .catch(async () => {
        const plot = panel.page.locator('.plot').nth(chart);
        assert.fail(
          `chart ${chart} shows x ${await plot.getAttribute('data-x')}, y ${await plot.getAttribute('data-y')}, not ${JSON.stringify(wanted)}`,
        );
      });
  }

  const chosen = async (count: number) => (await panel.message('choices', count)).choices.reading;

  it('zooms to a box in both axes, x in all charts, and all of it by a double click', async () => {
    await open({});
    await drag(await place(20, 0.2), await place(60, 0.7));
    await shows(0, { x: [20, 60], y: [0.2, 0.7] });
    await shows(1, { x: [20, 60] });
    await panel.page.mouse.dblclick(...(await place(40, 0.4)));
    await shows(0, { x: [0, 100], y: [0, 1.1] });
    await shows(1, { x: [0, 100], y: [0, 110] });
  });

  it('zooms each chart for itself when zooms are not linked', async () => {
    await open({ linked: false });
    await drag(await place(20, 0.5), await place(60, 0.5));
    await shows(0, { x: [20, 60] });
    await shows(1, { x: [0, 100] });
  });

  it('zooms one axis by dragging and by the wheel over it', async () => {
    await open({});
    const picture = await Picture.of(panel);
    const box = await panel.page.locator('.plot').first().boundingBox();
    assert.ok(box);
    const [, high] = await place(0, 0.75);
    const [, low] = await place(0, 0.25);
    await drag([box.x + 10, high], [box.x + 14, low]);
    await shows(0, { x: [0, 100], y: [0.25, 0.75] });
    const [left] = await place(50, 0.5);
    const [right] = await place(80, 0.5);
    const below = box.y + picture.down(0.25) / picture.ratio + 14;
    await drag([left, below], [right, below + 3]);
    await shows(0, { x: [50, 80], y: [0.25, 0.75] });
    await panel.page.mouse.move(box.x + 10, (high + low) / 2);
    await panel.page.mouse.wheel(0, 100);
    await shows(0, { x: [50, 80], y: [0.1875, 0.8125] });
  });

  it('moves with Shift or the middle button', async () => {
    await open({});
    await drag(await place(40, 0.3), await place(60, 0.7));
    await shows(0, { x: [40, 60], y: [0.3, 0.7] });
    await panel.page.keyboard.down('Shift');
    await drag(await place(50, 0.5), await place(55, 0.6));
    await panel.page.keyboard.up('Shift');
    await shows(0, { x: [35, 55], y: [0.2, 0.6] });
    await drag(await place(45, 0.4), await place(40, 0.3), 'middle');
    await shows(0, { x: [40, 60], y: [0.3, 0.7] });
  });

  it('does by keys what the pointer does', async () => {
    await open({});
    await panel.page.locator('.plot').first().focus();
    await panel.page.keyboard.press('Shift+ArrowUp');
    await shows(0, { x: [0, 100], y: [0.11, 0.99] });
    await panel.page.keyboard.press('ArrowUp');
    await shows(0, { y: [0.198, 1.078] });
    await panel.page.keyboard.press('Shift+ArrowRight');
    await shows(0, { x: [10, 90] });
    await shows(1, { x: [10, 90] });
    await panel.page.keyboard.press('0');
    await shows(0, { x: [0, 100], y: [0, 1.1] });
  });

  it('keeps the zoom of both axes over a reload', async () => {
    await open({});
    await drag(await place(20, 0.2), await place(60, 0.7));
    await shows(0, { x: [20, 60], y: [0.2, 0.7] });
    const state = await panel.state();
    await open({}, ['loss', 'acc'], { state });
    await shows(0, { x: [20, 60], y: [0.2, 0.7] });
    await shows(1, { x: [20, 60] });
  });

  it('has a crosshair across all charts, and their values at it', async () => {
    await open({});
    await panel.page.mouse.move(...(await place(40, 0.5)));
    const rules = panel.page.locator('.hover-rule');
    await rules.nth(1).waitFor({ state: 'visible' });
    const box = await rules.nth(1).boundingBox();
    const [wanted] = await place(40, 50, 1);
    assert.ok(box && Math.abs(box.x - wanted) <= 1, `the other rule is at ${box?.x}, not ${wanted}`);
    assert.equal(await panel.page.locator('.tooltip:visible').count(), 1);
    await panel.page.waitForFunction(
      () => [...document.querySelectorAll('.chart-value')].map((one) => one.textContent).join() === '0.4,40',
    );
    await panel.page.locator('.figure-title').hover();
    await rules.nth(1).waitFor({ state: 'hidden' });
    await panel.page.waitForFunction(
      () => [...document.querySelectorAll('.chart-value')].map((one) => one.textContent).join() === '1,100',
    );
  });

  it('tells the smoothed and the raw value, and draws the raw curve faintly', async () => {
    await open({ smoothing: 0.9 }, ['loss']);
    await panel.page.mouse.move(...(await place(60, 0.5)));
    assert.equal(await panel.page.locator('.tooltip-value').textContent(), '0.3');
    assert.equal(await panel.page.locator('.tooltip-raw').textContent(), 'raw 0.6');
    const picture = await Picture.of(panel);
    const ink = (y: number) =>
      Math.max(...[-1, 0, 1].map((row) => picture.ink(picture.across(53), picture.down(y) + row, BLUE)));
    assert.ok(ink(0.265) > 0.9, 'the smoothed curve is strong');
    assert.ok(ink(0.53) < 0.6 && ink(0.53) > 0.1, `the raw one is faint: ${ink(0.53)}`);
  });

  it('has a logarithmic y axis that says what it cannot show', async () => {
    panel = await panels.open();
    await panel.snapshot([chartOf('loss', ['loss'])], { choices: choices({ logY: true }) });
    await panel.frame([points(0, 0, [0, 1, 2, 3, 4, 5], [1000, 10, 0, 0.1, -3, 0.001])]);
    await panel.page.locator('.chart-note').filter({ hasText: '2 values ≤ 0 not shown' }).waitFor();
    await shows(0, { y: [-3.18, 3.18] });
    const picture = await Picture.of(panel);
    assert.ok(picture.ink(picture.across(2), picture.down(picture.y[0]) - 2, BLUE) > 0.5, 'a mark at the lower edge');
    await panel.page.mouse.move(...(await place(0, 1)));
    assert.equal(await panel.page.locator('.tooltip-value').textContent(), '1000');
    await panel.page.mouse.move(...(await place(4, 1)));
    await panel.page.waitForFunction(() => document.querySelector('.tooltip-value')?.textContent === '−3');
  });

  it('draws the least and greatest values of columns where a logarithm puts them', async () => {
    panel = await panels.open();
    await panel.snapshot([chartOf('loss', ['loss'])], { choices: choices({ logY: true }) });
    await panel.frame([
      columns(0, 0, 10, [
        [0, 1, 100, 1, 100],
        [5, 10, 1000, 10, 1000],
        [9, -1, 10, -1, 10],
      ]),
    ]);
    await panel.page.locator('.chart-note').filter({ hasText: '1 column ≤ 0 not shown' }).waitFor();
    const picture = await Picture.of(panel);
    const rows = picture.inkedRows(picture.across(5), BLUE);
    assert.ok(rows);
    assert.ok(Math.abs(rows.first - picture.down(2)) < 3, `from ${rows.first}, not ${picture.down(2)}`);
    assert.ok(Math.abs(rows.last - picture.down(0)) < 3, `to ${rows.last}, not ${picture.down(0)}`);
  });

  it('leaves extreme values out of the range of y, and marks where they are', async () => {
    panel = await panels.open();
    await panel.snapshot([chartOf('loss', ['loss'])], { choices: choices({ ignoreOutliers: true }) });
    await panel.frame([
      points(
        0,
        0,
        x,
        x.map((step) => (step === 50 ? 1e6 : Math.sin(step))),
      ),
    ]);
    await shows(0, { y: [-1.2, 1.2] });
    await panel.page.locator('.chart-note').filter({ hasText: '1 place beyond the range shown' }).waitFor();
    const picture = await Picture.of(panel);
    assert.ok(picture.ink(picture.across(50), picture.down(picture.y[1]) + 2, BLUE) > 0.5, 'a mark at the upper edge');
  });

  it('follows the newest points', async () => {
    await open({ latest: 20 }, ['loss']);
    await shows(0, { x: [80, 100], y: [0.78, 1.02] });
    await panel.frame([points(0, 0, [101, 102, 103, 104, 105], [1, 1, 1, 1, 1], 101)]);
    await shows(0, { x: [85, 105] });
    await drag(await place(90, 0.9), await place(95, 0.9));
    await shows(0, { x: [90, 95] });
    await panel.page.keyboard.press('Tab');
    await panel.page.mouse.dblclick(...(await place(93, 0.95)));
    await shows(0, { x: [85, 105] });
  });

  it('has markers and gaps, told where the pointer is', async () => {
    await open({}, ['loss']);
    const marker = { kind: 'alert', text: 'loss is high', time: null, run: 0 };
    await panel.frame([], {
      markers: [
        { ...marker, x: 30 },
        { ...marker, x: 60, kind: 'cell', text: 'cell [3] executed' },
        { ...marker, x: 60.1, kind: 'restart', text: 'kernel restarted' },
      ],
      gaps: [{ chart: 0, series: 0, from: 70, to: 90, count: 1200, reason: 'disk full' }],
    });
    const notes = panel.page.locator('.tooltip-note');
    await panel.page.mouse.move(...(await place(30, 0.9)));
    assert.deepEqual(await notes.allTextContents(), ['alert: loss is high']);
    await panel.page.mouse.move(...(await place(60, 0.9)));
    await panel.page.waitForFunction(() => document.querySelectorAll('.tooltip-note').length === 2);
    assert.deepEqual(await notes.allTextContents(), ['cell [3] executed', 'kernel restarted']);
    await panel.page.mouse.move(...(await place(80, 0.2)));
    await panel.page.waitForFunction(() => document.querySelectorAll('.tooltip-note').length === 1);
    assert.deepEqual(await notes.allTextContents(), ['1,200 points of loss dropped (disk full)']);
  });

  it('offers all of it in a bar, and tells the host', async () => {
    await open({});
    assert.equal(await panel.page.locator('.reading').isVisible(), false);
    await panel.page.locator('[data-action="reading"]').click();
    const bar = panel.page.locator('.reading');
    await bar.getByText('Log y').click();
    assert.equal((await chosen(1)).logY, true);
    await panel.page.waitForFunction(
      () => Number(document.querySelector<HTMLElement>('.plot')?.dataset['y']?.split(' ')[0]) < 0,
    );
    await bar.getByText('Ignore outliers').click();
    assert.equal((await chosen(2)).ignoreOutliers, true);
    await bar.getByLabel('Smoothing').fill('0.9');
    assert.equal((await chosen(3)).smoothing, 0.99);
    await bar.locator('.reading-latest input').fill('20');
    assert.equal((await chosen(4)).latest, 20);
    await shows(0, { x: [80, 100] });
    await bar.locator('vscode-dropdown').click();
    await panel.page.locator('vscode-option').filter({ hasText: 'Time since start' }).click();
    const { x: axis, latest } = await chosen(5);
    assert.deepEqual([axis, latest], [{ kind: 'relative' }, null]);
    await bar.getByText('Link zoom').click();
    await bar.getByText('Markers').click();
    const last = await chosen(7);
    assert.deepEqual([last.linked, last.markers, last.logY, last.smoothing], [false, false, true, 0.99]);
    assert.deepEqual(
      (await panel.messages()).filter(({ type }) => type === 'trouble'),
      [],
    );
  });

  it('names the ticks of times and the place of the pointer', async () => {
    await open({ x: { kind: 'relative' } }, ['loss']);
    await panel.page.mouse.move(...(await place(65, 0.3)));
    assert.equal(await panel.page.locator('.tooltip-step').textContent(), '1:05.0');
    await panel.page.locator('.plot[aria-label*="loss 1 at 1:40"]').waitFor();
  });

  it('leaves a chart of the program’s own spec as that says', async () => {
    panel = await panels.open();
    const spec = {
      data: { name: 'points' },
      mark: 'line',
      encoding: { x: { field: 'step', type: 'quantitative' }, y: { field: 'value', type: 'quantitative' } },
    };
    await panel.snapshot([chartOf('own', ['loss'], { spec })], {
      choices: choices({ logY: true, ignoreOutliers: true, latest: 5 }),
    });
    await panel.frame([points(0, 0, [0, 1, 2, 30], [0, 1, 2, 3000])]);
    await shows(0, { x: [0, 30], y: [0, 3000] });
    assert.deepEqual(
      (await panel.messages()).filter(({ type }) => type === 'trouble'),
      [],
    );
  });

  it('looks as it should in each theme', async () => {
    for (const theme of [
      'vscode-light',
      'vscode-dark',
      'vscode-high-contrast',
      'vscode-high-contrast-light',
    ] as const) {
      panel = await panels.open({ theme, width: 1000, height: 640 });
      const noisy = (scale: number, weight: number) =>
        x.map((step) => scale * (1 / (step + 1) + weight * 0.05 * Math.sin(step * 9)) + 0.02 * scale);
      const charts = [chartOf('loss', ['train', 'val']), chartOf('rate', ['rate'])];
      await panel.snapshot(charts, {
        choices: choices({ smoothing: 0.9, logY: true, x: { kind: 'relative' } }),
        metrics: ['epoch'],
      });
      await panel.page.locator('[data-action="reading"]').click();
      const spread = x.map((step) => step * 61);
      const marker = { kind: 'alert', text: 'loss is high', time: null, run: 0 };
      await panel.frame(
        [
          points(0, 0, spread, noisy(1, 1)),
          points(0, 1, spread, noisy(2, 1)),
          points(0, 2, spread, noisy(1, 0)),
          points(0, 3, spread, noisy(2, 0)),
          points(1, 0, spread, noisy(1e-4, 1)),
          points(1, 1, spread, noisy(1e-4, 0)),
        ],
        {
          markers: [
            { ...marker, x: 800 },
            { ...marker, x: 3000, kind: 'cell', text: 'cell [3] executed' },
            { ...marker, x: 4200, kind: 'restart', text: 'kernel restarted' },
            { ...marker, x: 5100, kind: 'note', text: 'lr dropped' },
          ],
          gaps: [{ chart: 0, series: 1, from: 1500, to: 2300, count: 1200, reason: 'disk full' }],
          leftOut: ['Not shown: 12 points without a time', ''],
        },
      );
      await panel.page.mouse.move(...(await place(3000, -0.6)));
      const label = await panel.page.locator('.tooltip-note').textContent();
      assert.equal(label, 'cell [3] executed');
      const shots = process.env['SIDEPLOT_SHOTS'];
      if (shots !== undefined) await panel.page.screenshot({ path: `${shots}/reading-${theme}.png` });
      assert.deepEqual(
        (await panel.messages()).filter(({ type }) => type === 'trouble'),
        [],
      );
    }
  });
});
