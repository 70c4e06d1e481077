/** What a page is told of runs: how they go, not their points. */
import type { Run } from './run';
import type { RunDescription } from './protocol';
import { shorten } from './shorten';

const MAX_PROJECT_CHARACTERS = 200;
/** Metrics that are offered for the x axis. */
const MAX_METRICS = 200;

/** What a page is told of a run; of none while the panel waits for the first. */
export function describeRun(run: Run | null): RunDescription {
  const progress = run?.progress.describe(run.status === 'running');
  return {
    id: run?.id ?? '',
    name: run?.name ?? '',
    project: shorten(run?.opening?.project ?? '', MAX_PROJECT_CHARACTERS),
    status: run?.status ?? 'running',
    error: run?.error ?? '',
    start: Number.isFinite(run?.opening?.start) ? (run?.opening?.start ?? null) : null,
    points: run?.points ?? 0,
    problems: run?.problems.toRecord() ?? {},
    colour: run?.colour ?? null,
    ...(run?.isStoppable === true ? { stoppable: true } : {}),
    ...(progress !== undefined && progress.bars.length > 0 ? { progress } : {}),
    ...(run?.hasControlLog === true && run.controls.all.length > 0 ? { controls: run.controls.all } : {}),
  };
}

/** How many points the runs have. */
export function pointsOf(runs: readonly Run[]): number {
  return runs.reduce((total, run) => total + run.points, 0);
}

/** The metrics of the runs, in the order in which they were logged first. */
export function metricsOf(runs: readonly Run[]): readonly string[] {
  const metrics = new Set<string>();
  for (const { series } of runs) {
    for (const { metric } of series) {
      if (metrics.size < MAX_METRICS) {
        metrics.add(metric);
      }
    }
  }
  return [...metrics];
}
