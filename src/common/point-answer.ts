/**
 * Points that were asked for, in one ArrayBuffer: what is no number, or infinite, gets through. Layout, all numbers float64: `[place, x, y, time]` for
 * each, `place` being an index into the places of the question, and `time` in seconds since 1970, NaN when it is not known.
 */
import type { Point } from './nearest-point';

/** Places that one question may have: more than can be read at a glance, so that no question holds the host up. */
export const MAX_PLACES = 256;

const FIELDS = 4;

export function encodePoints(points: ReadonlyMap<number, Point>): ArrayBuffer {
  const numbers = new Float64Array(points.size * FIELDS);
  [...points].forEach(([place, { x, y, time }], index) => numbers.set([place, x, y, time], index * FIELDS));
  return numbers.buffer;
}

/** Throws a RangeError when the buffer has no whole points. */
export function decodePoints(buffer: ArrayBuffer): Map<number, Point> {
  const numbers = new Float64Array(buffer);
  if (numbers.length % FIELDS !== 0) {
    throw new RangeError(`${numbers.length} numbers are no whole points.`);
  }
  const points = new Map<number, Point>();
  for (let at = 0; at < numbers.length; at += FIELDS) {
    const [place = NaN, x = NaN, y = NaN, time = NaN] = numbers.subarray(at, at + FIELDS);
    points.set(place, { x, y, time });
  }
  return points;
}
