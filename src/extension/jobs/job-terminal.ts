/** The terminal of a job that is run as a task: it shows what the run's log holds, so closing it or reloading the window takes nothing from the job. */
import * as vscode from 'vscode';
import type { TextLine } from '../../common/protocol';
import type { FollowedRun } from '../followed-run';
import type { Runs } from '../runs';

const ERROR_COLOR = '\u001b[31m';
const OWN_COLOR = '\u001b[2m';
const PLAIN = '\u001b[0m';

export interface TerminalActions {
  /** @returns the run's id, or `undefined` when the job could not be started. */
  start(): Promise<string | undefined>;
  /** The user pressed Ctrl+C. */
  stop(id: string): Promise<void>;
  /** The terminal was closed while the job goes on. */
  left(id: string): void;
}

export class JobTerminal implements vscode.Pseudoterminal {
  private readonly writes = new vscode.EventEmitter<string>();
  readonly onDidWrite = this.writes.event;
  private readonly closes = new vscode.EventEmitter<number>();
  readonly onDidClose = this.closes.event;
  private id: string | undefined;
  private seen = 0;
  /** Ctrl+C was pressed before the job had started. */
  private stopsAtOnce = false;
  private subscription: vscode.Disposable | null = null;

  constructor(
    private readonly runs: Runs,
    private readonly actions: TerminalActions,
  ) {}

  open(): void {
    void this.run();
  }

  /** Whether the user closed the terminal or the window went away cannot be told, so the job goes on. */
  close(): void {
    if (this.subscription !== null && this.id !== undefined) {
      this.actions.left(this.id);
    }
    this.leave();
  }

  handleInput(data: string): void {
    if (data !== '\u0003') {
      return;
    }
    if (this.id === undefined) {
      this.stopsAtOnce = true;
    } else {
      void this.actions.stop(this.id);
    }
  }

  private async run(): Promise<void> {
    const id = await this.actions.start();
    if (id === undefined) {
      this.closes.fire(1);
      return;
    }
    this.id = id;
    const words = vscode.l10n.t(
      'The job goes on when this terminal is closed. Ctrl+C stops it, a second Ctrl+C at once.',
    );
    this.writes.fire(`${OWN_COLOR}${words}${PLAIN}\r\n`);
    this.subscription = this.runs.onDidChange((followed) => this.show(followed));
    this.show(this.runs.hold(id, null));
    if (this.stopsAtOnce) {
      void this.actions.stop(id);
    }
  }

  private show({ run }: FollowedRun): void {
    if (run.id !== this.id || this.subscription === null) {
      return;
    }
    const missed = run.text.missed(this.seen);
    const lines = run.text.since(this.seen).map(coloured);
    this.seen = run.text.total;
    if (missed > 0) {
      const words = vscode.l10n.t('… {0} lines came too fast to be shown here; they are in the log.', missed);
      lines.unshift(`${OWN_COLOR}${words}${PLAIN}`);
    }
    if (lines.length > 0) {
      this.writes.fire(lines.map((line) => `${line}\r\n`).join(''));
    }
    if (run.status !== 'running') {
      const exitStatus = run.status === 'finished' ? 0 : Number(/exit status (\d+)/.exec(run.error)?.[1] ?? 1);
      this.leave();
      this.closes.fire(exitStatus);
    }
  }

  private leave(): void {
    if (this.subscription !== null && this.id !== undefined) {
      this.subscription.dispose();
      this.subscription = null;
      this.runs.release(this.id);
    }
  }
}

function coloured({ stream, text }: TextLine): string {
  switch (stream) {
    case 'stderr':
      return `${ERROR_COLOR}${text}${PLAIN}`;
    case 'job':
      return `${OWN_COLOR}${text}${PLAIN}`;
    default:
      return text;
  }
}
