/** Cuts a stream of bytes into lines, in constant memory whatever is written. */
import { MAX_LINE_BYTES } from './record';

const NEWLINE = 10;

export interface LineSink {
  /** One whole line, without its `\n`, that begins `offset` bytes after the first one pushed. The bytes are only valid during the call. */
  line(bytes: Uint8Array, offset: number): void;
  /** A line longer than the limit ended; its bytes were skipped. */
  tooLong(): void;
}

/** Feed it chunks in order; a line is passed on when its `\n` has come. */
export class LineSplitter {
  private pending = new Uint8Array(0);
  private pendingLength = 0;
  private skipping = false;
  /** Bytes of the chunks before. */
  private pushed = 0;
  /** Where the line that has not ended begins. */
  private lineStart = 0;

  constructor(
    private readonly sink: LineSink,
    private readonly limit = MAX_LINE_BYTES,
  ) {}

  /** Bytes of memory held for the line that has not ended. */
  get bytes(): number {
    return this.pending.byteLength;
  }

  push(chunk: Uint8Array): void {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, start);
      if (end < 0) {
        this.keep(chunk.subarray(start));
        this.pushed += chunk.length;
        return;
      }
      this.endLine(chunk.subarray(start, end));
      start = end + 1;
      this.lineStart = this.pushed + start;
    }
  }

  private endLine(tail: Uint8Array): void {
    if (this.skipping || this.pendingLength + tail.length > this.limit) {
      this.sink.tooLong();
    } else if (this.pendingLength === 0) {
      this.sink.line(tail, this.lineStart);
    } else {
      this.keep(tail);
      this.sink.line(this.pending.subarray(0, this.pendingLength), this.lineStart);
    }
    this.pendingLength = 0;
    this.skipping = false;
  }

  private keep(bytes: Uint8Array): void {
    const length = this.pendingLength + bytes.length;
    if (this.skipping || length > this.limit) {
      this.skipping = true;
      this.pending = new Uint8Array(0);
      this.pendingLength = 0;
      return;
    }
    if (length > this.pending.length) {
      const grown = new Uint8Array(Math.min(this.limit, Math.max(length, this.pending.length * 2, 1024)));
      grown.set(this.pending.subarray(0, this.pendingLength));
      this.pending = grown;
    }
    this.pending.set(bytes, this.pendingLength);
    this.pendingLength = length;
  }
}
