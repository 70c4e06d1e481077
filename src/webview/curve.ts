import { drawColumns } from './curve-columns';
import { entriesWithin } from './domain';
import { Infinities, mapX, type PlotArea } from './plot-area';
import { drawPoints } from './curve-points';
import type { SeriesData } from './series';

/** Width of a line in CSS pixels. */
export const LINE_WIDTH = 1.5;

/**
 * Draws one series in `color` and marks the places where it is infinite. The context's transform is that of the device.
 *
 * @returns whether a strip of it looks as it does in the whole curve: not so of marked places, of which each may hide the next ones.
 */
export function drawCurve(context: CanvasRenderingContext2D, data: SeriesData, area: PlotArea, color: string): boolean {
  context.strokeStyle = color;
  context.fillStyle = color;
  context.lineJoin = 'round';
  context.lineCap = 'butt';
  const infinite = data.kind === 'points' ? drawPoints(context, data, area) : drawColumns(context, data, area);
  drawInfinities(context, infinite, area);
  return infinite.above.length + infinite.below.length === 0;
}

/** Marks where an entry has values beyond the part of y that is shown. Returns how many entries have. */
export function markBeyond(context: CanvasRenderingContext2D, data: SeriesData, area: PlotArea, color: string): number {
  const beyond = new Infinities();
  const [from, to] = entriesWithin(data, area.x);
  const [least, greatest] = data.kind === 'points' ? [data.fields[1], data.fields[1]] : data.fields.slice(1, 3);
  let count = 0;
  for (let index = from; index < to; index += 1) {
    const isAbove = (greatest?.[index] ?? NaN) > area.y[1];
    const isBelow = (least?.[index] ?? NaN) < area.y[0];
    if (!isAbove && !isBelow) continue;
    count += 1;
    const x = mapX((data.start(index) + data.end(index)) / 2, area);
    if (isAbove) beyond.add(Infinity, x);
    if (isBelow) beyond.add(-Infinity, x);
  }
  context.fillStyle = color;
  drawInfinities(context, beyond, area);
  return count;
}

/** A small triangle at the edge that the values left through; those that would overlap are drawn once. */
function drawInfinities(context: CanvasRenderingContext2D, infinite: Infinities, area: PlotArea): void {
  if (infinite.above.length + infinite.below.length === 0) return;
  const size = area.line * 3;
  context.beginPath();
  for (const [places, edge, inward] of [
    [infinite.above, area.top, size],
    [infinite.below, area.top + area.height, -size],
  ] as const) {
    let before = -Infinity;
    for (const x of places) {
      if (x - before < size) continue;
      before = x;
      context.moveTo(x, edge);
      context.lineTo(x + size * 0.7, edge + inward);
      context.lineTo(x - size * 0.7, edge + inward);
      context.closePath();
    }
  }
  context.fill();
}
