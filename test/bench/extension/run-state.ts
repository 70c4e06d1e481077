/** What the host has stored of a run. */
import { DrawnSeries, gridOf } from '../../../src/common/drawn-series';
import type { RunStatus } from '../../../src/common/protocol';
import { product } from './product';

export interface RunState {
  readonly points: number;
  readonly status: RunStatus;
  readonly problems: Readonly<Record<string, number>>;
  readonly series: readonly {
    readonly metric: string;
    readonly length: number;
    readonly low: number;
    readonly high: number;
  }[];
}

/** The state of a followed run; `null` when it is not followed. */
export async function runState(id: string): Promise<RunState | null> {
  const run = (await product()).runs.followed(id)?.run;
  if (run === undefined) return null;
  return {
    points: run.points,
    status: run.status,
    problems: run.problems.toRecord(),
    series: run.series.map(({ metric, series: { length, low, high } }) => ({ metric, length, low, high })),
  };
}

/** Milliseconds, the median of `times`, to read from the store what a chart of the whole run needs that is so many pixels wide. */
export async function hostQuery(id: string, pixels: number, times: number): Promise<number> {
  const run = (await product()).runs.followed(id)?.run;
  if (run === undefined) throw new Error(`The run ${id} is not followed.`);
  const durations = Array.from({ length: times }, () => {
    const began = performance.now();
    for (const { series } of run.series) {
      new DrawnSeries(series, 0, 0).update(gridOf(series.low, series.high, true, pixels));
    }
    return performance.now() - began;
  });
  return durations.sort((a, b) => a - b)[Math.floor(times / 2)] ?? NaN;
}
