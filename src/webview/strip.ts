import { firstInStrip, mapX, marginOf, type PlotArea } from './plot-area';
import type { SeriesData } from './series';

/** A strip that takes more of the plotting area than this is not worth the care. */
const WORTH = 0.5;

/** A curve of a picture, and how many of its entries are as they were in the picture before. */
export interface KnownCurve {
  readonly data: SeriesData;
  readonly same: number;
  readonly area: PlotArea;
}

/**
 * From which pixel column on a picture has to be drawn again when nothing has changed but the entries of curves; `null` when all of it has to be.
 * Infinity when no curve has changed.
 */
export function stripOf(curves: readonly KnownCurve[]): number | null {
  let strip = Infinity;
  for (const { data, same, area } of curves) {
    if (same === data.count) continue;
    if (same === 0 || data.start(data.count - 1) > area.x[1]) return null;
    // How far a line has come is known of the one that was drawn.
    if (data.kind === 'points' && area.pen.drawn.entries !== same) return null;
    strip = Math.min(strip, Math.floor(mapX(data.start(same - 1), area)) - marginOf(area));
  }
  if (strip === Infinity) return strip;
  const isLocal = curves.every((curve) => isWithin(curve, strip));
  return isLocal ? strip : null;
}

/** Whether a strip of the curve can be drawn alone: dashes count from where a line was broken last. */
function isWithin({ data, area }: KnownCurve, strip: number): boolean {
  if (strip < area.left + (1 - WORTH) * area.width) return false;
  if (data.kind === 'columns' || area.dash.length === 0) return true;
  const values = data.fields[1] ?? [];
  for (let index = firstInStrip(data, 0, data.count, { ...area, strip }); index < data.count; index += 1) {
    if (!Number.isFinite(values[index])) return false;
  }
  return true;
}
