/** Brings the points of a log's records to their series. */
import { valueAt, type Column } from './column';
import type { PointsRecord, RowRecord } from './record';
import type { Origin } from './series';

/** Takes the points of one series. */
export interface PointSink {
  append(x: number, y: number, time: number, origin: Origin): void;
  /** @returns how many were refused because their x is not finite. */
  appendAll(x: Column, y: Float64Array, time: Column | null, origin: Origin): number;
}

/** What became of a record's points. */
export interface Routed {
  readonly stored: number;
  /** Points whose x is not finite. */
  readonly refused: number;
  /** Points of a series that no record has declared. */
  readonly undeclared: number;
}

export class PointRouter<Sink extends PointSink> {
  private readonly byId = new Map<number, Sink>();
  private readonly byMetric = new Map<string, Sink>();

  /**
   * @param open makes the sink of a metric that is new.
   * @param rowsBefore how many plain rows stand before the first record.
   */
  constructor(
    private readonly open: (metric: string, unit: string) => Sink,
    private rowsBefore = 0,
  ) {}

  /** Plain rows so far. */
  get rows(): number {
    return this.rowsBefore;
  }

  /** @returns whether the id is new. Two ids of one metric are one series. */
  declare(id: number, metric: string, unit: string): boolean {
    if (this.byId.has(id)) {
      return false;
    }
    this.byId.set(id, this.sinkOfMetric(metric, unit));
    return true;
  }

  /** What takes the points of an id; nothing when it is not declared. */
  sinkOf(id: number): Sink | undefined {
    return this.byId.get(id);
  }

  routePoints(record: PointsRecord, origin: Origin): Routed {
    const { series: id, x, y, t } = record;
    if (typeof id !== 'number') {
      return this.routeMixed(id, record, origin);
    }
    const sink = this.byId.get(id);
    if (sink === undefined) {
      return { stored: 0, refused: 0, undeclared: y.length };
    }
    const refused = sink.appendAll(x, y, t, origin);
    return { stored: y.length - refused, refused, undeclared: 0 };
  }

  routeRow(row: RowRecord, origin: Origin): Routed {
    const x = row.step ?? this.rowsBefore;
    this.rowsBefore += 1;
    if (!Number.isFinite(x)) {
      return { stored: 0, refused: row.values.size, undeclared: 0 };
    }
    for (const [metric, y] of row.values) {
      this.sinkOfMetric(metric, '').append(x, y, row.time ?? NaN, origin);
    }
    return { stored: row.values.size, refused: 0, undeclared: 0 };
  }

  /** A router for records further on in the same log that knows the same series, with `convert` of each sink in its place. */
  copy<Other extends PointSink>(
    convert: (sink: Sink) => Other,
    open: (metric: string, unit: string) => Other,
    rowsBefore: number,
  ): PointRouter<Other> {
    const copy = new PointRouter<Other>(open, rowsBefore);
    this.byId.forEach((sink, id) => copy.byId.set(id, convert(sink)));
    this.byMetric.forEach((sink, metric) => copy.byMetric.set(metric, convert(sink)));
    return copy;
  }

  private sinkOfMetric(metric: string, unit: string): Sink {
    const known = this.byMetric.get(metric);
    if (known !== undefined) {
      return known;
    }
    const sink = this.open(metric, unit);
    this.byMetric.set(metric, sink);
    return sink;
  }

  private routeMixed(ids: Column, { x, y, t }: PointsRecord, origin: Origin): Routed {
    let stored = 0;
    let refused = 0;
    for (let index = 0; index < y.length; index += 1) {
      const sink = this.byId.get(valueAt(ids, index));
      const at = valueAt(x, index);
      if (sink === undefined) {
        continue;
      }
      if (Number.isFinite(at)) {
        sink.append(at, y[index] ?? NaN, t === null ? NaN : valueAt(t, index), origin);
        stored += 1;
      } else {
        refused += 1;
      }
    }
    return { stored, refused, undeclared: y.length - stored - refused };
  }
}
