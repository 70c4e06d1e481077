/** A run of consecutive points of a series: x, y and time as columns. */
import { isRegular, valueAt, type Column } from './column';
import type { SpareColumns } from './spare-columns';

/** Points in a full chunk of a series. A power of two, and a multiple of the pyramid's base. */
export const CHUNK_POINTS = 8192;

const FIRST_CAPACITY = 16;
const NOTHING = new Float64Array(0);

/** Where in a log the points of a chunk begin. */
export interface ChunkSource {
  /** Offset of the line with the first of them, in bytes. */
  readonly offset: number;
  /** How many points of the series stand before it in that line. */
  readonly skip: number;
  /** How many plain rows stand before that line. */
  readonly rows: number;
}

export class Chunk {
  length = 0;
  y: Float64Array;
  /** `null` while x is regular within the chunk: then it is `xStart + index × xStep`. */
  private x: Float64Array | null = null;
  private xStart = NaN;
  private xStep = NaN;
  /** Seconds after `timeBase`; `null` while no point has a time. A quarter of a millisecond is lost after an hour, nothing that a screen shows. */
  private time: Float32Array | null = null;
  private timeBase = NaN;
  /** Whether x is regular, also after the columns were dropped. */
  private regular = true;

  /**
   * @param limit points at most.
   * @param whole whether memory for all of them is taken at once.
   * @param source where the points can be read again, `null` when they cannot.
   * @param spare where columns come from and go to.
   */
  constructor(
    private readonly limit: number,
    whole: boolean,
    public source: ChunkSource | null = null,
    private readonly spare: SpareColumns | null = null,
  ) {
    this.y = this.newDoubles(whole ? limit : Math.min(FIRST_CAPACITY, limit));
  }

  get isFull(): boolean {
    return this.length === this.limit;
  }

  /** How many points it can take. */
  get room(): number {
    return this.limit - this.length;
  }

  /** Whether the columns are in memory. */
  get isResident(): boolean {
    return this.y.length > 0;
  }

  /** Drops the columns of a full chunk; a regular x is still known. */
  evict(): void {
    this.spare?.give(this.y);
    this.spare?.give(this.x);
    this.spare?.give(this.time);
    this.y = NOTHING;
    this.x = null;
    this.time = null;
  }

  /** Takes over the columns of a chunk that holds the same points, and is not to be used afterwards. */
  restore(same: Chunk): void {
    this.y = same.y;
    this.x = same.x;
    this.time = same.time;
    this.timeBase = same.timeBase;
  }

  get bytes(): number {
    return this.y.byteLength + (this.x?.byteLength ?? 0) + (this.time?.byteLength ?? 0);
  }

  /** Appends points `from` up to, not including, `to` of three columns; there must be room for them. All x must be finite. */
  append(x: Column, y: Float64Array, time: Column | null, from: number, to: number): void {
    const end = this.length + to - from;
    if (end > this.y.length) {
      this.grow(end);
    }
    this.y.set(from === 0 && to === y.length ? y : y.subarray(from, to), this.length);
    this.appendX(x, from, to);
    this.appendTime(time, from, to);
    this.length = end;
  }

  appendOne(x: number, y: number, time: number): void {
    const index = this.length;
    if (index === this.y.length) {
      this.grow(index + 1);
    }
    this.y[index] = y;
    this.setX(index, x);
    if (Number.isFinite(time)) {
      this.setTime(index, time);
    } else if (this.time !== null) {
      this.time[index] = NaN;
    }
    this.length = index + 1;
  }

  /** NaN when x is not regular and the columns were dropped. */
  xAt(index: number): number {
    if (!this.regular) {
      return this.x?.[index] ?? NaN;
    }
    // The first one apart: the step is not known, so not a number, until there is a second.
    return index === 0 ? this.xStart : this.xStart + index * this.xStep;
  }

  timeAt(index: number): number {
    return this.timeBase + (this.time?.[index] ?? NaN);
  }

  /**
   * The least x of points `from` up to, not including, `to`.
   *
   * @param growing whether x is known to grow.
   */
  lowX(from: number, to: number, growing: boolean): number {
    const { x } = this;
    if (x === null || growing) {
      return Math.min(this.xAt(from), this.xAt(to - 1));
    }
    let low = Infinity;
    for (let index = from; index < to; index += 1) {
      const value = x[index] ?? NaN;
      low = value < low ? value : low;
    }
    return low;
  }

  /** The greatest x, as `lowX` the least. */
  highX(from: number, to: number, growing: boolean): number {
    const { x } = this;
    if (x === null || growing) {
      return Math.max(this.xAt(from), this.xAt(to - 1));
    }
    let high = -Infinity;
    for (let index = from; index < to; index += 1) {
      const value = x[index] ?? NaN;
      high = value > high ? value : high;
    }
    return high;
  }

