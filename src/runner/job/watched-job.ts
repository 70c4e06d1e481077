/** A job as the program sees it that watches it: starts it, writes its log, stops it. It outlives the editor. */
import type { ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { JOB_PRODUCER, JOB_STREAM } from '../../common/job-facts';
import { runsFolder } from '../storage';
import { ControlLog } from './control-log';
import { DEFAULT_PATIENCE, type JobDescription } from './description';
import { discard } from './held-output';
import { jobOpening, openingFault, shortened } from './job-opening';
import { LastError } from './last-error';
import { closeWhenWritten, LogFile } from './log-file';
import { OutputLines } from './output-lines';
import { PrintedPoints } from './printed-points';
import { groupIsThere, signalGroup } from './process-group';
import { startProgram } from './start-program';
import { StopSequence } from './stop-sequence';
import { SystemSamples } from './system-samples';
import { TextBatch } from './text-batch';

/** How often the control log is looked at and what waits is written, in milliseconds. */
const LOOK_MILLISECONDS = 100;

/** How long the output of a program that has ended may stay open before that is told, in milliseconds. */
const HELD_MILLISECONDS = 2000;

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
  private readonly lastError = new LastError();
  private readonly outputs: OutputLines[] = [];
  private opening: object = {};
  private samples: SystemSamples | null = null;
  private program: ChildProcess | null = null;
  private exit: Exit | null = null;
  private exitTime = NaN;
  private heldIsSaid = false;
  private hasEnded = false;
  private timer: NodeJS.Timeout | null = null;

  /** @param ended is called when all is written. */
  constructor(
    private readonly job: JobDescription,
    private readonly ended: () => void,
  ) {
    this.folder = join(runsFolder(job.root), job.id);
    this.log = new LogFile(join(this.folder, `${JOB_PRODUCER}.jsonl`), () => [
      this.opening,
      ...(this.samples?.declarations ?? []),
    ]);
    this.text = new TextBatch((record) => this.log.write(record));
    this.control = new ControlLog(this.folder);
    this.printed = new PrintedPoints(job, {
      write: (records) => this.log.write(...records),
      givenUp: (pattern) =>
        this.say(`sideplot.patterns: ${pattern} took too long for a line and is not used any longer.`),
    });
    this.stopping = new StopSequence({
      listens: () => this.programLogs(),
      signal: (signal) => signalGroup(this.program?.pid ?? NaN, signal),
      say: (text) => this.say(text),
      giveUp: () => this.end('The processes of the job could not be ended.'),
    });
  }

  /** Starts the program. @returns why it could not be started, or an empty text. */
  async start(): Promise<string> {
    // A program without a log could not be seen, nor stopped.
    const unwritable = this.log.open();
    if (unwritable !== '') {
      this.ended();
      return unwritable;
    }
    const fault = openingFault(this.job);
    const { program, failure } = fault === '' ? await startProgram(this.job) : { program: null, failure: fault };
    this.opening = jobOpening(fault === '' ? this.job : shortened(this.job), program?.pid ?? null);
    this.log.write(this.opening);
    if (program === null) {
      this.say(`The program could not be started: ${failure}`);
      this.finish('failed', failure, {});
      return failure;
    }
    this.program = program;
    if (this.job.environment['SIDEPLOT_SYSTEM_METRICS'] !== '0') {
      this.samples = new SystemSamples(program.pid ?? NaN, {
        write: (records) => this.log.write(...records),
        programLogs: () => this.programLogs(),
      });
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

  private read(stream: Readable | null, name: string): void {
    const output = new OutputLines({
      line: (text) => {
        this.text.add(name, text);
        this.lastError.look(text);
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
    this.printed.search();
    this.samples?.look();
    for (const record of this.control.read()) {
      if (record.type === 'stop') {
        this.stopping.request(record.patience);
      } else {
        this.printed.draw();
      }
    }
    this.log.flush();
    if (this.exit !== null) {
      this.lookAtHeld(this.exit);
    }
  }

  /** Whether the program writes a log of its own to the run, and so may read the control log. */
  private programLogs(): boolean {
    const own = [`${JOB_PRODUCER}.jsonl`, 'control.jsonl'];
    try {
      return readdirSync(this.folder).some((name) => name.endsWith('.jsonl') && !own.includes(name));
    } catch {
      // Somebody has deleted the folder.
      return false;
    }
  }

  private exited(exit: Exit): void {
    this.exit = exit;
    this.exitTime = Date.now();
    // The program may have obeyed a request that was not read here yet.
    this.look();
  }

  /** After the program's end: what it started may hold its output. The job goes on with it, unless it has left the job's group and cannot be stopped. */
  private lookAtHeld(exit: Exit): void {
    const { stdout, stderr, pid = NaN } = this.program ?? {};
    if (Date.now() - this.exitTime < HELD_MILLISECONDS || this.hasEnded) {
      return;
    }
    if (groupIsThere(pid) === false) {
      this.say(
        `The program has ended (${wordsOf(exit)}); a process that it left behind holds its output, which is not read any longer.`,
      );
      discard(stdout);
      discard(stderr);
      this.end('');
    } else if (!this.heldIsSaid) {
      this.heldIsSaid = true;
      this.say(`The program has ended (${wordsOf(exit)}); what it started goes on and holds its output.`);
    }
  }

  /** @param trouble beyond the program's own end, or empty. */
  private end(trouble: string): void {
    if (this.hasEnded) {
      return;
    }
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
    this.hasEnded = true;
    this.stopping.end();
    this.samples?.end();
    if (this.timer !== null) {
      clearInterval(this.timer);
    }
    this.outputs.forEach((output) => output.end());
    this.printed.search();
    if (status === 'interrupted' || (status === 'failed' && this.exit !== null)) {
      this.say(`The job has ended: ${error}.`);
      if (exit.signal === 'SIGKILL' && !this.stopping.requested) {
        this.say('Nobody here has sent that. The system does when memory runs out.');
      }
    }
    this.text.flush();
    const cause = status === 'failed' && this.exit !== null ? this.lastError.words : '';
    const words = cause === '' ? error : `${error}: ${cause}`;
    this.log.write({ type: 'end', status, error: words, time: Date.now() / 1000, ...exit });
    closeWhenWritten(this.log, this.ended);
  }

  private say(text: string): void {
    this.text.add(JOB_STREAM, text);
  }
}

function wordsOf({ code, signal }: Exit): string {
  return signal === null ? `exit status ${code ?? 'unknown'}` : `ended by ${signal}`;
}
