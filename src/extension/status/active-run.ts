/** Which run the status bar speaks of. */
import type { Run } from '../../common/run';

/**
 * The run that the current panel shows, if it goes on; else the one that began last. One that waits for its user comes after all that do not.
 *
 * @param going the runs that go on.
 * @param shown the run of the current panel.
 */
export function activeRun(going: readonly Run[], shown: string | null): Run | undefined {
  const rank = (run: Run): readonly number[] => [
    run.cells.isWaiting ? 0 : 1,
    run.id === shown ? 1 : 0,
    run.opening?.start ?? 0,
  ];
  return [...going].sort((one, other) => compare(rank(other), rank(one)))[0];
}

function compare(one: readonly number[], other: readonly number[]): number {
  const place = one.findIndex((value, index) => value !== other[index]);
  return place < 0 ? 0 : (one[place] ?? 0) - (other[place] ?? 0);
}
