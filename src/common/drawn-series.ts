/** What one page has been sent of one series, and the block that brings it up to date. */
import { columnsOf, countBetween, pointsBetween } from './decimate';
import type { Block, BlockKind } from './frame';
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

/**
 * The grid for an interval on so many pixels. The width is a power of two, so that columns keep their place while x grows; a column covers half a
 * pixel to one.
 */
export function gridOf(low: number, high: number, all: boolean, pixels: number): Grid {
  const wanted = Math.min(Math.max(pixels, 1), MAX_PIXELS);
  const exponent = Math.floor(Math.log2(high / wanted - low / wanted));
  // Columns are numbered by whole numbers: far from zero a column cannot be narrower than the numbers are apart there.
  const least = Math.max(-1022, Math.ceil(Math.log2(Math.max(Math.abs(low), Math.abs(high)))) - 50);
  const width = 2 ** Math.min(1023, Number.isFinite(exponent) ? Math.max(exponent, least) : Math.max(0, least));
  return { low, high, all, width, pointLimit: Math.max(LEAST_POINT_LIMIT, wanted * POINTS_PER_PIXEL) };
}

/** Remembers what was sent; `update` gives what is missing. */
export class DrawnSeries {
  private kind: BlockKind = 'points';
  private grid: Grid | null = null;
  /** Points of the series that the page knows of. */
  private seen = 0;
  /** Entries that the page has. */
  private entries = 0;
  /** Number of the last column that the page has. */
  private lastColumn = -Infinity;

  constructor(
    private readonly series: Series,
    private readonly chartIndex: number,
    private readonly seriesIndex: number,
  ) {}

  /** @returns the block that makes the page's picture whole, or `null` when it is. */
  update(grid: Grid): Block | null {
    const sameGrid = this.grid !== null && this.grid.width === grid.width && sameInterval(this.grid, grid);
    if (sameGrid && this.seen === this.series.length) {
      return null;
    }
    const appended = sameGrid && this.series.sorted && grid.all;
    const few = this.kind === 'points' && appended ? this.series.length : this.count(grid);
    const kind: BlockKind = few <= grid.pointLimit ? 'points' : 'columns';
    const block = appended && kind === this.kind && this.seen > 0 ? this.tail(grid) : this.whole(grid, kind);
    this.kind = kind;
    this.grid = grid;
    this.seen = this.series.length;
    this.entries = block.from + block.count;
    this.lastColumn = kind === 'columns' ? (block.values[0]?.at(-1) ?? this.lastColumn) : -Infinity;
    return block;
  }

  private count(grid: Grid): number {
    return grid.all ? this.series.length : countBetween(this.series, grid.low, grid.high, grid.pointLimit);
  }

  private whole(grid: Grid, kind: BlockKind): Block {
    if (kind === 'points') {
      const points = grid.all
        ? pointsBetween(this.series, -Infinity, Infinity)
        : pointsBetween(this.series, grid.low, grid.high);
      return this.block('points', 0, 0, points.count, [points.x, points.y]);
    }
    return this.columns(grid, 0, Math.floor(grid.low / grid.width) - 1);
  }

  /** Only what follows the points that the page has; the last column may still have grown. */
  private tail(grid: Grid): Block {
    if (this.kind === 'points') {
      const count = this.series.length - this.seen;
      const x = Float64Array.from({ length: count }, (_, index) => this.series.xAt(this.seen + index));
      const y = Float64Array.from({ length: count }, (_, index) => this.series.yAt(this.seen + index));
      return this.block('points', 0, this.seen, count, [x, y]);
    }
    return this.columns(grid, Math.max(0, this.entries - 1), this.lastColumn);
  }

  private columns(grid: Grid, from: number, firstColumn: number): Block {
    const lastColumn = Math.floor((grid.all ? this.series.high : grid.high) / grid.width) + 1;
    const columns = columnsOf(this.series, firstColumn, lastColumn, grid.width);
    const { number, min, max, first, last } = columns;
    return this.block('columns', grid.width, from, columns.count, [number, min, max, first, last]);
  }

  private block(kind: BlockKind, width: number, from: number, count: number, values: readonly Float64Array[]): Block {
    const { low, high } = this.series;
    return { chart: this.chartIndex, series: this.seriesIndex, kind, from, count, width, low, high, values };
  }
}

function sameInterval(a: Grid, b: Grid): boolean {
  return a.all === b.all && (a.all || (a.low === b.low && a.high === b.high));
}
