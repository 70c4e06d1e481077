/** One metric of one producer as columns in memory: chunks of x, y and time, and a pyramid over y. */
import { isRegular, valueAt, type Column } from './column';
import { Pyramid } from './pyramid';

/** Points in a full chunk. A power of two, and a multiple of the pyramid's base. */
export const CHUNK_POINTS = 8192;
const FIRST_CAPACITY = 16;

interface Chunk {
  length: number;
  /** `null` while x is regular within the chunk: then it is `xStart + index × xStep`. */
  x: Float64Array | null;
  xStart: number;
  xStep: number;
  y: Float64Array;
  /** Seconds after `timeBase`; `null` while no point has a time. A quarter of a millisecond is lost after an hour, nothing that a screen shows. */
  time: Float32Array | null;
  timeBase: number;
}

/** Points are appended in the order of the log; x need not grow, but drawing is faster when it does. */
export class Series {
  private readonly chunks: Chunk[] = [];
  private readonly pyramid = new Pyramid();
  private count = 0;
  private lowX = NaN;
  private highX = NaN;
  private lastX = -Infinity;
  private growing = true;

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
    const index = chunk.length;
    setX(chunk, index, x);
    chunk.y[index] = y;
    setTime(chunk, index, time);
    chunk.length += 1;
    this.count += 1;
    this.growing &&= x >= this.lastX;
    this.lastX = x;
    this.lowX = x < this.lowX ? x : this.count === 1 ? x : this.lowX;
    this.highX = x > this.highX ? x : this.count === 1 ? x : this.highX;
    this.pyramid.extend(this.count, this);
  }

  /**
   * Appends the points of a record.
   *
   * @returns how many were refused because their x is not finite.
   */
  appendAll(x: Column, y: Float64Array, time: Column | null): number {
    let refused = 0;
    for (let index = 0; index < y.length; index += 1) {
      const at = isRegular(x) ? x.start + index * x.step : (x[index] ?? NaN);
      if (Number.isFinite(at)) {
        this.append(at, y[index] ?? NaN, time === null ? NaN : valueAt(time, index));
      } else {
        refused += 1;
      }
    }
    return refused;
  }

  xAt(index: number): number {
    const chunk = this.chunks[Math.floor(index / CHUNK_POINTS)];
    return chunk === undefined ? NaN : xOf(chunk, index % CHUNK_POINTS);
  }

  yAt(index: number): number {
    return this.chunks[Math.floor(index / CHUNK_POINTS)]?.y[index % CHUNK_POINTS] ?? NaN;
  }

  /** Seconds since 1970; NaN when the log does not tell. */
  timeAt(index: number): number {
    const chunk = this.chunks[Math.floor(index / CHUNK_POINTS)];
    return chunk === undefined ? NaN : chunk.timeBase + (chunk.time?.[index % CHUNK_POINTS] ?? NaN);
  }

  /** Bytes of memory that the columns and the pyramid take. */
  get bytes(): number {
    const columns = this.chunks.reduce(
      (total, chunk) => total + chunk.y.byteLength + (chunk.x?.byteLength ?? 0) + (chunk.time?.byteLength ?? 0),
      0,
    );
    return columns + this.pyramid.bytes;
  }

  private openChunk(): Chunk {
    const last = this.chunks.at(-1);
    if (last === undefined || last.length === CHUNK_POINTS) {
      const capacity = last === undefined ? FIRST_CAPACITY : CHUNK_POINTS;
      const y = new Float64Array(capacity);
      const chunk = { length: 0, x: null, xStart: NaN, xStep: NaN, y, time: null, timeBase: NaN };
      this.chunks.push(chunk);
      return chunk;
    }
    if (last.length === last.y.length) {
      grow(last, Math.min(last.length * 4, CHUNK_POINTS));
    }
    return last;
  }
}

function grow(chunk: Chunk, capacity: number): void {
  const y = new Float64Array(capacity);
  y.set(chunk.y);
  chunk.y = y;
  if (chunk.x !== null) {
    const x = new Float64Array(capacity);
    x.set(chunk.x);
    chunk.x = x;
  }
  if (chunk.time !== null) {
    const time = new Float32Array(capacity);
    time.set(chunk.time);
    chunk.time = time;
  }
}

function xOf(chunk: Chunk, index: number): number {
  if (chunk.x !== null) {
    return chunk.x[index] ?? NaN;
  }
  // The first one apart: the step is not known, so not a number, until there is a second.
  return index === 0 ? chunk.xStart : chunk.xStart + index * chunk.xStep;
}

function setX(chunk: Chunk, index: number, x: number): void {
  if (chunk.x !== null) {
    chunk.x[index] = x;
  } else if (index === 0) {
    chunk.xStart = x;
  } else if (index === 1) {
    chunk.xStep = x - chunk.xStart;
    if (chunk.xStart + chunk.xStep !== x) {
      spreadX(chunk, index, x);
    }
  } else if (chunk.xStart + index * chunk.xStep !== x) {
    spreadX(chunk, index, x);
  }
}

function spreadX(chunk: Chunk, length: number, x: number): void {
  const column = new Float64Array(chunk.y.length);
  for (let index = 0; index < length; index += 1) {
    column[index] = xOf(chunk, index);
  }
  column[length] = x;
  chunk.x = column;
}

function setTime(chunk: Chunk, index: number, time: number): void {
  if (chunk.time === null) {
    if (Number.isNaN(time)) {
      return;
    }
    chunk.time = new Float32Array(chunk.y.length).fill(NaN, 0, index);
    chunk.timeBase = time;
  }
  chunk.time[index] = time - chunk.timeBase;
}
