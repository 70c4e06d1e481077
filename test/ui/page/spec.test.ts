import assert from 'node:assert/strict';
import type { Block } from '../../../src/common/frame';
import { chartOf, type Column, columns, type PagePanel, points } from './page-driver';
import { usePanel } from './use-panel';
import { Picture } from './picture';
import { Pixels } from './pixels';
import { type Row, StockPage } from './stock-page';
import { type Case, CASES, color, data, decay, few, random, ROW_CASES, type Spec, wave, x, y } from './spec-cases';

const THEME = 'vscode-dark';
const NO_GRID = { axis: { grid: false } };
/** Share of inked pixels that may have no like within one pixel; the rest is anti-aliasing. */
const TOLERANCE = 0.005;

describe('A program’s own spec', () => {
  const panels = usePanel();
  let panel: PagePanel;

  async function draw(spec: Spec, series: Case['series'], options = {}): Promise<Pixels> {
    panel = await panels.open({ theme: THEME, ...options });
    await panel.snapshot([chartOf('own', Object.keys(series), { spec })]);
    await panel.frame(blocksOf(series));
    await settled();
    return Pixels.of(panel.page, '.plot canvas');
  }

  /** Waits until no chart has put off its drawing. */
  async function settled(): Promise<void> {
    await panel.page.waitForFunction(() => document.querySelector('.plot.waiting') === null);
  }

  for (const { name, spec, series, scale = 1 } of [...CASES, ...ROW_CASES]) {
    it(`looks as Vega-Lite draws it: ${name}`, async () => {
      const drawn = await draw(spec, series, { scale, width: 560, height: 380 });
      const size = await panel.page
        .locator('.plot')
        .evaluate((box: HTMLElement) => [box.clientWidth, box.clientHeight] as const);
      const stock = await StockPage.open(panels.browser, THEME, scale);
      try {
        const wanted = await stock.draw(spec, size[0], size[1], rowsOf(series));
        if (process.env['SIDEPLOT_PICTURES']) {
          const folder = process.env['SIDEPLOT_PICTURES'];
          await panel.page.locator('.plot').screenshot({ path: `${folder}/${name}-a.png` });
          await stock.page.locator('canvas').screenshot({ path: `${folder}/${name}-b.png` });
        }
        const difference = wanted.difference(drawn);
        assert.ok(
          difference < TOLERANCE,
          `${(100 * difference).toFixed(2)} % of the ink is elsewhere (${drawn.width}x${drawn.height}, ${wanted.width}x${wanted.height})`,
        );
      } finally {
        await stock.close();
      }
    });
  }

  it('has every column inked from its least to its greatest value, and no further', async () => {
    const value = random(5);
    const given = Array.from({ length: 900 }, (_, k): Column => {
      const values = [Math.sin(k / 50) + value() * 0.2, k % 41 === 7 ? -3 : -0.5 + value(), k % 37 === 5 ? 3 : value()];
      return [k, Math.min(...values), Math.max(...values), values[0] ?? 0, values[2] ?? 0];
    });
    for (const [mark, stroke] of [
      [{ type: 'line', color: '#ff0000', strokeWidth: 2 }, 1],
      [{ type: 'area', color: '#ff0000' }, 0],
    ] as const) {
      panel = await panels.open({ theme: THEME });
      await panel.snapshot([chartOf('own', ['loss'], { spec: { data, mark, encoding: { x, y }, config: NO_GRID } })]);
      await panel.frame([columns(0, 0, 1, given)]);
      const picture = await Picture.of(panel);
      for (const [number, minimum, maximum] of given) {
        const [from, to] = [Math.round(picture.across(number)), Math.round(picture.across(number + 1))];
        const alone = to - from === 1 && given.filter(([k]) => Math.round(picture.across(k)) === from).length === 1;
        const values = mark.type === 'area' ? [minimum, maximum, 0] : [minimum, maximum];
        for (let column = from; column < to; column += 1) {
          const rows = picture.inkedRows(column, '#ff0000');
          const [top, bottom] = [picture.down(Math.max(...values)), picture.down(Math.min(...values))];
          assert.ok(rows?.whole, `column ${number} has holes`);
          assert.ok(
            rows.first <= Math.round(top) && rows.last >= Math.round(bottom) - 1,
            `column ${number} of the ${mark.type} has rows ${rows.first} to ${rows.last}, its values ${top} to ${bottom}`,
          );
          if (alone && maximum === 3)
            assert.ok(rows.first >= top - stroke - 1, `column ${number} goes beyond its greatest`);
        }
      }
    }
  });

  it('grows with what comes, drawn and as rows', async () => {
    const mean = { mark: 'rule', encoding: { y: { ...y, aggregate: 'mean' } } };
    const spec = { data, layer: [{ mark: 'line', encoding: { x, y, color } }, mean] };
    panel = await panels.open({ theme: THEME });
    await panel.snapshot([chartOf('own', ['loss'], { spec })]);
    for (let step = 0; step < 30; step += 1) await panel.frame([points(0, 0, [step], [step % 7], step)]);
    await panel.frame([points(0, 0, [29, 30], [6, 3], 29)]);
    // Fewer points than before, and others.
    await panel.frame([points(0, 0, few.x, few.y)]);
    await settled();
    const drawn = await Pixels.of(panel.page, '.plot canvas');
    const [width, height] = await sizeOfPlot();
    const stock = await StockPage.open(panels.browser, THEME, 1);
    const wanted = await stock.draw(spec, width, height, rowsOf({ loss: few }));
    await stock.close();
    assert.ok(wanted.difference(drawn) < TOLERANCE, `${wanted.difference(drawn)} of the ink is elsewhere`);
  });

  it('is zoomed by the wheel and read by the pointer', async () => {
    await draw({ data, mark: 'line', encoding: { x, y: { ...y, scale: { type: 'log' } } } }, { loss: decay });
    const before = await Picture.of(panel);
    const box = await panel.page.locator('.plot').boundingBox();
    assert.ok(box);
    await panel.page.mouse.move(box.x + before.across(60), box.y + before.area[1] + before.area[3] / 2);
    await panel.page.locator('.tooltip').waitFor();
    assert.equal(await panel.page.locator('.tooltip-step').textContent(), 'step 60');
    assert.match((await panel.page.locator('.tooltip-value').textContent()) ?? '', /^0\.55/);
    await panel.page.mouse.wheel(0, -300);
    await panel.page.waitForFunction(
      (whole) => document.querySelector<HTMLElement>('.plot')?.dataset['x'] !== whole,
      before.x.join(' '),
    );
    const after = await Picture.of(panel);
    assert.ok(after.x[0] > 0 && after.x[1] < 119, `x is shown from ${after.x.join(' to ')}`);
    const told = (await panel.messages()).filter(({ type }) => type === 'viewport').at(-1);
    assert.ok(told?.type === 'viewport');
    assert.deepEqual(told.charts[0]?.domain, after.x);
    await panel.page.getByRole('button', { name: 'Reset zoom' }).click();
    await panel.page.waitForFunction(
      (whole) => document.querySelector<HTMLElement>('.plot')?.dataset['x'] === whole,
      before.x.join(' '),
    );
  });

  it('is told to the host when its own interaction shows another part of x', async () => {
    const params = [{ name: 'grid', select: 'interval', bind: 'scales' }];
    await draw({ data, params, mark: 'line', encoding: { x, y } }, { loss: wave });
    const box = await panel.page.locator('.plot').boundingBox();
    assert.ok(box);
    await panel.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await panel.page.mouse.wheel(0, -300);
    const domain = await panel.page
      .waitForFunction(() => {
        const told = window.recorded.messages.filter((message) => message.type === 'viewport').at(-1);
        return told?.type === 'viewport' ? told.charts[0]?.domain : undefined;
      })
      .then((handle) => handle.jsonValue());
    assert.ok(domain && domain[0] > 0 && domain[1] < 119, JSON.stringify(domain));
  });

  it('says in its place what is wrong with it, while other charts go on', async () => {
    const wrong: readonly [Spec, RegExp][] = [
      [
        { mark: 'line', data: { url: 'https://example.org/a.csv' }, encoding: { x, y } },
        /Data from a URL are not loaded/,
      ],
      [{ layer: [{ mark: 'bar', data: { url: 'file:///etc/passwd' } }] }, /Data from a URL are not loaded/],
      [{ $schema: 'https://vega.github.io/schema/vega/v5.json', marks: [] }, /Only Vega-Lite is drawn/],
      [{ marc: 'line' }, /Invalid specification/],
      [{ data, mark: 'line', encoding: { x, y, row: { field: 'metric' } } }, /Facets .* are not drawn live/],
      [{ data, datasets: { points: [] }, mark: 'line' }, /holds the points of the chart/],
      [{ data, mark: 'line', transform: [{ calculate: 'nonsense(', as: 'a' }], encoding: { x, y } }, /./],
    ];
    panel = await panels.open({ theme: THEME, height: 900 });
    const charts = wrong.map(([spec], index) => chartOf(`wrong ${index}`, ['loss'], { spec }));
    await panel.snapshot([...charts, chartOf('right', ['loss'])]);
    await panel.frame([...wrong.keys(), wrong.length].map((chart) => points(chart, 0, few.x, few.y)));
    const told = panel.page.locator('.chart-failure');
    for (const [index, [, message]] of wrong.entries()) {
      await told.nth(index).waitFor();
      assert.match((await told.nth(index).textContent()) ?? '', message);
    }
    assert.equal(await told.nth(wrong.length).isVisible(), false);
    await panel.page.locator('.plot').nth(wrong.length).scrollIntoViewIfNeeded();
    await panel.page.waitForFunction(
      (last) => document.querySelectorAll<HTMLElement>('.plot')[last]?.dataset['x'] === '0 50',
      wrong.length,
    );
    assert.ok((await Picture.of(panel, wrong.length)).inked('#56b4e9') > 50);
  });

  it('takes no options for its embedding from the spec', async () => {
    const usermeta = { embedOptions: { renderer: 'svg', actions: true, loader: { target: '_blank' } } };
    await draw({ data, usermeta, mark: 'line', encoding: { x, y } }, { loss: wave });
    assert.equal(await panel.page.locator('.plot svg, .plot details').count(), 0);
  });

  it('follows the editor’s theme', async () => {
    const before = await draw({ data, mark: 'line', encoding: { x, y } }, { loss: wave });
    await panel.setTheme('vscode-light');
    await panel.page.waitForFunction(() =>
      document.querySelector('.swatch')?.getAttribute('style')?.includes('0, 114, 178'),
    );
    await panel.frame([]);
    const after = await Pixels.of(panel.page, '.plot canvas');
    assert.ok(after.difference(before) > 0.5);
    assert.ok(Math.abs(after.inked / before.inked - 1) < 0.3, `${before.inked} pixels had ink, now ${after.inked}`);
  });

  it('has the host’s note below it', async () => {
    panel = await panels.open({ theme: THEME });
    await panel.snapshot([chartOf('own', ['loss'], { note: 'Drawn as <b>plain</b> lines.' })]);
    await panel.frame([points(0, 0, few.x, few.y)]);
    assert.equal(await panel.page.locator('.chart-note').textContent(), 'Drawn as <b>plain</b> lines.');
    assert.ok((await Picture.of(panel)).inked('#56b4e9') > 50);
  });

  async function sizeOfPlot(): Promise<readonly [number, number]> {
    return panel.page.locator('.plot').evaluate((box: HTMLElement) => [box.clientWidth, box.clientHeight] as const);
  }
});

function blocksOf(series: Case['series']): Block[] {
  return Object.values(series).map(({ x: xs, y: ys }, index) => points(0, index, xs, ys));
}

function rowsOf(series: Case['series']): Row[] {
  return Object.entries(series).flatMap(([metric, { x: xs, y: ys }]) =>
    xs.map((step, index) => ({ step, value: ys[index] ?? NaN, metric })),
  );
}
