/** Asks the program of a run to stop: a job by what watches it, any other by the control log that it reads. */
import * as vscode from 'vscode';
import { writeControl } from '../runner/job/control-log';
import { isOrphan } from '../runner/job/stop-job';
import type { JobList } from './jobs/job-list';
import { stopPatience, type Jobs } from './jobs/jobs';
import type { Runs } from './runs';

export interface StopContext {
  readonly root: string;
  readonly runs: Runs;
  readonly jobs: Jobs;
  readonly list: JobList;
}

/** @param given a run's id, or an item that has it; without it the user picks one of those that go on. A second call goes on to the next step at once. */
export async function stopRun(context: StopContext, given: unknown): Promise<void> {
  const id = idOf(given) ?? (await choose(context.runs));
  if (id === undefined) {
    return;
  }
  const job = await context.list.find(id);
  if (job !== undefined && (job.status === 'running' || isOrphan(job.opening))) {
    await context.jobs.stop(job);
    return;
  }
  const run = context.runs.followed(id)?.run;
  if (run?.isStoppable === true) {
    await writeControl(context.root, id, { type: 'stop', patience: stopPatience() });
  } else {
    const words = vscode.l10n.t('{0} has ended, or its program does not listen.', run?.name ?? id);
    void vscode.window.showInformationMessage(words);
  }
}

async function choose(runs: Runs): Promise<string | undefined> {
  const going = runs.all.filter((followed) => followed.run.isStoppable && runs.isOfWorkspace(followed));
  if (going.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No run of this workspace goes on that can be stopped.'));
  }
  if (going.length <= 1) {
    return going[0]?.run.id;
  }
  const items = going.map(({ run }) => ({ label: run.name, description: run.opening?.project ?? '', id: run.id }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which run to stop?') }))?.id;
}

function idOf(given: unknown): string | undefined {
  const id = typeof given === 'object' && given !== null && 'id' in given ? given.id : given;
  return typeof id === 'string' ? id : undefined;
}
