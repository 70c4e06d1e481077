/** One metric of one producer as columns in memory: chunks of x, y and time, and a pyramid over y. */
import { Chunk } from './chunk';
import { isRegular, valueAt, type Column } from './column';
import { BASE, Pyramid } from './pyramid';

/** Points in a full chunk. A power of two, and a multiple of the pyramid's base. */
export const CHUNK_POINTS = 8192;

/** Points are appended in the order of the log; x need not grow, but drawing is faster when it does. */
export class Series {
  private readonly chunks: Chunk[] = [];
  private readonly pyramid = new Pyramid();
  private count = 0;
  private lowX = NaN;
  private highX = NaN;
  private lastX = -Infinity;
  private growing = true;
  /** Least and greatest x of the points that are in no node of the pyramid yet. */
  private tailLow = Infinity;
  private tailHigh = -Infinity;

  /** Points stored. */
  get length(): number {
    return this.count;
  }

  /** Whether x never fell from one point to the next. */
  get sorted(): boolean {
    return this.growing;
  }

  /** The least x, NaN while there is no point. */
  get low(): number {
    return this.lowX;
  }

  /** The greatest x, NaN while there is no point. */
  get high(): number {
    return this.highX;
  }

  get nodes(): Pyramid {
    return this.pyramid;
  }

  /** Appends one point. `x` must be finite; `y` may be anything; `time` is NaN when not known. */
  append(x: number, y: number, time: number): void {
    const chunk = this.openChunk();
    chunk.appendOne(x, y, time);
    this.includeX(x);
    this.count += 1;
    if (this.count % BASE === 0) {
      this.addNode(chunk);
    }
  }

  /**
   * Appends the points of a record.
   *
   * @returns how many were refused because their x is not finite.
   */
  appendAll(x: Column, y: Float64Array, time: Column | null): number {
    if (!allFinite(x)) {
      return this.appendFinite(x, y, time);
    }
    let from = 0;
    while (from < y.length) {
      const chunk = this.openChunk();
      const to = Math.min(y.length, from + BASE - (this.count % BASE));
      chunk.append(x, y, time, from, to);
      this.includeAllX(x, from, to);
      this.count += to - from;
      if (this.count % BASE === 0) {
        this.addNode(chunk);
      }
      from = to;
    }
    return 0;
  }

  xAt(index: number): number {
    return this.chunks[Math.floor(index / CHUNK_POINTS)]?.xAt(index % CHUNK_POINTS) ?? NaN;
  }

  yAt(index: number): number {
    return this.chunks[Math.floor(index / CHUNK_POINTS)]?.y[index % CHUNK_POINTS] ?? NaN;
  }

  /** Seconds since 1970; NaN when the log does not tell. */
  timeAt(index: number): number {
    return this.chunks[Math.floor(index / CHUNK_POINTS)]?.timeAt(index % CHUNK_POINTS) ?? NaN;
  }

  /** Writes x and y of points `from` up to, not including, `to` to the beginning of two columns. */
  read(from: number, to: number, x: Float64Array, y: Float64Array): void {
    let index = from;
    while (index < to) {
      const within = index % CHUNK_POINTS;
      const count = Math.min(to - index, CHUNK_POINTS - within);
      this.chunks[Math.floor(index / CHUNK_POINTS)]?.read(within, within + count, x, y, index - from);
      index += count;
    }
  }

  /** Bytes of memory that the columns and the pyramid take. */
  get bytes(): number {
    return this.chunks.reduce((total, chunk) => total + chunk.bytes, this.pyramid.bytes);
  }

  private openChunk(): Chunk {
    const last = this.chunks[this.chunks.length - 1];
    if (last !== undefined && !last.isFull) {
      return last;
    }
    const chunk = new Chunk(CHUNK_POINTS, last !== undefined);
    this.chunks.push(chunk);
    return chunk;
  }

  private appendFinite(x: Column, y: Float64Array, time: Column | null): number {
    let refused = 0;
    for (let index = 0; index < y.length; index += 1) {
      const at = valueAt(x, index);
      if (Number.isFinite(at)) {
        this.append(at, y[index] ?? NaN, time === null ? NaN : valueAt(time, index));
      } else {
        refused += 1;
      }
    }
    return refused;
  }

  private includeX(x: number): void {
    this.growing &&= x >= this.lastX;
    this.lastX = x;
    this.tailLow = x < this.tailLow ? x : this.tailLow;
    this.tailHigh = x > this.tailHigh ? x : this.tailHigh;
    this.lowX = x >= this.lowX ? this.lowX : x;
    this.highX = x <= this.highX ? this.highX : x;
  }

  private includeAllX(x: Column, from: number, to: number): void {
    if (!isRegular(x)) {
      for (let index = from; index < to; index += 1) {
        this.includeX(x[index] ?? NaN);
      }
      return;
    }
    // Between the two, x goes one way only.
    this.includeX(valueAt(x, from));
    this.includeX(valueAt(x, to - 1));
  }

  private addNode(chunk: Chunk): void {
    this.pyramid.add(chunk.y, chunk.length - BASE, this.tailLow, this.tailHigh);
    this.tailLow = Infinity;
    this.tailHigh = -Infinity;
  }
}

function allFinite(x: Column): boolean {
  if (isRegular(x)) {
    return x.length === 0 || (Number.isFinite(x.start) && Number.isFinite(valueAt(x, x.length - 1)));
  }
  for (const value of x) {
    if (!Number.isFinite(value)) {
      return false;
    }
  }
  return true;
}
