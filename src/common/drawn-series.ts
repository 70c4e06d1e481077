/** What one page has been sent of one series, and the block that brings it up to date. */
import {
  columnsOf,
  countBetween,
  exactWidth,
  indicesBetween,
  pointsBetween,
  pointsOf,
  type PointList,
} from './decimate';
import type { Block, BlockKind } from './frame';
import type { Interval } from './past';
import type { Series } from './series';

/** What a chart shows of x, in pixels. */
export interface Grid {
  /** The visible interval. */
  readonly low: number;
  readonly high: number;
  /** Whether the interval is all there is, now and later. */
  readonly all: boolean;
  /** Width of a column in units of x, a power of two. */
  readonly width: number;
  /** Up to so many points are sent one by one. */
  readonly pointLimit: number;
}

/** Single points are drawn as strokes up to this many in a pixel; beyond, the envelope of columns looks the same and costs less. */
const POINTS_PER_PIXEL = 2;
const LEAST_POINT_LIMIT = 500;
/** More columns than a screen has pixels are not worth a frame. */
export const MAX_PIXELS = 8192;

/** Dropped chunks that are worth reading again for one picture. */
const MAX_CHUNKS = 64;

/** Exponents of the least and the greatest power of two that floating point holds in full precision. */
const LEAST_EXPONENT = -1022;
const GREATEST_EXPONENT = 1023;
/** Columns are numbered by whole numbers below 2 to this: far from zero a column cannot be narrower than the numbers are apart there. */
const NUMBER_BITS = 50;

/**
 * The grid for an interval on so many pixels. The width is a power of two, so that columns keep their place while x grows; a column covers half a
 * pixel to one.
 */
export function gridOf(low: number, high: number, all: boolean, pixels: number): Grid {
  const wanted = Math.min(Math.max(pixels, 1), MAX_PIXELS);
  const pointLimit = Math.max(LEAST_POINT_LIMIT, wanted * POINTS_PER_PIXEL);
  // Halved, because the whole may overflow.
  const half = high / 2 - low / 2;
  const exponent = half > 0 ? Math.floor(Math.log2(half / wanted)) + 1 : 0;
  const greatest = Math.max(Math.abs(low), Math.abs(high));
  const least = greatest > 0 ? Math.ceil(Math.log2(greatest)) - NUMBER_BITS : LEAST_EXPONENT;
  const width = 2 ** Math.min(Math.max(exponent, least, LEAST_EXPONENT), GREATEST_EXPONENT);
  return { low, high, all, width, pointLimit };
}

/** Parts of the window by which the grid of the newest points moves on: rarely, as each time all of it is sent again. */
const LATEST_PARTS = 8;

/** The grid for a window that ends at the newest x and moves with it. It begins a little early, and has no end. */
export function latestGrid(high: number, window: number, pixels: number): Grid {
  const { width, pointLimit } = gridOf(high - window, high, false, pixels);
  const part = window / LATEST_PARTS;
  return { low: Math.floor((high - window) / part) * part, high: Infinity, all: false, width, pointLimit };
}

/** Remembers what was sent; `update` gives what is missing. */
export class DrawnSeries {
  private kind: BlockKind = 'points';
  private grid: Grid | null = null;
  /** Points of the series that the page knows of. */
  private seen = 0;
  private high = NaN;
  /** Entries that the page has. */
  private entries = 0;
  /** Index in the series of the first point that the page has. */
  private firstIndex = 0;
  /** Number of the last column that the page has. */
  private lastColumn = NaN;
  /** Width of the columns that the page has: more than the grid's where points were dropped that nobody has read again yet. */
  private width = NaN;
  private restorations = 0;
  /** Dropped chunks that were asked for since the interval changed: none is asked for twice. */
  private asked = new Set<number>();
  private missing: readonly number[] = [];
  /** An interval with more dropped points than that, and the width of columns that it is wanted in. */
  private wanted: { readonly interval: Interval; readonly width: number } | null = null;
  private hasWanted = false;

  constructor(
    private readonly series: Series,
    private readonly chartIndex: number,
    private readonly seriesIndex: number,
  ) {}

  /** @returns the block that makes the page's picture whole, or `null` when it is. */
  update(grid: Grid): Block | null {
    if (this.grid !== null && isSameGrid(this.grid, grid) && this.restorations === this.series.restorations) {
      if (this.seen === this.series.length) {
        return null;
      }
      if (this.isOver(grid)) {
        return this.extent();
      }
    }
    if (this.grid === null || !isSameInterval(this.grid, grid)) {
      this.asked = new Set();
      this.hasWanted = false;
    }
    const missing: number[] = [];
    const kind: BlockKind =
      this.count(grid) <= grid.pointLimit && this.isResident(grid, missing) ? 'points' : 'columns';
    const block = kind === 'points' ? this.points(grid) : this.columns(grid, missing);
    this.kind = kind;
    this.grid = grid;
    this.seen = this.series.length;
    this.restorations = this.series.restorations;
    this.missing = missing.length > MAX_CHUNKS ? [] : missing.filter((chunk) => !this.asked.has(chunk));
    this.missing.forEach((chunk) => this.asked.add(chunk));
    if (block === null) {
      return null;
    }
    this.high = this.series.high;
    this.entries = block.from + block.count;
    return block;
  }

  /** The dropped chunks that the last update would have needed; the next update is better once they are restored. Each is told once. */
  takeMissing(): readonly number[] {
    const { missing } = this;
    this.missing = [];
    return missing;
  }