  /** Writes x and y of points `from` up to, not including, `to` into two columns, from index `at` on. */
  read(from: number, to: number, xTarget: Float64Array, yTarget: Float64Array, at: number): void {
    const { x, y, xStart, xStep } = this;
    const shift = at - from;
    for (let index = from; index < to; index += 1) {
      yTarget[shift + index] = y[index] ?? NaN;
    }
    if (!this.regular) {
      for (let index = from; index < to; index += 1) {
        xTarget[shift + index] = x?.[index] ?? NaN;
      }
      return;
    }
    for (let index = from; index < to; index += 1) {
      xTarget[shift + index] = index === 0 ? xStart : xStart + index * xStep;
    }
  }

  private appendX(x: Column, from: number, to: number): void {
    let index = this.length;
    let at = from;
    for (; at < to && index < 2; at += 1) {
      this.setX(index, valueAt(x, at));
      index += 1;
    }
    if (this.goesOn(x, at, index)) {
      return;
    }
    for (; at < to && this.x === null; at += 1) {
      this.setX(index, valueAt(x, at));
      index += 1;
    }
    if (this.x === null || at === to) {
      return;
    }
    if (!isRegular(x)) {
      this.x.set(x.subarray(at, to), index);
      return;
    }
    const { start, step } = x;
    for (; at < to; at += 1) {
      this.x[index] = start + at * step;
      index += 1;
    }
  }

  /** Whether a column goes on as the regular x of this chunk does; only whole numbers are sure to. */
  private goesOn(x: Column, at: number, index: number): boolean {
    const { xStart, xStep } = this;
    return (
      this.x === null &&
      isRegular(x) &&
      x.step === xStep &&
      Number.isSafeInteger(xStep) &&
      Number.isSafeInteger(xStart) &&
      Number.isSafeInteger(xStart + this.limit * xStep) &&
      xStart + index * xStep === x.start + at * x.step
    );
  }

  private appendTime(time: Column | null, from: number, to: number): void {
    const end = this.length + to - from;
    if (time === null) {
      this.time?.fill(NaN, this.length, end);
      return;
    }
    let at = from;
    let index = this.length;
    // Up to the first time, which the others are told from.
    for (; at < to && this.time === null; at += 1) {
      const value = valueAt(time, at);
      if (Number.isFinite(value)) {
        this.setTime(index, value);
      }
      index += 1;
    }
    if (this.time !== null && isRegular(time) && time.step === 0) {
      this.time.fill(finiteOrNaN(time.start - this.timeBase), index, end);
    } else if (this.time !== null) {
      copyTimes(time, at, to, this.timeBase, this.time, index);
    }
  }

  private setX(index: number, x: number): void {
    if (this.x !== null) {
      this.x[index] = x;
    } else if (index === 0) {
      this.xStart = x;
    } else {
      if (index === 1) {
        this.xStep = x - this.xStart;
      }
      if (this.xStart + index * this.xStep !== x) {
        this.spreadX(index, x);
      }
    }
  }

  private spreadX(length: number, x: number): void {
    const column = this.newDoubles(this.y.length);
    for (let index = 0; index < length; index += 1) {
      column[index] = this.xAt(index);
    }
    column[length] = x;
    this.x = column;
    this.regular = false;
  }

  private setTime(index: number, time: number): void {
    if (this.time === null) {
      this.time = this.newSingles(this.y.length).fill(NaN, 0, index);
      this.timeBase = time;
    }
    this.time[index] = finiteOrNaN(time - this.timeBase);
  }

  private grow(least: number): void {
    const capacity = Math.min(Math.max(least, this.y.length * 4), this.limit);
    const { x, y, time } = this;
    this.y = this.newDoubles(capacity);
    this.y.set(y);
    this.spare?.give(y);
    if (x !== null) {
      this.x = this.newDoubles(capacity);
      this.x.set(x);
      this.spare?.give(x);
    }
    if (time !== null) {
      this.time = this.newSingles(capacity);
      this.time.set(time);
      this.spare?.give(time);
    }
  }

  private newDoubles(length: number): Float64Array {
    return this.spare?.takeDoubles(length) ?? new Float64Array(length);
  }

  private newSingles(length: number): Float32Array {
    return this.spare?.takeSingles(length) ?? new Float32Array(length);
  }
}

function finiteOrNaN(value: number): number {
  return value - value === 0 ? value : NaN;
}

/** Writes times `from` up to, not including, `to` as seconds after `base`, from index `at` of the target on. */
function copyTimes(time: Column, from: number, to: number, base: number, target: Float32Array, at: number): void {
  const shift = at - from;
  if (isRegular(time)) {
    for (let index = from; index < to; index += 1) {
      target[shift + index] = finiteOrNaN(time.start + index * time.step - base);
    }
    return;
  }
  for (let index = from; index < to; index += 1) {
    target[shift + index] = finiteOrNaN((time[index] ?? NaN) - base);
  }
}
