/** Runs a job again: one that goes on is stopped first, and the new one starts when the old one has ended. */
import * as vscode from 'vscode';
import type { RunList } from '../runs-view/run-list';
import type { Job, JobList } from './job-list';
import { jobName } from './job-name';
import { mayRun, type Jobs } from './jobs';
import { goesOn, pickJob } from './pick-job';

const LOOK_MILLISECONDS = 200;

export interface RestartContext {
  readonly jobs: Jobs;
  readonly list: JobList;
  readonly entries: RunList;
}

export class JobRestart {
  /** By run id: a second wish for the same job, while it is being stopped, is the first one. */
  private readonly going = new Map<string, Promise<string | undefined>>();

  constructor(private readonly context: RestartContext) {}

  /** @returns the new run's id; `undefined` when nothing was started. */
  async run(given: unknown): Promise<string | undefined> {
    const { list, entries } = this.context;
    const job = !mayRun()
      ? undefined
      : await pickJob(list, entries, given, {
          question: vscode.l10n.t('Which job to run again?'),
          none: vscode.l10n.t('There is no job in this workspace.'),
        });
    if (job === undefined) {
      return undefined;
    }
    const known = this.going.get(job.id);
    const restart = known ?? this.restart(job).finally(() => this.going.delete(job.id));
    this.going.set(job.id, restart);
    return restart;
  }

  private async restart(job: Job): Promise<string | undefined> {
    const { jobs } = this.context;
    const spec = jobs.specOf(job);
    if (spec === undefined || (goesOn(job) && !(await this.stopped(job)))) {
      return undefined;
    }
    return jobs.start(spec);
  }

  /** @returns whether it has ended; not when the user did not want to wait any longer. */
  private async stopped(job: Job): Promise<boolean> {
    const { jobs, list, entries } = this.context;
    const title = vscode.l10n.t('{0} is being stopped, then it runs again', await jobName(entries, job));
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return vscode.window.withProgress(options, async (_, token) => {
      const ended = untilEnded(list, job.id, token);
      await jobs.stop(job);
      return ended;
    });
  }
}

/** Looks, too: no event tells of the end of a program that nobody watches. */
function untilEnded(list: JobList, id: string, token: vscode.CancellationToken): Promise<boolean> {
  return new Promise((resolve) => {
    const look = async (): Promise<void> => {
      const job = await list.find(id);
      if (token.isCancellationRequested || job === undefined || !goesOn(job)) {
        clearInterval(timer);
        resolve(!token.isCancellationRequested);
      }
    };
    const timer = setInterval(() => void look(), LOOK_MILLISECONDS);
  });
}
