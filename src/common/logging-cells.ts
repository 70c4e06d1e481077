/** Which cells of which notebooks log to a run. */
import type { CellRecord, NotebookPlace } from './record';

export interface LoggingCell extends NotebookPlace {
  /** Whether its execution goes on. */
  readonly running: boolean;
}

/** Cells that have ended beyond so many are forgotten, the oldest first. */
const MAX_CELLS = 100;

export class LoggingCells {
  private readonly cells = new Map<string, LoggingCell>();
  private quiet = false;

  /** In the order in which they logged first. */
  get all(): readonly LoggingCell[] {
    return [...this.cells.values()];
  }

  /** Whether all cells that logged have ended and nothing has come since: the program waits for its user. */
  get isWaiting(): boolean {
    return this.quiet;
  }

  apply({ notebook, state }: CellRecord): void {
    if (notebook !== null) {
      const key = JSON.stringify([notebook.path, notebook.cell, notebook.executionCount]);
      this.cells.delete(key);
      this.cells.set(key, { ...notebook, running: state === 'running' });
      this.trim();
    }
    this.quiet = !this.all.some(({ running }) => running);
  }

  /** Something was logged. */
  logged(): void {
    this.quiet = false;
  }

  private trim(): void {
    if (this.cells.size > MAX_CELLS) {
      const oldest = [...this.cells].find(([, { running }]) => !running) ?? [...this.cells][0];
      this.cells.delete(oldest?.[0] ?? '');
    }
  }
}
