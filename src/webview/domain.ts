import { linearScale } from './linear-scale';
import type { SeriesData } from './series';

/** What part of an axis is shown: from and to, in units of the axis. */
export type Interval = readonly [number, number];

/** Where `value` lies in an interval: 0 at its start, 1 at its end. Halved numbers, as the distance itself may be beyond float64. */
export function shareOf(value: number, [from, to]: Interval): number {
  return (value * 0.5 - from * 0.5) / (to * 0.5 - from * 0.5);
}

/** Half the range of float64: an interval within it has a width that is still finite. */
const LIMIT = 8e307;
/** Share of the values' range left free above and below a curve. */
const MARGIN = 0.03;

/** The x that all series span together. */
export function domainOfX(series: readonly SeriesData[]): Interval {
  let low = Infinity;
  let high = -Infinity;
  for (const data of series) {
    if (data.low < low) low = data.low;
    if (data.high > high) high = data.high;
  }
  if (!(low <= high)) return [0, 1];
  if (low === high) return widened(low);
  return bounded(low, high);
}

/** The y that the finite values shown within `shown` span together, with a margin and round ends. */
export function domainOfY(series: readonly SeriesData[], shown: Interval): Interval {
  const extent: [number, number] = [Infinity, -Infinity];
  for (const data of series) extend(extent, data, shown);
  const [low, high] = extent;
  if (low > high) return [0, 1];
  if (low === high) return widened(low);
  const [least, greatest] = bounded(low, high);
  const margin = (greatest - least) * MARGIN;
  return rounded(
    least >= 0 ? Math.max(0, least - margin) : least - margin,
    greatest <= 0 ? Math.min(0, greatest + margin) : greatest + margin,
  );
}

/** Widens `extent` by the finite values of the entries that lie in `shown`; the neighbours outside do not count. */
function extend(extent: [number, number], data: SeriesData, shown: Interval): void {
  let [from, to] = data.visible(shown[0], shown[1]);
  if (from < to && data.end(from) < shown[0]) from += 1;
  if (from < to && data.start(to - 1) > shown[1]) to -= 1;
  let [low, high] = extent;
  for (const values of data.fields.slice(1)) {
    for (let index = from; index < to; index += 1) {
      const value = values[index] ?? NaN;
      if (value < low && value !== -Infinity) low = value;
      if (value > high && value !== Infinity) high = value;
    }
  }
  extent[0] = low;
  extent[1] = high;
}

/** An interval around one value. */
function widened(value: number): Interval {
  const half = value === 0 ? 1 : Math.max(Math.abs(value) * 0.1, Number.MIN_VALUE * 1e16);
  return bounded(value - half, value + half);
}

/** Ends whose difference neither overflows nor vanishes. */
function bounded(low: number, high: number): Interval {
  if (high - low === Infinity) return [Math.max(low, -LIMIT), Math.min(high, LIMIT)];
  const least = Math.max(Math.abs(low), Math.abs(high)) * 1e-12;
  return high - low > least ? [low, high] : [low - least, high + least];
}

function rounded(low: number, high: number): Interval {
  const [least = low, greatest = high] = linearScale([low, high]).nice(8).domain();
  return Number.isFinite(greatest - least) ? [least, greatest] : [low, high];
}
