/** How often each cell was run: tells a new result from an old one. */
import type { NotebookCell } from 'vscode';

export interface RunCounts {
  readonly started: number;
  readonly ended: number;
}

const NONE: RunCounts = { started: 0, ended: 0 };
const counts = new WeakMap<NotebookCell, RunCounts>();

export function runCounts(cell: NotebookCell): RunCounts {
  return counts.get(cell) ?? NONE;
}

export function countStart(cell: NotebookCell): void {
  const { started, ended } = runCounts(cell);
  counts.set(cell, { started: started + 1, ended });
}

export function countEnd(cell: NotebookCell): void {
  const { started, ended } = runCounts(cell);
  counts.set(cell, { started, ended: ended + 1 });
}
