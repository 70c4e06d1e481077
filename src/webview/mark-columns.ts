/** Draws a mark of a spec from columns: each of them is inked from its least to its greatest value. */
import { drawColumns } from './curve-columns';
import { type MarkItem, takeFill, takeStroke } from './mark-item';
import { drawRules, drawSymbols, type MarkPlace } from './mark-points';
import { Pen } from './pen';
import type { SeriesData } from './series';
import type { StreamedMark } from './spec-route';

type Place = readonly [x: number, y: number];

const PEN = new Pen(1);
const ALL = [-Infinity, Infinity] as const;

/** Draws the entries `[from, to)`, which are columns. */
export function drawMarkColumns(
  context: CanvasRenderingContext2D,
  mark: StreamedMark,
  item: MarkItem,
  data: SeriesData,
  [from, to]: readonly [number, number],
  place: MarkPlace,
): void {
  if (mark.kind === 'symbol') drawSymbols(context, item, extremes(data, from, to, place));
  else if (mark.kind === 'rule') drawRules(context, mark, item, extremes(data, from, to, place), place);
  else {
    if (mark.kind === 'area') drawArea(context, item, data, from, to, place);
    drawLine(context, item, data, place);
  }
}

/** The least and the greatest value of each column, in its middle. */
function extremes(data: SeriesData, from: number, to: number, place: MarkPlace): Place[] {
  const places: Place[] = [];
  for (let index = from; index < to; index += 1) {
    const x = place.x((data.start(index) + data.end(index)) / 2);
    const [low = NaN, high = NaN] = [data.fields[1]?.[index], data.fields[2]?.[index]];
    if (Number.isFinite(low)) places.push([x, place.y(low)]);
    if (Number.isFinite(high) && high !== low) places.push([x, place.y(high)]);
  }
  return places;
}

function drawLine(context: CanvasRenderingContext2D, item: MarkItem, data: SeriesData, place: MarkPlace): void {
  context.save();
  const { a: ratio, e: left, f: top } = context.getTransform();
  if (takeStroke(context, item, ratio)) {
    const { stroke = '', strokeWidth = 1, strokeDash = [] } = item;
    context.fillStyle = stroke;
    context.setTransform(1, 0, 0, 1, 0, 0);
    const [x, y] = [place.x, place.y];
    drawColumns(context, data, {
      ...{ left, top, pen: PEN, x: ALL, y: [0, 1] },
      width: place.width * ratio,
      height: place.height * ratio,
      line: Math.max(1, strokeWidth * ratio),
      dash: strokeDash.map((length) => Math.max(1, Math.round(length * ratio))),
      axes: { x: (value) => left + x(value) * ratio, y: (value) => top + y(value) * ratio },
    });
  }
  context.restore();
}

/** Fills from zero to the furthest value; in whole device pixels, so that columns side by side do not show their edges. */
function drawArea(
  context: CanvasRenderingContext2D,
  item: MarkItem,
  data: SeriesData,
  from: number,
  to: number,
  place: MarkPlace,
): void {
  if (!takeFill(context, item)) return;
  context.save();
  const { a: ratio, e: left, f: top } = context.getTransform();
  context.setTransform(1, 0, 0, 1, 0, 0);
  const across = (value: number) => Math.round(left + place.x(value) * ratio);
  const down = (value: number) => top + place.y(value) * ratio;
  const foot = down(0);
  const path = new Path2D();
  let next = -Infinity;
  let reach: [number, number] = [foot, foot];
  for (let index = from; index < to; index += 1) {
    const values = [data.fields[1]?.[index], data.fields[2]?.[index]].filter((value) => Number.isFinite(value));
    if (values.length === 0) continue;
    const heights = [foot, ...values.map((value) => down(value ?? NaN))];
    const start = across(data.start(index));
    const end = Math.max(start + 1, across(data.end(index)));
    // Two columns on one pixel column become one bar.
    const [column, width] = start < next ? [next - 1, Math.max(1, end - next + 1)] : [start, end - start];
    if (start >= next) reach = [foot, foot];
    reach = [Math.min(reach[0], ...heights), Math.max(reach[1], ...heights)];
    path.rect(column, reach[0], width, reach[1] - reach[0]);
    next = column + width;
  }
  context.fill(path);
  context.restore();
}
