/** Follows one log: reads what is there, then what is appended, for as long as it is wanted. */
import { open, stat, type FileHandle } from 'node:fs/promises';
import { LogReader, type RecordSink } from '../common/log-reader';
import { isErrno } from '../runner/process-state';

const READ_BYTES = 256 * 1024;

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
  private reader: LogReader;
  private reading: Promise<void> | null = null;
  private again = false;
  private disposed = false;
  private readonly buffer = Buffer.allocUnsafe(READ_BYTES);

  constructor(
    readonly path: string,
    private readonly sink: RecordSink,
    private readonly events: FollowerEvents,
  ) {
    this.reader = this.newReader();
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
    while (this.file !== null && !this.disposed) {
      const { bytesRead } = await this.file.read(this.buffer, 0, READ_BYTES, this.offset);
      if (bytesRead === 0) {
        return;
      }
      this.offset += bytesRead;
      this.reader.push(this.buffer.subarray(0, bytesRead));
      this.events.changed();
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
  }

  private newReader(): LogReader {
    return new LogReader(this.sink, decodeText);
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
  const reader = new LogReader(sink, decodeText, start);
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(READ_BYTES);
    for (let offset = start; !done();) {
      const { bytesRead } = await file.read(buffer, 0, READ_BYTES, offset);
      if (bytesRead === 0) {
        return;
      }
      reader.push(buffer.subarray(0, bytesRead));
      offset += bytesRead;
    }
  } finally {
    await file.close();
  }
}

function decodeText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}
