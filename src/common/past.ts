/** The exact envelope of the points of a series that may leave memory: of all of them, as fine as a screen is, and of intervals that somebody looks into. */
import { BASE, FAN, KEPT_LEVEL } from './pyramid';
import { CHUNK_POINTS } from './chunk';
import type { Envelope } from './envelope';
import { GrowingColumns, widthFor } from './growing-columns';
import type { Series } from './series';

/** Columns of the whole past at most: twice as many as a chart has at 8,192 pixels, so that all of a run is drawn without a look into its log. */
export const MOST_COLUMNS = 32_768;
/** Points for one column while there are few: then to read all of them again is quick. */
const POINTS_PER_COLUMN = 64;
const LEAST_COLUMNS = 128;
/** Columns of an interval that was read again: more than a chart shows, so that one can zoom on. */
const MOST_ZOOM_COLUMNS = 16_384;
/** The part of an interval that is read in addition on each side, so that one can look around. */
const MARGIN = 1 / 2;
/** Intervals that are kept. */
const MOST_ZOOMS = 2;

const someX = new Float64Array(BASE);
const someY = new Float64Array(BASE);

/** Points with x from `low` up to, not including, `high`. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** An interval of a series whose points are wanted. */
export interface IntervalReading {
  readonly interval: Interval;
  /** Whether nobody wants them anymore. */
  readonly isCancelled: boolean;
  /** Points from the one x to the other are to come. */
  reach(low: number, high: number): void;
  /** A point of the interval. `time` is NaN when the log does not tell. */
  add(x: number, y: number, time: number): void;
}

/** An interval whose points are being read from the log again, or were. */
export class Zoom implements IntervalReading {
  /** What is read from the log. */
  readonly columns = new GrowingColumns(MOST_ZOOM_COLUMNS);
  /** What leaves memory meanwhile. */
  readonly since = new GrowingColumns(MOST_ZOOM_COLUMNS);
  isComplete = false;
  /** Whether nobody wants it anymore. */
  isCancelled = false;

  constructor(readonly interval: Interval) {}

  reach(low: number, high: number): void {
    this.columns.reach(low, high);
  }

  add(x: number, y: number): void {
    this.columns.add(x, y, y, y, y);
  }

  covers({ low, high }: Interval): boolean {
    return low >= this.interval.low && high <= this.interval.high;
  }

  /** Whether an interval will be known by columns of this width. */
  serves({ interval, width }: { readonly interval: Interval; readonly width: number }, { low, high }: Series): boolean {
    const [from, to] = [Math.max(low, this.interval.low), Math.min(high, this.interval.high)];
    return this.covers(interval) && widthFor(from, to, MOST_ZOOM_COLUMNS) <= width;
  }

  get bytes(): number {
    return this.columns.bytes + this.since.bytes;
  }
}

export class Past {
  /** How many of the first points of the series are in it. */
  points = 0;
  private readonly all = new GrowingColumns(LEAST_COLUMNS);
  private zooms: readonly Zoom[] = [];

  get bytes(): number {
    return this.zooms.reduce((total, zoom) => total + zoom.bytes, this.all.bytes);
  }

  /**
   * Takes in the chunk that comes next, whose points are in memory.
   *
   * @param most columns of the whole past at most.
   */
  fold(series: Series, most: number): void {
    const chunk = this.points / CHUNK_POINTS;
    this.points += CHUNK_POINTS;
    const columns = Math.max(LEAST_COLUMNS, 2 ** Math.floor(Math.log2(this.points / POINTS_PER_COLUMN)));
    this.all.limit = Math.min(columns, most);
    foldChunk(series, chunk, this.all, ALL);
    for (const { interval, isComplete, columns: before, since } of this.zooms) {
      foldChunk(series, chunk, isComplete ? before : since, interval);
    }
  }

  /** The least width of columns that is known of an interval. */
  widthOf(interval: Interval): number {
    return this.zooms
      .filter((zoom) => zoom.isComplete && zoom.covers(interval) && zoom.columns.width > 0)
      .reduce((least, zoom) => Math.min(least, zoom.columns.width), this.all.width);
  }

  /** Adds the columns of a range to an envelope; they must not be narrower than `widthOf` the range. */
  give(envelope: Envelope, firstColumn: number, lastColumn: number, width: number): void {
    const interval = { low: firstColumn * width, high: (lastColumn + 1) * width };
    const zoom = this.zooms.find((one) => one.isComplete && one.covers(interval) && one.columns.width <= width);
    const columns = this.all.width <= width ? this.all : (zoom?.columns ?? this.all);
    columns.give(envelope, firstColumn, lastColumn, width);
  }

  /** A value that a point near `x` had, as exactly as it is known; NaN when none is. */
  valueNear(x: number): number {
    return this.all.lastAt(x);
  }

  /** Begins an interval, and a little more, that is to be read from the log; of others, the newest stay. */
  begin(series: Series, { low, high }: Interval): Zoom {
    const margin = (Math.min(high, series.high) - Math.max(low, series.low)) * MARGIN;
    const zoom = new Zoom({ low: low - margin, high: high + margin });
    this.zooms = [zoom, ...this.zooms.filter(({ isComplete }) => isComplete)].slice(0, MOST_ZOOMS);
    return zoom;
  }

  /** All points of the interval that were in the past when it began have been added to its columns. */
  complete(zoom: Zoom): void {
    if (this.zooms.includes(zoom)) {
      zoom.columns.append(zoom.since);
      zoom.isComplete = true;
    }
  }
}

const ALL: Interval = { low: -Infinity, high: Infinity };

/** Adds the points of a chunk in memory that lie in an interval. */
function foldChunk(series: Series, chunk: number, columns: GrowingColumns, { low, high }: Interval): void {
  const { nodes } = series;
  const perChunk = CHUNK_POINTS / (BASE * FAN ** KEPT_LEVEL);
  for (let node = chunk * perChunk; node < (chunk + 1) * perChunk; node += 1) {
    columns.reach(Math.max(low, nodes.lowX(KEPT_LEVEL, node)), Math.min(high, nodes.highX(KEPT_LEVEL, node)));
  }
  const foldNode = (level: number, node: number): void => {
    const from = nodes.lowX(level, node);
    const to = nodes.highX(level, node);
    if (to < low || from >= high) {
      return;
    }
    const isWhole = from >= low && to < high;
    if (isWhole && Math.floor(from / columns.width) === Math.floor(to / columns.width)) {
      const [min, max] = [nodes.min(level, node), nodes.max(level, node)];
      columns.add(from, min, max, nodes.first(level, node), nodes.last(level, node));
    } else if (level > 0) {
      for (let child = node * FAN; child < (node + 1) * FAN; child += 1) {
        foldNode(level - 1, child);
      }
    } else {
      foldPoints(series, node * BASE, columns, low, high);
    }
  };
  for (let node = chunk * perChunk; node < (chunk + 1) * perChunk; node += 1) {
    foldNode(KEPT_LEVEL, node);
  }
}

function foldPoints(series: Series, from: number, columns: GrowingColumns, low: number, high: number): void {
  series.read(from, from + BASE, someX, someY);
  for (let index = 0; index < BASE; index += 1) {
    const x = someX[index] ?? NaN;
    const y = someY[index] ?? NaN;
    if (x >= low && x < high) {
      columns.add(x, y, y, y, y);
    }
  }
}
