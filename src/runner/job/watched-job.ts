/** A job as the program sees it that watches it: starts it, writes its log, stops it. It outlives the editor. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { JOB_PRODUCER, JOB_STREAM } from '../../common/job-facts';
import { processStartOf } from '../process-state';
import { runsFolder } from '../storage';
import { ControlLog } from './control-log';
import { DEFAULT_PATIENCE, type JobDescription } from './description';
import { LogFile } from './log-file';
import { OutputLines } from './output-lines';
import { PrintedPoints } from './printed-points';
import { signalGroup } from './process-group';
import { StopSequence } from './stop-sequence';
import { TextBatch } from './text-batch';

/** How often the control log is looked at and what waits is written, in milliseconds. */
const LOOK_MILLISECONDS = 100;
/** How long a full disk may keep the end of a job from being written, in milliseconds. */
const LAST_WRITE_MILLISECONDS = 60_000;

/** How the program ended. */
interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export class WatchedJob {
  private readonly folder: string;
  private readonly log: LogFile;
  private readonly text: TextBatch;
  private readonly control: ControlLog;
  private readonly printed: PrintedPoints;
  private readonly stopping: StopSequence;
  private readonly outputs: OutputLines[] = [];
  private program: ChildProcess | null = null;
  private exit: Exit | null = null;
  private timer: NodeJS.Timeout | null = null;

  /** @param ended is called when all is written. */
  constructor(
    private readonly job: JobDescription,
    private readonly ended: () => void,
  ) {
    this.folder = join(runsFolder(job.root), job.id);
    this.log = new LogFile(join(this.folder, `${JOB_PRODUCER}.jsonl`));
    this.text = new TextBatch((record) => this.log.write(record));
    this.control = new ControlLog(this.folder);
    this.printed = new PrintedPoints(job, (rows) => this.log.write(...rows));
    this.stopping = new StopSequence({
      listens: () => this.programLogs(),
      signal: (signal) => signalGroup(this.program?.pid ?? NaN, signal),
      say: (text) => this.say(text),
      giveUp: () => this.end('The processes of the job could not be ended.'),
    });
  }

  /** Starts the program. @returns why it could not be started, or an empty text. */
  async start(): Promise<string> {
    const { command, args, shell, cwd, environment } = this.job;
    const program = spawn(command, [...args], {
      cwd,
      env: environment,
      shell,
      // A group of its own, so that a signal reaches all that it starts, and none that is meant for the editor reaches it.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    this.program = program;
    const failure = await new Promise<string>((resolve) => {
      program.once('spawn', () => resolve(''));
      program.once('error', (error) => resolve(error.message));
    });
    this.log.write(this.opening(failure === '' ? (program.pid ?? null) : null));
    if (failure !== '') {
      this.say(`The program could not be started: ${failure}`);
      this.finish('failed', failure, {});
      return failure;
    }
    this.read(program.stdout, 'stdout');
    this.read(program.stderr, 'stderr');
    program.once('exit', (code, signal) => this.exited({ code, signal }));
    program.once('close', () => this.end(''));
    this.timer = setInterval(() => this.look(), LOOK_MILLISECONDS);
    return '';
  }

  /** Stops the program as a request in the control log does. */
  stop(): void {
    this.stopping.request(DEFAULT_PATIENCE);
  }

  private opening(pid: number | null): object {
    const { job } = this;
    return {
      type: 'run',
      version: 1,
      id: job.id,
      producer: JOB_PRODUCER,
      name: job.name,
      project: job.project,
      start: Date.now() / 1000,
      cwd: job.cwd,
      argv: [job.command, ...job.args],
      pid: process.pid,
      ...startOf(process.pid),
      host: hostname(),
      user: userInfo().username,
      workspace: job.workspace,
      config: job.config,
      ...(job.sweep === null ? {} : { sweep: job.sweep }),
      job: {
        command: job.command,
        args: job.args,
        shell: job.shell,
        environment: job.ownVariables,
        ...(pid === null ? {} : { pid, ...startOf(pid) }),
      },
    };
  }

  private read(stream: Readable | null, name: string): void {
    const output = new OutputLines({
      line: (text) => {
        this.text.add(name, text);
        this.printed.look(text);
      },
      overwritten: (text) => this.printed.look(text),
    });
    this.outputs.push(output);
    stream?.on('data', (bytes: Buffer) => output.push(bytes));
    stream?.on('end', () => output.end());
    // A pipe that breaks has ended.
    stream?.on('error', () => undefined);
  }

  private look(): void {
    this.outputs.forEach((output) => output.tick());
    for (const record of this.control.read()) {
      if (record.type === 'stop') {
        this.stopping.request(record.patience);
      } else {
        this.printed.draw();
      }
    }
    this.log.flush();
  }

  /** Whether the program writes a log of its own to the run, and so may read the control log. */
  private programLogs(): boolean {
    const own = [`${JOB_PRODUCER}.jsonl`, 'control.jsonl'];
    return readdirSync(this.folder).some((name) => name.endsWith('.jsonl') && !own.includes(name));
  }

  private exited(exit: Exit): void {
    this.exit = exit;
    // The program may have obeyed a request that was not read here yet.
    this.look();
    const streams = [this.program?.stdout, this.program?.stderr];
    if (streams.some((stream) => stream?.readableEnded === false)) {
      const wait = setTimeout(() => {
        this.say(`The program has ended (${wordsOf(exit)}); what it started goes on and holds its output.`);
      }, 2000);
      this.program?.once('close', () => clearTimeout(wait));
    }
  }

  /** @param trouble beyond the program's own end, or empty. */
  private end(trouble: string): void {
    const exit = this.exit ?? { code: null, signal: null };
    const words = wordsOf(exit);
    if (trouble !== '') {
      this.finish('failed', trouble, exit);
    } else if (this.stopping.requested) {
      this.finish('interrupted', `stopped: ${words}`, exit);
    } else if (exit.code === 0) {
      this.finish('finished', '', exit);
    } else {
      this.finish(exit.signal === 'SIGINT' ? 'interrupted' : 'failed', words, exit);
    }
  }

  private finish(status: string, error: string, exit: Partial<Exit>): void {
    this.stopping.end();
    if (this.timer !== null) {
      clearInterval(this.timer);
    }
    this.outputs.forEach((output) => output.end());
    if (status === 'interrupted' || (status === 'failed' && this.exit !== null)) {
      this.say(`The job has ended: ${error}.`);
    }
    this.text.flush();
    this.log.write({ type: 'end', status, error, time: Date.now() / 1000, ...exit });
    const deadline = Date.now() + LAST_WRITE_MILLISECONDS;
    const close = (): void => {
      if (this.log.flush() || Date.now() > deadline) {
        this.log.close();
        this.ended();
      } else {
        setTimeout(close, LOOK_MILLISECONDS);
      }
    };
    close();
  }

  private say(text: string): void {
    this.text.add(JOB_STREAM, text);
  }
}

function startOf(pid: number): object {
  const start = processStartOf(pid);
  return start === null || Number.isNaN(start) ? {} : { pid_start: start };
}

function wordsOf({ code, signal }: Exit): string {
  return signal === null ? `exit status ${code ?? 'unknown'}` : `ended by ${signal}`;
}
