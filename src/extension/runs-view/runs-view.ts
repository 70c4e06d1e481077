/** The Runs view: draws what has changed, at most twice a second, and nothing while nobody sees it. */
import * as vscode from 'vscode';
import type { RunAbout } from '../../common/run-about';
import { RunDecorations } from './run-decorations';
import { RunEntry } from './run-entry';
import type { RunList } from './run-list';
import { childrenOf, treeItemOf, type RunNode } from './run-nodes';
import { tooltipOf } from './run-tooltip';
import { PAGE_RUNS, ShownRuns } from './shown-runs';

/** Not below `sideplot.`: the editor makes commands of its own from a view's id. */
const VIEW = 'sideplotRuns';
const DRAW_MILLISECONDS = 500;
/** Runs that nobody follows are looked at so often while they are shown: they may go on, or another window may have renamed them. */
const LOOK_MILLISECONDS = 3000;
/** Of those that have ended, one in so many each time. */
const ENDED_TURNS = 3;

const FILTERED_KEY = 'sideplot.runsFiltered';
const ARCHIVED_KEY = 'sideplot.archivedRunsShown';

export class RunsView implements vscode.TreeDataProvider<RunNode>, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<RunNode[] | undefined>();
  readonly onDidChangeTreeData = this.changes.event;
  private readonly shown = new ShownRuns();
  private readonly view: vscode.TreeView<RunNode>;
  private readonly decorations: RunDecorations;
  private readonly disposable: vscode.Disposable;
  private readonly changed = new Set<RunEntry>();
  private readonly expanded = new Set<RunEntry>();
  /** What each shown run was drawn as, and with which marks. */
  private readonly drawn = new Map<RunEntry, { readonly picture: string; readonly about: RunAbout }>();
  /** The runs that the tree has, in order. */
  private order: readonly RunEntry[] = [];
  private orderDue = false;
  private drawTimer: NodeJS.Timeout | null = null;
  private lookTimer: NodeJS.Timeout | null = null;
  private turn = 0;
  private looking = false;

  constructor(private readonly list: RunList) {
    this.decorations = new RunDecorations((id) => this.order.find((entry) => entry.id === id));
    this.view = vscode.window.createTreeView<RunNode>(VIEW, {
      treeDataProvider: this,
      canSelectMany: true,
      showCollapseAll: true,
    });
    this.disposable = vscode.Disposable.from(
      this.view,
      this.changes,
      this.decorations,
      list.onDidChange((entry) => {
        this.changed.add(entry);
        this.drawSoon();
      }),
      list.onDidChangeOrder(() => {
        this.orderDue = true;
        this.drawSoon();
      }),
      this.view.onDidChangeVisibility(() => this.visibilityChanged()),
      this.view.onDidExpandElement(({ element }) => element instanceof RunEntry && this.expanded.add(element)),
      this.view.onDidCollapseElement(({ element }) => element instanceof RunEntry && this.expanded.delete(element)),
    );
  }

  dispose(): void {
    this.stopTimers();
    this.disposable.dispose();
  }

  get filter(): string {
    return this.shown.filter;
  }

  /** What is selected in the tree. */
  get selection(): readonly RunNode[] {
    return this.view.selection;
  }

  /** Shows only runs that match. An empty filter shows all. */
  setFilter(text: string): void {
    this.shown.filter = text.trim();
    this.shown.firstPage();
    void vscode.commands.executeCommand('setContext', FILTERED_KEY, this.filter !== '');
    this.refresh();
  }

  async showArchived(show: boolean): Promise<void> {
    this.shown.archived = show;
    await vscode.commands.executeCommand('setContext', ARCHIVED_KEY, show);
    this.refresh();
  }

  showMore(): Promise<void> {
    this.shown.more();
    this.refresh();
    return Promise.resolve();
  }

  getParent(node: RunNode): RunNode | undefined {
    if (node instanceof RunEntry || node.kind === 'more') {
      return undefined;
    }
    const { entry } = node;
    return node.kind === 'value' || node.kind === 'setting'
      ? { kind: node.kind === 'value' ? 'values' : 'config', entry }
      : entry;
  }

  async getChildren(node?: RunNode): Promise<RunNode[]> {
    if (node !== undefined) {
      return childrenOf(node);
    }
    const scanned = this.list.scan().then(() => this.drawSoon());
    // The first runs are shown before all are known.
    await (this.list.known.length === 0 ? this.pageFound(scanned) : undefined);
    this.update();
    this.startLooking();
    const { page, hidden } = this.shown;
    return [...page, ...(hidden > 0 ? [{ kind: 'more', hidden } as const] : [])];
  }

  getTreeItem(node: RunNode): vscode.TreeItem {
    return treeItemOf(node, Date.now() / 1000);
  }

  /** Called by the editor when the pointer rests on an item. */
  resolveTreeItem(item: vscode.TreeItem, node: RunNode): vscode.TreeItem {
    if (node instanceof RunEntry) {
      item.tooltip = tooltipOf(node, Date.now() / 1000);
    }
    return item;
  }

  /** Fulfilled when a page of runs is known, or all are. */
  private async pageFound(scanned: Promise<void>): Promise<void> {
    let subscription: vscode.Disposable | undefined;
    const found = new Promise<void>((resolve) => {
      subscription = this.list.onDidChangeOrder(() => {
        if (this.list.known.length >= PAGE_RUNS) {
          resolve();
        }
      });
    });
    await Promise.race([scanned, found]);
    subscription?.dispose();
  }

  /** Draws all anew. */
  private refresh(): void {
    this.changes.fire(undefined);
    this.update();
  }

  private update(): void {
    this.orderDue = false;
    this.shown.update(this.list.known);
    this.order = this.shown.page;
    const gone = [...this.drawn.keys()].filter((entry) => !this.order.includes(entry));
    gone.forEach((entry) => this.drawn.delete(entry));
    this.noteDrawn(this.order);
    this.tellCounts();
  }

  /** @returns those that look different than when they were drawn last. */
  private noteDrawn(entries: readonly RunEntry[]): readonly RunEntry[] {
    const different: RunEntry[] = [];
    const marked: RunEntry[] = [];
    for (const entry of entries) {
      const before = this.drawn.get(entry);
      const picture = this.pictureOf(entry);
      if (before?.picture !== picture) {
        different.push(entry);
      }
      if (before !== undefined && before.about !== entry.about) {
        marked.push(entry);
      }
      this.drawn.set(entry, { picture, about: entry.about });
    }
    if (marked.length > 0) {
      this.decorations.changed(marked);
    }
    return different;
  }

  /** Whatever a run looks like, as text. */
  private pictureOf(entry: RunEntry): string {
    const { label, description, iconPath, contextValue } = this.getTreeItem(entry);
    const values = this.expanded.has(entry) ? entry.summary?.values : null;
    return JSON.stringify([label, description, iconPath, contextValue, entry.about, values]);
  }

  private visibilityChanged(): void {
    if (this.view.visible) {
      this.refresh();
      this.startLooking();
    } else {
      this.stopTimers();
    }
  }

  private drawSoon(): void {
    if (this.view.visible) {
      this.drawTimer ??= setTimeout(() => void this.draw(), DRAW_MILLISECONDS);
    }
  }

  /** Draws the items that look different, or all when the order did change. */
  private async draw(): Promise<void> {
    const changed = new Set(this.changed);
    this.changed.clear();
    try {
      await this.list.lookAt(this.order.filter((entry) => changed.has(entry) && this.list.isFollowed(entry)));
    } finally {
      this.drawTimer = null;
    }
    if (!this.view.visible) {
      return;
    }
    if (this.orderDue && this.orderChanged()) {
      this.refresh();
      return;
    }
    // The time of runs that go on is counted while somebody sees it.
    const going = this.order.filter(({ status }) => status === 'running');
    const different = this.noteDrawn(this.order.filter((entry) => changed.has(entry) || going.includes(entry)));
    if (different.length > 0) {
      this.changes.fire([...different]);
    }
    this.tellCounts();
    if (going.length > 0 || this.changed.size > 0) {
      this.drawSoon();
    }
  }

  private orderChanged(): boolean {
    const { hidden } = this.shown;
    this.orderDue = false;
    this.shown.update(this.list.known);
    const { page } = this.shown;
    return (
      hidden !== this.shown.hidden ||
      page.length !== this.order.length ||
      page.some((entry, index) => entry !== this.order[index])
    );
  }

  private startLooking(): void {
    if (this.lookTimer === null && this.view.visible) {
      void this.look();
      this.lookTimer = setInterval(() => void this.look(), LOOK_MILLISECONDS);
    }
  }

  private async look(): Promise<void> {
    if (this.looking) {
      return;
    }
    this.looking = true;
    this.turn = (this.turn + 1) % ENDED_TURNS;
    const due = this.order.filter(
      (entry, index) =>
        !this.list.isFollowed(entry) &&
        (entry.status === null || entry.status === 'running' || index % ENDED_TURNS === this.turn),
    );
    try {
      await this.list.lookAt(due);
    } finally {
      this.looking = false;
    }
  }

  private tellCounts(): void {
    const { known } = this.list;
    const { count, total, filter } = this.shown;
    const running = known.filter(({ status }) => status === 'running').length;
    this.view.description = running === 0 ? '' : vscode.l10n.t('{0} running', running);
    this.view.message = filter === '' ? '' : vscode.l10n.t('{0} of {1} runs match “{2}”', count, total, filter);
  }

  private stopTimers(): void {
    clearTimeout(this.drawTimer ?? undefined);
    clearInterval(this.lookTimer ?? undefined);
    this.drawTimer = null;
    this.lookTimer = null;
  }
}
