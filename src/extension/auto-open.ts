/** Opens a panel when a run of this workspace starts: once for a run and a figure, never again when the user closed it. */
import * as vscode from 'vscode';
import { JOB_PRODUCER } from '../common/job-facts';
import type { PanelIdentity } from '../common/protocol';
import type { OpenPlace, RunRecord } from '../common/record';
import type { FollowedRun } from './followed-run';
import type { SweepPanels } from './jobs/sweep-panels';
import { runSource } from './run-source';
import type { PlotPanel } from './panel';
import type { Panels } from './panels';
import type { Runs } from './runs';

const OPENED_KEY = 'openedFigures';
/** Enough for every run that can still be going on. */
const REMEMBERED = 1000;

export class AutoOpen implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;
  private readonly opened: Set<string>;
  /** How many figures each run had when all of them had been offered: nothing is to be done until there are more. */
  private readonly offered = new WeakMap<FollowedRun, number>();
  /** Panels open one after the other: each may have to become the active editor for a moment. */
  private queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly runs: Runs,
    private readonly panels: Panels,
    private readonly sweeps: SweepPanels,
    private readonly memory: vscode.Memento,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.opened = new Set(memory.get<string[]>(OPENED_KEY, []));
    this.subscription = runs.onDidChange((followed) => this.consider(followed));
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** Whoever opens a figure by hand has opened it: it does not open by itself once it was closed. */
  remember({ run, figure }: PanelIdentity): void {
    this.note(run, figure);
  }

  private note(run: string, figure: string | null): void {
    this.opened.add(keyOf(run, figure));
    void this.memory.update(OPENED_KEY, [...this.opened].slice(-REMEMBERED));
  }

  private consider(followed: FollowedRun): void {
    const { run } = followed;
    if (this.offered.get(followed) === run.figures.size) {
      return;
    }
    const hasContent = run.points > 0 || run.text.total > 0 || run.figures.size > 0 || run.problems.total > 0;
    // What a job is, only the log of what watches it tells.
    const isKnown = run.opening?.parent !== JOB_PRODUCER;
    if (!hasContent || !isKnown || !this.runs.isOfWorkspace(followed)) {
      return;
    }
    this.offered.set(followed, run.figures.size);
    const setting = vscode.workspace.getConfiguration('sideplot').get<OpenPlace>('autoOpen', 'beside');
    if (run.figures.size === 0) {
      this.offer(followed, null, setting);
      return;
    }
    for (const figure of run.figures.values()) {
      this.offer(followed, figure.name, setting === 'never' ? setting : (figure.open ?? setting));
    }
  }

  private offer(followed: FollowedRun, figure: string | null, place: OpenPlace): void {
    const { id, opening } = followed.run;
    const sweep = opening?.sweep ?? null;
    // All runs of a sweep are in one panel.
    const group = sweep?.id ?? id;
    if (this.opened.has(keyOf(group, figure))) {
      return;
    }
    this.note(group, figure);
    const identity = { run: id, others: [], figure, file: null };
    if (place === 'never' || this.panels.find(identity) !== undefined) {
      return;
    }
    const reusable =
      sweep === null
        ? this.panels.all.find((panel) => isReusable(panel, identity, opening))
        : this.sweeps.reusable(sweep.name, figure);
    if (reusable !== undefined) {
      reusable.show(identity);
      return;
    }
    this.queue = this.queue
      .then(() => this.open(identity, place))
      .catch((error: unknown) => this.log.error(`A panel could not be opened: ${String(error)}`));
  }

  private async open(identity: PanelIdentity, place: Exclude<OpenPlace, 'never'>): Promise<void> {
    const editor = place === 'window' ? vscode.window.activeNotebookEditor : undefined;
    const textEditor = place === 'window' && editor === undefined ? vscode.window.activeTextEditor : undefined;
    await this.panels.open(identity, place);
    // A new window takes the focus; the work goes on where it was.
    if (editor !== undefined) {
      await vscode.window.showNotebookDocument(editor.notebook, {
        viewColumn: editor.viewColumn ?? vscode.ViewColumn.One,
      });
    } else if (textEditor !== undefined) {
      await vscode.window.showTextDocument(textEditor.document, textEditor.viewColumn);
    }
  }
}

/** A panel that waits for a run, or shows an ended one of the same program and figure, takes the new one: running a cell again opens no second panel. */
function isReusable(panel: PlotPanel, identity: PanelIdentity, opening: RunRecord | null): boolean {
  const shown = panel.followed?.run;
  if (shown === undefined) {
    return panel.identity.run === '';
  }
  const sameFigure = panel.identity.figure === identity.figure && panel.identity.others.length === 0;
  return sameFigure && shown.status !== 'running' && runSource(shown.opening) === runSource(opening);
}

function keyOf(run: string, figure: string | null): string {
  return figure === null ? run : `${run} ${figure}`;
}
