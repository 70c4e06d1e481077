import { addDot, type PlotArea, Infinities, mapX, mapY } from './plot-area';
import type { SeriesData } from './series';

/** How far outside the plotting area, in device pixels, a line is followed. */
const BEYOND = 1000;

/** Draws points as a line that is broken where y is not finite. Returns where it is infinite. */
export function drawPoints(context: CanvasRenderingContext2D, data: SeriesData, area: PlotArea): Infinities {
  const infinite = new Infinities();
  const dots = new Path2D();
  const [from, to] = data.visible(area.x[0], area.x[1]);
  const y = data.fields[1];
  if (y === undefined) return infinite;

  context.beginPath();
  let joined = 0;
  for (let index = from; index < to; index += 1) {
    const value = y[index] ?? NaN;
    if (!Number.isFinite(value)) {
      infinite.add(value, mapX(data.start(index), area));
      if (joined === 1) dotAt(dots, data, index - 1, area);
      joined = 0;
      continue;
    }
    const [px, py] = placed(data, y, index, area);
    if (joined === 0) context.moveTo(px, py);
    else context.lineTo(px, py);
    joined += 1;
  }
  if (joined === 1) dotAt(dots, data, to - 1, area);
  context.setLineDash([...area.dash]);
  context.stroke();
  context.fill(dots);
  return infinite;
}

function dotAt(dots: Path2D, data: SeriesData, index: number, area: PlotArea): void {
  addDot(dots, mapX(data.start(index), area), mapY(data.fields[1]?.[index] ?? NaN, area), area);
}

/** Where a point is drawn. One far outside is moved along its line towards the plotting area, as a canvas loses precision there. */
function placed(data: SeriesData, y: Float64Array, index: number, area: PlotArea): [number, number] {
  const px = mapX(data.start(index), area);
  const py = mapY(y[index] ?? NaN, area);
  const limit = px < area.left - BEYOND ? area.left - BEYOND : area.left + area.width + BEYOND;
  if (px >= area.left - BEYOND && px <= area.left + area.width + BEYOND) return [px, py];
  const inner = px < limit ? index + 1 : index - 1;
  const innerX = mapX(data.start(inner), area);
  const innerY = mapY(y[inner] ?? NaN, area);
  if (!Number.isFinite(innerX) || !Number.isFinite(innerY)) return [limit, py];
  return [limit, py + ((limit - px) / (innerX - px)) * (innerY - py)];
}
