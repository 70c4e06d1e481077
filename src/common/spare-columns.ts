/** Columns whose points were dropped, for the points that come next: new memory for each chunk costs more than filling it, and waits for the garbage collector. */

/** Columns of one length and kind that wait; more are left to the garbage collector. */
const MOST = 64;

export class SpareColumns {
  private readonly doubles = new Map<number, Float64Array[]>();
  private readonly singles = new Map<number, Float32Array[]>();

  /** A column that nobody uses; what stands in it is of no meaning. */
  takeDoubles(length: number): Float64Array {
    return this.doubles.get(length)?.pop() ?? new Float64Array(length);
  }

  takeSingles(length: number): Float32Array {
    return this.singles.get(length)?.pop() ?? new Float32Array(length);
  }

  /** Takes back a column that is a whole buffer. Whoever gives it forgets it. */
  give(column: Float64Array | Float32Array | null): void {
    if (column instanceof Float64Array) {
      keep(this.doubles, column);
    } else if (column !== null) {
      keep(this.singles, column);
    }
  }
}

function keep<Column extends Float64Array | Float32Array>(kept: Map<number, Column[]>, column: Column): void {
  const same = kept.get(column.length);
  if (same === undefined) {
    kept.set(column.length, [column]);
  } else if (same.length < MOST) {
    same.push(column);
  }
}
