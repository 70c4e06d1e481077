import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { DEFAULT_CHOICES } from '../../../src/common/figure-choices';
import { chartOf, columns, type PagePanel, points } from './page-driver';
import { usePanel } from './use-panel';
import { Pixels } from './pixels';
import { StockPage } from './stock-page';
import { themeVariables, type ThemeName } from './themes';

/** Pictures are kept when a folder is named for them. */
const PICTURES = process.env['SIDEPLOT_PICTURES'];
const HOSTILE = '<script>alert(1)</script> & "quo\'te" a.b[0]';
const STEPS = Array.from({ length: 200 }, (_, step) => step);

function keep(name: string, bytes: Buffer): void {
  if (PICTURES !== undefined) writeFileSync(`${PICTURES}/${name}`, bytes);
}

describe('Pictures that are taken away', () => {
  const panels = usePanel();
  let panel: PagePanel;
  /** A page of no panel, which looks at what was taken away. */
  let stock: StockPage;

  before(async () => {
    stock = await StockPage.open(panels.browser, 'vscode-light', 1);
  });
  beforeEach(async () => {
    panel = await panels.open({ width: 900, height: 640 });
    await panel.snapshot([
      chartOf('train', ['train/loss', HOSTILE]),
      chartOf('accuracy', ['accuracy']),
      chartOf(
        'many',
        Array.from({ length: 12 }, (_, index) => `layer ${index} of the network`),
      ),
      chartOf('dense', ['dense']),
    ]);
    const noisy = Array.from({ length: 400 }, (_, index) => {
      const middle = Math.sin(index / 40);
      return [index, middle - 0.4, middle + 0.3, middle, middle + 0.1] as const;
    });
    await panel.frame([
      points(
        0,
        0,
        STEPS,
        STEPS.map((step) => 2 * Math.exp(-step / 50)),
      ),
      points(
        0,
        1,
        STEPS,
        STEPS.map((step) => (step > 90 && step < 110 ? NaN : Math.exp(-step / 80))),
      ),
      points(
        1,
        0,
        STEPS,
        STEPS.map((step) => (step === 120 ? Infinity : step % 50 === 20 ? NaN : step / 200)),
      ),
      ...Array.from({ length: 12 }, (_, index) =>
        points(
          2,
          index,
          STEPS,
          STEPS.map((step) => index + step / 200),
        ),
      ),
      columns(3, 0, 4, noisy),
    ]);
  });

  /** The pixels of a picture, as a browser decodes it. */
  async function decoded(bytes: Buffer, type = 'image/png'): Promise<Pixels> {
    await stock.page.evaluate(
      async (source) => {
        const image = new Image();
        image.src = source;
        await image.decode();
        const canvas = document.createElement('canvas');
        canvas.width = image.naturalWidth;
        canvas.height = image.naturalHeight;
        canvas.getContext('2d')?.drawImage(image, 0, 0);
        document.body.replaceChildren(canvas);
      },
      `data:${type};base64,${bytes.toString('base64')}`,
    );
    return Pixels.of(stock.page, 'canvas');
  }

  const inked = (pixels: Pixels, [red, green, blue]: readonly [number, number, number]) => {
    let count = 0;
    for (let row = 0; row < pixels.height; row += 1) {
      for (let column = 0; column < pixels.width; column += 1) {
        const [r, g, b] = pixels.at(column, row);
        if (Math.max(Math.abs(r - red), Math.abs(g - green), Math.abs(b - blue)) < 20) count += 1;
      }
    }
    return count;
  };

  it('are PNGs at twice the size, with curves, title and legend on the theme’s background', async () => {
    const box = await panel.page.locator('.plot').first().boundingBox();
    const png = await panel.draw('png', 'chart train');
    keep('export-chart.png', png);
    const pixels = await decoded(png);
    assert.equal(pixels.width, 2 * (box?.width ?? 0));
    assert.ok(pixels.height > 2 * (box?.height ?? 0) + 60);
    assert.deepEqual(pixels.at(0, 0), [0x1f, 0x1f, 0x1f, 255]);
    // The first colours of the dark palette.
    assert.ok(inked(pixels, [0x56, 0xb4, 0xe9]) > 1000);
    assert.ok(inked(pixels, [0xf2, 0x8e, 0x42]) > 500);
  });

  for (const theme of Object.keys(themeVariables) as ThemeName[]) {
    it(`show the whole figure: ${theme}`, async () => {
      await panel.setTheme(theme);
      const figure = await panel.page.locator('.charts:not(.pinned)').boundingBox();
      const png = await panel.draw('png', null);
      const svg = await panel.draw('svg', null);
      keep(`export-figure-${theme}.png`, png);
      keep(`export-figure-${theme}.svg`, svg);
      const [pixels, drawing] = [await decoded(png), await decoded(svg, 'image/svg+xml')];
      if (PICTURES !== undefined) {
        await stock.page.locator('canvas').screenshot({ path: `${PICTURES}/export-figure-svg-${theme}.png` });
      }
      assert.ok(Math.abs(pixels.width - 2 * (figure?.width ?? 0)) <= 4);
      const background = themeVariables[theme]['--vscode-editor-background'] ?? '';
      const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => parseInt(background.slice(at, at + 2), 16));
      assert.deepEqual(pixels.at(2, 2), [red, green, blue, 255]);
      assert.deepEqual(drawing.at(2, 2), [red, green, blue, 255]);
      const colour = theme.includes('light') ? ([0x00, 0x72, 0xb2] as const) : ([0x56, 0xb4, 0xe9] as const);
      assert.ok(inked(pixels, colour) > 4000);
      assert.ok(inked(drawing, colour) > 1000);
    });
  }

  it('are SVGs that hold text as text and run nothing', async () => {
    const svg = (await panel.draw('svg', null)).toString();
    const found = await stock.page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
      const ids = [...parsed.querySelectorAll('[id]')].map(({ id }) => id);
      const clips = [...parsed.querySelectorAll('[clip-path]')].map((one) => one.getAttribute('clip-path') ?? '');
      return {
        error: parsed.querySelector('parsererror')?.textContent ?? null,
        active: parsed.querySelectorAll('script, foreignObject, a, [onload], [href]').length,
        words: [...parsed.querySelectorAll('text')].map((one) => one.textContent),
        ids,
        missing: clips.filter((clip) => !ids.includes(clip.slice(5, -1))),
      };
    }, svg);
    assert.equal(found.error, null);
    assert.equal(found.active, 0);
    assert.ok(found.words.includes(HOSTILE), found.words.join());
    assert.ok(found.words.includes('Training · mnist / brave-fox'));
    assert.equal(new Set(found.ids).size, found.ids.length);
    assert.deepEqual(found.missing, []);
    assert.ok(found.ids.length > 0);
  });

  it('are Vega-Lite specs that Vega-Lite alone draws the same', async () => {
    for (const chart of ['train', 'accuracy', 'many', 'dense']) {
      const text = (await panel.draw('vega-lite', `chart ${chart}`, true)).toString();
      const spec = JSON.parse(text) as Record<string, unknown>;
      assert.equal(spec['$schema'], 'https://vega.github.io/schema/vega-lite/v6.json');
      const pixels = await stock.drawAlone(spec);
      if (PICTURES !== undefined) {
        await stock.page.locator('canvas').screenshot({ path: `${PICTURES}/export-spec-${chart}.png` });
      }
      const wanted = {
        train: [[40, 2 * Math.exp(-40 / 50)]],
        accuracy: [[100, 0.5]],
        many: [[100, 7.5]],
        dense: [[800, Math.sin(5)]],
      }[chart];
      for (const [x = NaN, y = NaN] of wanted ?? []) {
        const [column, row] = await stock.place(x, y);
        const around = [-1, 0, 1].map((down) => pixels.at(Math.round(column), Math.round(row) + down));
        const isInked = around.some(([red, green, blue]) => Math.min(red, green, blue) < 140);
        assert.ok(isInked, `${chart}: no curve at ${x}, ${y}`);
      }
    }
  });

  it('show charts of the program’s own specs, with their points', async () => {
    const spec = {
      mark: 'bar',
      data: { name: 'points' },
      encoding: { x: { field: 'step' }, y: { field: 'value', type: 'quantitative' } },
    };
    await panel.snapshot([chartOf('own', ['loss'], { spec })]);
    await panel.frame([points(0, 0, [0, 1, 2], [3, 1, 2])]);
    const exported = JSON.parse((await panel.draw('vega-lite', 'chart own')).toString()) as Record<string, unknown>;
    assert.deepEqual((exported['datasets'] as Record<string, unknown>)['points'], [
      { step: 0, value: 3, metric: 'loss' },
      { step: 1, value: 1, metric: 'loss' },
      { step: 2, value: 2, metric: 'loss' },
    ]);
    assert.ok((await stock.drawAlone(exported)).inked > 5000);
    const png = await panel.draw('png', 'chart own');
    keep('export-own.png', png);
    assert.ok(inked(await decoded(png), [0x56, 0xb4, 0xe9]) > 5000);
    const svg = await panel.draw('svg', 'chart own', true);
    assert.ok(inked(await decoded(svg, 'image/svg+xml'), [0x00, 0x72, 0xb2]) > 1000);
  });

  it('are read as the user reads the curves: smoothed, over time, on logarithmic axes, with markers', async () => {
    const start = 1_795_371_539;
    const later = (seconds: number) => start + seconds;
    const reading = { ...DEFAULT_CHOICES.reading, x: { kind: 'time' } as const, logY: true, smoothing: 0.5 };
    await panel.snapshot([chartOf('read', ['loss'])], { choices: { ...DEFAULT_CHOICES, reading } });
    const noisy = STEPS.map((step) => 10 ** (-step / 50) * (step % 2 === 0 ? 3 : 1 / 3));
    await panel.frame(
      [
        points(0, 0, STEPS.map(later), noisy),
        points(
          0,
          1,
          STEPS.map(later),
          STEPS.map((step) => 10 ** (-step / 50)),
        ),
      ],
      {
        markers: [{ x: later(100), kind: 'note', text: HOSTILE, time: later(100), run: 0 }],
        gaps: [{ chart: 0, series: 0, from: later(20), to: later(40), count: 7, reason: 'slow disk' }],
      },
    );
    const png = await panel.draw('png', 'chart read');
    keep('export-read.png', png);
    assert.ok(inked(await decoded(png), [0x56, 0xb4, 0xe9]) > 1000);
    const spec = JSON.parse((await panel.draw('vega-lite', 'chart read', true)).toString()) as Record<string, unknown>;
    const pixels = await stock.drawAlone(spec);
    if (PICTURES !== undefined) {
      await stock.page.locator('canvas').screenshot({ path: `${PICTURES}/export-spec-read.png` });
    }
    // The smoothed curve is drawn over the faint one.
    const [column, row] = await stock.place(later(150) * 1000, 10 ** -3);
    const around = [-1, 0, 1].map((down) => pixels.at(Math.round(column), Math.round(row) + down));
    assert.ok(
      around.some(([red, , blue]) => red < 60 && blue > 120),
      around.join(' | '),
    );
    const datasets = spec['datasets'] as Record<string, unknown>;
    assert.deepEqual(datasets['markers'], [{ x: later(100) * 1000, text: HOSTILE }]);
    assert.deepEqual(datasets['gaps'], [{ series: 'loss', x: later(20) * 1000, x2: later(40) * 1000 }]);
  });

  it('are refused with the reason', async () => {
    await assert.rejects(panel.draw('png', 'chart gone'), /not there any more/);
    await assert.rejects(panel.draw('vega-lite', null), /of one chart/);
    await panel.snapshot([]);
    await assert.rejects(panel.draw('svg', null), /There is no chart/);
  });

  it('are asked for in the menus of the panel and of its charts', async () => {
    await panel.page.getByRole('toolbar').getByRole('button', { name: 'Export' }).click();
    await panel.page.getByRole('menuitem', { name: 'HTML Report…' }).click();
    assert.deepEqual(await exportMessage(1), { format: 'report', chart: null });
    await panel.page.getByRole('button', { name: 'Actions of chart accuracy' }).click();
    await panel.page.getByRole('menuitem', { name: 'Export' }).click();
    await panel.page.getByRole('menuitem', { name: 'Parquet…' }).click();
    assert.deepEqual(await exportMessage(2), { format: 'parquet', chart: 'chart accuracy' });
  });

  async function exportMessage(count: number) {
    const { format, chart } = await panel.message('export', count);
    return { format, chart };
  }

  it('go to the clipboard', async () => {
    await panel.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    assert.equal((await panel.draw('clipboard', 'chart accuracy')).length, 0);
    const type = await panel.page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const blob = await item?.getType('image/png');
      return blob === undefined ? '' : `${blob.type} ${blob.size > 5000 ? 'large' : 'small'}`;
    });
    assert.equal(type, 'image/png large');
  });
});
