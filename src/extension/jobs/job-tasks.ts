/** Tasks of the type `sideplot` in tasks.json: jobs whose terminal shows their log, so that problem matchers work on it. */
import { isAbsolute, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { Runs } from '../runs';
import { pythonFor } from './interpreter';
import type { JobList } from './job-list';
import { nameOf, type JobSpec } from './job-spec';
import { JobTerminal } from './job-terminal';
import { mayRun, type Jobs } from './jobs';

const TYPE = 'sideplot';

export class JobTasks implements vscode.TaskProvider {
  constructor(
    private readonly jobs: Jobs,
    private readonly list: JobList,
    private readonly runs: Runs,
  ) {}

  /** None is made up: what there is to run, only tasks.json and *Run Job…* know. */
  provideTasks(): vscode.Task[] {
    return [];
  }

  resolveTask(task: vscode.Task): vscode.Task | undefined {
    const folder = typeof task.scope === 'object' ? task.scope : vscode.workspace.workspaceFolders?.[0];
    // The definition given here must be the very one, or the editor does not find the task again.
    const execution = new vscode.CustomExecution((definition) =>
      Promise.resolve(
        new JobTerminal(this.runs, {
          start: () => this.start(task.name, definition, folder?.uri),
          stop: (id) => this.stop(id),
        }),
      ),
    );
    return new vscode.Task(
      task.definition,
      task.scope ?? vscode.TaskScope.Workspace,
      task.name,
      TYPE,
      execution,
      task.problemMatchers,
    );
  }

  private async start(
    name: string,
    definition: vscode.TaskDefinition,
    folder: vscode.Uri | undefined,
  ): Promise<string | undefined> {
    const spec = mayRun() ? await readDefinition(name, definition, folder) : undefined;
    return spec && this.jobs.start(spec);
  }

  private async stop(id: string): Promise<void> {
    const job = await this.list.find(id);
    if (job !== undefined) {
      await this.jobs.stop(job);
    }
  }
}

export function registerJobTasks(tasks: JobTasks): vscode.Disposable {
  return vscode.tasks.registerTaskProvider(TYPE, tasks);
}

/** @returns `undefined` for a definition that names nothing to run, which the user is told. */
async function readDefinition(
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
      Object.entries(isFields(env) ? env : {}).map(([key, value]) => [key, String(value)]),
    ),
  };
  if (typeof program === 'string' && program !== '') {
    const script = isAbsolute(program) ? program : resolve(facts.cwd, program);
    const all = [script, ...words];
    const python = await pythonFor(folder);
    return { ...facts, name: name || nameOf(python, all), command: python, args: all, shell: false };
  }
  if (typeof command === 'string' && command !== '') {
    return { ...facts, command, args: words, shell: !Array.isArray(args) };
  }
  void vscode.window.showErrorMessage(vscode.l10n.t('The task {0} has neither a program nor a command.', name));
  return undefined;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
