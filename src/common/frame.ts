/**
 * The points of a frame: blocks for the series of a panel's charts, in one ArrayBuffer of exact size.
 *
 * Layout, all numbers float64 in the machine's byte order (both halves run on one machine): a block is
 * `[chart, series, kind, from, count, width, low, high]` followed by its values. It replaces all entries of the series from index `from` on.
 *
 * - `points`: `count` × x, then `count` × y: each point of the series in the visible interval (and one neighbour on each side), sorted by x. NaN in y is a gap.
 * - `columns`: `count` × column number, then minimum, maximum, first and last of y, `count` each. Column `k` stands for x in [k × width, (k + 1) × width).
 *   The grid is absolute, so that a column keeps its place. Columns without points are left out; NaN in all four is a gap.
 *
 * `low` and `high` are the least and the greatest finite x of the whole series (NaN when it has none).
 */

export type BlockKind = 'points' | 'columns';

export interface Block {
  /** Index into the figure's charts. */
  readonly chart: number;
  /** Index into the chart's series. */
  readonly series: number;
  readonly kind: BlockKind;
  /** The entries from this index on are replaced; 0 replaces all and may change the kind. */
  readonly from: number;
  readonly count: number;
  /** Width of a column in units of x; 0 for points. */
  readonly width: number;
  readonly low: number;
  readonly high: number;
  /** `values[i]` are the entries of one field, `count` each: x, y of points; number, minimum, maximum, first, last of columns. */
  readonly values: readonly Float64Array[];
}

const HEADER = 8;
const FIELDS: Readonly<Record<BlockKind, number>> = { points: 2, columns: 5 };
const KINDS: readonly BlockKind[] = ['points', 'columns'];

/** Writes blocks into one buffer of exact size. */
export function encodeFrame(blocks: readonly Block[]): ArrayBuffer {
  const length = blocks.reduce((total, block) => total + HEADER + FIELDS[block.kind] * block.count, 0);
  const numbers = new Float64Array(length);
  let offset = 0;
  for (const block of blocks) {
    const kind = KINDS.indexOf(block.kind);
    numbers.set([block.chart, block.series, kind, block.from, block.count, block.width, block.low, block.high], offset);
    offset += HEADER;
    for (const field of block.values) {
      numbers.set(field.length === block.count ? field : field.subarray(0, block.count), offset);
      offset += block.count;
    }
  }
  return numbers.buffer;
}

/** Reads the blocks of a buffer without copying the values. Throws a RangeError when the buffer is not a frame. */
export function decodeFrame(buffer: ArrayBuffer): Block[] {
  const numbers = new Float64Array(buffer);
  const blocks: Block[] = [];
  let offset = 0;
  while (offset < numbers.length) {
    const block = decodeBlock(numbers, offset);
    offset += HEADER + block.values.length * block.count;
    blocks.push(block);
  }
  return blocks;
}

function decodeBlock(numbers: Float64Array, offset: number): Block {
  const [chart = -1, series = -1, kindNumber = -1, from = -1, count = -1, width = NaN, low = NaN, high = NaN] =
    numbers.subarray(offset, offset + HEADER);
  const kind = KINDS[kindNumber];
  const whole = [chart, series, from, count].every((value) => Number.isSafeInteger(value) && value >= 0);
  if (kind === undefined || !whole || offset + HEADER + FIELDS[kind] * count > numbers.length) {
    throw new RangeError(`The frame is malformed at number ${offset}.`);
  }
  const start = offset + HEADER;
  const values = Array.from({ length: FIELDS[kind] }, (_, field) =>
    numbers.subarray(start + field * count, start + (field + 1) * count),
  );
  return { chart, series, kind, from, count, width, low, high, values };
}
