/**
 * A pyramid over a series: a node of level 0 stands for 64 points in the order of the log, one of each further level for 8 nodes of the level below.
 * A query for the envelope of an interval visits nodes that lie in one column whole, and single points only at the columns' edges.
 */

/** Points under a node of level 0. */
export const BASE = 64;
/** Nodes under a node of a higher level. */
export const FAN = 8;

const FIELDS = 6;
const MIN = 0;
const MAX = 1;
const FIRST = 2;
const LAST = 3;
const LOW_X = 4;
const HIGH_X = 5;

/** Where the pyramid reads the points of a node. */
export interface Points {
  xAt(index: number): number;
  yAt(index: number): number;
}

export class Pyramid {
  private readonly levels: Level[] = [];

  /** Adds the nodes that become whole when the series has `count` points. To be called for each count. */
  extend(count: number, points: Points): void {
    if (count % BASE !== 0) {
      return;
    }
    this.level(0).push(summarize(points, count - BASE, count));
    let children = count / BASE;
    for (let depth = 1; children % FAN === 0; depth += 1) {
      const below = this.level(depth - 1);
      this.level(depth).push(merge(below, children - FAN, children));
      children /= FAN;
    }
  }

  /** Number of levels that have a node. */
  get depth(): number {
    return this.levels.length;
  }

  /** Number of whole nodes of a level. */
  size(level: number): number {
    return this.levels[level]?.size ?? 0;
  }

  /** Least y of a node; NaN when all are NaN. Infinities count. */
  min(level: number, node: number): number {
    return this.read(level, node, MIN);
  }

  max(level: number, node: number): number {
    return this.read(level, node, MAX);
  }

  /** The first y that is not NaN. */
  first(level: number, node: number): number {
    return this.read(level, node, FIRST);
  }

  /** The last y that is not NaN. */
  last(level: number, node: number): number {
    return this.read(level, node, LAST);
  }

  lowX(level: number, node: number): number {
    return this.read(level, node, LOW_X);
  }

  highX(level: number, node: number): number {
    return this.read(level, node, HIGH_X);
  }

  get bytes(): number {
    return this.levels.reduce((total, level) => total + level.values.byteLength, 0);
  }

  private read(level: number, node: number, field: number): number {
    return this.levels[level]?.values[node * FIELDS + field] ?? NaN;
  }

  private level(depth: number): Level {
    const level = this.levels[depth] ?? new Level();
    this.levels[depth] = level;
    return level;
  }
}

class Level {
  values = new Float64Array(4 * FIELDS);
  size = 0;

  push(node: readonly number[]): void {
    const start = this.size * FIELDS;
    if (start === this.values.length) {
      const grown = new Float64Array(this.values.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values.set(node, start);
    this.size += 1;
  }

  read(node: number, field: number): number {
    return this.values[node * FIELDS + field] ?? NaN;
  }
}

function summarize(points: Points, start: number, end: number): number[] {
  let min = NaN;
  let max = NaN;
  let first = NaN;
  let last = NaN;
  let low = Infinity;
  let high = -Infinity;
  for (let index = start; index < end; index += 1) {
    const x = points.xAt(index);
    const y = points.yAt(index);
    low = x < low ? x : low;
    high = x > high ? x : high;
    if (!Number.isNaN(y)) {
      min = y >= min ? min : y;
      max = y <= max ? max : y;
      first = Number.isNaN(first) ? y : first;
      last = y;
    }
  }
  return [min, max, first, last, low, high];
}

function merge(below: Level, start: number, end: number): number[] {
  let min = NaN;
  let max = NaN;
  let first = NaN;
  let last = NaN;
  let low = Infinity;
  let high = -Infinity;
  for (let node = start; node < end; node += 1) {
    low = Math.min(low, below.read(node, LOW_X));
    high = Math.max(high, below.read(node, HIGH_X));
    if (!Number.isNaN(below.read(node, MIN))) {
      min = Number.isNaN(min) ? below.read(node, MIN) : Math.min(min, below.read(node, MIN));
      max = Number.isNaN(max) ? below.read(node, MAX) : Math.max(max, below.read(node, MAX));
      first = Number.isNaN(first) ? below.read(node, FIRST) : first;
      last = below.read(node, LAST);
    }
  }
  return [min, max, first, last, low, high];
}
