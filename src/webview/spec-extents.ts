/** The extents of the points that are shown: the domains of a spec's scales are made of them. */
import { ingest, type View } from 'vega';
import type { Interval } from './domain';
import { inPlace } from './point-rows';
import type { SeriesData } from './series';
import { DATA } from './spec-route';

interface ExtentRow {
  step: number | null;
  value: number | null;
  step_positive: number | null;
  value_positive: number | null;
  zero: 0;
}

/** Two rows, of the least and of the greatest. */
export class Extents {
  private readonly rows = [emptyRow(), emptyRow()] as const;
  private inserted = false;

  /** The greatest and least step of all points, shown or not. */
  get step(): Interval | null {
    const [low, high] = this.rows;
    return low.step === null || high.step === null ? null : [low.step, high.step];
  }

  /** Brings the data set up to date with the next run of the view. @param zoom counts only values of steps within. */
  update(view: View, series: readonly SeriesData[], zoom: Interval | null): void {
    const has = series.some(({ low }) => !Number.isNaN(low));
    const step: Interval | null = has ? exactX(series) : null;
    const shown = zoom ?? [-Infinity, Infinity];
    const value = extent(series, shown, (one) => one.fields.slice(1), -Infinity);
    const positive = extent(series, shown, (one) => one.fields.slice(1), 0);
    const positiveStep = extent(series, shown, (one) => (one.kind === 'points' ? one.fields.slice(0, 1) : []), 0);
    this.rows.forEach((row, end) => {
      row.step = step?.[end] ?? null;
      row.value = value?.[end] ?? null;
      row.value_positive = positive?.[end] ?? null;
      row.step_positive = step !== null && step[0] > 0 ? (step[end] ?? null) : (positiveStep?.[end] ?? null);
    });
    inPlace(view, DATA.extents, (pulse) => {
      if (this.inserted) {
        pulse.mod.push(...this.rows);
        pulse.modifies(['step', 'value', 'step_positive', 'value_positive']);
      } else {
        pulse.add.push(...this.rows.map((row) => ingest(row) as unknown));
        this.inserted = true;
      }
    });
  }
}

function emptyRow(): ExtentRow {
  return { step: null, value: null, step_positive: null, value_positive: null, zero: 0 };
}

function exactX(series: readonly SeriesData[]): Interval {
  const lows = series.map(({ low }) => low).filter((low) => !Number.isNaN(low));
  const highs = series.map(({ high }) => high).filter((high) => !Number.isNaN(high));
  return [Math.min(...lows), Math.max(...highs)];
}

/** The least and the greatest finite number above `above` among the entries that touch `shown`; its neighbours outside do not count. */
function extent(
  series: readonly SeriesData[],
  shown: Interval,
  fields: (data: SeriesData) => readonly Float64Array[],
  above: number,
): Interval | null {
  let [low, high] = [Infinity, -Infinity];
  for (const data of series) {
    let [from, to] = data.visible(shown[0], shown[1]);
    if (from < to && data.end(from) < shown[0]) from += 1;
    if (from < to && data.start(to - 1) > shown[1]) to -= 1;
    for (const values of fields(data)) {
      for (let index = from; index < to; index += 1) {
        const value = values[index] ?? NaN;
        if (value > above && value < low) low = value;
        if (value > high && value > above && value < Infinity) high = value;
      }
    }
  }
  return low <= high ? [low, high] : null;
}
