/** Which job a command is about. */
import { statusWord } from '../../common/status-word';
import { isOrphan } from '../../runner/job/stop-job';
import { givenId, pickOne, type PickItem } from '../pick-one';
import type { RunList } from '../runs-view/run-list';
import type { Job, JobList } from './job-list';
import { jobName } from './job-name';

export interface JobQuestion {
  readonly question: string;
  /** Told when no job fits. */
  readonly none: string;
  readonly fits?: (job: Job) => boolean;
}

/** @param given an item of a view, a run's id, or nothing. */
export async function pickJob(
  list: JobList,
  entries: RunList,
  given: unknown,
  { question, none, fits = () => true }: JobQuestion,
): Promise<Job | undefined> {
  const id = givenId(given);
  if (id !== undefined) {
    return list.find(id);
  }
  const fitting = (await list.all()).filter(fits);
  return pickOne(fitting, { question, none, matchOnDescription: true }, (jobs) => jobItems(jobs, entries));
}

/** Those that go on come first. */
export async function jobItems(jobs: readonly Job[], entries: RunList): Promise<PickItem<Job>[]> {
  const sorted = [...jobs.filter(goesOn), ...jobs.filter((job) => !goesOn(job))];
  return Promise.all(
    sorted.map(async (job) => ({ label: await jobName(entries, job), description: descriptionOf(job), value: job })),
  );
}

/** Whether there is something to stop, though nobody may watch it anymore. */
export function goesOn({ status, opening }: Job): boolean {
  return status === 'running' || (status === 'lost' && isOrphan(opening));
}

function descriptionOf({ status, opening }: Job): string {
  return `${statusWord(status)} · ${new Date(opening.start * 1000).toLocaleString()}`;
}
