/** Files of times that producers leave. */
import { readFileSync } from 'node:fs';

/** Seconds since 1970. */
export function readTimes(path: string): Float64Array {
  const bytes = readFileSync(path);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}
