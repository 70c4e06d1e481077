/** Numbers about numbers. */

/** The value below which so large a share of the values lies; NaN of none. */
export function percentile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export function median(values: ArrayLike<number>): number {
  return percentile(values, 0.5);
}

export const round = (value: number, digits = 2): number => Number(value.toFixed(digits));
