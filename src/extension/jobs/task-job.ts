/** A task of the workspace, run as a job instead of in a terminal. */
import { basename, dirname, relative } from 'node:path';
import * as vscode from 'vscode';
import { lineOf, type JobSpec } from './job-spec';

/** Asks for one of the tasks that run a program. */
export async function chooseTask(): Promise<JobSpec | undefined> {
  const tasks = (await vscode.tasks.fetchTasks()).filter(({ execution }) => isProgram(execution));
  const items = tasks.map((task) => ({ label: task.name, description: task.source, task }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which task?') });
  return chosen && taskJob(chosen.task);
}

function isProgram(execution: vscode.Task['execution']): execution is vscode.ProcessExecution | vscode.ShellExecution {
  return execution instanceof vscode.ProcessExecution || execution instanceof vscode.ShellExecution;
}

/** @returns `undefined` when the task holds variables that only the editor knows, which the user is told. */
export function taskJob({ name, execution, scope }: vscode.Task): JobSpec | undefined {
  if (!isProgram(execution)) {
    return undefined;
  }
  const place = typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
  const folder = place?.uri.fsPath ?? process.cwd();
  const unknown: string[] = [];
  const resolve = (text: string): string => resolved(text, folder, unknown);
  const { options } = execution;
  const facts = {
    name,
    cwd: resolve(options?.cwd ?? folder),
    environment: Object.fromEntries(Object.entries(options?.env ?? {}).map(([key, value]) => [key, resolve(value)])),
  };
  const spec =
    execution instanceof vscode.ProcessExecution
      ? { ...facts, command: resolve(execution.process), args: execution.args.map(resolve), shell: false }
      : { ...facts, command: resolve(shellLine(execution)), args: [], shell: true };
  if (unknown.length > 0) {
    const names = [...new Set(unknown)].join(', ');
    void vscode.window.showErrorMessage(
      vscode.l10n.t('A job cannot use these variables of the task {0}: {1}', name, names),
    );
    return undefined;
  }
  return spec;
}

function shellLine({ commandLine, command, args }: vscode.ShellExecution): string {
  const text = (part: string | vscode.ShellQuotedString): string =>
    typeof part === 'string' ? part : `'${part.value.replaceAll("'", `'"'"'`)}'`;
  return commandLine ?? lineOf({ command: text(command ?? ''), args: (args ?? []).map(text) });
}

function resolved(text: string, folder: string, unknown: string[]): string {
  const file = vscode.window.activeTextEditor?.document.uri.fsPath;
  const known: Readonly<Record<string, string | undefined>> = {
    workspaceFolder: folder,
    workspaceFolderBasename: basename(folder),
    cwd: folder,
    userHome: process.env['HOME'] ?? process.env['USERPROFILE'],
    file,
    fileBasename: file && basename(file),
    fileDirname: file && dirname(file),
    relativeFile: file && relative(folder, file),
  };
  return text.replace(/\$\{([^}]*)\}/g, (whole, name: string) => {
    const value = name.startsWith('env:') ? (process.env[name.slice(4)] ?? '') : known[name];
    if (value === undefined) {
      unknown.push(whole);
    }
    return value ?? whole;
  });
}
