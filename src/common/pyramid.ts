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

export class Pyramid {
  private readonly levels: Level[] = [];

  /** Adds the node of the next 64 points: their y in the order of the log, from an index of `y` on, and their least and greatest x. */
  add(y: Float64Array, from: number, lowX: number, highX: number): void {
    const base = this.level(0);
    base.addPoints(y, from, lowX, highX);
    let children = base.size;
    for (let depth = 1; children % FAN === 0; depth += 1) {
      const below = this.level(depth - 1);
      this.level(depth).addNodes(below, children - FAN);
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
    return this.levels[level]?.read(node, MIN) ?? NaN;
  }

  max(level: number, node: number): number {
    return this.levels[level]?.read(node, MAX) ?? NaN;
  }

  /** The first y that is not NaN. */
  first(level: number, node: number): number {
    return this.levels[level]?.read(node, FIRST) ?? NaN;
  }

  /** The last y that is not NaN. */
  last(level: number, node: number): number {
    return this.levels[level]?.read(node, LAST) ?? NaN;
  }

  lowX(level: number, node: number): number {
    return this.levels[level]?.read(node, LOW_X) ?? NaN;
  }

  highX(level: number, node: number): number {
    return this.levels[level]?.read(node, HIGH_X) ?? NaN;
  }

  get bytes(): number {
    return this.levels.reduce((total, level) => total + level.bytes, 0);
  }

  private level(depth: number): Level {
    const level = this.levels[depth] ?? new Level();
    this.levels[depth] = level;
    return level;
  }
}

const FIRST_PAGE_NODES = 4;
const PAGE_BITS = 9;
/** Nodes in a full page. */
const PAGE_NODES = 1 << PAGE_BITS;
const PAGE_MASK = PAGE_NODES - 1;

/** The nodes of one level, in pages, so that growing neither copies what is there nor doubles the memory. */
class Level {
  size = 0;
  private readonly pages: Float64Array[] = [];

  read(node: number, field: number): number {
    return this.pages[node >>> PAGE_BITS]?.[(node & PAGE_MASK) * FIELDS + field] ?? NaN;
  }

  get bytes(): number {
    return this.pages.reduce((total, page) => total + page.byteLength, 0);
  }

  addPoints(y: Float64Array, from: number, lowX: number, highX: number): void {
    let min = NaN;
    let max = NaN;
    let first = NaN;
    let last = NaN;
    for (let index = from; index < from + BASE; index += 1) {
      const value = y[index] ?? NaN;
      if (value <= max) {
        min = value < min ? value : min;
        last = value;
      } else if (value > max) {
        max = value;
        last = value;
      } else if (!Number.isNaN(value)) {
        // Not comparable with what is there: the first value.
        min = value;
        max = value;
        first = value;
        last = value;
      }
    }
    this.push(min, max, first, last, lowX, highX);
  }

  addNodes(below: Level, from: number): void {
    let min = NaN;
    let max = NaN;
    let first = NaN;
    let last = NaN;
    let low = Infinity;
    let high = -Infinity;
    for (let node = from; node < from + FAN; node += 1) {
      low = Math.min(low, below.read(node, LOW_X));
      high = Math.max(high, below.read(node, HIGH_X));
      if (!Number.isNaN(below.read(node, MIN))) {
        min = Number.isNaN(min) ? below.read(node, MIN) : Math.min(min, below.read(node, MIN));
        max = Number.isNaN(max) ? below.read(node, MAX) : Math.max(max, below.read(node, MAX));
        first = Number.isNaN(first) ? below.read(node, FIRST) : first;
        last = below.read(node, LAST);
      }
    }
    this.push(min, max, first, last, low, high);
  }

  private push(min: number, max: number, first: number, last: number, low: number, high: number): void {
    const page = this.openPage();
    const start = (this.size & PAGE_MASK) * FIELDS;
    page[start + MIN] = min;
    page[start + MAX] = max;
    page[start + FIRST] = first;
    page[start + LAST] = last;
    page[start + LOW_X] = low;
    page[start + HIGH_X] = high;
    this.size += 1;
  }

  private openPage(): Float64Array {
    const place = this.size >>> PAGE_BITS;
    const used = this.size & PAGE_MASK;
    const page = this.pages[place];
    if (page !== undefined && used * FIELDS < page.length) {
      return page;
    }
    const nodes = page === undefined ? (place === 0 ? FIRST_PAGE_NODES : PAGE_NODES) : Math.min(used * 2, PAGE_NODES);
    const larger = new Float64Array(nodes * FIELDS);
    if (page !== undefined) {
      larger.set(page);
    }
    this.pages[place] = larger;
    return larger;
  }
}
