/** The jobs of this workspace, newest first: those that go on, also when another window or an earlier host started them, and those that ended. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { RunStatus } from '../../common/protocol';
import { ID_PATTERN, type RunRecord } from '../../common/record';
import { readJobEnd } from '../../runner/job/job-end';
import { processState } from '../../runner/process-state';
import { runsFolder } from '../../runner/storage';
import type { FollowedRun } from '../followed-run';
import { readRunHead } from '../run-head';
import type { Runs } from '../runs';

export interface Job {
  readonly id: string;
  readonly opening: RunRecord;
  readonly status: RunStatus;
  readonly error: string;
  /** Seconds since 1970; NaN while it goes on, or when it is not known. */
  readonly ended: number;
}

export class JobList implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<Job>();
  /** A job is new, has another status, or is gone. */
  readonly onDidChange = this.changes.event;
  private readonly jobs = new Map<string, Job>();
  private readonly subscription: vscode.Disposable;
  private loading: Promise<void> | null = null;

  constructor(
    private readonly root: string,
    private readonly runs: Runs,
  ) {
    this.subscription = vscode.Disposable.from(
      runs.onDidChange((followed) => this.consider(followed)),
      runs.onDidRemove((id) => this.forget(id)),
    );
  }

  dispose(): void {
    this.subscription.dispose();
    this.changes.dispose();
  }

  /** @returns when the jobs of before are known, too. */
  async all(): Promise<readonly Job[]> {
    this.loading ??= this.load();
    await this.loading;
    return [...this.jobs.values()].sort((one, other) => (one.id < other.id ? 1 : -1));
  }

  /** Those that are known now, in no order. */
  get known(): readonly Job[] {
    return [...this.jobs.values()];
  }

  /** Also finds a job that has just been started, which no event has told of yet. */
  async find(id: string): Promise<Job | undefined> {
    const known = (await this.all()).find((job) => job.id === id);
    if (known !== undefined || !ID_PATTERN.test(id)) {
      return known;
    }
    const opening = await readRunHead(join(runsFolder(this.root), id));
    return opening?.job == null ? undefined : this.read(id, opening);
  }

  private async load(): Promise<void> {
    await this.runs.found;
    const heads = (await this.runs.newest()).filter(({ opening, ofWorkspace }) => ofWorkspace && opening.job !== null);
    for (const { id, opening } of heads) {
      const job = await this.read(id, opening);
      // What is followed tells itself, and better.
      if (!this.jobs.has(id)) {
        this.set(job);
      }
    }
  }

  /** The job as its log and its process tell. */
  private async read(id: string, opening: RunRecord): Promise<Job> {
    const end = await readJobEnd(this.root, id);
    const goesOn = processState(opening) !== 'gone';
    const status = end?.status ?? (goesOn ? 'running' : 'lost');
    return { id, opening, status, error: end?.error ?? '', ended: end?.time ?? NaN };
  }

  private consider(followed: FollowedRun): void {
    const { run } = followed;
    const { opening, status, error } = run;
    if (opening?.job == null || !this.runs.isOfWorkspace(followed)) {
      return;
    }
    const known = this.jobs.get(run.id);
    if (known?.status !== status) {
      const ended = status === 'running' ? NaN : Date.now() / 1000;
      this.set({
        id: run.id,
        opening,
        status,
        error,
        ended: Number.isNaN(known?.ended) || !known ? ended : known.ended,
      });
    }
  }

  private forget(id: string): void {
    const job = this.jobs.get(id);
    if (job !== undefined) {
      this.jobs.delete(id);
      this.changes.fire(job);
    }
  }

  private set(job: Job): void {
    this.jobs.set(job.id, job);
    this.changes.fire(job);
  }
}
