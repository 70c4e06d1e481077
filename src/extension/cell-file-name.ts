/** How ipykernel names the file of a cell in tracebacks and warnings: `<temporary folder>/ipykernel_<pid>/<hash of the cell's text>.py`. */

const SEED = 0xc70f6907;
const MULTIPLIER = 0x5bd1e995;

/** The file's name without its folders. */
export function cellFileName(code: string): string {
  return `${murmur2(Buffer.from(code))}.py`;
}

/** The 32-bit MurmurHash2 of Austin Appleby, as ipykernel's compiler has it. */
function murmur2(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const whole = bytes.length - (bytes.length % 4);
  let hash = SEED ^ bytes.length;
  for (let index = 0; index < whole; index += 4) {
    const block = Math.imul(view.getUint32(index, true), MULTIPLIER);
    hash = Math.imul(hash, MULTIPLIER) ^ Math.imul(block ^ (block >>> 24), MULTIPLIER);
  }
  if (whole < bytes.length) {
    for (let index = bytes.length - 1; index >= whole; index -= 1) {
      hash ^= (bytes[index] ?? 0) << (8 * (index - whole));
    }
    hash = Math.imul(hash, MULTIPLIER);
  }
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return (hash ^ (hash >>> 15)) >>> 0;
}
