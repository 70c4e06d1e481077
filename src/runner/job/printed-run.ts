/** The run of a command that only prints: its lines and the metrics in them are kept back until they are wanted, then written to a log. */
import { hostname, userInfo } from 'node:os';
import { basename, join } from 'node:path';
import { colouredText, plainText, takesScreen } from '../../common/terminal-text';
import { processStartOf } from '../process-state';
import { newRunId } from '../run-id';
import { runsFolder } from '../storage';
import { LogFile } from './log-file';
import { OutputLines } from './output-lines';
import { PrintedPoints } from './printed-points';
import { TextBatch } from './text-batch';

const PRODUCER = 'terminal';
/** So often a metric must have been printed: what prints it once, such as a list of settings, is no training. */
const REPEATED = 3;
/** A command that has printed so much without a metric is not looked at any longer. */
const MAX_SEARCHED = 1024 * 1024;
/** Records that are kept back; of more the oldest are dropped. */
const MAX_KEPT = 20_000;

export interface PrintedCommand {
  /** The storage folder. */
  readonly root: string;
  readonly workspace: string;
  readonly commandLine: string;
  readonly cwd: string;
  /** Regular expressions of the user. */
  readonly patterns: readonly string[];
}

/** `hopeless`: what was printed tells that nothing will be found. */
export type SearchState = 'searching' | 'found' | 'hopeless';

export class PrintedRun {
  readonly id: string;
  private readonly start = Date.now();
  private readonly output: OutputLines;
  private readonly text: TextBatch;
  private readonly printed: PrintedPoints;
  private readonly counts = new Map<string, number>();
  private kept: object[] = [];
  private dropped = 0;
  private log: LogFile | null = null;
  private searched = 0;
  private isHopeless = false;
  private hasEnded = false;

  /** @param givenUp is told of a pattern that takes too long, and is not used any longer. */
  constructor(
    private readonly command: PrintedCommand,
    givenUp: (pattern: string) => void = () => undefined,
  ) {
    this.id = newRunId(new Date(this.start));
    this.text = new TextBatch((record) => this.write(record));
    this.printed = new PrintedPoints(
      { printedMetrics: 'draw', patterns: command.patterns },
      {
        write: (rows) => {
          // What is before a row is before it in the log.
          this.text.flush();
          rows.forEach((row) => this.count(row));
          this.write(...rows);
        },
        givenUp,
      },
    );
    this.output = new OutputLines({
      line: (line) => {
        this.text.add('stdout', colouredText(line));
        this.printed.look(plainText(line));
      },
      overwritten: (line) => this.printed.look(plainText(line)),
    });
  }

  /** Metrics that were printed more than now and then. */
  get metrics(): readonly string[] {
    return [...this.counts].filter(([, count]) => count >= REPEATED).map(([name]) => name);
  }

  get state(): SearchState {
    if (this.metrics.length > 0) {
      return 'found';
    }
    return this.isHopeless || this.searched > MAX_SEARCHED ? 'hopeless' : 'searching';
  }

  /** Whether the run is being written. */
  get isTaken(): boolean {
    return this.log !== null;
  }

  /** Takes what the terminal was sent. */
  push(data: string): void {
    if (this.hasEnded) {
      return;
    }
    this.searched += data.length;
    this.isHopeless ||= takesScreen(data);
    this.output.push(Buffer.from(data));
    this.printed.search();
  }

  /** Begins the log, with all that was kept back. */
  take(): void {
    if (this.log !== null) {
      return;
    }
    this.text.flush();
    this.log = new LogFile(join(runsFolder(this.command.root), this.id, `${PRODUCER}.jsonl`));
    const lost =
      this.dropped === 0 ? [] : [{ type: 'gap', count: this.dropped, reason: 'printed before it was wanted' }];
    this.log.write(this.opening(), ...lost, ...this.kept);
    this.kept = [];
    if (this.hasEnded) {
      this.log.close();
    }
  }

  /** The command has ended, or is not read any longer. */
  end(status: 'finished' | 'failed' | 'interrupted', error: string): void {
    if (this.hasEnded) {
      return;
    }
    this.output.end();
    this.printed.search();
    this.text.flush();
    this.hasEnded = true;
    this.write({ type: 'end', status, error, time: Date.now() / 1000 });
    this.log?.close();
  }

  private count(row: object): void {
    for (const name of Object.keys(row).filter((key) => key !== 'step' && key !== 'time')) {
      this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    }
  }

  private write(...records: readonly object[]): void {
    if (this.log !== null) {
      this.log.write(...records);
      return;
    }
    this.kept.push(...records);
    if (this.kept.length > MAX_KEPT * 1.1) {
      this.dropped += this.kept.length - MAX_KEPT;
      this.kept = this.kept.slice(-MAX_KEPT);
    }
  }

  private opening(): object {
    const { commandLine, cwd, workspace } = this.command;
    const start = processStartOf(process.pid);
    return {
      type: 'run',
      version: 1,
      id: this.id,
      producer: PRODUCER,
      name: commandLine,
      project: basename(cwd),
      start: this.start / 1000,
      cwd,
      argv: [commandLine],
      pid: process.pid,
      ...(start === null || Number.isNaN(start) ? {} : { pid_start: start }),
      host: hostname(),
      user: userInfo().username,
      language: 'terminal',
      workspace,
    };
  }
}
