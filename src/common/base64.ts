/** Base64 (RFC 4648 section 4, padded), read without Node or a browser. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const INVALID = 255;
const PAD = 61;

const sextets = new Uint8Array(256).fill(INVALID);
for (let index = 0; index < ALPHABET.length; index += 1) {
  sextets[ALPHABET.charCodeAt(index)] = index;
}

/** @returns the bytes, in a buffer of their own, or `undefined` when the text is not padded base64. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  const length = text.length;
  if (length % 4 !== 0) {
    return undefined;
  }
  const padding = paddingOf(text);
  const bytes = new Uint8Array((length / 4) * 3 - padding);
  const whole = padding === 0 ? length : length - 4;
  // One comparison at the end instead of four in each round: an invalid character has bits that no sextet has.
  let seen = 0;
  let at = 0;
  for (let index = 0; index < whole; index += 4) {
    const a = sextet(text, index);
    const b = sextet(text, index + 1);
    const c = sextet(text, index + 2);
    const d = sextet(text, index + 3);
    seen |= a | b | c | d;
    bytes[at] = (a << 2) | (b >> 4);
    bytes[at + 1] = (b << 4) | (c >> 2);
    bytes[at + 2] = (c << 6) | d;
    at += 3;
  }
  if (padding > 0) {
    const a = sextet(text, whole);
    const b = sextet(text, whole + 1);
    const c = padding === 1 ? sextet(text, whole + 2) : 0;
    seen |= a | b | c;
    bytes[at] = (a << 2) | (b >> 4);
    if (padding === 1) {
      bytes[at + 1] = (b << 4) | (c >> 2);
    }
  }
  return seen > 63 ? undefined : bytes;
}

function sextet(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code < 256 ? (sextets[code] ?? INVALID) : INVALID;
}

function paddingOf(text: string): 0 | 1 | 2 {
  if (text.charCodeAt(text.length - 1) !== PAD) {
    return 0;
  }
  return text.charCodeAt(text.length - 2) === PAD ? 2 : 1;
}
