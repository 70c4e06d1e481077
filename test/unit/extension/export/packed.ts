/** A packed column of a log: base64 of little-endian float64. */
export function encodePacked(values: readonly number[]): string {
  return Buffer.from(Float64Array.from(values).buffer).toString('base64');
}
