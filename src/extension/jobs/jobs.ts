/** Starts, stops and restarts jobs and sweeps. The only way in which one is started: it refuses where the workspace is not trusted. */
import { basename, isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { faultOf } from '../../common/printed-metrics';
import type { JobDescription, StopPatience, SweepDescription } from '../../runner/job/description';
import { DEFAULT_PATIENCE } from '../../runner/job/description';
import { activated } from '../../runner/job/python-environment';
import { jobEnvironment, startJob, startSweep } from '../../runner/job/start-job';
import { stopJob } from '../../runner/job/stop-job';
import { combinationsOf, configOf, readGrid, wordsOf } from '../../runner/job/sweep-grid';
import { stopSweep } from '../../runner/job/watched-sweep';
import { userShell } from '../../runner/job/user-shell';
import { newRunId } from '../../runner/run-id';
import { ownPatterns, printedMetrics } from './ask-to-draw';
import { pythonFor } from './interpreter';
import type { Job } from './job-list';
import type { JobSpec } from './job-spec';
import type { RecentJobs } from './recent-jobs';
import { saveBeforeRun } from './save-before-run';
import { jobsOf, type RecentSweeps, type SweepSpec } from './recent-sweeps';

export class Jobs {
  /**
   * @param root the storage folder.
   * @param marker the workspace that runs belong to.
   */
  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly root: string,
    private readonly marker: string,
    readonly recent: { readonly jobs: RecentJobs; readonly sweeps: RecentSweeps },
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** @returns the run's id, or `undefined` when it could not be started, which the user was told. */
  async start(spec: JobSpec): Promise<string | undefined> {
    if (!mayRun() || !(await saveBeforeRun(spec.args))) {
      return undefined;
    }
    const description = this.describe(spec, await environmentFor(spec));
    await this.recent.jobs.add(description.id, spec);
    return this.started(spec.name, description.id, (program) => startJob(program, description));
  }

  /** @returns the sweep's id, or `undefined` when its first job could not be started, which the user was told. */
  async startSweep(spec: SweepSpec): Promise<string | undefined> {
    if (!mayRun() || !(await saveBeforeRun(spec.program.args))) {
      return undefined;
    }
    const description = this.describeSweep(spec, await environmentFor(spec.program));
    await this.recent.sweeps.add(description.id, spec);
    return this.started(spec.program.name, description.id, (program) => startSweep(program, description));
  }

  /** Stops a sweep as a whole. A second call takes its jobs on to the next signal. */
  async stopSweep(id: string): Promise<void> {
    await stopSweep(this.root, id, stopPatience());
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

  /** What the job ran, with the values of its variables, when it was started in this workspace not too long ago. */
  rememberedSpec({ id, opening: { sweep } }: Pick<Job, 'id' | 'opening'>): JobSpec | undefined {
    return sweep === null ? this.recent.jobs.startedAs(id) : this.recent.sweeps.jobOf(sweep.id, sweep.index);
  }

  /** What the job ran. Its log does not hold the values of its variables: where they are not remembered, the user is told. */
  specOf({ id, opening }: Job): JobSpec | undefined {
    const { job, cwd, name } = opening;
    const remembered = this.rememberedSpec({ id, opening });
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

  private async started(
    name: string,
    id: string,
    start: (program: string) => Promise<void>,
  ): Promise<string | undefined> {
    try {
      await start(join(this.extensionUri.fsPath, 'dist', 'job.js'));
      return id;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(vscode.l10n.t('{0} could not be started: {1}', name, reason));
      return undefined;
    }
  }

  private describe(spec: JobSpec, base: NodeJS.ProcessEnv): JobDescription {
    const common = this.common(spec);
    const id = newRunId();
    return {
      ...common,
      id,
      name: spec.name,
      command: spec.command,
      args: spec.args,
      environment: jobEnvironment({ ...common, id }, spec.environment, base),
      ownVariables: Object.keys(spec.environment),
      config: {},
      sweep: null,
    };
  }

  private describeSweep(spec: SweepSpec, base: NodeJS.ProcessEnv): SweepDescription {
    const { program, grid, atOnce } = spec;
    const combinations = combinationsOf(readGrid(grid));
    const jobs = jobsOf(spec).map(({ command, args, environment }, index) => {
      const combination = combinations[index] ?? [];
      return { command, args, environment, config: configOf(combination), words: wordsOf(combination) };
    });
    const common = this.common(program);
    const environment = jobEnvironment({ ...common, id: '' }, {}, base);
    return { id: newRunId(), name: program.name, atOnce, common: { ...common, environment }, jobs };
  }

  private common({ cwd, shell }: JobSpec): Omit<SweepDescription['common'], 'environment'> {
    const patterns = ownPatterns();
    tellFaults(patterns);
    return {
      root: this.root,
      workspace: this.marker,
      project: basename(cwd),
      cwd,
      shell,
      shellProgram: userShell(vscode.env.shell),
      printedMetrics: printedMetrics(),
      patterns,
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

/** Programs find what belongs to their Python, or to that of their folder, as they do in a terminal where it is active. */
async function environmentFor({ command, shell, cwd }: JobSpec): Promise<NodeJS.ProcessEnv> {
  const python = !shell && isAbsolute(command) ? command : await pythonFor(vscode.Uri.file(cwd));
  return activated(python, process.env);
}

function tellFaults(patterns: readonly string[]): void {
  for (const pattern of patterns) {
    const fault = faultOf(pattern);
    if (fault !== '') {
      void vscode.window.showWarningMessage(vscode.l10n.t('sideplot.patterns: {0} is not used: {1}', pattern, fault));
    }
  }
}

/** How long each step of a stop waits, by the user's setting. */
export function stopPatience(): StopPatience {
  return {
    ...DEFAULT_PATIENCE,
    ...vscode.workspace.getConfiguration('sideplot').get<Partial<StopPatience>>('stopPatience'),
  };
}
