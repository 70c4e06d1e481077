import { addDot, firstInStrip, Infinities, mapX, mapY, type PlotArea } from './plot-area';
import type { SeriesData } from './series';

/** How far outside the plotting area, in device pixels, a line is followed. */
const BEYOND = 1000;

/** Draws points as a line that is broken where y is not finite. Returns where it is infinite. */
export function drawPoints(context: CanvasRenderingContext2D, data: SeriesData, area: PlotArea): Infinities {
  const infinite = new Infinities();
  let dots: Path2D | undefined;
  const [first, to] = data.visible(area.x[0], area.x[1]);
  const [xs, ys] = data.fields;
  if (!xs || !ys) return infinite;
  const from = firstInStrip(data, first, to, area);
  // Of a strip the way up to its beginning is known.
  const known = area.strip === undefined ? { entries: from, climbed: 0, length: 0 } : area.pen.drawn;
  const offset = area.dash.length === 0 ? 0 : known.length - lengthOf(xs, ys, from, known.entries, area);

  context.beginPath();
  let { climbed, length } = known;
  let joined = 0;
  let [x, y] = [0, 0];
  for (let index = from; index < to; index += 1) {
    const value = ys[index] ?? NaN;
    if (!Number.isFinite(value)) {
      infinite.add(value, mapX(xs[index] ?? NaN, area));
      if (joined === 1) dotAt((dots ??= new Path2D()), xs, ys, index - 1, area);
      joined = 0;
      continue;
    }
    let px = mapX(xs[index] ?? NaN, area);
    let py = mapY(value, area);
    if (px < area.left - BEYOND || px > area.left + area.width + BEYOND) {
      [px, py] = nearer(px, py, xs, ys, index, area);
    }
    if (joined === 0) context.moveTo(px, py);
    else context.lineTo(px, py);
    if (index >= known.entries) {
      if (joined > 0) climbed += Math.abs(py - y);
      length = joined === 0 ? 0 : lengthened(length, px - x, py - y);
    }
    [x, y] = [px, py];
    joined += 1;
  }
  if (joined === 1) dotAt((dots ??= new Path2D()), xs, ys, to - 1, area);
  context.lineWidth = area.pen.width({ entries: to, climbed, length }, area.line);
  context.setLineDash(area.dash as number[]);
  context.lineDashOffset = offset;
  context.stroke();
  context.lineDashOffset = 0;
  if (dots !== undefined) context.fill(dots);
  return infinite;
}

/** The length of the line through the entries `[from, to)`, all of them finite. */
function lengthOf(xs: Float64Array, ys: Float64Array, from: number, to: number, area: PlotArea): number {
  let length = 0;
  for (let index = from + 1; index < to; index += 1) {
    const [x, y] = [mapX(xs[index - 1] ?? NaN, area), mapY(ys[index - 1] ?? NaN, area)];
    length = lengthened(length, mapX(xs[index] ?? NaN, area) - x, mapY(ys[index] ?? NaN, area) - y);
  }
  return length;
}

/** In single precision, as a canvas counts: on a long line the difference can be seen in its dashes. */
function lengthened(length: number, x: number, y: number): number {
  return Math.fround(length + Math.sqrt(x * x + y * y));
}

function dotAt(dots: Path2D, xs: Float64Array, ys: Float64Array, index: number, area: PlotArea): void {
  addDot(dots, mapX(xs[index] ?? NaN, area), mapY(ys[index] ?? NaN, area), area);
}

/** Moves a place far outside along its line towards the plotting area, as a canvas loses precision there. */
function nearer(
  px: number,
  py: number,
  xs: Float64Array,
  ys: Float64Array,
  index: number,
  area: PlotArea,
): [number, number] {
  const before = px < area.left;
  const limit = before ? area.left - BEYOND : area.left + area.width + BEYOND;
  const inner = before ? index + 1 : index - 1;
  const innerX = mapX(xs[inner] ?? NaN, area);
  const innerY = mapY(ys[inner] ?? NaN, area);
  const share = (limit - px) / (innerX - px);
  return share >= 0 && share <= 1 && Number.isFinite(innerY) ? [limit, py + share * (innerY - py)] : [limit, py];
}
