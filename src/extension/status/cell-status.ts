/** The line under a notebook's cell that logs: the headline metric of its run, and a click that leads to the run's panel. */
import * as vscode from 'vscode';
import type { NotebookPlace } from '../../common/record';
import type { Run } from '../../common/run';
import { isInBackground } from '../background-cell';
import type { Headlines } from '../headlines';
import type { Look, RunWatch } from './run-watch';
import { cellText, spokenStatus, stateOf } from './status-text';

const NOTEBOOK = 'jupyter-notebook';
/** Cells whose last line is kept. */
const MAX_CELLS = 500;

interface Line {
  readonly place: NotebookPlace;
  readonly run: string;
  readonly text: string;
  readonly spoken: string;
  /** Whether it is of a cell that goes on. */
  readonly running: boolean;
}

export class CellStatus implements vscode.Disposable, vscode.NotebookCellStatusBarItemProvider {
  private readonly changes = new vscode.EventEmitter<void>();
  readonly onDidChangeCellStatusBarItems = this.changes.event;
  private readonly lines = new Map<string, Line>();
  private readonly subscriptions: vscode.Disposable;

  constructor(
    watch: RunWatch,
    private readonly headlines: Headlines,
  ) {
    this.subscriptions = vscode.Disposable.from(
      this.changes,
      watch.onDidLook((looks) => this.looked(looks)),
      vscode.notebooks.registerNotebookCellStatusBarItemProvider(NOTEBOOK, this),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  provideCellStatusBarItems(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem[] {
    const line = this.lineOf(cell);
    if (line === undefined) {
      return [];
    }
    return [lineItem(line), ...(line.running && isInBackground(cell) ? [stopItem(cell)] : [])];
  }

  /** @returns the run to which a background cell logs, and how the log names the cell; `undefined` when it does not go on. */
  backgroundCell(cell: vscode.NotebookCell): Pick<Line, 'run' | 'place'> | undefined {
    const line = this.lineOf(cell);
    return line?.running === true && isInBackground(cell) ? line : undefined;
  }

  private lineOf({ notebook, document, executionSummary }: vscode.NotebookCell): Line | undefined {
    const path = notebook.uri.fsPath;
    const order = executionSummary?.executionOrder;
    const byId = this.lines.get(keyOf(path, document.uri.toString(), null));
    const line = byId ?? (order === undefined ? undefined : this.lines.get(keyOf(path, '', order)));
    // A cell that was executed since then, and does not log anymore, has no line.
    const isOld = line?.place.executionCount != null && order !== undefined && order !== line.place.executionCount;
    return isOld ? undefined : line;
  }

  private looked(looks: readonly Look[]): void {
    const changed = looks.flatMap(({ run }) => this.linesOf(run)).filter((line) => this.put(line));
    if (changed.length > 0) {
      this.changes.fire();
    }
  }

  /** Of each cell that logs to the run, or has; where the log does not tell, of the cell that began it. */
  private linesOf(run: Run): Line[] {
    const began = run.opening?.notebook ?? null;
    const known = run.cells.all;
    const cells = known.length > 0 || began === null ? known : [{ ...began, running: run.status === 'running' }];
    if (cells.length === 0) {
      return [];
    }
    const state = stateOf(run, this.headlines.of(run), Date.now() / 1000);
    return cells.map((place) => {
      // The cell has ended, whatever the run still waits for.
      const shown = place.running ? state : { ...state, status: run.status };
      const running = place.running && run.status === 'running';
      return { place, run: run.id, text: cellText(shown), spoken: spokenStatus(shown), running };
    });
  }

  /** @returns whether the line is another than the one before. Of a cell that has ended, what it said at its end stays. */
  private put(line: Line): boolean {
    const { path, cell, executionCount } = line.place;
    const key = keyOf(path, cell, cell === '' ? executionCount : null);
    const before = this.lines.get(key);
    const isSameExecution = before?.run === line.run && before.place.executionCount === executionCount;
    if (isSameExecution && !before.running && !line.running) {
      return false;
    }
    this.lines.delete(key);
    this.lines.set(key, line);
    const [oldest] = this.lines.keys();
    if (this.lines.size > MAX_CELLS && oldest !== undefined) {
      this.lines.delete(oldest);
    }
    return !isSameExecution || before.text !== line.text;
  }
}

function lineItem({ text, run, spoken }: Line): vscode.NotebookCellStatusBarItem {
  const item = new vscode.NotebookCellStatusBarItem(text, vscode.NotebookCellStatusBarAlignment.Left);
  item.command = { title: vscode.l10n.t('Show Plots'), command: 'sideplot.showActiveRun', arguments: [run] };
  item.tooltip = vscode.l10n.t('Show the plots of this run');
  item.accessibilityInformation = { label: spoken, role: 'button' };
  return item;
}

function stopItem({ document }: vscode.NotebookCell): vscode.NotebookCellStatusBarItem {
  const words = vscode.l10n.t('Stop');
  const item = new vscode.NotebookCellStatusBarItem(
    `$(debug-stop) ${words}`,
    vscode.NotebookCellStatusBarAlignment.Left,
  );
  item.command = { title: words, command: 'sideplot.stopBackgroundCell', arguments: [document.uri.toString()] };
  item.tooltip = vscode.l10n.t('Stop this cell, which runs in the background');
  item.accessibilityInformation = { label: item.tooltip, role: 'button' };
  return item;
}

function keyOf(path: string, cell: string, executionCount: number | null): string {
  return JSON.stringify([path, cell, executionCount]);
}
