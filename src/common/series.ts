/** One metric of one producer as columns in memory: chunks of x, y and time, and a pyramid over y. */
import { Chunk, type ChunkSource } from './chunk';
import { isRegular, valueAt, type Column } from './column';
import type { ChunkOwner, Memory } from './memory';
import { BASE, Pyramid } from './pyramid';

/** Points in a full chunk. A power of two, and a multiple of the pyramid's base. */
export const CHUNK_POINTS = 8192;

/** The line of a log that points come from. */
export interface Origin {
  /** Offset of the line in bytes. */
  readonly offset: number;
  /** How many plain rows stand before it. */
  readonly rows: number;
}

/** Points are appended in the order of the log; x need not grow, but drawing is faster when it does. */
export class Series implements ChunkOwner {
  private readonly chunks: Chunk[] = [];
  private readonly pyramid = new Pyramid();
  private count = 0;
  private lowX = NaN;
  private highX = NaN;
  private lastX = -Infinity;
  private growing = true;
  private notFinite = -1;
  /** Least and greatest x of the points that are in no node of the pyramid yet. */
  private tailLow = Infinity;
  private tailHigh = -Infinity;
  private origin: Origin | null = null;
  /** Points stored when the origin was new. */
  private originStart = 0;
  private restored = 0;

  /** @param memory decides which chunks stay; without it all do. */
  constructor(private readonly memory: Memory | null = null) {}

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

  /** The first point whose y is NaN or infinite; `-1` while there is none. */
  get firstNotFinite(): number {
    return this.notFinite;
  }

  get nodes(): Pyramid {
    return this.pyramid;
  }

  /** How many chunks were read again so far: what was drawn without them can be drawn better. */
  get restorations(): number {
    return this.restored;
  }

  /**
   * Appends one point. `x` must be finite; `y` may be anything; `time` is NaN when not known.
   *
   * @param origin where the point can be read again; one object for all points of a line.
   */
  append(x: number, y: number, time: number, origin: Origin | null = null): void {
    this.comeFrom(origin);
    this.appendOne(x, y, time);
  }

  /**
   * Appends the points of a record.
   *
   * @param origin as for `append`.
   * @returns how many were refused because their x is not finite.
   */
  appendAll(x: Column, y: Float64Array, time: Column | null, origin: Origin | null = null): number {
    this.comeFrom(origin);
    if (!allFinite(x)) {
      return this.appendFinite(x, y, time);
    }
    this.lookForNotFinite(y);
    let from = 0;
    while (from < y.length) {
      const chunk = this.openChunk();
      const to = Math.min(y.length, from + BASE - (this.count % BASE));
      chunk.append(x, y, time, from, to);
      this.includeAllX(x, from, to);
      this.count += to - from;
      this.closeNode(chunk);
      from = to;
    }
    return 0;
  }

  /** Where the points were dropped and x is not regular: a value between the neighbours that are known. */
  xAt(index: number): number {
    const x = this.chunks[Math.floor(index / CHUNK_POINTS)]?.xAt(index % CHUNK_POINTS) ?? NaN;
    return Number.isNaN(x) && index < this.count ? this.guessX(index) : x;
  }

  yAt(index: number): number {
    return this.chunks[Math.floor(index / CHUNK_POINTS)]?.y[index % CHUNK_POINTS] ?? NaN;
  }

  /** Seconds since 1970; NaN when the log does not tell. */
  timeAt(index: number): number {
    return this.chunks[Math.floor(index / CHUNK_POINTS)]?.timeAt(index % CHUNK_POINTS) ?? NaN;
  }

  /** The index of the last point whose x is at most `x`, -1 when there is none. For a series whose x grows. */
  indexBefore(x: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.xAt(middle) > x) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low - 1;
  }

  /** The chunks of points `from` up to, not including, `to` that were dropped. */
  evictedBetween(from: number, to: number): readonly number[] {
    const evicted: number[] = [];
    for (let chunk = Math.floor(from / CHUNK_POINTS); chunk * CHUNK_POINTS < Math.min(to, this.count); chunk += 1) {
      if (this.chunks[chunk]?.isResident === false) {
        evicted.push(chunk);
      }
    }
    return evicted;
  }

  /** The dropped chunk that a point is in, `-1` when the point is in memory. */
  evictedChunkOf(index: number): number {
    const chunk = Math.floor(index / CHUNK_POINTS);
    return this.chunks[chunk]?.isResident === false ? chunk : -1;
  }

  /** Drops a chunk's columns, unless there is no place to read them again. */
  evict(chunk: number): void {
    if (this.sourceOf(chunk) !== null) {
      this.chunks[chunk]?.evict();
    }
  }

  /** The log was replaced: what stood in it cannot be read again. */
  forgetSources(): void {
    this.chunks.forEach((chunk) => (chunk.source = null));
  }

  /** Where a chunk can be read again; `null` when it cannot. */
  sourceOf(chunk: number): ChunkSource | null {
    return this.chunks[chunk]?.source ?? null;
  }

  /** Takes back a chunk that was read again. Does nothing when it is not what was dropped: a log that somebody changed. */
  restore(chunk: number, same: Chunk): void {
    const dropped = this.chunks[chunk];
    if (dropped?.isResident === false && same.length === dropped.length) {
      dropped.restore(same);
      this.restored += 1;
      this.memory?.hold(this, chunk, dropped.bytes);
    }
  }

  /** Writes x and y of points `from` up to, not including, `to` to the beginning of two columns; NaN for what was dropped. */
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
    const skip = this.count - this.originStart;
    const source = this.origin === null ? null : { ...this.origin, skip };
    const chunk = new Chunk(CHUNK_POINTS, last !== undefined, source);
    this.chunks.push(chunk);
    return chunk;
  }

  private comeFrom(origin: Origin | null): void {
    if (origin !== this.origin) {
      this.origin = origin;
      this.originStart = this.count;
    }
  }

  private appendOne(x: number, y: number, time: number): void {
    const chunk = this.openChunk();
    chunk.appendOne(x, y, time);
    if (this.notFinite < 0 && !Number.isFinite(y)) {
      this.notFinite = this.count;
    }
    this.includeX(x);
    this.count += 1;
    this.closeNode(chunk);
  }

  /** Before values are appended. */
  private lookForNotFinite(y: Float64Array): void {
    for (let index = 0; this.notFinite < 0 && index < y.length; index += 1) {
      if (!Number.isFinite(y[index])) {
        this.notFinite = this.count + index;
      }
    }
  }

  private guessX(index: number): number {
    const node = Math.floor(index / BASE);
    const low = this.pyramid.lowX(0, node);
    const part = (index % BASE) / (BASE - 1);
    return low * (1 - part) + this.pyramid.highX(0, node) * part;
  }

  private appendFinite(x: Column, y: Float64Array, time: Column | null): number {
    let refused = 0;
    for (let index = 0; index < y.length; index += 1) {
      const at = valueAt(x, index);
      if (Number.isFinite(at)) {
        this.appendOne(at, y[index] ?? NaN, time === null ? NaN : valueAt(time, index));
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

  /** Sums up the last 64 points when they are whole, and gives a full chunk into the memory's hands. */
  private closeNode(chunk: Chunk): void {
    if (this.count % BASE !== 0) {
      return;
    }
    this.addNode(chunk);
    if (chunk.isFull && chunk.source !== null) {
      this.memory?.hold(this, this.chunks.length - 1, chunk.bytes);
    }
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
