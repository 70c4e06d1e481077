/** Tells the user what happens to runs, where the settings want it. */
import * as vscode from 'vscode';
import { NotificationBudget } from '../../common/notification-budget';
import type { Run } from '../../common/run';
import type { RunEvent } from '../../common/run-events';
import type { SweepState } from '../../runner/job/sweep-log';
import type { Panels } from '../panels';
import { furtherText, notificationText, type NotificationText } from './notification-text';
import type { Look, RunWatch } from './run-watch';
import { durationOf, sweepText, type SweepEnds } from './sweep-ends';

/** The setting that switches each kind off. */
const SETTINGS: Readonly<Record<RunEvent['kind'], string>> = {
  finished: 'notifications.finished',
  failed: 'notifications.failed',
  stalled: 'notifications.stalled',
  'not-finite': 'notifications.notFinite',
  alert: 'notifications.alerts',
};
const DEFAULT_SECONDS = 60;
/** A little more than the budget waits. */
const RELEASE_MILLISECONDS = 31_000;

export interface NotificationActions {
  /** Brings a panel of the run to the front. */
  showPlots(run: string): Promise<void>;
  /** Shows what the run printed. */
  showLog(run: string): Promise<void>;
  /** Shows the runs of a sweep in one panel. */
  showSweep(sweep: string): Promise<void>;
}

export interface Notification extends NotificationText {
  readonly kind: RunEvent['kind'];
  /** `null` of a notification that stands for several runs. */
  readonly run: string | null;
  /** Of the end of a sweep. */
  readonly sweep: string | null;
}

export class Notifications implements vscode.Disposable {
  private readonly shows = new vscode.EventEmitter<Notification>();
  /** A notification is shown. */
  readonly onDidShow = this.shows.event;
  private readonly budget = new NotificationBudget();
  private readonly subscriptions: vscode.Disposable;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    watch: RunWatch,
    sweeps: SweepEnds,
    private readonly panels: Panels,
    private readonly actions: NotificationActions,
  ) {
    this.subscriptions = vscode.Disposable.from(
      this.shows,
      watch.onDidLook((looks) => this.looked(looks)),
      sweeps.onDidEnd((sweep) => this.sweepEnded(sweep)),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
    clearTimeout(this.timer ?? undefined);
  }

  private looked(looks: readonly Look[]): void {
    for (const { run, events } of looks) {
      for (const event of events.filter((one) => this.isWanted(run, one))) {
        if (this.budget.take(event.kind, Date.now() / 1000)) {
          this.show({ ...notificationText(run, event), kind: event.kind, run: run.id, sweep: null });
        } else {
          this.releaseSoon();
        }
      }
    }
  }

  private sweepEnded(sweep: SweepState): void {
    const isSeen = sweep.jobs.some(({ run }) => run !== null && this.isSeen(run));
    if (isSwitchedOn('finished') && isLong(durationOf(sweep)) && !isSeen) {
      this.show({ ...sweepText(sweep), kind: 'finished', run: null, sweep: sweep.id });
    }
  }

  private isWanted(run: Run, event: RunEvent): boolean {
    if (!isSwitchedOn(event.kind)) {
      return false;
    }
    if (event.kind !== 'finished') {
      return true;
    }
    // A short run is its own notification, and so is a panel that somebody looks at. A sweep tells of its end, not of that of each job.
    return isLong(event.seconds) && !this.isSeen(run.id) && (run.opening?.sweep ?? null) === null;
  }

  private isSeen(run: string): boolean {
    return (
      vscode.window.state.focused &&
      this.panels.all.some(
        ({ identity, webviewPanel }) => webviewPanel.visible && (identity.run === run || identity.others.includes(run)),
      )
    );
  }

  private show(notification: Notification): void {
    this.shows.fire(notification);
    void this.ask(notification);
  }

  private async ask({ kind, run, sweep, text, level }: Notification): Promise<void> {
    const plots = vscode.l10n.t('Show Plots');
    const log = vscode.l10n.t('Show Log');
    const never = vscode.l10n.t('Don’t Show Again…');
    const actions = [
      ...(run === null && sweep === null ? [] : [plots]),
      ...(run !== null && kind === 'failed' ? [log] : []),
      never,
    ];
    const answer = await SHOW[level](text, ...actions);
    if (answer === never) {
      await vscode.commands.executeCommand('workbench.action.openSettings', `@id:sideplot.${SETTINGS[kind]}`);
    } else if (run !== null && answer === plots) {
      await this.actions.showPlots(run);
    } else if (sweep !== null && answer === plots) {
      await this.actions.showSweep(sweep);
    } else if (run !== null && answer === log) {
      await this.actions.showLog(run);
    }
  }

  private releaseSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      for (const [kind, count] of this.budget.release(Date.now() / 1000)) {
        if (isKind(kind)) {
          this.show({ ...furtherText(kind, count), kind, run: null, sweep: null });
        }
      }
      if (this.budget.isHolding) {
        this.releaseSoon();
      }
    }, RELEASE_MILLISECONDS).unref();
  }
}

const SHOW = {
  info: (text: string, ...actions: string[]) => vscode.window.showInformationMessage(text, ...actions),
  warning: (text: string, ...actions: string[]) => vscode.window.showWarningMessage(text, ...actions),
  error: (text: string, ...actions: string[]) => vscode.window.showErrorMessage(text, ...actions),
};

function isSwitchedOn(kind: RunEvent['kind']): boolean {
  return vscode.workspace.getConfiguration('sideplot').get<boolean>(SETTINGS[kind], true);
}

/** @param seconds that it took; NaN when that is not known. */
function isLong(seconds: number): boolean {
  const least = vscode.workspace
    .getConfiguration('sideplot')
    .get<number>('notifications.finishedAfter', DEFAULT_SECONDS);
  return (Number.isNaN(seconds) ? 0 : seconds) >= least;
}

function isKind(kind: string): kind is RunEvent['kind'] {
  return Object.hasOwn(SETTINGS, kind);
}
