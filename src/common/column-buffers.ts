/** Memory for the packed columns of one record, used again for the next: new memory for each costs more than reading them. */
import { littleEndian } from './column';
import type { PackedReader } from './log-reader';

const LEAST_BYTES = 64 * 1024;

export class ColumnBuffers {
  private readonly buffers: Uint8Array<ArrayBuffer>[] = [];
  private used = 0;

  /** The columns that were read are not needed anymore. */
  begin(): void {
    this.used = 0;
  }

  /** @returns the float64 values of a packed column, valid until `begin`; `undefined` when it is malformed. */
  read(ascii: Uint8Array, reader: PackedReader): Float64Array | undefined {
    const buffer = this.buffer(Math.ceil(ascii.length / 4) * 3);
    const length = reader.base64(ascii, buffer);
    if (length === undefined || length % 8 !== 0) {
      return undefined;
    }
    const values = new Float64Array(buffer.buffer, 0, length / 8);
    if (!littleEndian) {
      const view = new DataView(buffer.buffer);
      values.forEach((_, index) => (values[index] = view.getFloat64(index * 8, true)));
    }
    return values;
  }

  private buffer(bytes: number): Uint8Array<ArrayBuffer> {
    const known = this.buffers[this.used];
    const buffer =
      known !== undefined && known.length >= bytes
        ? known
        : new Uint8Array(Math.max(LEAST_BYTES, 2 ** Math.ceil(Math.log2(bytes))));
    this.buffers[this.used] = buffer;
    this.used += 1;
    return buffer;
  }
}
