/** Draws a mark of a spec through single points, just as Vega would. Places are CSS pixels within the plotting area. */
import { pathSymbols } from './vega-paths';
import { type MarkItem, takeFill, takeStroke } from './mark-item';
import type { Axis } from './plot-area';
import type { SeriesData } from './series';
import type { Interpolation, StreamedMark } from './spec-route';

export interface MarkPlace {
  readonly width: number;
  readonly height: number;
  readonly x: Axis;
  readonly y: Axis;
}

/** How far outside the plotting area a line is followed. */
const BEYOND = 2000;
const DEFAULT_SIZE = 64;

/** Draws the entries `[from, to)`, which are points. */
export function drawMarkPoints(
  context: CanvasRenderingContext2D,
  mark: StreamedMark,
  item: MarkItem,
  data: SeriesData,
  [from, to]: readonly [number, number],
  place: MarkPlace,
): void {
  if (mark.kind === 'symbol') drawSymbols(context, item, placesOf(data, from, to, place));
  else if (mark.kind === 'rule') drawRules(context, mark, item, placesOf(data, from, to, place), place);
  else {
    const runs = runsOf(data, from, to, mark.bridges, place);
    context.beginPath();
    for (const run of runs) trace(context, run, mark, place);
    if (mark.kind === 'area' && takeFill(context, item)) context.fill();
    if (takeStroke(context, item, 1)) context.stroke();
  }
}

type Place = readonly [x: number, y: number];

function trace(context: CanvasRenderingContext2D, run: readonly Place[], mark: StreamedMark, place: MarkPlace): void {
  const [first] = run;
  const last = run[run.length - 1];
  if (first === undefined || last === undefined) return;
  context.moveTo(first[0], first[1]);
  for (let index = 1; index < run.length; index += 1) {
    joinTo(context, run[index - 1] ?? first, run[index] ?? first, mark.interpolation);
  }
  if (run.length > 1 && mark.interpolation === 'step') context.lineTo(last[0], last[1]);
  if (mark.kind === 'area') {
    const foot = place.y(0);
    context.lineTo(last[0], foot);
    context.lineTo(first[0], foot);
    context.closePath();
  } else if (run.length === 1) {
    // A point alone is seen only with round or square ends, as in Vega.
    context.closePath();
  }
}

function joinTo(
  context: CanvasRenderingContext2D,
  [x0, y0]: Place,
  [x1, y1]: Place,
  interpolation: Interpolation,
): void {
  if (interpolation === 'step-before') context.lineTo(x0, y1);
  if (interpolation === 'step-after') context.lineTo(x1, y0);
  if (interpolation === 'step') {
    const middle = (x0 + x1) / 2;
    context.lineTo(middle, y0);
    context.lineTo(middle, y1);
    return;
  }
  context.lineTo(x1, y1);
}

/** The places of points that are joined with each other. Those far outside are moved nearer, as a canvas loses precision there. */
function runsOf(data: SeriesData, from: number, to: number, bridges: boolean, place: MarkPlace): Place[][] {
  const runs: Place[][] = [];
  let run: Place[] = [];
  const close = () => {
    if (run.length > 0) runs.push(run.map((one, index) => nearer(one, run, index, place.width)));
    run = [];
  };
  const [xs, ys] = data.fields;
  for (let index = from; index < to; index += 1) {
    const x = place.x(xs?.[index] ?? NaN);
    const y = finite(ys?.[index]) ? place.y(ys?.[index] ?? NaN) : NaN;
    if (Number.isFinite(x) && Number.isFinite(y)) run.push([x, y]);
    else if (!bridges) close();
  }
  close();
  return runs;
}

function nearer(one: Place, run: readonly Place[], index: number, width: number): Place {
  const limit = one[0] < -BEYOND ? -BEYOND : one[0] > width + BEYOND ? width + BEYOND : undefined;
  const inner = limit === undefined ? undefined : run[limit < 0 ? index + 1 : index - 1];
  if (limit === undefined || inner === undefined) return one;
  const share = (limit - one[0]) / (inner[0] - one[0]);
  return share >= 0 && share <= 1 ? [limit, one[1] + share * (inner[1] - one[1])] : one;
}

function finite(value: number | undefined): boolean {
  return value !== undefined && Number.isFinite(value);
}

function placesOf(data: SeriesData, from: number, to: number, place: MarkPlace): Place[] {
  const [xs, ys] = data.fields;
  const places: Place[] = [];
  for (let index = from; index < to; index += 1) {
    const [x, y] = [xs?.[index], ys?.[index]];
    if (finite(x) && finite(y)) places.push([place.x(x ?? NaN), place.y(y ?? NaN)]);
  }
  return places;
}

/** Draws one symbol at each place. */
export function drawSymbols(context: CanvasRenderingContext2D, item: MarkItem, places: readonly Place[]): void {
  const symbol = pathSymbols(item.symbol ?? 'circle');
  for (const [x, y] of places) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    context.save();
    context.translate(x, y);
    context.beginPath();
    symbol.draw(context, item.size ?? DEFAULT_SIZE);
    if (takeFill(context, item)) context.fill();
    if (takeStroke(context, item, 1)) context.stroke();
    context.restore();
  }
}

/** Draws one line over the whole width or height at each place. */
export function drawRules(
  context: CanvasRenderingContext2D,
  mark: StreamedMark,
  item: MarkItem,
  places: readonly Place[],
  { width, height }: MarkPlace,
): void {
  if (!takeStroke(context, item, 1)) return;
  for (const [x, y] of places) {
    // One by one, so that rules that cover each other are as dark as in Vega.
    context.beginPath();
    if (mark.y === null) {
      context.moveTo(x, 0);
      context.lineTo(x, height);
    } else {
      context.moveTo(0, y);
      context.lineTo(width, y);
    }
    context.stroke();
  }
}
