/** Reads the points of one dropped chunk out of its log again. */
import { Chunk, type ChunkSource } from './chunk';
import { valueAt, type Column } from './column';
import type { RecordSink } from './log-reader';
import type { PointRouter, PointSink } from './point-router';
import type { LogRecord } from './record';
import { CHUNK_POINTS, type Series } from './series';

/** To be fed the log's records from the chunk's source on, until it is done. */
export class ChunkReader implements RecordSink {
  private readonly chunk: Chunk;
  private readonly router: PointRouter<PointSink>;
  private toSkip: number;

  constructor(router: PointRouter<Series>, series: Series, source: ChunkSource) {
    this.chunk = new Chunk(CHUNK_POINTS, true);
    this.toSkip = source.skip;
    const wanted = this.sink();
    this.router = router.copy<PointSink>(
      (sink) => (sink === series ? wanted : NOWHERE),
      () => NOWHERE,
      source.rows,
    );
  }

  /** The chunk, once all its points have been read. */
  get result(): Chunk | null {
    return this.chunk.isFull ? this.chunk : null;
  }

  record(record: LogRecord, offset: number): void {
    const origin = { offset, rows: this.router.rows };
    if (record.type === 'points') {
      this.router.routePoints(record, origin);
    } else if (record.type === 'row') {
      this.router.routeRow(record, origin);
    }
  }

  unknown(): void {
    // Counted when the log was read first.
  }

  refused(): void {
    // Counted when the log was read first.
  }

  private sink(): PointSink {
    return {
      append: (x, y, time) => this.take(x, y, time),
      appendAll: (x, y, time) => {
        for (let index = 0; index < y.length; index += 1) {
          const at = valueAt(x, index);
          if (Number.isFinite(at)) {
            this.take(at, y[index] ?? NaN, timeAt(time, index));
          }
        }
        return 0;
      },
    };
  }

  private take(x: number, y: number, time: number): void {
    if (this.toSkip > 0) {
      this.toSkip -= 1;
    } else if (!this.chunk.isFull) {
      this.chunk.appendOne(x, y, time);
    }
  }
}

const NOWHERE: PointSink = {
  append: () => undefined,
  appendAll: () => 0,
};

function timeAt(time: Column | null, index: number): number {
  return time === null ? NaN : valueAt(time, index);
}
