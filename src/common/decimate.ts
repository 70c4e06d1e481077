/** Reads from a series what a screen can show of an interval of x: single points where there are few, the envelope of each pixel column where there are many. */
import { BASE, FAN } from './pyramid';
import type { Series } from './series';

/** The envelope of columns `firstColumn`, `firstColumn + 1` …; a column without points has no entry. */
export interface Columns {
  readonly count: number;
  /** Column numbers, growing. */
  readonly number: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
}

/** Points sorted by x. */
export interface PointList {
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

const EMPTY = 0;
const ONLY_NAN = 1;
const FILLED = 2;

/** Dense accumulators for a range of columns; kept between queries, because a frame makes one for each series. */
class Accumulator {
  private state = new Uint8Array(0);
  private min = new Float64Array(0);
  private max = new Float64Array(0);
  private first = new Float64Array(0);
  private last = new Float64Array(0);

  reset(size: number): void {
    if (this.state.length < size) {
      const capacity = Math.max(size, this.state.length * 2);
      this.state = new Uint8Array(capacity);
      this.min = new Float64Array(capacity);
      this.max = new Float64Array(capacity);
      this.first = new Float64Array(capacity);
      this.last = new Float64Array(capacity);
    } else {
      this.state.fill(EMPTY, 0, size);
    }
  }

  add(column: number, min: number, max: number, first: number, last: number): void {
    if (Number.isNaN(min)) {
      this.state[column] ||= ONLY_NAN;
      return;
    }
    if (this.state[column] === FILLED) {
      this.min[column] = Math.min(this.min[column] ?? min, min);
      this.max[column] = Math.max(this.max[column] ?? max, max);
    } else {
      this.state[column] = FILLED;
      this.min[column] = min;
      this.max[column] = max;
      this.first[column] = first;
    }
    this.last[column] = last;
  }

  collect(firstColumn: number, size: number): Columns {
    let count = 0;
    for (let column = 0; column < size; column += 1) {
      count += this.state[column] === EMPTY ? 0 : 1;
    }
    const result = {
      count,
      number: new Float64Array(count),
      min: new Float64Array(count).fill(NaN),
      max: new Float64Array(count).fill(NaN),
      first: new Float64Array(count).fill(NaN),
      last: new Float64Array(count).fill(NaN),
    };
    let entry = 0;
    for (let column = 0; column < size; column += 1) {
      if (this.state[column] === EMPTY) {
        continue;
      }
      result.number[entry] = firstColumn + column;
      if (this.state[column] === FILLED) {
        result.min[entry] = this.min[column] ?? NaN;
        result.max[entry] = this.max[column] ?? NaN;
        result.first[entry] = this.first[column] ?? NaN;
        result.last[entry] = this.last[column] ?? NaN;
      }
      entry += 1;
    }
    return result;
  }
}

const accumulator = new Accumulator();

/**
 * The envelope of columns `firstColumn` to `lastColumn`; column `k` stands for x in [k × width, (k + 1) × width). Exact: every point of the interval
 * is in it, whatever the order in which points came.
 */
export function columnsOf(series: Series, firstColumn: number, lastColumn: number, width: number): Columns {
  const size = Math.max(0, lastColumn - firstColumn + 1);
  accumulator.reset(size);
  const column = (x: number): number => Math.floor(x / width) - firstColumn;
  visit(series, {
    node: (level, node) => {
      const from = column(series.nodes.lowX(level, node));
      const to = column(series.nodes.highX(level, node));
      if (to < 0 || from >= size) {
        return true;
      }
      if (from !== to) {
        return false;
      }
      const { nodes } = series;
      accumulator.add(
        from,
        nodes.min(level, node),
        nodes.max(level, node),
        nodes.first(level, node),
        nodes.last(level, node),
      );
      return true;
    },
    point: (index) => {
      const at = column(series.xAt(index));
      if (at >= 0 && at < size) {
        const y = series.yAt(index);
        accumulator.add(at, y, y, y, y);
      }
    },
  });
  return accumulator.collect(firstColumn, size);
}

/** How many points lie in [low, high]. Where x does not grow, counting stops beyond `limit`. */
export function countBetween(series: Series, low: number, high: number, limit: number): number {
  if (series.sorted) {
    return Math.max(0, indexAfter(series, high) - indexFrom(series, low));
  }
  let count = 0;
  visit(series, {
    node: (level, node) => {
      const from = series.nodes.lowX(level, node);
      const to = series.nodes.highX(level, node);
      if (count > limit || to < low || from > high) {
        return true;
      }
      if (from < low || to > high) {
        return false;
      }
      count += pointsUnder(level);
      return true;
    },
    point: (index) => {
      const x = series.xAt(index);
      count += x >= low && x <= high ? 1 : 0;
    },
  });
  return count;
}

/** The points in [low, high], sorted by x, with the nearest one on each side, so that lines leave the picture where they should. */
export function pointsBetween(series: Series, low: number, high: number): PointList {
  const indices = series.sorted ? sortedIndices(series, low, high) : unsortedIndices(series, low, high);
  return {
    count: indices.length,
    x: Float64Array.from(indices, (index) => series.xAt(index)),
    y: Float64Array.from(indices, (index) => series.yAt(index)),
  };
}

function sortedIndices(series: Series, low: number, high: number): number[] {
  const from = Math.max(0, indexFrom(series, low) - 1);
  const to = Math.min(series.length, indexAfter(series, high) + 1);
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}

function unsortedIndices(series: Series, low: number, high: number): number[] {
  const indices: number[] = [];
  let before = -1;
  let after = -1;
  visit(series, {
    node: (level, node) => {
      const from = series.nodes.lowX(level, node);
      const to = series.nodes.highX(level, node);
      const uselessBefore = to < low && before >= 0 && to < series.xAt(before);
      const uselessAfter = from > high && after >= 0 && from >= series.xAt(after);
      return uselessBefore || uselessAfter;
    },
    point: (index) => {
      const x = series.xAt(index);
      if (x < low) {
        before = before < 0 || x >= series.xAt(before) ? index : before;
      } else if (x > high) {
        after = after < 0 || x < series.xAt(after) ? index : after;
      } else {
        indices.push(index);
      }
    },
  });
  // Stable, so that points of one x stay in the order of the log.
  indices.sort((a, b) => series.xAt(a) - series.xAt(b));
  return [...(before >= 0 ? [before] : []), ...indices, ...(after >= 0 ? [after] : [])];
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

interface Visitor {
  /** @returns whether the node is done with; else what is under it is visited. */
  node(level: number, node: number): boolean;
  point(index: number): void;
}

/** Visits whole nodes from the highest level down, then the points that are in no node, in the order of the log. */
function visit(series: Series, visitor: Visitor): void {
  let done = 0;
  for (let level = series.nodes.depth - 1; level >= 0; level -= 1) {
    const under = pointsUnder(level);
    for (let node = done / under; node < series.nodes.size(level); node += 1) {
      visitNode(visitor, level, node);
      done = (node + 1) * under;
    }
  }
  for (let index = done; index < series.length; index += 1) {
    visitor.point(index);
  }
}

function visitNode(visitor: Visitor, level: number, node: number): void {
  if (visitor.node(level, node)) {
    return;
  }
  if (level > 0) {
    for (let child = node * FAN; child < (node + 1) * FAN; child += 1) {
      visitNode(visitor, level - 1, child);
    }
    return;
  }
  for (let index = node * BASE; index < (node + 1) * BASE; index += 1) {
    visitor.point(index);
  }
}

function pointsUnder(level: number): number {
  return BASE * FAN ** level;
}
