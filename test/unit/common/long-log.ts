/** A log of two metrics that is longer than the memory, and what was read of it. */
import assert from 'node:assert/strict';
import { LogReader } from '../../../src/common/log-reader';
import type { Memory } from '../../../src/common/memory';
import type { IntervalReading, Zoom } from '../../../src/common/past';
import { Run, type Producer } from '../../../src/common/run';
import { CHUNK_POINTS, type Series } from '../../../src/common/series';
import type { ZoomReader } from '../../../src/common/zoom-reader';
import { byteDecoders } from '../../../src/runner/byte-decoders';
import type { Random } from './random';

/** Of each metric. */
export const POINTS = 150 * CHUNK_POINTS;

const packed = (values: Float64Array): string => Buffer.from(values.buffer).toString('base64');

/** Time of the first points, in seconds since 1970; of each further one a second later. */
export const START = 1_795_000_000;

/** How the steps of two metrics go. */
export const STEPS = {
  regular: (index: number) => index + 7,
  irregular: (index: number) => index + 0.9 * Math.abs(Math.sin(index)),
  resumed: (index: number) => (index < POINTS / 2 ? index : index - POINTS / 4),
} as const;

/** A log of `a` and `b` in batches of random sizes; the two never begin a chunk in the same line. */
export function logOf(step: (index: number) => number, random: Random): Buffer {
  const lines: string[] = ['a', 'b'].map((metric, id) => JSON.stringify({ type: 'series', id, metric }));
  const done = [0, 0];
  while (Math.min(...done) < POINTS) {
    const id = random.pick([0, 1]);
    const start = done[id] ?? 0;
    const length = Math.min(POINTS - start, random.whole(1, 9000));
    const x = Float64Array.from({ length }, (_, index) => step(start + index));
    const y = Float64Array.from(
      { length },
      (_, index) => Math.sin((start + index) / 9e4) + ((index * 7919) % 997) / 500,
    );
    done[id] = start + length;
    if (length > 0) {
      const t = `{"start":${START + start},"step":1}`;
      lines.push(`{"type":"points","series":${id},"x":"${packed(x)}","y":"${packed(y)}","t":${t}}`);
    }
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}

export class Opened {
  readonly producer: Producer;
  readonly series: readonly Series[];

  /** @param size of the part of the log that has been read. */
  constructor(
    private readonly log: Buffer,
    memory: Memory | null,
    private size = log.length,
  ) {
    const run = new Run('run-1', memory);
    this.producer = run.producer('p1');
    this.reader = new LogReader(this.producer, byteDecoders);
    this.reader.push(log.subarray(0, size));
    this.series = run.series.map(({ series }) => series);
  }

  private readonly reader: LogReader;

  /** Reads the rest of the log. */
  finish(): void {
    this.reader.push(this.log.subarray(this.size));
    this.size = this.log.length;
  }

  /** Reads intervals again; calls `meanwhile` in the middle. */
  zoom(wanted: ReadonlyMap<Series, Zoom>, meanwhile?: () => void): void {
    this.read(wanted, meanwhile);
    wanted.forEach((zoom, series) => series.completeZoom(zoom));
  }

  /** Reads what is wanted until it is there; calls `meanwhile` in the middle. */
  read(wanted: ReadonlyMap<Series, IntervalReading>, meanwhile?: () => void): ZoomReader {
    const reader = this.producer.zoomReader(wanted);
    assert.ok(reader.start);
    const lines = new LogReader(reader, byteDecoders, reader.start.offset);
    for (let at = reader.start.offset; !reader.isDone; at += 65_536) {
      assert.ok(at < this.log.length, 'it comes to an end');
      lines.push(this.log.subarray(at, at + 65_536));
      meanwhile?.();
    }
    return reader;
  }
}
