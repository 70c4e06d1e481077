/** A sweep as the program sees it that watches it: starts its jobs in order, so many at a time, each with a watching program of its own. */
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { MAX_LINE_BYTES } from '../../common/record';
import { processStartOf } from '../process-state';
import { newRunId } from '../run-id';
import { sweepsFolder } from '../storage';
import { appendControl, ControlLog, writeControl } from './control-log';
import { DEFAULT_PATIENCE, type JobDescription, type StopPatience, type SweepDescription } from './description';
import { readJobEnd } from './job-end';
import { closeWhenWritten, LogFile } from './log-file';
import { jobEnvironment, launch } from './start-job';
import { SWEEP_LOG } from './sweep-log';

/** How often the control log is looked at, in milliseconds. */
const LOOK_MILLISECONDS = 100;

export class WatchedSweep {
  private readonly folder: string;
  private readonly log: LogFile;
  private readonly control: ControlLog;
  /** Jobs that go on, by their place, with the ids of their runs. */
  private readonly running = new Map<number, string>();
  /** What the log says: a sweep is short enough to say it again. */
  private readonly soFar: object[] = [];
  private readonly copy: string;
  private next = 0;
  private unfinished = 0;
  /** The user's newest wish to stop. */
  private stopping: StopPatience | null = null;
  private filling = false;
  private timer: NodeJS.Timeout | null = null;

  /**
   * @param program the bundled `job.ts`, which watches the jobs, too.
   * @param ended is called when all is written.
   */
  constructor(
    private readonly sweep: SweepDescription,
    private readonly program: string,
    private readonly ended: () => void,
  ) {
    this.folder = join(sweepsFolder(sweep.common.root), sweep.id);
    this.copy = join(this.folder, 'watcher.js');
    this.log = new LogFile(join(this.folder, SWEEP_LOG), () => this.soFar);
    this.control = new ControlLog(this.folder);
  }

  /** Starts the first jobs. @returns why the first could not be started, which ends the sweep, or an empty text. */
  async start(): Promise<string> {
    const opening = this.opening();
    if (JSON.stringify(opening).length * 3 > MAX_LINE_BYTES) {
      this.ended();
      return 'The parameters of all jobs together are too long.';
    }
    const unwritable = this.log.open();
    if (unwritable !== '') {
      this.ended();
      return unwritable;
    }
    this.write(opening);
    this.keepProgram();
    this.timer = setInterval(() => this.look(), LOOK_MILLISECONDS);
    const failure = await this.startNext();
    if (failure !== '') {
      this.finish('failed', failure);
      return failure;
    }
    void this.fill();
    return '';
  }

  /** Starts no further job, and stops those that go on; each further call takes them to their next signal. */
  stop(patience: StopPatience = DEFAULT_PATIENCE): void {
    this.stopping = patience;
    this.running.forEach((run) => void this.stopJob(run, patience));
    void this.fill();
  }

  private opening(): object {
    const { id, name, atOnce, jobs, common } = this.sweep;
    const start = processStartOf(process.pid);
    return {
      type: 'sweep',
      version: 1,
      id,
      name,
      project: common.project,
      start: Date.now() / 1000,
      cwd: common.cwd,
      workspace: common.workspace,
      pid: process.pid,
      ...(start === null ? {} : { pid_start: start }),
      host: hostname(),
      user: userInfo().username,
      at_once: atOnce,
      jobs: jobs.map(({ words }) => words),
    };
  }

  private look(): void {
    for (const record of this.control.read()) {
      if (record.type === 'stop') {
        this.stop(record.patience);
      }
    }
    this.log.flush();
  }

  /** Starts jobs while there is room for them, and ends the sweep when nothing is left. */
  private async fill(): Promise<void> {
    if (this.filling) {
      return;
    }
    this.filling = true;
    while (this.stopping === null && this.next < this.sweep.jobs.length && this.running.size < this.sweep.atOnce) {
      await this.startNext();
    }
    this.filling = false;
    if (this.running.size === 0) {
      this.finishAll();
    }
  }

  /** @returns why the job could not be started, or an empty text. */
  private async startNext(): Promise<string> {
    const job = this.next;
    this.next += 1;
    const description = this.describe(job);
    this.running.set(job, description.id);
    this.write({ type: 'started', job, run: description.id, time: Date.now() / 1000 });
    try {
      const program = existsSync(this.copy) ? this.copy : this.program;
      const watcher = await launch(program, { kind: 'job', job: description });
      watcher.once('exit', () => void this.jobEnded(job, description.id));
    } catch (error) {
      this.forget(job, 'failed');
      return error instanceof Error ? error.message : String(error);
    }
    // The wish may be older than the job.
    if (this.stopping !== null) {
      await this.stopJob(description.id, this.stopping);
    }
    return '';
  }

  private describe(index: number): JobDescription {
    const { id: sweep, name, common, jobs } = this.sweep;
    const job = jobs[index];
    if (job === undefined) {
      throw new RangeError(`The sweep has no job ${index}.`);
    }
    const facts = { id: newRunId(), root: common.root, workspace: common.workspace };
    return {
      ...common,
      ...facts,
      name: `${name} ${job.words}`,
      command: job.command,
      args: job.args,
      environment: jobEnvironment(facts, job.environment, common.environment),
      ownVariables: Object.keys(job.environment),
      config: job.config,
      sweep: { id: sweep, name, index, count: jobs.length },
    };
  }

  private async stopJob(run: string, patience: StopPatience): Promise<void> {
    await writeControl(this.sweep.common.root, run, { type: 'stop', patience }).catch(() => undefined);
  }

  private async jobEnded(job: number, run: string): Promise<void> {
    const end = await readJobEnd(this.sweep.common.root, run);
    this.forget(job, end?.status ?? 'lost');
    await this.fill();
  }

  private forget(job: number, status: string): void {
    this.running.delete(job);
    this.unfinished += status === 'finished' ? 0 : 1;
    this.write({ type: 'ended', job, status, time: Date.now() / 1000 });
  }

  private finishAll(): void {
    const { length } = this.sweep.jobs;
    if (this.stopping !== null) {
      this.finish('interrupted', `stopped: ${length - this.next} of ${length} jobs were not started`);
    } else if (this.unfinished > 0) {
      this.finish('failed', `${this.unfinished} of ${length} jobs did not finish`);
    } else {
      this.finish('finished', '');
    }
  }

  private finish(status: string, error: string): void {
    if (this.timer === null) {
      return;
    }
    clearInterval(this.timer);
    this.timer = null;
    rmSync(this.copy, { force: true });
    this.write({ type: 'end', status, error, time: Date.now() / 1000 });
    closeWhenWritten(this.log, this.ended);
  }

  private write(record: object): void {
    this.log.write(record);
    this.soFar.push(record);
  }

  /** An update of the extension deletes the program that is to watch the next jobs, which may be hours away: it is kept beside the log. */
  private keepProgram(): void {
    try {
      copyFileSync(this.program, this.copy);
    } catch {
      // The disk is full: then the sweep does without it.
    }
  }
}

/** Asks the program that watches a sweep to stop it as a whole. */
export async function stopSweep(root: string, id: string, patience: StopPatience): Promise<void> {
  await appendControl(join(sweepsFolder(root), id), { type: 'stop', patience });
}
