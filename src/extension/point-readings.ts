/** Finds points of one run in its logs that were dropped from memory: those of one log in one go, in short turns. */
import type { SoughtPoint } from '../common/point-questions';
import type { Run } from '../common/run';
import { readUntil } from './follower';

/**
 * Rejects when a log cannot be read.
 *
 * @param pathOf gives the log of a producer.
 * @param isWanted is asked again and again: when it says no, no more is read.
 * @returns those that were found.
 */
export async function readPoints(
  run: Run,
  pathOf: (producer: string) => string | undefined,
  sought: readonly SoughtPoint[],
  isWanted: () => boolean,
): Promise<readonly SoughtPoint[]> {
  const found: SoughtPoint[] = [];
  for (let left = sought; left.length > 0 && isWanted();) {
    const [first] = left;
    const producer = first?.from.producer ?? '';
    // A series that is in several charts is looked into for one of them after the other.
    const bySeries = new Map(
      left.filter(({ from }) => from.producer === producer).map((one) => [one.from.series, one]),
    );
    left = left.filter((one) => bySeries.get(one.from.series) !== one);
    const wanted = new Map([...bySeries].map(([series, { nearest }]) => [series, nearest]));
    const path = pathOf(producer);
    const reader = run.producer(producer).zoomReader(wanted);
    if (path !== undefined && reader.start !== null) {
      await readUntil(path, reader.start.offset, reader, () => reader.isDone || !isWanted());
      found.push(...[...bySeries.values()].filter(({ from }) => reader.hasRead(from.series)));
    }
  }
  return found;
}
