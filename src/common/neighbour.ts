/** Finds the point nearest to an interval on one side of it, in a series whose x does not grow, without looking at every point. */
import { FAN, KEPT_LEVEL } from './pyramid';
import { pointsUnder } from './walk';
import type { Series } from './series';

/** Is offered points, and nodes that lie whole on its side, in the order of the log. */
export interface Neighbour {
  offerPoint(x: number, index: number): void;
  /** @param x of the point under the node that is nearest to the interval. */
  offerNode(x: number, level: number, node: number): void;
  /** The index of the nearest point; nothing when there was none. */
  indices(): readonly number[];
}

/** Of the points before an interval, the one with the greatest x; of several, the last. */
export function neighbourBefore(series: Series): Neighbour {
  return new Nearest(
    (x, best) => x >= best,
    (level, node, x) => lastWithHigh(series, level, node, x),
    -Infinity,
  );
}

/** Of the points after an interval, the one with the least x; of several, the first. */
export function neighbourAfter(series: Series): Neighbour {
  return new Nearest(
    (x, best) => x < best,
    (level, node, x) => firstWithLow(series, level, node, x),
    Infinity,
  );
}

class Nearest implements Neighbour {
  private find: (() => number) | null = null;

  constructor(
    private readonly isNearer: (x: number, best: number) => boolean,
    private readonly findUnder: (level: number, node: number, x: number) => number,
    private best: number,
  ) {}

  offerPoint(x: number, index: number): void {
    if (this.isNearer(x, this.best)) {
      this.best = x;
      this.find = () => index;
    }
  }

  offerNode(x: number, level: number, node: number): void {
    if (this.isNearer(x, this.best)) {
      this.best = x;
      this.find = () => this.findUnder(level, node, x);
    }
  }

  indices(): readonly number[] {
    return this.find === null ? [] : [this.find()];
  }
}

function lastWithHigh(series: Series, level: number, node: number, x: number): number {
  const { nodes } = series;
  let under = node;
  let depth = level;
  while (depth > lowestLevel(series, depth, under)) {
    depth -= 1;
    under = under * FAN + FAN - 1;
    while (nodes.highX(depth, under) !== x) {
      under -= 1;
    }
  }
  const points = pointsUnder(depth);
  let index = under * points + points - 1;
  // Of points that were dropped from memory x may be a guess: then the first of them will do.
  while (series.xAt(index) !== x && index % points !== 0) {
    index -= 1;
  }
  return index;
}

function firstWithLow(series: Series, level: number, node: number, x: number): number {
  const { nodes } = series;
  let under = node;
  let depth = level;
  while (depth > lowestLevel(series, depth, under)) {
    depth -= 1;
    under *= FAN;
    while (nodes.lowX(depth, under) !== x) {
      under += 1;
    }
  }
  const points = pointsUnder(depth);
  let index = under * points;
  while (series.xAt(index) !== x && index % points !== points - 1) {
    index += 1;
  }
  return index;
}

/** The lowest level that there is below a node. */
function lowestLevel(series: Series, level: number, node: number): number {
  return series.evictedChunkOf(node * pointsUnder(level)) >= 0 ? KEPT_LEVEL : 0;
}
