/**
 * The envelope of all points that were added, on columns of x whose width doubles whenever there would be too many. As widths are powers of two and
 * columns lie on one absolute grid, it gives the exact envelope for each greater width. Which value of a column is the first and which the last is exact
 * while x grows; else those of a column that two became are the first of the left one and the last of the right one.
 */
import type { Envelope } from './envelope';

/** Numbers of columns stay whole below 2 to this, as those of `gridOf`. */
const NUMBER_BITS = 50;
const LEAST_EXPONENT = -1022;
const GREATEST_EXPONENT = 1023;
const FIELDS = 4;
const MIN = 0;
const MAX = 1;
const FIRST = 2;
const LAST = 3;

/** Bytes of one column. */
export const COLUMN_BYTES = FIELDS * 8;

export class GrowingColumns {
  /** Width of a column in units of x; 0 while there is none. */
  width = 0;
  private base = 0;
  private size = 0;
  /** Four numbers a column; without a point its minimum is greater than its maximum, with nothing but NaN all four are NaN. */
  private cells = new Float64Array(0);

  /** @param limit columns at most; may be lowered and raised, and is kept at the next `reach`. */
  constructor(public limit: number) {}

  get bytes(): number {
    return this.cells.byteLength;
  }

  /** To be called before points with these least and greatest x are added. Both must be finite. */
  reach(low: number, high: number): void {
    if (!(low <= high)) {
      return;
    }
    const { base, size, width } = this;
    const [least, greatest] = size === 0 ? [low, high] : [edge(base, width), edge(base + size - 1, width)];
    const [from, to] = [Math.min(low, least), Math.max(high, greatest)];
    const wanted = Math.max(width, widthFor(from, to, this.limit));
    if (size > 0 && wanted > width) {
      this.coarsen(wanted);
    }
    this.width = wanted;
    this.include(Math.floor(low / wanted), Math.floor(high / wanted));
  }

  /** Adds points that lie in the column of `x`, later in the log than those before. `min` is NaN when all are. */
  add(x: number, min: number, max: number, first: number, last: number): void {
    this.addTo(Math.floor(x / this.width), min, max, first, last);
  }

  /** The last value in the column of `x` that is not NaN; NaN when there is none. */
  lastAt(x: number): number {
    const column = Math.floor(x / this.width) - this.base;
    return column >= 0 && column < this.size ? (this.cells[column * FIELDS + LAST] ?? NaN) : NaN;
  }

  /** Gives the columns in a range of numbers of another, not lesser, width to an envelope whose column 0 has the first of these numbers. */
  give(envelope: Envelope, firstColumn: number, lastColumn: number, width: number): void {
    const { base, cells } = this;
    const scale = scaleOf(this.width, width);
    const from = Math.max(0, Math.ceil(firstColumn / scale) - base);
    const to = Math.min(this.size, Math.ceil((lastColumn + 1) / scale) - base);
    for (let column = from; column < to; column += 1) {
      const at = column * FIELDS;
      const min = cells[at + MIN] ?? NaN;
      const max = cells[at + MAX] ?? NaN;
      if (!(min > max)) {
        const target = Math.floor((base + column) * scale) - firstColumn;
        envelope.add(target, min, max, cells[at + FIRST] ?? NaN, cells[at + LAST] ?? NaN);
      }
    }
  }

  /** Adds all of another one's points, later in the log than those before. */
  append(other: GrowingColumns): void {
    const { base, size, width, cells } = other;
    if (size === 0) {
      return;
    }
    this.reach(edge(base, width), edge(base + size - 1, width));
    if (this.width < width) {
      this.coarsen(width);
      this.width = width;
      this.include(base, base + size - 1);
    }
    for (let column = 0; column < size; column += 1) {
      const [min = NaN, max = NaN, first = NaN, last = NaN] = cells.subarray(column * FIELDS, (column + 1) * FIELDS);
      if (!(min > max)) {
        this.add(edge(base + column, width), min, max, first, last);
      }
    }
  }

