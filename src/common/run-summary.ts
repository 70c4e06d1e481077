/** What can be said of a run in a few words: its state and the last value of each metric. */
import type { RunStatus } from './protocol';
import type { Run } from './run';

/** More metrics are counted, not listed. */
const MAX_VALUES = 200;

export interface LastValue {
  readonly metric: string;
  readonly unit: string;
  readonly value: number;
  /** `null` where the log does not tell. */
  readonly step: number | null;
}

export interface RunSummary {
  readonly status: RunStatus;
  /** Why the run failed, or empty. */
  readonly error: string;
  /** `null` when only parts of the logs were read. */
  readonly points: number | null;
  /** When it ended, in seconds since 1970; NaN while it goes on and when no log tells. */
  readonly end: number;
  readonly config: Readonly<Record<string, unknown>>;
  /** In the order in which the program named its metrics. */
  readonly values: readonly LastValue[];
  /** How many metrics are not among `values`. */
  readonly moreValues: number;
  /** Names of the figures that the program describes. */
  readonly figures: readonly string[];
  /** What was refused, skipped or lost, by reason; `null` when only parts of the logs were read. */
  readonly problems: Readonly<Record<string, number>> | null;
}

/**
 * @param whole whether the run was read from the beginning of its logs to their end.
 * @param steps whether the steps of its points are right: plain rows without a step count from the beginning.
 */
export function summarise(run: Run, whole = true, steps = true): RunSummary {
  const values = new Map<string, LastValue>();
  let more = 0;
  for (const { metric, unit, series } of run.series) {
    if (series.length === 0 || values.has(metric)) {
      continue;
    }
    if (values.size === MAX_VALUES) {
      more += 1;
      continue;
    }
    const last = series.length - 1;
    values.set(metric, { metric, unit, value: series.yAt(last), step: steps ? series.xAt(last) : null });
  }
  return {
    status: run.status,
    error: run.error,
    points: whole ? run.points : null,
    end: run.endTime,
    config: run.config,
    values: [...values.values()],
    moreValues: more,
    figures: [...run.figures.keys()],
    problems: whole ? run.problems.toRecord() : null,
  };
}
