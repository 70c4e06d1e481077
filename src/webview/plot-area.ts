import { type Interval, shareOf } from './domain';
import type { Pen } from './pen';
import type { SeriesData } from './series';

/** Where a curve is drawn, in device pixels, and which intervals the plotting area stands for. */
export interface PlotArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: Interval;
  readonly y: Interval;
  /** Width of the line in device pixels, a whole number. */
  readonly line: number;
  /** Lengths of dashes and holes in device pixels; empty for a continuous line. */
  readonly dash: readonly number[];
  readonly pen: Pen;
  /** Only what is seen from this pixel column on has to be drawn: the rest is clipped away. All when it is left out. */
  readonly strip?: number;
  /** Where values lie, in device pixels, when the axes are not those of `x` and `y`, evenly divided. */
  readonly axes?: { readonly x: Axis; readonly y: Axis };
}

/** Where a value lies on an axis, in pixels. */
export type Axis = (value: number) => number;

/** Far outside of any screen, and still within what a canvas can hold. */
const FAR = 1e5;

export function mapX(x: number, area: PlotArea): number {
  if (area.axes !== undefined) return area.axes.x(x);
  return area.left + shareOf(x, area.x) * area.width;
}

/** Values far outside are kept within what a canvas can hold. */
export function mapY(y: number, area: PlotArea): number {
  if (area.axes !== undefined) return Math.max(-FAR, Math.min(FAR, area.axes.y(y)));
  const share = shareOf(y, area.y);
  return area.top + area.height - Math.max(-1e3, Math.min(1e3, share)) * area.height;
}

/** The first of the entries `[from, to)` that a strip needs: what begins with the next one lies in front of it, with the ends and corners of its lines. */
export function firstInStrip(data: SeriesData, from: number, to: number, area: PlotArea): number {
  if (area.strip === undefined) return from;
  const limit = area.strip - marginOf(area);
  let index = to - 1;
  while (index > from && mapX(data.end(index), area) >= limit) index -= 1;
  return Math.max(from, index - 1);
}

/** How far, in device pixels, the ink of an entry may reach to each side. */
export function marginOf({ line }: PlotArea): number {
  return 2 * line + 2;
}

/** Draws a dot for an entry that has no neighbours to be joined with. */
export function addDot(path: Path2D, x: number, y: number, area: PlotArea): void {
  const radius = area.line * 1.25;
  path.moveTo(x + radius, y);
  path.arc(x, y, radius, 0, 2 * Math.PI);
}

/** Collects, in device pixels, where values are infinite. */
export class Infinities {
  readonly above: number[] = [];
  readonly below: number[] = [];

  add(value: number, x: number): void {
    if (value === Infinity) this.above.push(x);
    if (value === -Infinity) this.below.push(x);
  }
}
