/** From the bytes of a run log to its records. */
import { decodeLine } from './decode';
import { LineSplitter } from './lines';
import type { LogRecord, RefusalReason } from './record';

const BYTE_ORDER_MARK = 0xfeff;
const BLANK = /^[ \t\r]*$/;

export interface RecordSink {
  record(record: LogRecord): void;
  /** A record of a type that this version does not know. */
  unknown(): void;
  refused(reason: RefusalReason): void;
}

/** Feed it the bytes of one log in order. */
export class LogReader {
  private readonly splitter: LineSplitter;
  private linesSeen = 0;

  /** @param decodeText reads UTF-8; malformed bytes become U+FFFD. */
  constructor(
    private readonly sink: RecordSink,
    private readonly decodeText: (bytes: Uint8Array) => string,
  ) {
    this.splitter = new LineSplitter({
      line: (bytes) => this.line(bytes),
      tooLong: () => {
        this.linesSeen += 1;
        sink.refused('too-long');
      },
    });
  }

  push(chunk: Uint8Array): void {
    this.splitter.push(chunk);
  }

  private line(bytes: Uint8Array): void {
    let line = this.decodeText(bytes);
    this.linesSeen += 1;
    if (this.linesSeen === 1 && line.charCodeAt(0) === BYTE_ORDER_MARK) {
      line = line.slice(1);
    }
    if (BLANK.test(line)) {
      return;
    }
    const decoded = decodeLine(line);
    switch (decoded.kind) {
      case 'record':
        this.sink.record(decoded.record);
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
