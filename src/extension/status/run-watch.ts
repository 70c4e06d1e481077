/** Looks at the runs of this workspace that go on: twice a second at most, once a second while one is silent, and never when there is none. */
import * as vscode from 'vscode';
import { RunEvents, type RunEvent } from '../../common/run-events';
import type { Run } from '../../common/run';
import { processState } from '../../runner/process-state';
import type { FollowedRun } from '../followed-run';
import type { Runs } from '../runs';

const LEAST_MILLISECONDS = 500;
const SILENT_MILLISECONDS = 1000;
/** Runs that ended are remembered by their ids alone, so that a panel that shows one does not bring it back. */
const MAX_ENDED = 1000;

/** A look at one run. */
export interface Look {
  readonly run: Run;
  readonly events: readonly RunEvent[];
}

interface Watched {
  readonly followed: FollowedRun;
  readonly events: RunEvents;
  caughtUp: boolean;
  /** Whether it was seen to go on. */
  live: boolean;
}

export class RunWatch implements vscode.Disposable {
  private readonly looks = new vscode.EventEmitter<readonly Look[]>();
  /** The runs that go on, or have just ended, have been looked at. */
  readonly onDidLook = this.looks.event;
  private readonly watched = new Map<string, Watched>();
  private readonly ended = new Set<string>();
  private readonly subscription: vscode.Disposable;
  private timer: NodeJS.Timeout | null = null;
  private lookedAt = 0;
  private readonly opened = Date.now() / 1000;

  constructor(private readonly runs: Runs) {
    this.subscription = runs.onDidChange((followed) => this.changed(followed));
  }

  dispose(): void {
    this.subscription.dispose();
    this.looks.dispose();
    clearTimeout(this.timer ?? undefined);
    this.watched.clear();
  }

  /** The runs that go on. */
  get going(): readonly Run[] {
    return [...this.watched.values()]
      .filter(({ caughtUp, followed }) => caughtUp && followed.run.status === 'running')
      .map(({ followed }) => followed.run);
  }

  private changed(followed: FollowedRun): void {
    const { run } = followed;
    const known = this.watched.get(run.id);
    if (known?.followed !== followed && !this.watch(followed)) {
      return;
    }
    this.schedule(run.status === 'running' ? LEAST_MILLISECONDS : 0);
  }

  /** @returns whether there is something to look at. */
  private watch(followed: FollowedRun): boolean {
    const { run } = followed;
    if (!this.runs.isOfWorkspace(followed)) {
      return false;
    }
    const before = this.ended.has(run.id);
    if (before && run.status !== 'running') {
      return false;
    }
    // What was told of a run that goes on after its end is not told again.
    const events = new RunEvents(run, before ? Date.now() / 1000 : this.opened);
    const watched: Watched = { followed, events, caughtUp: false, live: false };
    this.watched.set(run.id, watched);
    void followed.caughtUp.then(() => {
      watched.caughtUp = true;
      this.schedule(0);
    });
    return true;
  }

  private schedule(milliseconds: number): void {
    const due = Math.max(this.lookedAt + Math.max(milliseconds, LEAST_MILLISECONDS) - Date.now(), 0);
    if (this.timer !== null) {
      if (milliseconds >= SILENT_MILLISECONDS) {
        return;
      }
      clearTimeout(this.timer);
    }
    this.timer = setTimeout(() => this.look(), due);
    this.timer.unref();
  }

  private look(): void {
    this.timer = null;
    this.lookedAt = Date.now();
    const looks: Look[] = [];
    for (const [id, watched] of this.watched) {
      if (watched.caughtUp) {
        const { run } = watched.followed;
        const events = watched.events.look(this.lookedAt / 1000, () => isAlive(run));
        watched.live ||= run.status === 'running' || run.endTime >= this.opened;
        if (watched.live) {
          looks.push({ run, events });
        }
        if (run.status !== 'running') {
          this.watched.delete(id);
          this.remember(id);
        }
      }
    }
    if (looks.length > 0) {
      this.looks.fire(looks);
    }
    if (this.watched.size > 0) {
      this.schedule(SILENT_MILLISECONDS);
    }
  }

  private remember(id: string): void {
    this.ended.delete(id);
    this.ended.add(id);
    const [oldest] = this.ended;
    if (this.ended.size > MAX_ENDED && oldest !== undefined) {
      this.ended.delete(oldest);
    }
  }
}

function isAlive(run: Run): boolean {
  return [...run.producers.values()].some(
    ({ status, opening }) => status === 'running' && opening !== null && processState(opening) === 'alive',
  );
}
