/** A whole notebook, run as a job: the executed copy is saved beside it, and the notebook itself stays free. */
import * as vscode from 'vscode';
import type { Runs } from '../runs';
import { folderOf, type JobSpec } from './job-spec';
import { interpreterOf, type Interpreter } from './notebook-interpreter';
import type { RecentJobs } from './recent-jobs';

/** What a notebook's job needs to know of others. */
export interface NotebookContext {
  readonly runs: Runs;
  readonly recent: RecentJobs;
}

/** @returns `undefined` when it has changes that cannot be saved, since another notebook would run than the one that is seen, or was called off. */
export async function notebookJob(
  uri: vscode.Uri,
  { runs, recent }: NotebookContext,
  isSeen = false,
): Promise<JobSpec | undefined> {
  const interpreter = await interpreterOf(uri, runs);
  const wasUsed = recent.ofScript(uri.fsPath)?.command === interpreter.path;
  if (interpreter.isGuess && !isSeen && !wasUsed && !(await isWanted(uri, interpreter))) {
    return undefined;
  }
  const open = vscode.workspace.notebookDocuments.find((one) => one.uri.fsPath === uri.fsPath);
  if (open?.isDirty === true && !(await open.save())) {
    return undefined;
  }
  return {
    name: vscode.workspace.asRelativePath(uri, false),
    command: interpreter.path,
    args: ['-m', 'sideplot.notebook_job', uri.fsPath],
    shell: false,
    cwd: folderOf(uri),
    environment: {},
  };
}

/** The interpreter in words, with what is uncertain about it. */
export function interpreterText({ path, isGuess }: Interpreter): string {
  return isGuess ? vscode.l10n.t('on {0}, which is a guess', path) : vscode.l10n.t('on {0}', path);
}

/** A guess is asked about once: it is remembered with the job. */
async function isWanted(uri: vscode.Uri, { path }: Interpreter): Promise<boolean> {
  const run = { label: `$(run) ${vscode.l10n.t('Run on {0}', path)}` };
  const choose = { label: `$(gear) ${vscode.l10n.t('Choose another Python…')}`, description: 'sideplot.python' };
  const chosen = await vscode.window.showQuickPick([run, choose], {
    title: vscode.workspace.asRelativePath(uri, false),
    placeHolder: vscode.l10n.t("It is not known on which Python this notebook's kernel runs."),
  });
  if (chosen === choose) {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'sideplot.python');
  }
  return chosen === run;
}
