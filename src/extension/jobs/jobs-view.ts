/** The Jobs view: what runs and what ran in this workspace, with its state, its time and its buttons. */
import * as vscode from 'vscode';
import type { SweepState } from '../../runner/job/sweep-log';
import type { Runs } from '../runs';
import type { RunList } from '../runs-view/run-list';
import type { ClearedJobs } from './cleared-jobs';
import { isPartOf, sweepEntries, topEntries, type Entry } from './job-entries';
import { jobItem, sweepItem, unseenItem } from './job-items';
import type { Job, JobList } from './job-list';
import { jobName } from './job-name';
import { resourceWords } from './job-resources';
import { goesOn } from './pick-job';
import type { SweepList } from './sweep-list';

/** Not below `sideplot.`: the editor makes commands of its own from a view's id. */
const VIEW = 'sideplotJobs';
const TICK_MILLISECONDS = 1000;

export interface JobsViewParts {
  readonly list: JobList;
  readonly sweeps: SweepList;
  readonly runs: Runs;
  /** What runs are called. */
  readonly entries: RunList;
  readonly cleared: ClearedJobs;
}

export class JobsView implements vscode.TreeDataProvider<Entry>, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<Entry[] | undefined>();
  readonly onDidChangeTreeData = this.changes.event;
  private readonly view: vscode.TreeView<Entry>;
  private readonly disposable: vscode.Disposable;
  private timer: NodeJS.Timeout | null = null;
  /** The items that the editor has, by their ids: it knows them by the very objects. */
  private readonly given = new Map<string, Entry>();
  private going = '';

  constructor(private readonly parts: JobsViewParts) {
    const { list, sweeps, entries, cleared } = parts;
    this.view = vscode.window.createTreeView(VIEW, { treeDataProvider: this, showCollapseAll: true });
    this.disposable = vscode.Disposable.from(
      this.view,
      this.changes,
      list.onDidChange(() => this.refresh()),
      sweeps.onDidChange(() => this.refresh()),
      // The user gave another name to a run, or has put it away.
      entries.onDidChangeOrder(() => this.refresh()),
      cleared.onDidChange(() => this.refresh()),
      this.view.onDidChangeVisibility(() => this.refresh()),
    );
    this.refresh();
  }

  dispose(): void {
    this.stopTimer();
    this.disposable.dispose();
  }

  async getChildren(entry?: Entry): Promise<Entry[]> {
    const { list, sweeps } = this.parts;
    const jobs = await list.all();
    if (entry === undefined) {
      this.given.clear();
    }
    const children =
      entry === undefined
        ? topEntries(await this.shown(jobs), this.shownSweeps(await sweeps.all()))
        : entry.kind === 'sweep'
          ? sweepEntries(entry.sweep, jobs)
          : [];
    children.forEach((child) => this.given.set(child.id, child));
    return children;
  }

  async getTreeItem(entry: Entry): Promise<vscode.TreeItem> {
    const { list, runs, entries } = this.parts;
    switch (entry.kind) {
      case 'job': {
        const label = entry.words ?? (await jobName(entries, entry.job));
        return jobItem(entry.job, label, resourceWords(runs.followed(entry.id)?.run));
      }
      case 'sweep':
        return sweepItem(
          entry.sweep,
          list.known.some((job) => goesOn(job) && isPartOf(job, entry.sweep)),
        );
      case 'unseen':
        return unseenItem(entry);
    }
  }

  /** What goes on is always there. */
  private async shown(jobs: readonly Job[]): Promise<readonly Job[]> {
    const { entries, cleared } = this.parts;
    const found = await Promise.all(jobs.map(async (job) => ({ job, run: await entries.find(job.id) })));
    return found
      .filter(({ job, run }) => goesOn(job) || !(cleared.has(job.id) || run?.about.archived === true))
      .map(({ job }) => job);
  }

  private shownSweeps(sweeps: readonly SweepState[]): readonly SweepState[] {
    return sweeps.filter(({ id, status }) => status === 'running' || !this.parts.cleared.has(id));
  }

  private refresh(): void {
    const going = this.parts.list.known.filter(goesOn);
    this.going = idsOf(going);
    this.changes.fire(undefined);
    this.view.badge = going.length === 0 ? undefined : { value: going.length, tooltip: goingWords(going.length) };
    if (!this.view.visible || going.length === 0) {
      this.stopTimer();
    } else {
      this.timer ??= setInterval(() => this.tick(), TICK_MILLISECONDS);
    }
  }

  /** The time of jobs that go on is counted while somebody sees it: of those alone, as a sweep may have a thousand others. */
  private tick(): void {
    const going = this.parts.list.known.filter(goesOn);
    // No event tells of the end of a program that nobody watches.
    if (idsOf(going) === this.going) {
      this.changes.fire(going.map(({ id }) => this.given.get(id)).filter((entry) => entry !== undefined));
    } else {
      this.refresh();
    }
  }

  private stopTimer(): void {
    if (this.timer !== null) {
      clearInterval(this.timer);
      this.timer = null;
    }
  }
}

function idsOf(jobs: readonly Job[]): string {
  return jobs.map(({ id }) => id).join(' ');
}

function goingWords(count: number): string {
  return count === 1 ? vscode.l10n.t('1 job running') : vscode.l10n.t('{0} jobs running', count);
}
