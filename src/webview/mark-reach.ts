import type { MarkItem } from './mark-item';
import type { MarkPlace } from './mark-points';
import type { SeriesData } from './series';
import type { StreamedMark } from './spec-route';

/** What Vega gives instead of a canvas when it asks how large an item is. */
export interface BoundsContext {
  rect(x: number, y: number, width: number, height: number): void;
}

type Box = readonly [left: number, top: number, width: number, height: number];

/** The box, in CSS pixels, that a series takes in a mark without the width of its line; nothing when there is nothing to be drawn. */
export function reachOf(data: SeriesData, mark: StreamedMark, item: MarkItem, place: MarkPlace): Box | undefined {
  const across = mark.x === null ? ([0, place.width] as const) : reach(data, place.x, true);
  const down = mark.y === null ? ([0, place.height] as const) : reach(data, place.y, false);
  if (across === undefined || down === undefined) return undefined;
  const [left, right] = across;
  const [top, bottom] = mark.kind === 'area' ? stretched(down, place.y(0)) : down;
  const radius = mark.kind === 'symbol' ? Math.sqrt(item.size ?? 64) / 2 : 0;
  return [left - radius, top - radius, right - left + 2 * radius, bottom - top + 2 * radius];
}

/** The least and the greatest pixel of the finite values that lie somewhere on the axis. */
function reach(data: SeriesData, axis: (value: number) => number, isStep: boolean): [number, number] | undefined {
  const extent: [number, number] = [Infinity, -Infinity];
  if (isStep && data.count > 0) {
    stretch(extent, axis(data.low));
    stretch(extent, axis(data.high));
  }
  // Axes are monotone, but not all values lie on them: what is not positive has no place on a logarithmic one.
  for (const values of isStep ? [] : data.fields.slice(1)) {
    for (let index = 0; index < data.count; index += 1) {
      const value = values[index] ?? NaN;
      if (Number.isFinite(value)) stretch(extent, axis(value));
    }
  }
  return extent[0] <= extent[1] ? extent : undefined;
}

function stretch(extent: [number, number], pixel: number): void {
  if (!Number.isFinite(pixel)) return;
  if (pixel < extent[0]) extent[0] = pixel;
  if (pixel > extent[1]) extent[1] = pixel;
}

function stretched([low, high]: readonly [number, number], pixel: number): readonly [number, number] {
  return [Math.min(low, pixel), Math.max(high, pixel)];
}
