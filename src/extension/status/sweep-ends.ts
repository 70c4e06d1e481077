/** Tells when a sweep ends while the window is open. */
import * as vscode from 'vscode';
import { formatDuration } from '../../common/duration';
import type { SweepState } from '../../runner/job/sweep-log';
import type { SweepList } from '../jobs/sweep-list';
import type { NotificationText } from './notification-text';
import { plainMessage } from './plain-label';

const MAX_NAME = 60;

export class SweepEnds implements vscode.Disposable {
  private readonly ends = new vscode.EventEmitter<SweepState>();
  /** A sweep has ended by itself: not because somebody stopped it. */
  readonly onDidEnd = this.ends.event;
  /** Those that were seen to go on. */
  private readonly going = new Set<string>();
  private readonly told = new Set<string>();
  private readonly opened = Date.now() / 1000;
  private readonly subscription: vscode.Disposable;

  constructor(sweeps: SweepList) {
    this.subscription = sweeps.onDidChange((sweep) => this.changed(sweep));
  }

  dispose(): void {
    this.subscription.dispose();
    this.ends.dispose();
  }

  private changed(sweep: SweepState): void {
    const { id, status, ended } = sweep;
    if (status === 'running') {
      this.going.add(id);
      return;
    }
    // A short one may have ended before it was first looked at; when a lost one ended is not known.
    const isFresh = this.going.delete(id) || ended >= this.opened;
    if (isFresh && status !== 'interrupted' && !this.told.has(id)) {
      this.told.add(id);
      this.ends.fire(sweep);
    }
  }
}

/** Seconds; NaN when its end is not known. */
export function durationOf({ start, ended }: SweepState): number {
  return ended - start;
}

/** What the notification of its end says. */
export function sweepText(sweep: SweepState): NotificationText {
  const { jobs } = sweep;
  const name = plainMessage(sweep.name, MAX_NAME);
  const took = formatDuration(durationOf(sweep)) || '?';
  const finished = jobs.filter(({ status }) => status === 'finished').length;
  return finished === jobs.length
    ? { text: vscode.l10n.t('{0} has finished, all {1} jobs, after {2}.', name, jobs.length, took), level: 'info' }
    : {
        text: vscode.l10n.t(
          '{0} has ended after {1}: {2} of {3} jobs have finished.',
          name,
          took,
          finished,
          jobs.length,
        ),
        level: 'warning',
      };
}
