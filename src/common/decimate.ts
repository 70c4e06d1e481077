/** Reads from a series what a screen can show of an interval of x: single points where there are few, the envelope of each pixel column where there are many. */
import { Envelope, type Columns } from './envelope';
import { BASE } from './pyramid';
import { neighbourAfter, neighbourBefore, type Neighbour } from './neighbour';
import type { Interval } from './past';
import type { Series } from './series';
import { pointsUnder, visit, type Visitor } from './walk';

export type { Columns };

/** Points sorted by x; those of one x in the order of the log. */
export interface PointList {
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

const envelope = new Envelope();
const someX = new Float64Array(BASE);
const someY = new Float64Array(BASE);

/**
 * The least width of columns by which the envelope of an interval is known exactly, 0 when all of its points are in memory.
 */
export function exactWidth(series: Series, interval: Interval): number {
  return series.evictedIn(interval, 1).length === 0 ? 0 : series.past.widthOf(interval);
}

/**
 * The envelope of columns `firstColumn` to `lastColumn`; column `k` stands for x in [k × width, (k + 1) × width). Every point of the interval is in it,
 * whatever the order in which points came.
 *
 * @param width not less than `exactWidth` of the interval.
 */
export function columnsOf(series: Series, firstColumn: number, lastColumn: number, width: number): Columns {
  const size = Math.max(0, lastColumn - firstColumn + 1);
  envelope.reset(size);
  const { nodes, past } = series;
  const isResident = exactWidth(series, { low: firstColumn * width, high: (lastColumn + 1) * width }) === 0;
  if (!isResident) {
    past.give(envelope, firstColumn, lastColumn, width);
  }
  const visitor: Visitor = {
    node: (level, node) => {
      const from = Math.floor(nodes.lowX(level, node) / width) - firstColumn;
      const to = Math.floor(nodes.highX(level, node) / width) - firstColumn;
      if (to < 0 || from >= size) {
        return true;
      }
      if (from !== to) {
        return false;
      }
      const min = nodes.min(level, node);
      const max = nodes.max(level, node);
      envelope.add(from, min, max, nodes.first(level, node), nodes.last(level, node));
      return true;
    },
    points: (from, to) => {
      series.read(from, to, someX, someY);
      envelope.addPoints(someX, someY, to - from, firstColumn, width);
    },
  };
  visit(series, visitor, isResident ? 0 : past.points);
  return envelope.collect(firstColumn);
}

/** How many points lie in [low, high]. Where x does not grow, counting stops beyond `limit`. */
export function countBetween(series: Series, low: number, high: number, limit: number): number {
  if (series.sorted) {
    return Math.max(0, indexAfter(series, high) - indexFrom(series, low));
  }
  const { nodes } = series;
  let count = 0;
  visit(series, {
    node: (level, node) => {
      const from = nodes.lowX(level, node);
      const to = nodes.highX(level, node);
      if (count > limit || to < low || from > high) {
        return true;
      }
      if (from < low || to > high) {
        return false;
      }
      count += pointsUnder(level);
      return true;
    },
    points: (from, to) => {
      for (let index = from; index < to; index += 1) {
        const x = series.xAt(index);
        count += x >= low && x <= high ? 1 : 0;
      }
    },
  });
  return count;
}

/** The points in [low, high], sorted by x, with the nearest one on each side, so that lines leave the picture where they should. */
export function pointsBetween(series: Series, low: number, high: number): PointList {
  if (series.sorted) {
    return pointsOf(series, ...indicesBetween(series, low, high));
  }
  const indices = unsortedIndices(series, low, high);
  const count = indices.length;
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  indices.forEach((index, entry) => {
    x[entry] = series.xAt(index);
    y[entry] = series.yAt(index);
  });
  return { count, x, y };
}

/** Points `from` up to, not including, `to`, as they were logged. */
export function pointsOf(series: Series, from: number, to: number): PointList {
  const count = Math.max(0, to - from);
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  series.read(from, to, x, y);
  return { count, x, y };
}

/**
 * The points in [low, high] of a series whose x grows, with one neighbour on each side.
 *
 * @returns the first index and the one after the last.
 */
export function indicesBetween(series: Series, low: number, high: number): [number, number] {
  const from = Math.max(0, indexFrom(series, low) - 1);
  return [from, Math.max(from, Math.min(series.length, indexAfter(series, high) + 1))];
}

function unsortedIndices(series: Series, low: number, high: number): number[] {
  const { nodes } = series;
  const indices: number[] = [];
  const before: Neighbour = neighbourBefore(series);
  const after: Neighbour = neighbourAfter(series);
  visit(series, {
    node: (level, node) => {
      const from = nodes.lowX(level, node);
      const to = nodes.highX(level, node);
      if (to < low) {
        before.offerNode(to, level, node);
        return true;
      }
      if (from > high) {
        after.offerNode(from, level, node);
        return true;
      }
      return false;
    },
    points: (from, to) => {
      for (let index = from; index < to; index += 1) {
        const x = series.xAt(index);
        if (x < low) {
          before.offerPoint(x, index);
        } else if (x > high) {
          after.offerPoint(x, index);
        } else {
          indices.push(index);
        }
      }
    },
  });
  // Stable, so that points of one x stay in the order of the log.
  indices.sort((a, b) => series.xAt(a) - series.xAt(b));
  return [...before.indices(), ...indices, ...after.indices()];
}

/** The first index whose x is at least `x`, in a series whose x grows. */
function indexFrom(series: Series, x: number): number {
  return search(series.length, (index) => series.xAt(index) >= x);
}

/** The first index whose x is greater than `x`, in a series whose x grows. */
function indexAfter(series: Series, x: number): number {
  return search(series.length, (index) => series.xAt(index) > x);
}

function search(length: number, reached: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (reached(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
