/** How often panels are drawn while points stream in, beside others. */
import type { Page } from 'playwright-core';
import type { Panel } from '../../drive';
import type { Findings } from '../bench';
import type { Editor } from '../editor';
import { round } from '../statistics';
import type { Stream } from '../wave';
import { watchPanels } from '../watch-panels';

/** About 2,000 points of each series are in the picture: a few less at first, a few more at the end. */
const VISIBLE = 2000;
const ROWS_PER_SECOND = 100;

function streamOf(metrics: number, seconds: number): Stream {
  return { metrics, preload: VISIBLE - (ROWS_PER_SECOND * seconds) / 2, rate: ROWS_PER_SECOND, seconds };
}

export async function measureOnePanel(editor: Editor): Promise<Findings> {
  const stream = streamOf(16, editor.setup.quick ? 3 : 10);
  const metrics = Array.from({ length: stream.metrics }, (_, index) => `wave/${index}`);
  const producer = await editor.start('stream.py', { ...stream, metrics });
  const panel = await editor.openOne(producer.run);
  const { cycles, processor } = await watchPanels(editor, [panel], async () => {
    await editor.assertStored(producer.run, await producer.go());
  });
  const fps = cycles[0]?.fps ?? NaN;
  const size = await plotSize(panel);
  const uplot = await uplotFrames(editor, panel, stream, size);
  await editor.close();
  const vega = editor.setup.quick ? undefined : await vegaLiteFrames(editor, size);
  const others = [
    `uPlot ${round(uplot, 1)}`,
    ...(vega === undefined ? [] : [`Vega-Lite ${vega.sixteen} (4 series: ${vega.four})`]),
  ];
  return {
    values: { fps_1x16: fps, fps_16_vs_uplot: round(fps / uplot) },
    peers: { fps_1x16: others.join(', ') },
    details: {
      ...cycles[0],
      ...processor,
      plot_size: size,
      uplot_fps: round(uplot, 1),
      ...(vega && { vega_lite_fps: vega }),
    },
  };
}

export async function measureEightPanels(editor: Editor): Promise<Findings> {
  const stream = streamOf(32, editor.setup.quick ? 3 : 10);
  const metrics = Array.from({ length: stream.metrics }, (_, index) => `wave/${index}`);
  const names = Array.from({ length: 8 }, (_, index) => `Figure ${index + 1}`);
  const figures = Object.fromEntries(names.map((name, index) => [name, [metrics.slice(4 * index, 4 * index + 4)]]));
  const producer = await editor.start('stream.py', { ...stream, metrics, figures });
  const panels = await editor.open(producer.run, { figures: names });
  if (panels.length !== names.length) throw new Error(`${panels.length} panels opened instead of ${names.length}.`);
  const { cycles, processor } = await watchPanels(editor, panels, async () => {
    await editor.assertStored(producer.run, await producer.go());
  });
  await editor.close();
  return { values: { fps_8x4: Math.min(...cycles.map(({ fps }) => fps)) }, details: { ...processor, panels: cycles } };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size of the only chart of a panel, in CSS pixels. */
function plotSize({ frame }: Panel): Promise<Size> {
  return frame.evaluate(() => {
    const box = document.querySelector('#sideplot .plot')?.getBoundingClientRect();
    return { width: Math.round(box?.width ?? 0), height: Math.round(box?.height ?? 0) };
  });
}

/** uPlot in the very page of the panel, at the size of the panel's chart, with nothing else in the page. */
async function uplotFrames(editor: Editor, panel: Panel, stream: Stream, { width, height }: Size): Promise<number> {
  await editor.load(panel, 'uplot-page');
  return panel.frame.evaluate(
    ([given, wide, high]) => {
      const root = document.getElementById('sideplot');
      if (root !== null) root.style.display = 'none';
      return window.drawWithUplot(given, wide, high);
    },
    [stream, width, height] as const,
  );
}

/** Vega-Lite evaluates code, which a panel's page forbids: it gets a window of its own. */
async function vegaLiteFrames(
  editor: Editor,
  size: Size,
): Promise<{ readonly four: number; readonly sixteen: number }> {
  const page: Page = await editor.session.context.newPage();
  try {
    await page.evaluate(editor.setup.pages['vega-lite-page'] ?? '');
    const draw = async (metrics: number): Promise<number> => {
      const fps = await page.evaluate(([stream, wide, high]) => window.drawWithVegaLite(stream, wide, high), [
        streamOf(metrics, 10),
        size.width,
        size.height,
      ] as const);
      return round(fps, 1);
    };
    return { four: await draw(4), sixteen: await draw(16) };
  } finally {
    await page.close();
  }
}
