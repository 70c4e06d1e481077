/** From the bytes of a run log to its records. */
import { decodePacked } from './column';
import { decodeLine } from './decode';
import { LineSplitter } from './lines';
import { ColumnBuffers } from './column-buffers';
import { cutLongStrings, longString } from './long-strings';
import type { DecodedLine, LogRecord, RefusalReason } from './record';

const BYTE_ORDER_MARK = 0xfeff;
/** For all readers: a record is done with when the next one is read. */
const columns = new ColumnBuffers();
const BLANK = /^[ \t\r]*$/;

export interface RecordSink {
  /**
   * @param record its columns are only valid during the call.
   * @param offset of the record's line in the log, in bytes.
   */
  record(record: LogRecord, offset: number): void;
  /** A record of a type that this version does not know. */
  unknown(): void;
  refused(reason: RefusalReason): void;
}

export interface PackedReader {
  /** Index of the first such byte from an index on, `-1` when there is none. */
  find(bytes: Uint8Array, byte: number, from: number): number;
  /**
   * Reads padded base64 to the beginning of a target with room for it.
   *
   * @returns how many bytes that were; `undefined` when the base64 is malformed.
   */
  base64(ascii: Uint8Array, target: Uint8Array): number | undefined;
}

/** How bytes are read where the program runs. */
export interface ByteDecoders {
  /** Reads UTF-8; malformed bytes become U+FFFD. */
  readonly text: (bytes: Uint8Array) => string;
  /** Without it, packed columns are read by the portable reader, at ten times the cost. */
  readonly packed?: PackedReader;
}

/** Feed it the bytes of one log in order. */
export class LogReader {
  private readonly splitter: LineSplitter;
  private linesSeen = 0;

  /**
   * @param start offset in the log of the first byte that is pushed: the beginning of a line.
   */
  constructor(
    private readonly sink: RecordSink,
    private readonly decoders: ByteDecoders,
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
    this.linesSeen += 1;
    const decoded = this.decodeCut(bytes) ?? this.decodeWhole(bytes);
    switch (decoded?.kind) {
      case 'record':
        this.sink.record(decoded.record, this.start + offset);
        break;
      case 'unknown':
        this.sink.unknown();
        break;
      case 'refused':
        this.sink.refused(decoded.reason);
        break;
      case undefined:
        break;
    }
  }

  /** Decodes a line whose long strings all are packed columns; `null` when the line is none. */
  private decodeCut(bytes: Uint8Array): DecodedLine | null {
    const { text, packed } = this.decoders;
    const cut = packed === undefined ? null : cutLongStrings(bytes, text, packed);
    if (packed === undefined || cut === null) {
      return null;
    }
    let left = cut.strings.length;
    columns.begin();
    const decoded = decodeLine(cut.text, (column) => {
      const ascii = longString(column, cut);
      const numbers = ascii === undefined ? decodePacked(column) : columns.read(ascii, packed);
      left -= ascii === undefined || numbers === undefined ? 0 : 1;
      return numbers;
    });
    // A long string that is no column may not even be JSON.
    return left === 0 ? decoded : null;
  }

  /** @returns `null` for a blank line. */
  private decodeWhole(bytes: Uint8Array): DecodedLine | null {
    let line = this.decoders.text(bytes);
    if (this.linesSeen === 1 && this.start === 0 && line.charCodeAt(0) === BYTE_ORDER_MARK) {
      line = line.slice(1);
    }
    return BLANK.test(line) ? null : decodeLine(line);
  }
}
