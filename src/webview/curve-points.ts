import { addDot, Infinities, mapX, mapY, type PlotArea } from './plot-area';
import type { SeriesData } from './series';

/** How far outside the plotting area, in device pixels, a line is followed. */
const BEYOND = 1000;

/** Draws points as a line that is broken where y is not finite. Returns where it is infinite. */
export function drawPoints(context: CanvasRenderingContext2D, data: SeriesData, area: PlotArea): Infinities {
  const infinite = new Infinities();
  const dots = new Path2D();
  const [from, to] = data.visible(area.x[0], area.x[1]);
  const [xs, ys] = data.fields;
  if (!xs || !ys) return infinite;

  context.beginPath();
  let joined = 0;
  let before = 0;
  let climbed = 0;
  for (let index = from; index < to; index += 1) {
    const value = ys[index] ?? NaN;
    if (!Number.isFinite(value)) {
      infinite.add(value, mapX(xs[index] ?? NaN, area));
      if (joined === 1) dotAt(dots, xs, ys, index - 1, area);
      joined = 0;
      continue;
    }
    let px = mapX(xs[index] ?? NaN, area);
    let py = mapY(value, area);
    if (px < area.left - BEYOND || px > area.left + area.width + BEYOND) {
      [px, py] = nearer(px, py, xs, ys, index, area);
    }
    if (joined === 0) {
      context.moveTo(px, py);
    } else {
      context.lineTo(px, py);
      climbed += Math.abs(py - before);
    }
    before = py;
    joined += 1;
  }
  if (joined === 1) dotAt(dots, xs, ys, to - 1, area);
  context.lineWidth = area.pen.width(climbed, area.line);
  context.setLineDash(area.dash as number[]);
  context.stroke();
  context.fill(dots);
  return infinite;
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
