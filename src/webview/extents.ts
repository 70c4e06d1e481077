/** The range of the values of a series that grows: of what was looked at before only the result is used. */
export class Extents {
  private from = 0;
  /** The entries `[from, to)` are known. */
  private to = 0;
  private low = Infinity;
  private high = -Infinity;

  /** Forgets what it knows of entries that are others now. */
  keep(count: number): void {
    if (count < this.to) this.to = -1;
  }

  /**
   * Least and greatest finite value of the entries `[from, to)` of all fields: not in order where there is none.
   *
   * @param lasting entries before this one may be remembered.
   */
  of(fields: readonly Float64Array[], from: number, to: number, lasting: number): readonly [number, number] {
    if (from !== this.from || lasting < this.to || this.to < from) {
      this.from = from;
      this.to = from;
      this.low = Infinity;
      this.high = -Infinity;
    }
    [this.low, this.high] = widened(fields, this.to, lasting, this.low, this.high);
    this.to = lasting;
    return widened(fields, lasting, to, this.low, this.high);
  }
}

function widened(
  fields: readonly Float64Array[],
  from: number,
  to: number,
  low: number,
  high: number,
): readonly [number, number] {
  for (const values of fields) {
    for (let index = from; index < to; index += 1) {
      const value = values[index] ?? NaN;
      if (value < low && value !== -Infinity) low = value;
      if (value > high && value !== Infinity) high = value;
    }
  }
  return [low, high];
}
