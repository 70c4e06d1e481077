/** Finds the cell of a notebook from which a run was started. */
import type { NotebookPlace } from '../../common/record';

export interface CellFacts {
  /** The cell's id in the file, or empty. */
  readonly id: string;
  /** Of the cell's document. */
  readonly uri: string;
  readonly fragment: string;
  readonly executionCount: number | null;
}

/**
 * An id in the file is the cell's own. The address of a cell's document only tells its place when the notebook was opened, so that it must agree with
 * the execution count, unless nothing else is known.
 *
 * @returns index of the cell, −1 when it is not there.
 */
export function sourceCell(cells: readonly CellFacts[], { cell, executionCount }: NotebookPlace): number {
  const byId = cell === '' ? -1 : cells.findIndex(({ id }) => id === cell);
  if (byId >= 0) {
    return byId;
  }
  const hasCount = (one: CellFacts): boolean => executionCount !== null && one.executionCount === executionCount;
  const hasPlace = ({ uri, fragment }: CellFacts): boolean => cell !== '' && (uri === cell || fragment === cell);
  const certain = cells.findIndex((one) => hasPlace(one) && hasCount(one));
  if (certain >= 0) {
    return certain;
  }
  const byCount = cells.findIndex(hasCount);
  return byCount >= 0 ? byCount : cells.findIndex(hasPlace);
}
