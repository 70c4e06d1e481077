/** Reads the points of intervals out of a log again, as columns that a screen can show or to find one of them: all intervals that are looked into, in one go. */
import { isRegular, valueAt, type Column } from './column';
import type { ChunkSource } from './chunk';
import type { RecordSink } from './log-reader';
import type { IntervalReading } from './past';
import type { PointRouter, PointSink } from './point-router';
import type { LogRecord } from './record';
import { CHUNK_POINTS, type Series } from './series';

/** To be fed the log's records from `start` on, until it is done. */
export class ZoomReader implements RecordSink {
  /** Where the first of the points stands; `null` when none can be read. */
  readonly start: ChunkSource | null;
  private readonly sinks: ReadonlyMap<Series, IntervalSink>;
  private readonly router: PointRouter<PointSink> | null;
  /** Of the line that is being read. */
  private offset = 0;

  /** @param wanted intervals, each with a series of this log. */
  constructor(router: PointRouter<Series>, wanted: ReadonlyMap<Series, IntervalReading>) {
    const sinks = new Map([...wanted].flatMap(([series, zoom]) => this.sinkOf(series, zoom)));
    this.sinks = sinks;
    const [first = null] = [...sinks.values()].map(({ source }) => source).sort((a, b) => a.offset - b.offset);
    this.start = first;
    this.router =
      first === null
        ? null
        : router.copy<PointSink>(
            (series) => sinks.get(series) ?? NOWHERE,
            () => NOWHERE,
            first.rows,
          );
  }

  /** Whether all points have been read that are still wanted. */
  get isDone(): boolean {
    return [...this.sinks.values()].every(({ isDone, reading }) => isDone || reading.isCancelled);
  }

  /** Whether all points of a series' interval have been read. */
  hasRead(series: Series): boolean {
    return this.sinks.get(series)?.isDone ?? false;
  }

  record(record: LogRecord, offset: number): void {
    this.offset = offset;
    if (record.type === 'points') {
      this.router?.routePoints(record, { offset, rows: 0 });
    } else if (record.type === 'row') {
      this.router?.routeRow(record, { offset, rows: 0 });
    }
  }

  unknown(): void {
    // Counted when the log was read first.
  }

  refused(): void {
    // Counted when the log was read first.
  }

  private sinkOf(series: Series, reading: IntervalReading): [Series, IntervalSink][] {
    const [first, last] = series.pastChunksIn(reading.interval);
    const source = series.sourceOf(first);
    return source === null || last < first
      ? []
      : [[series, new IntervalSink(reading, source, (last + 1 - first) * CHUNK_POINTS, () => this.offset)]];
  }
}

const NOWHERE: PointSink = { append: () => undefined, appendAll: () => 0 };

/** Takes the points of one series. */
class IntervalSink implements PointSink {
  private toSkip: number;

  /**
   * @param source of the first point.
   * @param left how many points there are from there on.
   * @param offset of the line that is being read.
   */
  constructor(
    readonly reading: IntervalReading,
    readonly source: ChunkSource,
    private left: number,
    private readonly offset: () => number,
  ) {
    this.toSkip = source.skip;
  }

  get isDone(): boolean {
    return this.left === 0;
  }

  append(x: number, y: number, time: number): void {
    if (this.takes()) {
      const { low, high } = this.reading.interval;
      if (x >= low && x < high) {
        this.reading.reach(x, x);
        this.reading.add(x, y, time);
      }
    }
  }

  appendAll(x: Column, y: Float64Array, time: Column | null): number {
    if (this.left === 0 || this.offset() < this.source.offset) {
      return 0;
    }
    const { reading } = this;
    const { low, high } = reading.interval;
    reading.reach(...reachOf(x, low, high));
    for (let index = 0; index < y.length; index += 1) {
      const at = isRegular(x) ? x.start + index * x.step : (x[index] ?? NaN);
      if (Number.isFinite(at) && this.takes() && at >= low && at < high) {
        reading.add(at, y[index] ?? NaN, time === null ? NaN : valueAt(time, index));
      }
    }
    return 0;
  }

  /** Whether the point that comes is one of those that are wanted. */
  private takes(): boolean {
    if (this.left === 0 || this.offset() < this.source.offset) {
      return false;
    }
    if (this.toSkip > 0) {
      this.toSkip -= 1;
      return false;
    }
    this.left -= 1;
    return true;
  }
}

/** The least and the greatest finite x of a column in an interval; the first is greater where there is none. */
function reachOf(x: Column, low: number, high: number): [number, number] {
  let least = Infinity;
  let greatest = -Infinity;
  for (let index = 0; index < x.length; index += 1) {
    const value = valueAt(x, index);
    if (value >= low && value < high && value - value === 0) {
      least = value < least ? value : least;
      greatest = value > greatest ? value : greatest;
    }
  }
  return [least, greatest];
}
