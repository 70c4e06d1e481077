/** Gathers the envelope of pixel columns: least, greatest, first and last y of each. */

/** Entries for the columns that have points; one without has none. */
export interface Columns {
  readonly count: number;
  /** Column numbers, growing. */
  readonly number: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  /** In the order of the log; NaN in all four where the column has nothing but NaN. */
  readonly first: Float64Array;
  readonly last: Float64Array;
}

const EMPTY = 0;
const ONLY_NAN = 1;
const FILLED = 2;

/** Dense accumulators for a range of columns; to be kept between queries, because a frame makes one for each series. */
export class Envelope {
  private size = 0;
  private state = new Uint8Array(0);
  private min = new Float64Array(0);
  private max = new Float64Array(0);
  private first = new Float64Array(0);
  private last = new Float64Array(0);

  /** Starts over with columns 0 up to, not including, `size`, all empty. */
  reset(size: number): void {
    this.size = size;
    if (this.state.length >= size) {
      this.state.fill(EMPTY, 0, size);
      return;
    }
    const capacity = Math.max(size, this.state.length * 2);
    this.state = new Uint8Array(capacity);
    this.min = new Float64Array(capacity);
    this.max = new Float64Array(capacity);
    this.first = new Float64Array(capacity);
    this.last = new Float64Array(capacity);
  }

  /** Adds points of one column, later in the log than those before. `min` is NaN when all are. */
  add(column: number, min: number, max: number, first: number, last: number): void {
    if (Number.isNaN(min)) {
      this.state[column] ||= ONLY_NAN;
      return;
    }
    if (this.state[column] === FILLED) {
      this.min[column] = Math.min(this.min[column] ?? min, min);
      this.max[column] = Math.max(this.max[column] ?? max, max);
    } else {
      this.state[column] = FILLED;
      this.min[column] = min;
      this.max[column] = max;
      this.first[column] = first;
    }
    this.last[column] = last;
  }

  /** Adds `count` points that fall into the columns of `width` from number `firstColumn` on. */
  addPoints(x: Float64Array, y: Float64Array, count: number, firstColumn: number, width: number): void {
    for (let index = 0; index < count; index += 1) {
      const column = Math.floor((x[index] ?? NaN) / width) - firstColumn;
      if (column >= 0 && column < this.size) {
        const value = y[index] ?? NaN;
        this.add(column, value, value, value, value);
      }
    }
  }

  /** @returns the entries, in memory of their own. */
  collect(firstColumn: number): Columns {
    const { size } = this;
    let count = 0;
    for (let column = 0; column < size; column += 1) {
      count += this.state[column] === EMPTY ? 0 : 1;
    }
    const result = {
      count,
      number: new Float64Array(count),
      min: new Float64Array(count).fill(NaN),
      max: new Float64Array(count).fill(NaN),
      first: new Float64Array(count).fill(NaN),
      last: new Float64Array(count).fill(NaN),
    };
    let entry = 0;
    for (let column = 0; column < size; column += 1) {
      if (this.state[column] === EMPTY) {
        continue;
      }
      result.number[entry] = firstColumn + column;
      if (this.state[column] === FILLED) {
        result.min[entry] = this.min[column] ?? NaN;
        result.max[entry] = this.max[column] ?? NaN;
        result.first[entry] = this.first[column] ?? NaN;
        result.last[entry] = this.last[column] ?? NaN;
      }
      entry += 1;
    }
    return result;
  }
}
