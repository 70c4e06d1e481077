/** Which job a command is about: the one that was clicked or named, else the only one that fits, else the one that the user picks. */
import * as vscode from 'vscode';
import { statusWord } from '../../common/status-word';
import { isOrphan } from '../../runner/job/stop-job';
import type { RunList } from '../runs-view/run-list';
import type { Job, JobList } from './job-list';
import { jobName } from './job-name';

export interface JobQuestion {
  readonly question: string;
  /** Told when no job fits. */
  readonly none: string;
  readonly fits?: (job: Job) => boolean;
}

interface JobItem extends vscode.QuickPickItem {
  readonly job: Job;
}

/** @param given an item of a view, a run's id, or nothing. */
export async function pickJob(
  list: JobList,
  entries: RunList,
  given: unknown,
  { question, none, fits = () => true }: JobQuestion,
): Promise<Job | undefined> {
  const id = idOf(given);
  if (id !== undefined) {
    return list.find(id);
  }
  const fitting = (await list.all()).filter(fits);
  if (fitting.length === 0) {
    void vscode.window.showInformationMessage(none);
  }
  if (fitting.length <= 1) {
    return fitting[0];
  }
  const items = await jobItems(fitting, entries);
  return (await vscode.window.showQuickPick(items, { placeHolder: question, matchOnDescription: true }))?.job;
}

/** Those that go on come first. */
export async function jobItems(jobs: readonly Job[], entries: RunList): Promise<JobItem[]> {
  const sorted = [...jobs.filter(goesOn), ...jobs.filter((job) => !goesOn(job))];
  return Promise.all(
    sorted.map(async (job) => ({ label: await jobName(entries, job), description: descriptionOf(job), job })),
  );
}

/** Whether there is something to stop, though nobody may watch it anymore. */
export function goesOn({ status, opening }: Job): boolean {
  return status === 'running' || (status === 'lost' && isOrphan(opening));
}

function descriptionOf({ status, opening }: Job): string {
  return `${statusWord(status)} · ${new Date(opening.start * 1000).toLocaleString()}`;
}

function idOf(given: unknown): string | undefined {
  if (typeof given === 'string') {
    return given;
  }
  return typeof given === 'object' && given !== null && 'id' in given && typeof given.id === 'string'
    ? given.id
    : undefined;
}
