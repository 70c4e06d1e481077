/** What a task of the type `sideplot` in tasks.json runs. */
import { isAbsolute, resolve } from 'node:path';
import * as vscode from 'vscode';
import { isObject } from '../../common/record-shape';
import { pythonFor } from './interpreter';
import { nameOf, type JobSpec } from './job-spec';

export const TASK_TYPE = 'sideplot';

/** @returns `undefined` for a definition that names nothing to run, which the user is told. */
export async function definedJob(
  name: string,
  definition: vscode.TaskDefinition,
  folder: vscode.Uri | undefined,
): Promise<JobSpec | undefined> {
  const { program, command, args, cwd, env } = definition as Readonly<Record<string, unknown>>;
  const place = folder?.fsPath ?? process.cwd();
  const words = Array.isArray(args) ? args.map(String) : [];
  const facts = {
    name,
    cwd: typeof cwd === 'string' ? resolve(place, cwd) : place,
    environment: Object.fromEntries(
      Object.entries(isObject(env) ? env : {})
        .filter(([, value]) => value !== null && value !== undefined)
        .map(([key, value]) => [key, String(value)]),
    ),
  };
  if (typeof program === 'string' && program !== '') {
    const script = isAbsolute(program) ? program : resolve(facts.cwd, program);
    const all = [script, ...words];
    const python = await pythonFor(folder);
    return { ...facts, name: name || nameOf(python, all), command: python, args: all, shell: false };
  }
  if (typeof command === 'string' && command !== '') {
    // With arguments it is a program, without any a line for the shell.
    return { ...facts, command, args: words, shell: words.length === 0 };
  }
  void vscode.window.showErrorMessage(vscode.l10n.t('The task {0} has neither a program nor a command.', name));
  return undefined;
}
