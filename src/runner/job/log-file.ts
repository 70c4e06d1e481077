/** The log that the watching program writes: whole lines in order, whatever the disk does. */
import { closeSync, fstatSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { MAX_LINE_BYTES } from '../../common/record';

/** What may wait while the disk takes nothing. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

/** How often a full disk is tried again, and how long it may keep the end of a log from being written, in milliseconds. */
const RETRY_MILLISECONDS = 100;
const LAST_WRITE_MILLISECONDS = 60_000;

export class LogFile {
  private file: number | null = null;
  private waiting: Buffer[] = [];
  private waitingBytes = 0;
  private lost = 0;
  private failure = '';

  /** @param again what a log that somebody deleted begins with when it goes on: without it nobody could see, or stop, who writes it. */
  constructor(
    private readonly path: string,
    private readonly again: () => readonly object[] = () => [],
  ) {}

  /** Makes the log. @returns why it cannot be written, or an empty text. */
  open(): string {
    try {
      this.make();
      return '';
    } catch (error) {
      return `The log cannot be written: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  /** Appends records. What cannot be written waits for the next call; beyond a limit it is dropped, counted, and said by a `gap`. */
  write(...records: readonly object[]): void {
    for (const record of records) {
      const line = Buffer.from(`${JSON.stringify(record)}\n`);
      if (line.length > MAX_LINE_BYTES + 1 || this.waitingBytes + line.length > MAX_WAITING_BYTES) {
        this.lost += 1;
      } else {
        this.waiting.push(line);
        this.waitingBytes += line.length;
      }
    }
    this.flush();
  }

  /** Tries again what waits. @returns whether all is written. */
  flush(): boolean {
    try {
      this.comeBack();
      this.send();
      if (this.lost > 0) {
        const gap = { type: 'gap', count: this.lost, reason: this.failure || 'record of more than 1 MiB' };
        this.lost = 0;
        this.waiting.push(Buffer.from(`${JSON.stringify(gap)}\n`));
        this.send();
      }
      return true;
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      return false;
    }
  }

  close(): void {
    if (this.file !== null) {
      closeSync(this.file);
      this.file = null;
    }
  }

  private make(): number {
    if (this.file === null) {
      mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
      this.file = openSync(this.path, 'a', 0o600);
    }
    return this.file;
  }

  /** What was in a deleted log is lost; what follows is not. */
  private comeBack(): void {
    if (this.file === null || fstatSync(this.file).nlink > 0) {
      return;
    }
    this.close();
    const gap = { type: 'gap', count: 1, reason: 'the log was deleted while it was written' };
    const lines = [...this.again(), gap].map((record) => Buffer.from(`${JSON.stringify(record)}\n`));
    this.waiting = [...lines, ...this.waiting];
    this.waitingBytes += lines.reduce((total, { length }) => total + length, 0);
  }

  /** Of a line that was written in part the rest stays first, so that the line becomes whole. */
  private send(): void {
    if (this.waiting.length === 0) {
      return;
    }
    const file = this.make();
    let rest = Buffer.concat(this.waiting);
    this.waiting = [rest];
    while (rest.length > 0) {
      const written = writeSync(file, rest);
      rest = rest.subarray(written);
      this.waiting = rest.length > 0 ? [rest] : [];
      this.waitingBytes = rest.length;
    }
  }
}

/** Closes a log whose last record was given to it. @param closed is called when all is written, or was waited for long enough. */
export function closeWhenWritten(log: LogFile, closed: () => void): void {
  const deadline = Date.now() + LAST_WRITE_MILLISECONDS;
  const close = (): void => {
    if (log.flush() || Date.now() > deadline) {
      log.close();
      closed();
    } else {
      setTimeout(close, RETRY_MILLISECONDS);
    }
  };
  close();
}