  private addTo(number: number, min: number, max: number, first: number, last: number): void {
    const { cells } = this;
    const at = (number - this.base) * FIELDS;
    const [oldMin = NaN, oldMax = NaN] = [cells[at + MIN], cells[at + MAX]];
    if (oldMin <= oldMax) {
      if (!Number.isNaN(min)) {
        cells[at + MIN] = min < oldMin ? min : oldMin;
        cells[at + MAX] = max > oldMax ? max : oldMax;
        cells[at + LAST] = last;
      }
      return;
    }
    cells[at + MIN] = min;
    cells[at + MAX] = Number.isNaN(min) ? NaN : max;
    cells[at + FIRST] = Number.isNaN(min) ? NaN : first;
    cells[at + LAST] = Number.isNaN(min) ? NaN : last;
  }

  /** Makes room for columns with these numbers. */
  private include(first: number, last: number): void {
    const { size, cells } = this;
    const base = size === 0 ? first : Math.min(first, this.base);
    const end = size === 0 ? last + 1 : Math.max(last + 1, this.base + size);
    const shift = size === 0 ? 0 : this.base - base;
    const needed = end - base;
    if (shift === 0 && needed * FIELDS <= cells.length) {
      for (let column = size; column < needed; column += 1) {
        clear(cells, column);
      }
    } else {
      const grown = new Float64Array(FIELDS * Math.max(needed, Math.min(needed * 2, this.limit)));
      for (let column = 0; column < needed; column += 1) {
        clear(grown, column);
      }
      grown.set(cells.subarray(0, size * FIELDS), shift * FIELDS);
      this.cells = grown;
    }
    this.base = base;
    this.size = needed;
  }

  /** Joins columns until they are so wide. */
  private coarsen(width: number): void {
    const { base, size, cells } = this;
    const scale = scaleOf(this.width, width);
    const first = Math.floor(base * scale);
    const joined = Math.floor((base + size - 1) * scale) - first + 1;
    const before = cells.slice(0, size * FIELDS);
    for (let column = 0; column < joined; column += 1) {
      clear(cells, column);
    }
    this.base = first;
    this.size = joined;
    for (let column = 0; column < size; column += 1) {
      const at = column * FIELDS;
      const [min = NaN, max = NaN] = [before[at + MIN], before[at + MAX]];
      if (!(min > max)) {
        this.addTo(Math.floor((base + column) * scale), min, max, before[at + FIRST] ?? NaN, before[at + LAST] ?? NaN);
      }
    }
  }
}

/** Where a column begins, as far as numbers go. */
function edge(number: number, width: number): number {
  return Math.max(-Number.MAX_VALUE, number * width);
}

/** What a number of columns is multiplied by to be that of wider ones; never 0, so that what is below 0 stays there. */
function scaleOf(width: number, wider: number): number {
  return Math.max(width / wider, Number.MIN_VALUE);
}

function clear(cells: Float64Array, column: number): void {
  cells[column * FIELDS + MIN] = Infinity;
  cells[column * FIELDS + MAX] = -Infinity;
  cells[column * FIELDS + LAST] = NaN;
}

/** The least width, a power of two, by which an interval has no more columns than these, which must be two or more. */
export function widthFor(low: number, high: number, columns: number): number {
  // Halved, because the whole may overflow. Less one, as an interval may begin in the middle of a column.
  const half = high / 2 - low / 2;
  const exponent = half > 0 ? Math.ceil(Math.log2(half / (columns - 1))) + 1 : LEAST_EXPONENT;
  const greatest = Math.max(Math.abs(low), Math.abs(high));
  const least = greatest > 0 ? Math.ceil(Math.log2(greatest)) - NUMBER_BITS : LEAST_EXPONENT;
  return 2 ** Math.min(Math.max(exponent, least, LEAST_EXPONENT), GREATEST_EXPONENT);
}
