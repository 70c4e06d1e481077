/** Asks the program of a run to stop: a job by what watches it, any other by the control log that it reads. */
import * as vscode from 'vscode';
import { writeControl } from '../runner/job/control-log';
import type { JobList } from './jobs/job-list';
import { stopPatience, type Jobs } from './jobs/jobs';
import { goesOn } from './jobs/pick-job';
import { givenId, pickOne } from './pick-one';
import type { Runs } from './runs';

export interface StopContext {
  readonly root: string;
  readonly runs: Runs;
  readonly jobs: Jobs;
  readonly list: JobList;
}

/** @param given a run's id, or an item that has it; without it the user picks one of those that go on. A second call goes on to the next step at once. */
export async function stopRun(context: StopContext, given: unknown): Promise<void> {
  const id = givenId(given) ?? (await choose(context.runs));
  if (id === undefined) {
    return;
  }
  const job = await context.list.find(id);
  if (job !== undefined && goesOn(job)) {
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
  const words = {
    question: vscode.l10n.t('Which run to stop?'),
    none: vscode.l10n.t('No run of this workspace goes on that can be stopped.'),
  };
  const chosen = await pickOne(going, words, (all) =>
    all.map((value) => ({ label: value.run.name, description: value.run.opening?.project ?? '', value })),
  );
  return chosen?.run.id;
}
