/**
 * Reads the points of runs from their logs for an export, in the order of the logs, with bounded memory: also those that were dropped from memory,
 * and exactly as they were written.
 */
import { open, stat } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { valueAt, type Column } from '../../common/column';
import { LogReader, type RecordSink } from '../../common/log-reader';
import { PointRouter, type PointSink } from '../../common/point-router';
import type { LogRecord } from '../../common/record';
import { byteDecoders } from '../../runner/byte-decoders';
import { PointBatch, type ExportedSeries } from './point-batch';

/** Bytes that are read at once; so much of a log, and one line, are in memory. */
const READ_BYTES = 256 * 1024;
/** Points are given on when there are so many. */
const BATCH_POINTS = 32_768;

/** One log to read. */
export interface LogSource {
  /** The name of its run in the export. */
  readonly run: string;
  /** The run's id. */
  readonly id: string;
  readonly producer: string;
  readonly path: string;
}

/** Whether a point of a series is wanted. */
export type PointTest = (step: number, time: number) => boolean;

export interface PointWishes {
  /** Which points of a series are wanted: all, none (`null`) or those that pass a test. */
  ofSeries(id: string, producer: string, metric: string): PointTest | 'all' | null;
}

export interface ReadingEvents {
  /** The batch is to be used up before the promise is fulfilled. */
  batch(batch: PointBatch, series: readonly ExportedSeries[]): Promise<void>;
  /** @param share of all bytes that has been read, from 0 to 1. */
  progress(share: number): void;
  isCancelled(): boolean;
}

/** Reads each log up to the size that it has now. @returns how many points were wanted; `null` when the reading was cancelled. */
export async function readPoints(
  sources: readonly LogSource[],
  wishes: PointWishes,
  events: ReadingEvents,
): Promise<number | null> {
  const sizes = await Promise.all(sources.map(async ({ path }) => (await stat(path)).size));
  const total = Math.max(
    1,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  const series: ExportedSeries[] = [];
  const batch = new PointBatch();
  let done = 0;
  let count = 0;
  const give = async (): Promise<void> => {
    count += batch.count;
    await events.batch(batch, series);
    batch.clear();
  };
  for (const [index, source] of sources.entries()) {
    const reader = new LogReader(new WantedPoints(source, wishes, batch, series), byteDecoders);
    for await (const bytes of bytesOf(source.path, sizes[index] ?? 0)) {
      if (events.isCancelled()) {
        return null;
      }
      reader.push(bytes);
      done += bytes.length;
      if (batch.count >= BATCH_POINTS) {
        await give();
      }
      events.progress(done / total);
      // Others have their turn, too.
      await setImmediate();
    }
  }
  await give();
  return count;
}

async function* bytesOf(path: string, size: number): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  try {
    for (let offset = 0; offset < size;) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, size - offset), offset);
      if (bytesRead === 0) {
        return;
      }
      offset += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** Takes from the records of one log the points that are wanted. What is refused was counted when the log was followed. */
class WantedPoints implements RecordSink {
  private readonly router: PointRouter<PointSink>;

  constructor(
    private readonly source: LogSource,
    private readonly wishes: PointWishes,
    private readonly batch: PointBatch,
    private readonly series: ExportedSeries[],
  ) {
    this.router = new PointRouter((metric) => this.sink(metric));
  }

  record(record: LogRecord, offset: number): void {
    const origin = { offset, rows: this.router.rows };
    switch (record.type) {
      case 'series':
        this.router.declare(record.id, record.metric, record.unit);
        break;
      case 'points':
        this.router.routePoints(record, origin);
        break;
      case 'row':
        this.router.routeRow(record, origin);
        break;
      default:
        break;
    }
  }

  unknown(): void {
    // No point.
  }

  refused(): void {
    // No point.
  }

  private sink(metric: string): PointSink {
    const { run, id, producer } = this.source;
    const wish = this.wishes.ofSeries(id, producer, metric);
    if (wish === null) {
      return NOWHERE;
    }
    const index = this.series.push({ run, producer, metric }) - 1;
    const add = (x: number, y: number, time: number): void => {
      if (wish === 'all' || wish(x, time)) {
        this.batch.add(index, x, time, y);
      }
    };
    return { append: add, appendAll: (x, y, time) => addAll(add, x, y, time) };
  }
}

function addAll(
  add: (x: number, y: number, time: number) => void,
  x: Column,
  y: Float64Array,
  time: Column | null,
): number {
  let refused = 0;
  for (let index = 0; index < y.length; index += 1) {
    const at = valueAt(x, index);
    if (Number.isFinite(at)) {
      add(at, y[index] ?? NaN, time === null ? NaN : valueAt(time, index));
    } else {
      refused += 1;
    }
  }
  return refused;
}

const NOWHERE: PointSink = { append: () => undefined, appendAll: () => 0 };
