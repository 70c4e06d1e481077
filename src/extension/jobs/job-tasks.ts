/** Tasks of the type `sideplot` in tasks.json: jobs whose terminal shows their log, so that problem matchers work on it. */
import * as vscode from 'vscode';
import type { Runs } from '../runs';
import type { JobList } from './job-list';
import { JobTerminal } from './job-terminal';
import { mayRun, type Jobs } from './jobs';
import { definedJob, TASK_TYPE } from './task-definition';

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
          left: (id) => void this.offerStop(id, task.name),
        }),
      ),
    );
    return new vscode.Task(
      task.definition,
      task.scope ?? vscode.TaskScope.Workspace,
      task.name,
      TASK_TYPE,
      execution,
      task.problemMatchers,
    );
  }

  private async start(
    name: string,
    definition: vscode.TaskDefinition,
    folder: vscode.Uri | undefined,
  ): Promise<string | undefined> {
    const spec = mayRun() ? await definedJob(name, definition, folder) : undefined;
    return spec && this.jobs.start(spec);
  }

  /** *Terminate Task* closes the terminal, too: whoever meant the job can say so. */
  private async offerStop(id: string, name: string): Promise<void> {
    const stop = vscode.l10n.t('Stop Job');
    const words = vscode.l10n.t('{0} goes on without its terminal.', name);
    if ((await vscode.window.showInformationMessage(words, stop)) === stop) {
      await this.stop(id);
    }
  }

  private async stop(id: string): Promise<void> {
    const job = await this.list.find(id);
    if (job !== undefined) {
      await this.jobs.stop(job);
    }
  }
}

export function registerJobTasks(tasks: JobTasks): vscode.Disposable {
  return vscode.tasks.registerTaskProvider(TASK_TYPE, tasks);
}
