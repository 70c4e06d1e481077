/** What the Jobs view lists: jobs by themselves, and sweeps with their jobs below them. */
import type { RunStatus } from '../../common/protocol';
import type { SweepJobState, SweepState } from '../../runner/job/sweep-log';
import type { Job } from './job-list';

/** Each has an `id`, by which commands know what was clicked. */
export type Entry =
  | { readonly kind: 'job'; readonly id: string; readonly job: Job; readonly words: string | null }
  | { readonly kind: 'sweep'; readonly id: string; readonly sweep: SweepState }
  | { readonly kind: 'unseen'; readonly id: string; readonly words: string; readonly status: UnseenStatus };

/** What the sweep says of a job whose log is not there: before its start, for a moment after it, or when somebody deleted it. */
export type UnseenStatus = RunStatus | 'queued' | 'not started';

/** Newest first; ids of runs and of sweeps sort by their start. */
export function topEntries(jobs: readonly Job[], sweeps: readonly SweepState[]): Entry[] {
  const known = new Set(sweeps.map(({ id }) => id));
  // A job whose sweep is not known anymore stands for itself.
  const alone = jobs.filter(({ opening }) => opening.sweep === null || !known.has(opening.sweep.id));
  const entries: Entry[] = [
    ...sweeps.map((sweep): Entry => ({ kind: 'sweep', id: sweep.id, sweep })),
    ...alone.map((job): Entry => ({ kind: 'job', id: job.id, job, words: null })),
  ];
  return entries.sort((one, other) => (one.id < other.id ? 1 : -1));
}

/** Whether the sweep has started this job. */
export function isPartOf({ id }: Job, { jobs }: SweepState): boolean {
  return jobs.some(({ run }) => run === id);
}

/** The jobs of a sweep in their order. */
export function sweepEntries({ id, jobs, status }: SweepState, known: readonly Job[]): Entry[] {
  return jobs.map((one: SweepJobState, index): Entry => {
    const { words, run } = one;
    const job = known.find((other) => other.id === run);
    return job === undefined
      ? { kind: 'unseen', id: `${id}#${index}`, words, status: unseenStatus(one, status) }
      : { kind: 'job', id: job.id, job, words };
  });
}

function unseenStatus(job: SweepJobState, sweep: RunStatus): UnseenStatus {
  return job.status === 'queued' && sweep !== 'running' ? 'not started' : job.status;
}
