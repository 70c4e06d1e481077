/**
 * Keeps the long strings of a line, its packed columns, out of the JSON parser: they stay bytes, and the line that is parsed names them. To make strings
 * of them and to parse those takes ten times as long as all the rest.
 */

import type { PackedReader } from './log-reader';

const QUOTE = 34;
const BACKSLASH = '\\';
const SHORTEST_LINE = 1024;
const SHORTEST_STRING = 256;
/** A line with so many strings is one of plain columns. */
const MOST_STRINGS = 100;
/** JSON allows no such character in a string but as an escape, and the line has none: no other string of it begins so. */
const MARK = 0;
const ESCAPED_MARK = String.raw`\u0000`;

const BEGINNING = Uint8Array.from('{"type":"points",', (character) => character.charCodeAt(0));

export interface CutLine {
  /** The line with a name in place of each long string. */
  readonly text: string;
  /** What stands between the quotes, in the order of the names. Only valid as long as the line is. */
  readonly strings: readonly Uint8Array[];
}

/**
 * Cuts a line of a `points` record.
 *
 * @param decodeText reads UTF-8.
 * @param reader what the long strings will be read by: it must refuse a string with an escape.
 * @returns `null` when the line is to be parsed as it is: it is short, another record, or one with escapes.
 */
export function cutLongStrings(
  line: Uint8Array,
  decodeText: (bytes: Uint8Array) => string,
  reader: PackedReader,
): CutLine | null {
  if (line.length < SHORTEST_LINE || !beginsAsPoints(line)) {
    return null;
  }
  const strings: Uint8Array[] = [];
  const parts: string[] = [];
  let kept = 0;
  let seen = 0;
  for (let open = reader.find(line, QUOTE, 0); open >= 0; seen += 1) {
    const close = reader.find(line, QUOTE, open + 1);
    if (close < 0 || seen > MOST_STRINGS) {
      return null;
    }
    if (close - open > SHORTEST_STRING) {
      parts.push(decodeText(line.subarray(kept, open + 1)));
      strings.push(line.subarray(open + 1, close));
      kept = close;
    }
    open = reader.find(line, QUOTE, close + 1);
  }
  parts.push(decodeText(line.subarray(kept)));
  if (strings.length === 0 || parts.some((part) => part.includes(BACKSLASH))) {
    return null;
  }
  return { text: parts.reduce((text, part, index) => `${text}${ESCAPED_MARK}${index - 1}${part}`), strings };
}

/** The bytes that a string of the parsed line is the name of, `undefined` when it is a string like any other. */
export function longString(text: string, { strings }: CutLine): Uint8Array | undefined {
  return text.charCodeAt(0) === MARK ? strings[Number(text.slice(1))] : undefined;
}

function beginsAsPoints(line: Uint8Array): boolean {
  return BEGINNING.every((code, index) => line[index] === code);
}
