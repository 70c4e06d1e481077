import { linearScale } from './linear-scale';
import { Sample } from './outliers';
import type { SeriesData } from './series';

/** What part of an axis is shown: from and to, in units of the axis. */
export type Interval = readonly [number, number];

/** Where `value` lies in an interval: 0 at its start, 1 at its end. Halved numbers, as the distance itself may be beyond float64. */
export function shareOf(value: number, interval: Interval): number {
  // Not taken apart: this is done for each point of each drawing.
  const from = interval[0] * 0.5;
  return (value * 0.5 - from) / (interval[1] * 0.5 - from);
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

/** The end of an interval that is as long as the newest part of x that is followed; all of it when that is less, or nothing is followed. */
export function latestOf(x: Interval, latest: number | null): Interval {
  return latest === null || x[1] - x[0] <= latest ? x : [x[1] - latest, x[1]];
}

/** How the range of y is found. */
export interface RangeOptions {
  /** Whether y is drawn as its logarithm: then round ends of it mean nothing. */
  readonly log: boolean;
  /** Whether extreme values are left out. */
  readonly ignoreOutliers: boolean;
}

/** Finds round ends, which takes long for what changes rarely: it remembers the last ones. */
export class RoundEnds {
  private of: Interval = [0, 1];
  private ends: Interval = [0, 1];

  around(low: number, high: number): Interval {
    if (low !== this.of[0] || high !== this.of[1]) {
      this.of = [low, high];
      this.ends = rounded(low, high);
    }
    return this.ends;
  }
}

/** The y that the finite values shown within `shown` span together, with a margin and round ends. */
export function domainOfY(
  series: readonly SeriesData[],
  shown: Interval,
  options = ALL_VALUES,
  round = new RoundEnds(),
): Interval {
  const [low, high] = (options.ignoreOutliers ? usualExtent(series, shown) : undefined) ?? extentOf(series, shown);
  if (low > high) return [0, 1];
  if (isOneValue(low, high, options.log)) return options.log ? [low - 0.5, low + 0.5] : widened(low);
  const [least, greatest] = bounded(low, high);
  const margin = (greatest - least) * MARGIN;
  if (options.log) return [least - margin, greatest + margin];
  return round.around(
    least >= 0 ? Math.max(0, least - margin) : least - margin,
    greatest <= 0 ? Math.min(0, greatest + margin) : greatest + margin,
  );
}

const ALL_VALUES: RangeOptions = { log: false, ignoreOutliers: false };

function extentOf(series: readonly SeriesData[], shown: Interval): Interval {
  let [low, high] = [Infinity, -Infinity];
  for (const data of series) {
    const [least, greatest] = data.extentOf(...entriesWithin(data, shown));
    low = Math.min(low, least);
    high = Math.max(high, greatest);
  }
  return [low, high];
}

/** The range of most values; `undefined` when there are too few to tell. */
function usualExtent(series: readonly SeriesData[], shown: Interval): Interval | undefined {
  const sample = new Sample();
  for (const data of series) {
    const [from, to] = entriesWithin(data, shown);
    const fields = data.kind === 'points' ? data.fields.slice(1) : data.fields.slice(1, 3);
    for (const values of fields) {
      for (let index = from; index < to; index += 1) sample.add(values[index] ?? NaN);
    }
  }
  return sample.range() ?? undefined;
}

/** The entries that lie in `shown`, without the neighbours outside. */
export function entriesWithin(data: SeriesData, shown: Interval): [number, number] {
  let [from, to] = data.visible(shown[0], shown[1]);
  if (from < to && data.end(from) < shown[0]) from += 1;
  if (from < to && data.start(to - 1) > shown[1]) to -= 1;
  return [from, to];
}

/** Whether all values are one but for the noise that averaging leaves in their last digits. */
function isOneValue(low: number, high: number, log: boolean): boolean {
  const magnitude = Math.max(Math.abs(low), Math.abs(high), log ? 1 : 0);
  return low === high || high - low < magnitude * 1e-14;
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
