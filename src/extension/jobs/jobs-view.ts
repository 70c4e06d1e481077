/** The Jobs view: what runs and what ran in this workspace, with its state, its time and its buttons. */
import * as vscode from 'vscode';
import { elapsed } from '../../common/elapsed';
import type { RunStatus } from '../../common/protocol';
import type { SweepState } from '../../runner/job/sweep-log';
import { statusWord } from '../../common/status-word';
import type { Runs } from '../runs';
import type { RunList } from '../runs-view/run-list';
import { sweepEntries, topEntries, type Entry } from './job-entries';
import type { Job, JobList } from './job-list';
import { jobName } from './job-name';
import { goesOn } from './pick-job';
import { resourceWords } from './job-resources';
import { lineOf } from './job-spec';
import { progressOf, type SweepList } from './sweep-list';

/** Not below `sideplot.`: the editor makes commands of its own from a view's id. */
const VIEW = 'sideplotJobs';
const TICK_MILLISECONDS = 1000;

const ICONS: Readonly<Record<RunStatus, vscode.ThemeIcon>> = {
  running: new vscode.ThemeIcon('sync~spin'),
  finished: new vscode.ThemeIcon('check', new vscode.ThemeColor('testing.iconPassed')),
  failed: new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed')),
  interrupted: new vscode.ThemeIcon('debug-stop'),
  lost: new vscode.ThemeIcon('question'),
};

/** The program that watched the job is gone, the job's is not. */
const ORPHAN_ICON = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));

export class JobsView implements vscode.TreeDataProvider<Entry>, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changes.event;
  private readonly view: vscode.TreeView<Entry>;
  private readonly disposable: vscode.Disposable;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly list: JobList,
    private readonly sweeps: SweepList,
    private readonly runs: Runs,
    private readonly entries: RunList,
  ) {
    this.view = vscode.window.createTreeView(VIEW, { treeDataProvider: this, showCollapseAll: true });
    this.disposable = vscode.Disposable.from(
      this.view,
      this.changes,
      list.onDidChange(() => this.refresh()),
      sweeps.onDidChange(() => this.refresh()),
      // The user gave another name to a run.
      entries.onDidChangeOrder(() => this.refresh()),
      this.view.onDidChangeVisibility(() => this.refresh()),
    );
    this.refresh();
  }

  dispose(): void {
    this.stopTimer();
    this.disposable.dispose();
  }

  async getChildren(entry?: Entry): Promise<Entry[]> {
    const jobs = await this.list.all();
    if (entry === undefined) {
      return topEntries(jobs, await this.sweeps.all());
    }
    return entry.kind === 'sweep' ? sweepEntries(entry.sweep, jobs) : [];
  }

  async getTreeItem(entry: Entry): Promise<vscode.TreeItem> {
    switch (entry.kind) {
      case 'job':
        return this.jobItem(entry.job, entry.words ?? (await jobName(this.entries, entry.job)));
      case 'sweep':
        return sweepItem(
          entry.sweep,
          this.list.known.some((job) => goesOn(job) && isPartOf(job, entry.sweep)),
        );
      case 'unseen':
        return unseenItem(entry);
    }
  }

  private jobItem(job: Job, label: string): vscode.TreeItem {
    const { id, opening, status, error, ended } = job;
    const item = new vscode.TreeItem(label);
    const isRunning = status === 'running';
    const isOrphan = !isRunning && goesOn(job);
    const end = isRunning || isOrphan ? Date.now() / 1000 : ended;
    const resources = isRunning ? resourceWords(this.runs.followed(id)?.run) : [];
    const state = isOrphan ? vscode.l10n.t('goes on, but what it prints is lost') : statusWords(status, error);
    const words = [state, elapsed(end - opening.start), ...resources].filter((part) => part !== '');
    item.id = id;
    item.iconPath = isOrphan ? ORPHAN_ICON : ICONS[status];
    item.description = words.join(' · ');
    item.contextValue = isRunning || isOrphan ? 'running' : 'ended';
    item.tooltip = tooltip(opening, words);
    item.command = { command: 'sideplot.showJobLog', title: vscode.l10n.t('Show Job Log'), arguments: [id] };
    return item;
  }

  /** The time of jobs that go on is counted while somebody sees it. */
  private refresh(): void {
    this.changes.fire(undefined);
    const going = this.list.known.filter(goesOn).length;
    this.view.badge = going === 0 ? undefined : { value: going, tooltip: goingWords(going) };
    if (!this.view.visible || going === 0) {
      this.stopTimer();
    } else {
      // No event tells of the end of a program that nobody watches, either.
      this.timer ??= setInterval(() => this.refresh(), TICK_MILLISECONDS);
    }
  }

  private stopTimer(): void {
    if (this.timer !== null) {
      clearInterval(this.timer);
      this.timer = null;
    }
  }
}

function goingWords(count: number): string {
  return count === 1 ? vscode.l10n.t('1 job running') : vscode.l10n.t('{0} jobs running', count);
}

function isPartOf({ id }: Job, { jobs }: SweepState): boolean {
  return jobs.some(({ run }) => run === id);
}

/** @param hasGoing whether one of its jobs goes on, which it may do when the sweep is lost. */
function sweepItem(sweep: SweepState, hasGoing: boolean): vscode.TreeItem {
  const { id, name, status, error, start, ended, cwd, atOnce } = sweep;
  const isRunning = status === 'running';
  const item = new vscode.TreeItem(
    name === '' ? id : name,
    isRunning ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed,
  );
  const end = isRunning ? Date.now() / 1000 : ended;
  const state =
    status === 'lost' && hasGoing ? vscode.l10n.t('lost: starts no further job') : statusWords(status, error);
  const words = [progressOf(sweep), state, elapsed(end - start)].filter((part) => part !== '');
  item.id = id;
  item.iconPath = ICONS[status];
  item.description = words.join(' · ');
  item.contextValue = isRunning || hasGoing ? 'sweepRunning' : 'sweepEnded';
  item.tooltip = `${cwd}\n${words.join(' · ')}\n${vscode.l10n.t('{0} at a time', atOnce)}`;
  return item;
}

/** A job of a sweep that has no log. */
function unseenItem({ id, words, status }: Extract<Entry, { kind: 'unseen' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(words);
  item.id = id;
  switch (status) {
    case 'queued':
      item.iconPath = new vscode.ThemeIcon('clock');
      item.description = vscode.l10n.t('queued');
      break;
    case 'not started':
      item.iconPath = new vscode.ThemeIcon('circle-slash');
      item.description = vscode.l10n.t('not started');
      break;
    default:
      item.iconPath = ICONS[status];
      item.description = statusWords(status, '');
  }
  return item;
}

function statusWords(status: RunStatus, error: string): string {
  switch (status) {
    case 'failed':
      return error === '' ? vscode.l10n.t('failed') : vscode.l10n.t('failed: {0}', error);
    case 'interrupted':
      return error === '' ? vscode.l10n.t('stopped') : error;
    default:
      return statusWord(status);
  }
}

function tooltip({ job, cwd }: Job['opening'], words: readonly string[]): vscode.MarkdownString {
  // As code: what a program is called must not become a link.
  const text = new vscode.MarkdownString();
  text.appendCodeblock(job === null ? '' : lineOf(job), 'shellscript');
  text.appendText(`${cwd}\n${words.join(' · ')}`);
  return text;
}
