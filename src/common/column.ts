/** Columns of a `points` record: plain, packed or regular, as docs/log-format.md describes them. */
import { decodeBase64 } from './base64';

/** `start + index × step`, for `length` values. */
export interface RegularColumn {
  readonly start: number;
  readonly step: number;
  readonly length: number;
}

export type Column = Float64Array | RegularColumn;

export const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

export function isRegular(column: Column): column is RegularColumn {
  return !(column instanceof Float64Array);
}

/** The value at an index below the column's length. */
export function valueAt(column: Column, index: number): number {
  return isRegular(column) ? column.start + index * column.step : (column[index] ?? NaN);
}

/** Whether no value from one index up to, not including, another is less than the one before. */
export function isGrowing(x: Float64Array, from: number, to: number): boolean {
  let before = x[from] ?? NaN;
  for (let index = from + 1; index < to; index += 1) {
    const value = x[index] ?? NaN;
    if (value < before) {
      return false;
    }
    before = value;
  }
  return true;
}

/** Whether neither NaN nor an infinity is in a column. */
export function allFinite(x: Column): boolean {
  if (isRegular(x)) {
    return x.length === 0 || (Number.isFinite(x.start) && Number.isFinite(valueAt(x, x.length - 1)));
  }
  for (const value of x) {
    if (!Number.isFinite(value)) {
      return false;
    }
  }
  return true;
}

/** Reads a number as the log writes it: NaN and the infinities are strings, `null` is NaN. `undefined` when it is none. */
export function decodeNumber(value: unknown): number | undefined {
  if (typeof value === 'number') {
    return value;
  }
  switch (value) {
    case null:
    case 'NaN':
      return NaN;
    case 'Infinity':
      return Infinity;
    case '-Infinity':
      return -Infinity;
    default:
      return undefined;
  }
}

/** Reads the text of a packed column; `undefined` when it is malformed. */
export type Unpack = (text: string) => Float64Array | undefined;

/**
 * Reads a plain or packed column.
 *
 * @returns the values, or `undefined` when the column is malformed.
 */
export function decodeValues(value: unknown, unpack: Unpack = decodePacked): Float64Array | undefined {
  if (typeof value === 'string') {
    return unpack(value);
  }
  if (!Array.isArray(value)) {
    return undefined;
  }
  const numbers = new Float64Array(value.length);
  for (let index = 0; index < value.length; index += 1) {
    const number = decodeNumber(value[index]);
    if (number === undefined) {
      return undefined;
    }
    numbers[index] = number;
  }
  return numbers;
}

/**
 * Reads a column of any form that belongs to a record of `length` points.
 *
 * @returns the column, or `undefined` when it is malformed or of another length.
 */
export function decodeColumn(value: unknown, length: number, unpack: Unpack = decodePacked): Column | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const { start, step } = value as { start?: unknown; step?: unknown };
    const finite =
      typeof start === 'number' && typeof step === 'number' && Number.isFinite(start) && Number.isFinite(step);
    return finite ? { start, step, length } : undefined;
  }
  const values = decodeValues(value, unpack);
  return values?.length === length ? values : undefined;
}

/** Reads a packed column without Node or a browser. */
export function decodePacked(text: string): Float64Array | undefined {
  const bytes = decodeBase64(text);
  if (bytes === undefined || bytes.length % 8 !== 0) {
    return undefined;
  }
  if (littleEndian) {
    return new Float64Array(bytes.buffer, 0, bytes.length / 8);
  }
  const view = new DataView(bytes.buffer);
  return Float64Array.from({ length: bytes.length / 8 }, (_, index) => view.getFloat64(index * 8, true));
}
