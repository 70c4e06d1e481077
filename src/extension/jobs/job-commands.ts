/** What the user can do with jobs, in the palette, in menus and in the Jobs view. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { PanelIdentity } from '../../common/protocol';
import { isObject } from '../../common/record-shape';
import { isOrphan } from '../../runner/job/stop-job';
import { chooseJob, fileJob } from './choose-job';
import { pythonFor } from './interpreter';
import type { Job, JobList } from './job-list';
import { folderOf, type JobSpec } from './job-spec';
import { mayRun, type Jobs } from './jobs';
import { notebookJob } from './notebook-job';

export interface JobContext {
  readonly jobs: Jobs;
  readonly list: JobList;
  /** Brings a run's panel to the front, or opens one. */
  readonly show: (identity: PanelIdentity) => Promise<void>;
}

/** Commands by their ids. */
export function jobCommands(context: JobContext): Readonly<Record<string, (...values: unknown[]) => Promise<unknown>>> {
  return {
    'sideplot.runJob': () => run(context, () => chooseJob(context.jobs.recent.jobs)),
    'sideplot.runFileAsJob': (uri) => run(context, () => ofFile(context, uri)),
    'sideplot.runNotebookAsJob': (uri) => run(context, () => ofNotebook(uri)),
    'sideplot.runSelectionAsJob': () => run(context, ofSelection),
    'sideplot.stopJob': (job) => stop(context, job),
    'sideplot.restartJob': (job) => restart(context, job),
    'sideplot.showJobLog': (job) => showLog(context, job),
  };
}

async function run({ jobs }: JobContext, choose: () => Promise<JobSpec | undefined>): Promise<string | undefined> {
  const spec = mayRun() ? await choose() : undefined;
  return spec && jobs.start(spec);
}

/** A script as it is saved: with changes that are not, another program would run than the one that is seen. */
async function ofFile({ jobs }: JobContext, given: unknown): Promise<JobSpec | undefined> {
  const uri = given instanceof vscode.Uri ? given : vscode.window.activeTextEditor?.document.uri;
  if (uri?.scheme !== 'file' || !uri.fsPath.endsWith('.py')) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t('A job runs a Python file of the machine on which the extension runs.'),
    );
    return undefined;
  }
  const document = vscode.workspace.textDocuments.find((one) => one.uri.fsPath === uri.fsPath);
  if (document?.isDirty === true && !(await document.save())) {
    return undefined;
  }
  return fileJob(uri, jobs.recent.jobs, false);
}

/** The notebook of the explorer, of the toolbar or of the active editor. */
async function ofNotebook(given: unknown): Promise<JobSpec | undefined> {
  const uri = notebookUri(given) ?? vscode.window.activeNotebookEditor?.notebook.uri;
  if (uri?.scheme !== 'file' || !uri.fsPath.endsWith('.ipynb')) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t('A job runs a notebook of the machine on which the extension runs.'),
    );
    return undefined;
  }
  return notebookJob(uri);
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

/** The selected lines become a file of their own: a program cannot be given what only the editor has. */
async function ofSelection(): Promise<JobSpec | undefined> {
  const editor = vscode.window.activeTextEditor;
  const text = editor?.document.getText(editor.selection) ?? '';
  if (editor?.document.languageId !== 'python' || text.trim() === '') {
    void vscode.window.showErrorMessage(vscode.l10n.t('Select Python code first.'));
    return undefined;
  }
  const { uri } = editor.document;
  const folder = await mkdtemp(join(tmpdir(), 'sideplot-selection-'));
  const script = join(folder, 'selection.py');
  await writeFile(script, `${dedented(text)}\n`, { mode: 0o600 });
  const place = uri.scheme === 'file' ? uri : undefined;
  const name = vscode.l10n.t('selection of {0}', vscode.workspace.asRelativePath(uri));
  return { name, command: await pythonFor(place), args: [script], shell: false, cwd: folderOf(place), environment: {} };
}

/** Code of a block, at the margin. */
function dedented(text: string): string {
  const lines = text.split(/\r?\n/);
  const margins = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const margin = Math.min(...margins);
  return lines.map((line) => line.slice(margin)).join('\n');
}

async function stop(context: JobContext, given: unknown): Promise<void> {
  const job = await chosen(context, given, ({ status, opening }) => status === 'running' || isOrphan(opening), {
    question: vscode.l10n.t('Which job to stop?'),
    none: vscode.l10n.t('No job of this workspace is running.'),
  });
  if (job !== undefined) {
    await context.jobs.stop(job);
  }
}

/** Stops a job that goes on, waits for its end, and runs the same again. */
async function restart(context: JobContext, given: unknown): Promise<string | undefined> {
  if (!mayRun()) {
    return undefined;
  }
  const job = await chosen(context, given, () => true, {
    question: vscode.l10n.t('Which job to run again?'),
    none: vscode.l10n.t('There is no job in this workspace.'),
  });
  const spec = job && context.jobs.specOf(job);
  if (job === undefined || spec === undefined) {
    return undefined;
  }
  if (job.status === 'running') {
    const ended = untilEnded(context.list, job.id);
    await context.jobs.stop(job);
    const title = vscode.l10n.t('{0} is being stopped', job.opening.name);
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () => ended);
  }
  return context.jobs.start(spec);
}

function untilEnded(list: JobList, id: string): Promise<void> {
  return new Promise((resolve) => {
    const subscription = list.onDidChange((job) => {
      if (job.id === id && job.status !== 'running') {
        subscription.dispose();
        resolve();
      }
    });
  });
}

async function showLog(context: JobContext, given: unknown): Promise<void> {
  const job = await chosen(context, given, () => true, {
    question: vscode.l10n.t('The log of which job?'),
    none: vscode.l10n.t('There is no job in this workspace.'),
  });
  if (job !== undefined) {
    await context.show({ run: job.id, others: [], figure: null, file: null });
  }
}

interface Words {
  readonly question: string;
  readonly none: string;
}

/** The job that was clicked or whose id was given, else the only one that fits, else the one that the user picks. */
async function chosen(
  { list }: JobContext,
  given: unknown,
  fits: (job: Job) => boolean,
  { question, none }: Words,
): Promise<Job | undefined> {
  const id = idOf(given);
  if (id !== undefined) {
    return list.find(id);
  }
  const all = (await list.all()).filter(fits);
  const running = all.filter(({ status }) => status === 'running');
  const candidates = running.length > 0 ? [...running, ...all.filter(({ status }) => status !== 'running')] : all;
  if (all.length === 0) {
    void vscode.window.showInformationMessage(none);
  }
  if (candidates.length <= 1) {
    return candidates[0];
  }
  const items = candidates.map((job) => ({ label: job.opening.name, description: descriptionOf(job), job }));
  return (await vscode.window.showQuickPick(items, { placeHolder: question }))?.job;
}

function descriptionOf({ status, opening }: Job): string {
  return `${status} · ${new Date(opening.start * 1000).toLocaleString()}`;
}

function idOf(given: unknown): string | undefined {
  if (typeof given === 'string') {
    return given;
  }
  return typeof given === 'object' && given !== null && 'id' in given && typeof given.id === 'string'
    ? given.id
    : undefined;
}
