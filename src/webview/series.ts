import type { Block, BlockKind } from '../common/frame';
import { Extents } from './extents';

/** The drawn entries of one series, in typed arrays that grow. */
export class SeriesData {
  kind: BlockKind = 'points';
  count = 0;
  /** Width of a column in units of x; 0 for points. */
  width = 0;
  /** Least and greatest x of the whole series, NaN when it has none. */
  low = NaN;
  high = NaN;
  /** x, y of points; number, minimum, maximum, first, last of columns, as they are drawn. Only the first `count` of each are entries. */
  fields: readonly Float64Array[] = [];
  /** The same as they were sent: other than `fields` only where y is drawn as its logarithm. */
  private sent: readonly Float64Array[] = [];
  private logarithmic = false;
  /** The entries before this one are as they were when it was asked last. */
  private same = 0;
  private readonly extents = new Extents();

  clear(): void {
    this.change(0);
    this.kind = 'points';
    this.count = 0;
    this.width = 0;
    this.low = NaN;
    this.high = NaN;
    this.fields = [];
    this.sent = [];
  }

  /** Has y drawn as its decimal logarithm; a value that has none, because it is not positive, as −∞. */
  setLogarithmic(logarithmic: boolean): void {
    if (logarithmic === this.logarithmic) return;
    this.logarithmic = logarithmic;
    this.change(0);
    this.fields = logarithmic
      ? this.sent.map((field, index) => (index === 0 ? field : field.map(logarithm)))
      : this.sent;
  }

  /** The value of a field as it was logged. */
  told(field: number, index: number): number {
    return this.sent[field]?.[index] ?? NaN;
  }

  /** Replaces the entries from `block.from` on. Throws a RangeError when the block does not continue what is there. */
  apply(block: Block): void {
    if (block.kind === 'columns' && !(block.width > 0 && Number.isFinite(block.width))) {
      throw new RangeError(`Columns have the width ${block.width}.`);
    }
    if (block.from > this.count) {
      throw new RangeError(`A block starts at entry ${block.from} of a series that has ${this.count}.`);
    }
    if (block.from > 0 && (block.kind !== this.kind || block.width !== this.width)) {
      throw new RangeError('A block changes the kind or the width of a series without replacing all of it.');
    }
    this.change(block.from + block.count < this.count ? 0 : block.from);
    this.kind = block.kind;
    this.width = block.width;
    this.low = block.low;
    this.high = block.high;
    this.sent = block.values.map((values, field) => replaced(this.sent[field], values, block.from));
    this.fields = this.logarithmic ? this.logarithms(block) : this.sent;
    this.count = block.from + block.count;
  }

  /** How many entries at the beginning are as they were when this was called last. */
  takeSame(): number {
    const { same } = this;
    this.same = this.count;
    return same;
  }

  /** Least and greatest finite y of the entries `[from, to)`: not in order where there is none. */
  extentOf(from: number, to: number): readonly [number, number] {
    // The last entry is replaced as long as it grows.
    return this.extents.of(this.fields.slice(1), from, to, Math.max(from, Math.min(to, this.count - 1)));
  }

  private change(from: number): void {
    this.same = Math.min(this.same, from);
    this.extents.keep(from);
  }

  private logarithms({ values, from }: Block): Float64Array[] {
    return this.sent.map((field, index) =>
      index === 0 ? field : replaced(this.fields[index], values[index]?.map(logarithm) ?? new Float64Array(0), from),
    );
  }

  /** Where entry `index` begins on the x axis. */
  start(index: number): number {
    const position = this.fields[0]?.[index] ?? NaN;
    return this.kind === 'points' ? position : position * this.width;
  }

  /** Where entry `index` ends on the x axis: for a point, where it is. */
  end(index: number): number {
    const position = this.fields[0]?.[index] ?? NaN;
    return this.kind === 'points' ? position : (position + 1) * this.width;
  }

  /** The entries `[from, to)` that touch `[low, high]`, with one neighbour on each side. */
  visible(low: number, high: number): [number, number] {
    const from = this.firstWhere((index) => this.end(index) >= low);
    const to = this.firstWhere((index) => this.start(index) > high);
    return [Math.max(0, from - 1), Math.min(this.count, to + 1)];
  }

  /** The entry nearest to `x`, or -1 when there is none. Gaps count as entries. */
  nearest(x: number): number {
    if (this.count === 0) return -1;
    const after = this.firstWhere((index) => this.end(index) >= x);
    if (after === 0) return 0;
    if (after === this.count) return this.count - 1;
    return this.start(after) <= x || this.start(after) - x < x - this.end(after - 1) ? after : after - 1;
  }

  private firstWhere(test: (index: number) => boolean): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (test(middle)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** `old` with `values` written from index `from` on, in a larger array if need be. */
function replaced(old: Float64Array | undefined, values: Float64Array, from: number): Float64Array {
  const needed = from + values.length;
  let target = old;
  if (target === undefined || target.length < needed) {
    target = new Float64Array(Math.max(64, needed + (needed >>> 1)));
    if (old !== undefined) target.set(old.subarray(0, from));
  }
  target.set(values, from);
  return target;
}

function logarithm(value: number): number {
  // What is not positive lies below all that a logarithmic axis can show; NaN stays what it is.
  return value <= 0 ? -Infinity : Math.log10(value);
}
