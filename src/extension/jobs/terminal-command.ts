/** A command that was typed in a terminal, from its start to its end: what it prints is searched, offered once, and written to a run when it is wanted. */
import { hostname } from 'node:os';
import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { RunRecord } from '../../common/record';
import { isDescendant } from '../../runner/descendants';
import type { PrintedRun } from '../../runner/job/printed-run';

const INTERRUPTED = 130;
/** How long a run that the command itself begins may take to be found, in milliseconds. */
const GRACE = 1000;
/** A program may take its clock a little before the editor tells of the command. */
const SLACK_SECONDS = 1;

export class TerminalCommand {
  private readonly start = Date.now() / 1000;
  /** Runs that were looked at. */
  private readonly seen = new Set<string>();
  private logsItself = false;
  private offering: Promise<void> | null = null;

  /**
   * @param shell the process of the terminal's shell.
   * @param ask whether to draw these metrics; called once at most.
   */
  constructor(
    readonly commandLine: string,
    readonly run: PrintedRun,
    private readonly shell: Thenable<number | undefined>,
    private readonly ask: (metrics: readonly string[]) => Promise<boolean>,
  ) {}

  /** Reads what the command prints, up to its end or until it is clear that there is nothing to find. */
  async follow(stream: AsyncIterable<string>): Promise<void> {
    for await (const data of stream) {
      this.run.push(data);
      if (this.logsItself || this.run.state === 'hopeless') {
        return;
      }
      this.offer();
    }
  }

  /**
   * @param exitCode `undefined` when it is not known.
   * @returns when the user has answered, too.
   */
  async end(exitCode: number | undefined): Promise<void> {
    if (exitCode === undefined || exitCode === 0) {
      this.run.end('finished', '');
    } else {
      this.run.end(exitCode === INTERRUPTED ? 'interrupted' : 'failed', `exit status ${exitCode}`);
    }
    // The last line may have been the one that was missing.
    this.offer();
    await this.offering;
  }

  /** A command that logs has said what is to be drawn: its run is there, so no second one is made, and one that was begun ends. */
  async consider(id: string, opening: RunRecord): Promise<void> {
    const isNew = id !== this.run.id && opening.start >= this.start - SLACK_SECONDS && !this.seen.has(id);
    this.seen.add(id);
    if (isNew && opening.host === hostname() && (await this.hasStarted(opening))) {
      this.logsItself = true;
      this.run.end('finished', '');
    }
  }

  private async hasStarted({ pid, argv }: RunRecord): Promise<boolean> {
    const shell = await this.shell;
    const related = pid === null || shell === undefined ? null : isDescendant(pid, shell);
    // Where the platform does not tell, or the program is gone, its name has to do.
    const program = basename(argv[0] ?? '');
    return related ?? (program !== '' && this.commandLine.includes(program));
  }

  private offer(): void {
    if (this.run.state === 'found') {
      this.offering ??= this.askOnce();
    }
  }

  private async askOnce(): Promise<void> {
    await setTimeout(GRACE);
    if (!this.logsItself && (await this.ask(this.run.metrics)) && !this.hasLogged()) {
      this.run.take();
    }
  }

  /** Asked again: while the user thought, the command may have begun to log. */
  private hasLogged(): boolean {
    return this.logsItself;
  }
}
