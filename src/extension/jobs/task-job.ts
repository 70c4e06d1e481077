/** A task of the workspace, run as a job instead of in a terminal. */
import { resolve } from 'node:path';
import * as vscode from 'vscode';
import { shellQuoted } from '../../runner/job/command-line';
import type { JobSpec } from './job-spec';
import { definedJob, TASK_TYPE } from './task-definition';
import { TaskVariables } from './task-variables';

/** Asks for one of the tasks that run a program. */
export async function chooseTask(): Promise<JobSpec | undefined> {
  const tasks = (await vscode.tasks.fetchTasks()).filter(
    ({ execution, definition }) => isProgram(execution) || definition.type === TASK_TYPE,
  );
  const items = tasks.map((task) => ({ label: task.name, description: task.source, task }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which task?') });
  return chosen && taskJob(chosen.task);
}

function isProgram(execution: vscode.Task['execution']): execution is vscode.ProcessExecution | vscode.ShellExecution {
  return execution instanceof vscode.ProcessExecution || execution instanceof vscode.ShellExecution;
}

/** @returns `undefined` when the task holds variables that only the editor knows, or names nothing to run, which the user is told. */
export async function taskJob(task: vscode.Task): Promise<JobSpec | undefined> {
  const { name, execution, scope, definition } = task;
  const place = typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
  const variables = new TaskVariables(place?.uri.fsPath ?? process.cwd());
  const spec = isProgram(execution)
    ? programJob(name, execution, variables)
    : // What comes from tasks.json has its variables still.
      await definedJob(name, variables.inAll(definition) as vscode.TaskDefinition, place?.uri);
  if (variables.unknown.size === 0) {
    return spec;
  }
  const names = [...variables.unknown].join(', ');
  void vscode.window.showErrorMessage(
    vscode.l10n.t('A job cannot use these variables of the task {0}: {1}', name, names),
  );
  return undefined;
}

function programJob(
  name: string,
  execution: vscode.ProcessExecution | vscode.ShellExecution,
  variables: TaskVariables,
): JobSpec {
  const { options } = execution;
  const facts = {
    name,
    cwd: resolve(variables.folder, variables.in(options?.cwd ?? variables.folder)),
    environment: Object.fromEntries(
      Object.entries(options?.env ?? {}).map(([key, value]) => [key, variables.in(value)]),
    ),
  };
  return execution instanceof vscode.ProcessExecution
    ? {
        ...facts,
        command: variables.in(execution.process),
        args: execution.args.map((arg) => variables.in(arg)),
        shell: false,
      }
    : { ...facts, command: shellLine(execution, variables), args: [], shell: true };
}

/** As the editor writes it: words with spaces are quoted, but a command that is alone is a whole line. */
function shellLine({ commandLine, command, args = [] }: vscode.ShellExecution, variables: TaskVariables): string {
  const word = (part: string | vscode.ShellQuotedString): string => {
    const text = variables.in(typeof part === 'string' ? part : part.value);
    return typeof part !== 'string' || (/\s/.test(text) && !/^(["']).*\1$/.test(text)) ? shellQuoted(text) : text;
  };
  const alone = commandLine ?? (args.length === 0 && typeof command === 'string' ? command : undefined);
  return alone === undefined ? [command ?? '', ...args].map(word).join(' ') : variables.in(alone);
}
