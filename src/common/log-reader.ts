/** From the bytes of a run log to its records. */
import { decodeLine } from './decode';
import { LineSplitter } from './lines';
import type { LogRecord, RefusalReason } from './record';

const BYTE_ORDER_MARK = 0xfeff;
const BLANK = /^[ \t\r]*$/;

export interface RecordSink {
  /** @param offset of the record's line in the log, in bytes. */
  record(record: LogRecord, offset: number): void;
  /** A record of a type that this version does not know. */
  unknown(): void;
  refused(reason: RefusalReason): void;
}

/** Feed it the bytes of one log in order. */
export class LogReader {
  private readonly splitter: LineSplitter;
  private linesSeen = 0;

  /**
   * @param decodeText reads UTF-8; malformed bytes become U+FFFD.
   * @param start offset in the log of the first byte that is pushed: the beginning of a line.
   */
  constructor(
    private readonly sink: RecordSink,
    private readonly decodeText: (bytes: Uint8Array) => string,
    private readonly start = 0,
  ) {
    this.splitter = new LineSplitter({
      line: (bytes, offset) => this.line(bytes, offset),
      tooLong: () => {
        this.linesSeen += 1;
        sink.refused('too-long');
      },
    });
  }

  push(chunk: Uint8Array): void {
    this.splitter.push(chunk);
  }

  private line(bytes: Uint8Array, offset: number): void {
    let line = this.decodeText(bytes);
    this.linesSeen += 1;
    if (this.linesSeen === 1 && this.start === 0 && line.charCodeAt(0) === BYTE_ORDER_MARK) {
      line = line.slice(1);
    }
    if (BLANK.test(line)) {
      return;
    }
    const decoded = decodeLine(line);
    switch (decoded.kind) {
      case 'record':
        this.sink.record(decoded.record, this.start + offset);
        break;
      case 'unknown':
        this.sink.unknown();
        break;
      case 'refused':
        this.sink.refused(decoded.reason);
        break;
    }
  }
}
