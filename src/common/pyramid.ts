/**
 * A pyramid over a series: a node of level 0 stands for 64 points in the order of the log, one of each further level for 8 nodes of the level below.
 * A query for the envelope of an interval visits nodes that lie in one column whole, and single points only at the columns' edges. The two lowest
 * levels are dropped and made anew together with the points of a chunk, so that what stays is a 74th of a byte for each point of the history.
 */
import { CHUNK_POINTS, type Chunk } from './chunk';
import type { SpareColumns } from './spare-columns';

/** Points under a node of level 0. */
export const BASE = 64;
/** Nodes under a node of a higher level. */
export const FAN = 8;
/** The first level that stays when the points under it are dropped from memory; a node of it stands for 4,096. */
export const KEPT_LEVEL = 2;

const FIELDS = 6;
const MIN = 0;
const MAX = 1;
const FIRST = 2;
const LAST = 3;
const LOW_X = 4;
const HIGH_X = 5;

export class Pyramid {
  private readonly levels: Level[] = [];

  constructor(private readonly spare: SpareColumns | null = null) {}

  /**
   * Adds the node of the next 64 points: their y in the order of the log, from an index of `y` on, and their least and greatest x.
   *
   * @returns whether all y are finite.
   */
  add(y: Float64Array, from: number, lowX: number, highX: number): boolean {
    const base = this.levels[0] ?? this.level(0);
    const isFinite = base.addPoints(y, from, lowX, highX);
    let children = base.size;
    for (let depth = 1; children % FAN === 0; depth += 1) {
      const below = this.level(depth - 1);
      this.level(depth).addNodes(below, children - FAN);
      children /= FAN;
    }
    return isFinite;
  }

  /** Drops what lies below the levels that stay, of a whole chunk. */
  drop(chunk: number): void {
    for (let depth = 0; depth < KEPT_LEVEL; depth += 1) {
      this.level(depth).drop(chunk, this.spare);
    }
  }

  /** Makes anew what was dropped of a chunk. */
  restore(place: number, chunk: Chunk): void {
    const again = new Pyramid(this.spare);
    for (let from = 0; from < chunk.length; from += BASE) {
      const to = from + BASE;
      again.add(chunk.y, from, chunk.lowX(from, to, false), chunk.highX(from, to, false));
    }
    for (let depth = 0; depth < KEPT_LEVEL; depth += 1) {
      this.level(depth).adopt(place, again.level(depth));
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

  /** Bytes of the levels that stay. */
  get keptBytes(): number {
    return this.levels.slice(KEPT_LEVEL).reduce((total, level) => total + level.bytes, 0);
  }

  private level(depth: number): Level {
    const level = this.levels[depth] ?? new Level(pageBitsOf(depth), this.spare);
    this.levels[depth] = level;
    return level;
  }
}

/** Bytes of what is dropped of the pyramid with a whole chunk. */
export const DROPPED_BYTES = FIELDS * 8 * ((1 << pageBitsOf(0)) + (1 << pageBitsOf(1)));

const FIRST_PAGE_NODES = 4;
const KEPT_PAGE_BITS = 9;

/** A page of a level that is dropped has the nodes of one chunk. */
function pageBitsOf(level: number): number {
  return level < KEPT_LEVEL ? Math.log2(CHUNK_POINTS / (BASE * FAN ** level)) : KEPT_PAGE_BITS;
}

/** The nodes of one level, in pages, so that growing neither copies what is there nor doubles the memory. */
class Level {
  size = 0;
  bytes = 0;
  private readonly pages: (Float64Array | undefined)[] = [];
  private readonly pageNodes: number;
  private readonly mask: number;

  constructor(
    private readonly pageBits: number,
    private readonly spare: SpareColumns | null,
  ) {
    this.pageNodes = 1 << pageBits;
    this.mask = this.pageNodes - 1;
  }

  /** NaN for a node that was dropped. */
  read(node: number, field: number): number {
    return this.pages[node >>> this.pageBits]?.[(node & this.mask) * FIELDS + field] ?? NaN;
  }

  /** Drops a whole page. */
  drop(place: number, spare: SpareColumns | null): void {
    const page = this.pages[place];
    if (page !== undefined) {
      this.pages[place] = undefined;
      this.bytes -= page.byteLength;
      spare?.give(page);
    }
  }

  /** Takes over the only page of another level of this kind. */
  adopt(place: number, other: Level): void {
    const [page] = other.pages;
    if (this.pages[place] === undefined && page !== undefined) {
      this.pages[place] = page;
      this.bytes += page.byteLength;
    }
  }

  addPoints(y: Float64Array, from: number, lowX: number, highX: number): boolean {
    const to = from + BASE;
    const first = y[from] ?? NaN;
    let min = first;
    let max = first;
    let isNumber = true;
    for (let index = from; index < to; index += 1) {
      const value = y[index] ?? NaN;
      if (value > max) {
        max = value;
      } else if (!(value >= min)) {
        // Also where one of the two is NaN.
        isNumber &&= value < min;
        min = value;
      }
    }
    if (isNumber) {
      this.push(min, max, first, y[to - 1] ?? NaN, lowX, highX);
      return min - min === 0 && max - max === 0;
    }
    this.addSomePoints(y, from, lowX, highX);
    return false;
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

  /** Of points of which some are NaN. */
  private addSomePoints(y: Float64Array, from: number, lowX: number, highX: number): void {
    const numbers = y.subarray(from, from + BASE).filter((value) => !Number.isNaN(value));
    const min = numbers.reduce((least, value) => Math.min(least, value), numbers[0] ?? NaN);
    const max = numbers.reduce((greatest, value) => Math.max(greatest, value), numbers[0] ?? NaN);
    this.push(min, max, numbers[0] ?? NaN, numbers[numbers.length - 1] ?? NaN, lowX, highX);
  }

  private push(min: number, max: number, first: number, last: number, low: number, high: number): void {
    const page = this.openPage();
    const start = (this.size & this.mask) * FIELDS;
    page[start + MIN] = min;
    page[start + MAX] = max;
    page[start + FIRST] = first;
    page[start + LAST] = last;
    page[start + LOW_X] = low;
    page[start + HIGH_X] = high;
    this.size += 1;
  }

  private openPage(): Float64Array {
    const place = this.size >>> this.pageBits;
    const used = this.size & this.mask;
    const page = this.pages[place];
    if (page !== undefined && used * FIELDS < page.length) {
      return page;
    }
    const first = place === 0 ? Math.min(FIRST_PAGE_NODES, this.pageNodes) : this.pageNodes;
    const nodes = page === undefined ? first : Math.min(used * 2, this.pageNodes);
    const larger = this.spare?.takeDoubles(nodes * FIELDS) ?? new Float64Array(nodes * FIELDS);
    if (page !== undefined) {
      larger.set(page);
      this.spare?.give(page);
    }
    this.bytes += larger.byteLength - (page?.byteLength ?? 0);
    this.pages[place] = larger;
    return larger;
  }
}