  /** The interval whose columns the last update would have needed, as its dropped chunks are too many; the next update is better once they are read. */
  takeWanted(): { readonly interval: Interval; readonly width: number } | null {
    const { wanted } = this;
    this.wanted = null;
    return wanted;
  }

  /** Whether no further point can come into the interval, or stand beside it. Then the picture stays, also when its points are dropped from memory. */
  private isOver(grid: Grid): boolean {
    const { width } = this;
    const end = this.kind === 'points' ? grid.high : (Math.floor(grid.high / width) + 2) * width;
    return this.series.sorted && !grid.all && this.high > end;
  }

  /** Nothing but the least and the greatest x of the series, where they have changed. */
  private extent(): Block | null {
    this.seen = this.series.length;
    if (Object.is(this.high, this.series.high)) {
      return null;
    }
    this.high = this.series.high;
    const [width, fields] = this.kind === 'points' ? [0, 2] : [this.width, 5];
    const nothing = Array.from({ length: fields }, () => new Float64Array(0));
    return this.block(this.kind, width, this.entries, 0, nothing);
  }

  /** Whether all points of the interval are in memory; tells which chunks are not. */
  private isResident(grid: Grid, missing: number[]): boolean {
    const { series } = this;
    const [from, to] = grid.all || !series.sorted ? [0, series.length] : indicesBetween(series, grid.low, grid.high);
    missing.push(...series.evictedBetween(from, to, MAX_CHUNKS + 1));
    return missing.length === 0;
  }

  private count(grid: Grid): number {
    return grid.all ? this.series.length : countBetween(this.series, grid.low, grid.high, grid.pointLimit);
  }

  /** Whether what the page has is the beginning of what it is to have. */
  private continues(grid: Grid, kind: BlockKind): boolean {
    const { series } = this;
    const isBetter = this.restorations !== series.restorations;
    return this.grid !== null && this.kind === kind && series.sorted && !isBetter && isSameInterval(this.grid, grid);
  }

  private points(grid: Grid): Block | null {
    const { series } = this;
    const low = grid.all ? -Infinity : grid.low;
    const high = grid.all ? Infinity : grid.high;
    if (!series.sorted) {
      return this.pointBlock(0, pointsBetween(series, low, high));
    }
    const [from, to] = indicesBetween(series, low, high);
    if (!this.continues(grid, 'points') || from !== this.firstIndex) {
      this.firstIndex = from;
      return this.pointBlock(0, pointsOf(series, from, to));
    }
    const fresh = pointsOf(series, from + this.entries, to);
    return fresh.count === 0 && Object.is(this.high, series.high) ? null : this.pointBlock(this.entries, fresh);
  }

  private pointBlock(from: number, { count, x, y }: PointList): Block {
    return this.block('points', 0, from, count, [x, y]);
  }

  private columns(grid: Grid, missing: number[]): Block | null {
    const { series } = this;
    const width = this.widthOf(grid, missing);
    const continues = this.continues(grid, 'columns') && this.width === width && this.entries > 0;
    if (continues && this.seen === series.length) {
      return null;
    }
    this.width = width;
    // The last column that the page has may still have grown.
    const from = continues ? this.entries - 1 : 0;
    const firstColumn = continues ? this.lastColumn : firstColumnOf(grid, width);
    const { count, number, min, max, first, last } = columnsOf(
      series,
      firstColumn,
      this.lastColumnOf(grid, width),
      width,
    );
    this.lastColumn = number[count - 1] ?? NaN;
    return this.block('columns', width, from, count, [number, min, max, first, last]);
  }

  /** The width of the grid, or the next greater one by which the envelope is known; then tells which chunks would make it that of the grid. */
  private widthOf(grid: Grid, missing: number[]): number {
    const { series } = this;
    let width = grid.width;
    for (;;) {
      const interval = { low: firstColumnOf(grid, width) * width, high: (this.lastColumnOf(grid, width) + 1) * width };
      const exact = exactWidth(series, interval);
      if (exact <= width) {
        return width;
      }
      if (width === grid.width) {
        this.want(grid, interval, missing);
      }
      width = exact;
    }
  }

  private want(grid: Grid, interval: Interval, missing: number[]): void {
    if (missing.length === 0) {
      missing.push(...this.series.evictedIn(interval, MAX_CHUNKS + 1));
    }
    if (missing.length > MAX_CHUNKS && !grid.all && !this.hasWanted) {
      this.hasWanted = true;
      // What comes later at the end of the series is wanted, too.
      const high = grid.high >= this.series.high ? Infinity : interval.high;
      this.wanted = { interval: { low: interval.low, high }, width: grid.width };
    }
  }

  private lastColumnOf(grid: Grid, width: number): number {
    return Math.floor((grid.all ? this.series.high : Math.min(grid.high, this.series.high)) / width) + 1;
  }

  private block(kind: BlockKind, width: number, from: number, count: number, values: readonly Float64Array[]): Block {
    const { low, high } = this.series;
    return { chart: this.chartIndex, series: this.seriesIndex, kind, from, count, width, low, high, values };
  }
}

function firstColumnOf({ low }: Grid, width: number): number {
  return Math.floor(low / width) - 1;
}

function isSameGrid(a: Grid, b: Grid): boolean {
  return isSameInterval(a, b) && a.width === b.width && a.pointLimit === b.pointLimit;
}

function isSameInterval(a: Grid, b: Grid): boolean {
  return a.all === b.all && (a.all || (a.low === b.low && a.high === b.high));
}
