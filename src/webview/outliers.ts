/** Finds the range of most values: extreme ones are left out of it. */
import type { Interval } from './domain';

/** Fewer values say nothing of what is usual. */
const LEAST = 5;
/** From so many on, percentiles tell; below, how far a value lies from the middle half. */
const MANY = 100;
const PERCENTILE = 0.01;
/** A value this many times the height of the middle half away from it is extreme (Tukey, Exploratory Data Analysis, 1977: "far out"). */
const FAR_OUT = 3;
/** Values that are looked at; of more, every so many. */
const MOST = 4000;

/**
 * The range without extreme values: of few values those within three times the interquartile range around the middle half, of many also all from the
 * 1st to the 99th percentile.
 *
 * @param values finite ones; they are sorted in place.
 * @returns `null` when there are too few.
 */
export function usualRange(values: Float64Array): Interval | null {
  if (values.length < LEAST) return null;
  values.sort();
  const at = (share: number) => quantile(values, share);
  const isMany = values.length >= MANY;
  const [lower, upper] = [at(0.25), at(0.75)];
  const reach = (upper - lower) * FAR_OUT;
  if (!(reach > 0) && !isMany) return [values[0] ?? NaN, values[values.length - 1] ?? NaN];
  const least = isMany ? Math.min(at(PERCENTILE), lower - reach) : lower - reach;
  const greatest = isMany ? Math.max(at(1 - PERCENTILE), upper + reach) : upper + reach;
  // Up to the values themselves, as what lies between them and the fences is empty.
  const usual = values.filter((value) => value >= least && value <= greatest);
  return [usual[0] ?? NaN, usual[usual.length - 1] ?? NaN];
}

/** Gathers values for `usualRange`, evenly thinned when there are very many. */
export class Sample {
  private readonly values = new Float64Array(MOST);
  private count = 0;
  private turn = 0;
  private every = 1;

  add(value: number): void {
    this.turn += 1;
    if (this.turn % this.every !== 0 || !Number.isFinite(value)) return;
    if (this.count === MOST) this.thin();
    this.values[this.count] = value;
    this.count += 1;
  }

  range(): Interval | null {
    return usualRange(this.values.subarray(0, this.count));
  }

  private thin(): void {
    this.every *= 2;
    for (let index = 0; index * 2 < this.count; index += 1) this.values[index] = this.values[index * 2] ?? NaN;
    this.count = Math.ceil(this.count / 2);
  }
}

function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)] ?? NaN, sorted[Math.ceil(place)] ?? NaN];
  return below + (above - below) * (place - Math.floor(place));
}
