/** A whole notebook, run as a job: the executed copy is saved beside it, and the notebook itself stays free. */
import * as vscode from 'vscode';
import { pythonFor } from './interpreter';
import { folderOf, type JobSpec } from './job-spec';

/** @returns `undefined` when it has changes that cannot be saved: another notebook would run than the one that is seen. */
export async function notebookJob(uri: vscode.Uri): Promise<JobSpec | undefined> {
  const open = vscode.workspace.notebookDocuments.find((one) => one.uri.fsPath === uri.fsPath);
  if (open?.isDirty === true && !(await open.save())) {
    return undefined;
  }
  return {
    name: vscode.workspace.asRelativePath(uri, false),
    command: await pythonFor(uri),
    args: ['-m', 'sideplot.notebook_job', uri.fsPath],
    shell: false,
    cwd: folderOf(uri),
    environment: {},
  };
}
