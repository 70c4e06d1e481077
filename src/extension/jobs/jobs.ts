/** Starts, stops and restarts jobs. The only way in which one is started: it refuses where the workspace is not trusted. */
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { faultOf } from '../../common/printed-metrics';
import type { JobDescription, PrintedMetrics, StopPatience } from '../../runner/job/description';
import { DEFAULT_PATIENCE } from '../../runner/job/description';
import { jobEnvironment, startJob } from '../../runner/job/start-job';
import { stopJob } from '../../runner/job/stop-job';
import { newRunId } from '../../runner/run-id';
import type { Job } from './job-list';
import type { JobSpec } from './job-spec';
import type { RecentJobs } from './recent-jobs';

export class Jobs {
  /**
   * @param root the storage folder.
   * @param marker the workspace that runs belong to.
   */
  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly root: string,
    private readonly marker: string,
    readonly recent: RecentJobs,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** @returns the run's id, or `undefined` when it could not be started, which the user was told. */
  async start(spec: JobSpec): Promise<string | undefined> {
    if (!mayRun()) {
      return undefined;
    }
    const description = this.describe(spec);
    await this.recent.add(description.id, spec);
    try {
      await startJob(join(this.extensionUri.fsPath, 'dist', 'job.js'), description);
      return description.id;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(vscode.l10n.t('{0} could not be started: {1}', spec.name, reason));
      return undefined;
    }
  }

  /** A second call for the same job goes on to the next signal. */
  async stop({ opening }: Job): Promise<void> {
    const way = await stopJob(this.root, opening, stopPatience(), (text) => {
      this.log.info(`${opening.name}: ${text}`);
      vscode.window.setStatusBarMessage(`${opening.name}: ${text}`, 5000);
    });
    if (way === 'gone') {
      void vscode.window.showInformationMessage(vscode.l10n.t('{0} has ended already.', opening.name));
    }
  }

  /** What the job ran. Its log does not hold the values of its variables: where they are not remembered, the user is told. */
  specOf({ id, opening }: Job): JobSpec | undefined {
    const { job, cwd, name } = opening;
    const remembered = this.recent.startedAs(id);
    if (remembered !== undefined || job === null) {
      return remembered;
    }
    if (job.environment.length > 0) {
      const names = job.environment.join(', ');
      const words = vscode.l10n.t(
        '{0} runs without these variables, whose values are not known here: {1}',
        name,
        names,
      );
      void vscode.window.showWarningMessage(words);
    }
    return { name, command: job.command, args: job.args, shell: job.shell, cwd, environment: {} };
  }

  private describe(spec: JobSpec): JobDescription {
    const settings = vscode.workspace.getConfiguration('sideplot');
    const patterns = settings.get<readonly string[]>('patterns', []);
    tellFaults(patterns);
    const facts = { id: newRunId(), root: this.root, workspace: this.marker };
    return {
      ...facts,
      name: spec.name,
      project: basename(spec.cwd),
      command: spec.command,
      args: spec.args,
      shell: spec.shell,
      cwd: spec.cwd,
      environment: jobEnvironment(facts, spec.environment),
      ownVariables: Object.keys(spec.environment),
      printedMetrics: settings.get<PrintedMetrics>('printedMetrics', 'offer'),
      patterns,
      config: {},
      sweep: null,
    };
  }
}

/** Whether programs may be started here; tells the user when not. Also asked where the palette hides a command: it can still be called. */
export function mayRun(): boolean {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('A job is a program, so it does not start in an untrusted workspace.'),
    );
  }
  return vscode.workspace.isTrusted;
}

function tellFaults(patterns: readonly string[]): void {
  for (const pattern of patterns) {
    const fault = faultOf(pattern);
    if (fault !== '') {
      void vscode.window.showWarningMessage(vscode.l10n.t('sideplot.patterns: {0} is not used: {1}', pattern, fault));
    }
  }
}

function stopPatience(): StopPatience {
  return {
    ...DEFAULT_PATIENCE,
    ...vscode.workspace.getConfiguration('sideplot').get<Partial<StopPatience>>('stopPatience'),
  };
}
