/** How Node reads text and packed columns out of the bytes of a log. */
import type { ByteDecoders } from '../common/log-reader';

const PAD = 61;
/** Node takes these for base64, too: those of the URL alphabet. */
const MINUS = 45;
const UNDERSCORE = 95;
/** Strings up to 128 KiB live where memory is used again at once; a multiple of four. */
const PIECE = 64 * 1024;

export const byteDecoders: ByteDecoders = {
  text: (bytes) => viewOf(bytes).toString('utf8'),
  packed: {
    find: (bytes, byte, from) => viewOf(bytes).indexOf(byte, from),
    base64: decodeBase64,
  },
};

function decodeBase64(ascii: Uint8Array, bytes: Uint8Array): number | undefined {
  const source = viewOf(ascii);
  const { length } = source;
  if (length % 4 !== 0 || source.includes(MINUS) || source.includes(UNDERSCORE)) {
    return undefined;
  }
  const padding = source[length - 1] !== PAD ? 0 : source[length - 2] === PAD ? 2 : 1;
  const target = viewOf(bytes);
  let written = 0;
  for (let start = 0; start < length; start += PIECE) {
    written += target.write(source.toString('latin1', start, start + PIECE), written, 'base64');
  }
  // Node skips what is no base64, so something is missing then.
  return written === (length / 4) * 3 - padding ? written : undefined;
}

function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
