/** What the user can do with jobs, in the palette, in menus and in the Jobs view. */
import * as vscode from 'vscode';
import type { PanelIdentity } from '../../common/protocol';
import { isObject } from '../../common/record-shape';
import type { Runs } from '../runs';
import type { RunList } from '../runs-view/run-list';
import type { ClearedJobs } from './cleared-jobs';
import { chooseJob, fileJob } from './choose-job';
import type { JobList } from './job-list';
import { pasteable, type JobSpec } from './job-spec';
import { mayRun, type Jobs } from './jobs';
import { notebookJob } from './notebook-job';
import { goesOn, pickJob } from './pick-job';
import { JobRestart } from './restart-job';
import { selectionJob } from './selection-job';
import type { SweepList } from './sweep-list';

export interface JobContext {
  readonly jobs: Jobs;
  readonly runs: Runs;
  readonly list: JobList;
  /** What jobs are called. */
  readonly entries: RunList;
  readonly sweeps: SweepList;
  readonly cleared: ClearedJobs;
  /** Brings a run's panel to the front, or opens one. */
  readonly show: (identity: PanelIdentity) => Promise<void>;
}

/** Commands by their ids. */
export function jobCommands(context: JobContext): Readonly<Record<string, (...values: unknown[]) => Promise<unknown>>> {
  const restart = new JobRestart(context);
  return {
    'sideplot.runJob': () => run(context, () => chooseJob({ runs: context.runs, recent: context.jobs.recent.jobs })),
    'sideplot.runFileAsJob': (uri) => run(context, () => ofFile(context, uri)),
    'sideplot.runNotebookAsJob': (uri) => run(context, () => ofNotebook(context, uri)),
    'sideplot.runSelectionAsJob': () => run(context, () => selectionJob(context.runs)),
    'sideplot.stopJob': (job) => stop(context, job),
    'sideplot.restartJob': (job) => restart.run(job),
    'sideplot.showJobLog': (job) => showLog(context, job),
    'sideplot.copyJobCommand': (job) => copyCommand(context, job),
    'sideplot.clearEndedJobs': () => clearEnded(context),
  };
}

async function run({ jobs }: JobContext, choose: () => Promise<JobSpec | undefined>): Promise<string | undefined> {
  const spec = mayRun() ? await choose() : undefined;
  return spec && jobs.start(spec);
}

async function ofFile({ jobs }: JobContext, given: unknown): Promise<JobSpec | undefined> {
  const uri = given instanceof vscode.Uri ? given : vscode.window.activeTextEditor?.document.uri;
  if (uri?.scheme !== 'file' || !uri.fsPath.endsWith('.py')) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t('A job runs a Python file of the machine on which the extension runs.'),
    );
    return undefined;
  }
  return fileJob(uri, jobs.recent.jobs, false);
}

/** The notebook of the explorer, of the toolbar or of the active editor. */
async function ofNotebook({ runs, jobs }: JobContext, given: unknown): Promise<JobSpec | undefined> {
  const uri = notebookUri(given) ?? vscode.window.activeNotebookEditor?.notebook.uri;
  if (uri?.scheme !== 'file' || !uri.fsPath.endsWith('.ipynb')) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t('A job runs a notebook of the machine on which the extension runs.'),
    );
    return undefined;
  }
  return notebookJob(uri, { runs, recent: jobs.recent.jobs });
}

/** The toolbar of a notebook gives its command an object that holds the address. */
function notebookUri(given: unknown): vscode.Uri | undefined {
  if (given instanceof vscode.Uri) {
    return given;
  }
  const editor = isObject(given) ? given['notebookEditor'] : undefined;
  const address = isObject(editor) ? editor['notebookUri'] : undefined;
  return address instanceof vscode.Uri ? address : undefined;
}

async function stop({ jobs, list, entries }: JobContext, given: unknown): Promise<void> {
  const job = await pickJob(list, entries, given, {
    question: vscode.l10n.t('Which job to stop?'),
    none: vscode.l10n.t('No job of this workspace is running.'),
    fits: goesOn,
  });
  if (job !== undefined) {
    await jobs.stop(job);
  }
}

async function showLog({ list, entries, show }: JobContext, given: unknown): Promise<void> {
  const job = await pickJob(list, entries, given, {
    question: vscode.l10n.t('The log of which job?'),
    none: vscode.l10n.t('There is no job in this workspace.'),
  });
  if (job !== undefined) {
    await show({ run: job.id, others: [], figure: null, file: null });
  }
}

/** As it can be pasted into a terminal. */
async function copyCommand({ jobs, list, entries }: JobContext, given: unknown): Promise<void> {
  const job = await pickJob(list, entries, given, {
    question: vscode.l10n.t('The command of which job?'),
    none: vscode.l10n.t('There is no job in this workspace.'),
  });
  const program = job && (jobs.rememberedSpec(job) ?? job.opening.job);
  if (program) {
    const environment = 'cwd' in program ? program.environment : {};
    await vscode.env.clipboard.writeText(pasteable({ ...program, environment }));
  }
}

/** Runs stay: what is cleared is the list of the Jobs view. */
async function clearEnded({ list, sweeps, cleared }: JobContext): Promise<void> {
  const jobs = (await list.all()).filter((job) => !goesOn(job));
  const ended = (await sweeps.all()).filter(({ status }) => status !== 'running');
  await cleared.clear([...jobs, ...ended].map(({ id }) => id));
}
