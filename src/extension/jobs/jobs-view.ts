/** The Jobs view: what runs and what ran in this workspace, with its state, its time and its buttons. */
import * as vscode from 'vscode';
import type { RunStatus } from '../../common/protocol';
import type { Job, JobList } from './job-list';
import { lineOf } from './job-spec';

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

export class JobsView implements vscode.TreeDataProvider<Job>, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changes.event;
  private readonly view: vscode.TreeView<Job>;
  private readonly disposable: vscode.Disposable;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly list: JobList) {
    this.view = vscode.window.createTreeView(VIEW, { treeDataProvider: this });
    this.disposable = vscode.Disposable.from(
      this.view,
      this.changes,
      list.onDidChange(() => this.refresh()),
      this.view.onDidChangeVisibility(() => this.refresh()),
    );
    this.refresh();
  }

  dispose(): void {
    this.stopTimer();
    this.disposable.dispose();
  }

  async getChildren(job?: Job): Promise<Job[]> {
    return job === undefined ? [...(await this.list.all())] : [];
  }

  getTreeItem({ id, opening, status, error, ended }: Job): vscode.TreeItem {
    const item = new vscode.TreeItem(opening.name || id);
    const end = status === 'running' ? Date.now() / 1000 : ended;
    const words = [statusWords(status, error), elapsed(end - opening.start)].filter((part) => part !== '');
    item.id = id;
    item.iconPath = ICONS[status];
    item.description = words.join(' · ');
    item.contextValue = status === 'running' ? 'running' : 'ended';
    item.tooltip = tooltip(opening, words);
    item.command = { command: 'sideplot.showJobLog', title: vscode.l10n.t('Show Job Log'), arguments: [id] };
    return item;
  }

  /** The time of jobs that go on is counted while somebody sees it. */
  private refresh(): void {
    this.changes.fire(undefined);
    const going = this.list.known.filter(({ status }) => status === 'running').length;
    this.view.badge = going === 0 ? undefined : { value: going, tooltip: vscode.l10n.t('{0} jobs running', going) };
    if (!this.view.visible || going === 0) {
      this.stopTimer();
    } else {
      this.timer ??= setInterval(() => this.changes.fire(undefined), TICK_MILLISECONDS);
    }
  }

  private stopTimer(): void {
    if (this.timer !== null) {
      clearInterval(this.timer);
      this.timer = null;
    }
  }
}

function statusWords(status: RunStatus, error: string): string {
  switch (status) {
    case 'running':
      return vscode.l10n.t('running');
    case 'finished':
      return vscode.l10n.t('finished');
    case 'failed':
      return vscode.l10n.t('failed: {0}', error);
    case 'interrupted':
      return error === '' ? vscode.l10n.t('stopped') : error;
    case 'lost':
      return vscode.l10n.t('lost');
  }
}

function tooltip({ job, cwd }: Job['opening'], words: readonly string[]): vscode.MarkdownString {
  // As code: what a program is called must not become a link.
  const text = new vscode.MarkdownString();
  text.appendCodeblock(job === null ? '' : lineOf(job), 'shellscript');
  text.appendText(`${cwd}\n${words.join(' · ')}`);
  return text;
}

/** @param seconds NaN when it is not known. */
function elapsed(seconds: number): string {
  if (!Number.isFinite(seconds)) {
    return '';
  }
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (hours > 0) {
    return `${hours} h ${minutes} min`;
  }
  return minutes > 0 ? `${minutes} min ${rest} s` : `${rest} s`;
}
