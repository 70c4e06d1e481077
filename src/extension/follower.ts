/** Follows one log: reads what is there, then what is appended, for as long as it is wanted. */
import { open, stat, type FileHandle } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { LogReader, type RecordSink } from '../common/log-reader';
import { byteDecoders } from '../runner/byte-decoders';
import { isErrno } from '../runner/process-state';
import { readBuffers } from './read-buffers';

/** Plain rows take a microsecond each: so much of them takes a few milliseconds, of packed points a fraction of one. */
const PIECE_BYTES = 64 * 1024;
/** After so long it is the turn of others in the extension host. */
const TURN_MILLISECONDS = 8;

export interface FollowerEvents {
  /** Records of one read have been applied. */
  changed(): void;
  /** The file was cut or replaced: it is read anew from its start. */
  startedOver(): void;
  /** The file cannot be read. Following goes on with the next wake. */
  failed(error: Error): void;
}

/** The file need not exist yet. Whoever owns it calls `wake` when the file may have changed; a wake during a read leads to one more. */
export class Follower {
  private file: FileHandle | null = null;
  private inode = 0;
  private offset = 0;
  /** Bytes of the file when it was looked at last. */
  private size = 0;
  private modifiedAt = NaN;
  private reader: LogReader;
  private reading: Promise<void> | null = null;
  private again = false;
  private disposed = false;

  constructor(
    readonly path: string,
    private readonly sink: RecordSink,
    private readonly events: FollowerEvents,
  ) {
    this.reader = this.newReader();
  }

  /** When the file was written to last, as far as it was looked at, in seconds since 1970; NaN before it was there. */
  get modified(): number {
    return this.modifiedAt;
  }

  /** Reads to the end of the file. The promise is fulfilled when all that was there at the call has been applied. */
  wake(): Promise<void> {
    this.again = true;
    this.reading ??= this.readAll().finally(() => {
      this.reading = null;
    });
    return this.reading;
  }

  dispose(): void {
    this.disposed = true;
    this.reading ??= Promise.resolve();
    void this.reading.then(() => this.close());
  }

  private async readAll(): Promise<void> {
    while (this.again && !this.disposed) {
      this.again = false;
      try {
        await this.readOn();
      } catch (error) {
        await this.close();
        if (!isErrno(error, 'ENOENT')) {
          this.events.failed(error instanceof Error ? error : new Error(String(error)));
        }
      }
    }
  }

  private async readOn(): Promise<void> {
    await this.openCurrent();
    while (this.file !== null && !this.disposed && (await this.readOnce(this.file))) {
      // Until the end.
    }
  }

  /** @returns whether there may be more. */
  private async readOnce(file: FileHandle): Promise<boolean> {
    const buffer = await readBuffers.take();
    try {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, this.offset);
      this.offset += bytesRead;
      await this.apply(buffer.subarray(0, bytesRead));
      // What was written since then wakes again.
      return bytesRead > 0 && (bytesRead === buffer.length || this.offset < this.size);
    } finally {
      readBuffers.give(buffer);
    }
  }

  private async apply(bytes: Uint8Array): Promise<void> {
    let began = performance.now();
    for (let start = 0; start < bytes.length && !this.disposed; start += PIECE_BYTES) {
      this.reader.push(bytes.subarray(start, start + PIECE_BYTES));
      const isLast = start + PIECE_BYTES >= bytes.length;
      if (isLast || performance.now() - began > TURN_MILLISECONDS) {
        this.events.changed();
        await (isLast ? undefined : setImmediate());
        began = performance.now();
      }
    }
  }

  /** Opens the file, or opens it anew when another one has its name or it is shorter than what was read. */
  private async openCurrent(): Promise<void> {
    const now = await stat(this.path);
    const replaced = this.inode !== 0 && now.ino !== this.inode;
    if (replaced || now.size < this.offset) {
      await this.close();
      this.offset = 0;
      this.reader = this.newReader();
      this.events.startedOver();
    }
    this.file ??= await open(this.path, 'r');
    this.inode = now.ino;
    this.size = now.size;
    this.modifiedAt = now.mtimeMs / 1000;
  }

  private newReader(): LogReader {
    return new LogReader(this.sink, byteDecoders);
  }

  private async close(): Promise<void> {
    const { file } = this;
    this.file = null;
    await file?.close();
  }
}

/**
 * Reads a log from the beginning of one of its lines until `done` or its end.
 *
 * @param start offset of the line in bytes.
 */
export async function readUntil(path: string, start: number, sink: RecordSink, done: () => boolean): Promise<void> {
  const reader = new LogReader(sink, byteDecoders, start);
  const file = await open(path, 'r');
  const buffer = await readBuffers.take();
  try {
    for (let offset = start; !done();) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
      if (bytesRead === 0) {
        return;
      }
      await pushInTurns(reader, buffer.subarray(0, bytesRead), done);
      offset += bytesRead;
    }
  } finally {
    readBuffers.give(buffer);
    await file.close();
  }
}

async function pushInTurns(reader: LogReader, bytes: Uint8Array, done: () => boolean): Promise<void> {
  let began = performance.now();
  for (let start = 0; start < bytes.length && !done(); start += PIECE_BYTES) {
    reader.push(bytes.subarray(start, start + PIECE_BYTES));
    if (performance.now() - began > TURN_MILLISECONDS) {
      await setImmediate();
      began = performance.now();
    }
  }
}
