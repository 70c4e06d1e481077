/** Charts as they are seen, as pictures of pixels: with title and legend on the theme's background. */
import { t } from '../../common/words';
import { labelOf } from '../legend';
import { colourOf, dashOf } from '../palette';
import type { Theme } from '../theme';
import type { DrawnChart } from './drawn-chart';
import { placed } from './figure-places';

/** The longest side and the most pixels that browsers draw. */
const LONGEST = 16_000;
const MOST = 64_000_000;
/** Heights of the title and of a row of the legend, and room around them, in CSS pixels. */
const TITLE = 24;
const ROW = 20;
const SIDE = 14;
const SWATCH = 14;
const BOTTOM = 6;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A context in which all is told in CSS pixels. */
type Context = CanvasRenderingContext2D;

export function chartPng(chart: DrawnChart, theme: Theme): Promise<Blob> {
  const size = { width: Math.round(chart.size.width), height: heightOf(chart, theme) };
  return png(size, theme, (context, scale) => drawChart(context, chart, theme, scale, 0, 0));
}

/** All charts of a figure where they are in the panel, below its title. */
export function figurePng(title: string, charts: readonly DrawnChart[], theme: Theme): Promise<Blob> {
  const { places, width, height, top } = placed(
    charts.map(({ box }) => box),
    charts.map((chart) => heightOf(chart, theme)),
  );
  return png({ width, height }, theme, async (context, scale) => {
    context.fillStyle = theme.foreground;
    context.font = `600 15px ${theme.font}`;
    context.fillText(title, SIDE, top - SIDE, width - 2 * SIDE);
    for (const [index, chart] of charts.entries()) {
      const { left = 0, top: down = 0 } = places[index] ?? {};
      await drawChart(context, chart, theme, scale, left, down);
    }
  });
}

async function png(
  { width, height }: Size,
  theme: Theme,
  draw: (context: Context, scale: number) => Promise<void>,
): Promise<Blob> {
  const wanted = Math.max(2, window.devicePixelRatio);
  const scale = Math.min(wanted, LONGEST / width, LONGEST / height, Math.sqrt(MOST / (width * height)));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error(t('The browser gives no canvas to draw on.'));
  context.scale(scale, scale);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, width, height);
  context.textBaseline = 'alphabetic';
  await draw(context, scale);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error(t('The picture is too large.')));
      else resolve(blob);
    }, 'image/png');
  });
}

async function drawChart(
  context: Context,
  chart: DrawnChart,
  theme: Theme,
  scale: number,
  left: number,
  top: number,
): Promise<void> {
  const { description, size } = chart;
  const { title, series } = description;
  const [only] = series;
  context.fillStyle = theme.foreground;
  context.font = `600 12px ${theme.font}`;
  context.fillText(title, left + SIDE, top + 16, size.width - 2 * SIDE);
  if (only !== undefined && series.length === 1 && labelOf(only) !== title) {
    const after = left + SIDE + Math.min(context.measureText(title).width, size.width) + 8;
    context.fillStyle = theme.label;
    context.font = `12px ${theme.font}`;
    context.fillText(labelOf(only), after, top + 16);
  }
  const picture = await chart.picture(scale);
  context.drawImage(picture, left, top + TITLE, picture.width / scale, picture.height / scale);
  drawLegend(context, chart, theme, left, top + TITLE + size.height);
}

function heightOf(chart: DrawnChart, theme: Theme): number {
  const context = document.createElement('canvas').getContext('2d');
  const rows = context === null ? 0 : legendOf(context, chart, theme).rows;
  return TITLE + chart.size.height + rows * ROW + BOTTOM;
}

interface LegendPlaces {
  readonly rows: number;
  readonly entries: readonly { readonly label: string; readonly x: number; readonly row: number }[];
}

/** Entries side by side, as many in a row as there is room for. */
function legendOf(context: Context, { description, size }: DrawnChart, theme: Theme): LegendPlaces {
  if (description.spec !== undefined || description.series.length < 2) return { rows: 0, entries: [] };
  context.font = `12px ${theme.font}`;
  let x = SIDE;
  let row = 0;
  const entries = description.series.map((series) => {
    const label = labelOf(series);
    const width = Math.min(SWATCH + 5 + context.measureText(label).width, size.width - 2 * SIDE);
    if (x > SIDE && x + width > size.width - SIDE) {
      x = SIDE;
      row += 1;
    }
    const entry = { label, x, row };
    x += width + 14;
    return entry;
  });
  return { rows: row + 1, entries };
}

function drawLegend(context: Context, chart: DrawnChart, theme: Theme, left: number, top: number): void {
  const { series } = chart.description;
  legendOf(context, chart, theme).entries.forEach(({ label, x, row }, index) => {
    const style = series[index];
    if (style === undefined) return;
    const middle = top + row * ROW + ROW / 2;
    context.strokeStyle = colourOf(theme.kind, style);
    context.lineWidth = 2.5;
    context.setLineDash(dashOf(style).map((length) => Math.min(length, 4)));
    context.beginPath();
    context.moveTo(left + x, middle);
    context.lineTo(left + x + SWATCH, middle);
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = theme.foreground;
    context.font = `12px ${theme.font}`;
    context.fillText(label, left + x + SWATCH + 5, middle + 4, chart.size.width - x - SWATCH - 5 - SIDE);
  });
}
