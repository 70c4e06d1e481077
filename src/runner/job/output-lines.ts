/** Cuts what a program prints on one stream into lines, as a terminal would show them. */
import { StringDecoder } from 'node:string_decoder';

/** A longer line is cut into several, so that a record stays far below the limit of the log's lines. */
const LONGEST_LINE = 64 * 1024;
/** How long a line without its end waits for it, in milliseconds. */
const PARTIAL_MILLISECONDS = 1000;
/** A line that is written over, such as a progress bar, is shown so often at most. */
const OVERWRITTEN_MILLISECONDS = 5000;

export interface OutputSink {
  /** A line to show. */
  line(text: string): void;
  /** A line that was written over by the next one: to be searched for metrics, but not shown each time. */
  overwritten(text: string): void;
}

export class OutputLines {
  private readonly decoder = new StringDecoder('utf8');
  private partial = '';
  /** When the partial line got its newest character, in milliseconds. */
  private touched = 0;
  /** When an overwritten line was last shown. */
  private shown = 0;
  /** Whether a part of the line that is being printed was already shown. */
  private continued = false;
  /** Whether the line that is being printed writes over an earlier version of itself. */
  private isBar = false;

  constructor(
    private readonly sink: OutputSink,
    private readonly now: () => number = Date.now,
  ) {}

  push(bytes: Buffer): void {
    this.add(this.decoder.write(bytes));
  }

  /** The stream has ended. */
  end(): void {
    this.add(this.decoder.end());
    this.give();
  }

  /** Shows a partial line that has waited long enough. To be called now and then. */
  tick(): void {
    const now = this.now();
    const isDue = !this.isBar || now - this.shown >= OVERWRITTEN_MILLISECONDS;
    if (this.partial !== '' && isDue && now - this.touched >= PARTIAL_MILLISECONDS) {
      this.shown = now;
      const { isBar } = this;
      this.give();
      this.isBar = isBar;
      this.continued = true;
    }
  }

  private add(text: string): void {
    if (text === '') {
      return;
    }
    const lines = (this.partial + text).split('\n');
    this.partial = lines.pop() ?? '';
    for (const line of lines) {
      this.whole(line);
    }
    this.overwrite();
    while (this.partial.length > LONGEST_LINE) {
      this.sink.line(this.partial.slice(0, LONGEST_LINE));
      this.partial = this.partial.slice(LONGEST_LINE);
      this.continued = true;
    }
    this.touched = this.now();
  }

  /** A line with its end: of what carriage returns made overwritten, the last is shown. */
  private whole(line: string): void {
    const versions = line.replace(/\r+$/, '').split('\r');
    const last = versions.pop() ?? '';
    versions.filter((version) => version !== '').forEach((version) => this.sink.overwritten(version));
    // The end of a line whose text was shown already is no line of its own.
    if (last !== '' || !this.continued) {
      this.show(last);
    }
    this.continued = false;
    this.isBar = false;
  }

  /** Takes from the partial line all that is written over already. */
  private overwrite(): void {
    const versions = this.partial.split('\r');
    if (versions.length === 1) {
      return;
    }
    this.isBar = true;
    const endsOpen = this.partial.endsWith('\r');
    const last = versions.pop() ?? '';
    // "text\r" may become "text\r\n": the newest version is kept until something follows.
    const kept = endsOpen ? `${versions.pop() ?? ''}\r` : last;
    const done = versions.filter((version) => version !== '');
    this.partial = kept === '\r' ? '' : kept;
    const isDue = this.now() - this.shown >= OVERWRITTEN_MILLISECONDS;
    const newest = isDue ? done.pop() : undefined;
    done.forEach((version) => this.sink.overwritten(version));
    if (newest !== undefined) {
      this.show(newest);
      this.shown = this.now();
    }
  }

  private give(): void {
    const text = this.partial.replace(/\r+$/, '');
    this.partial = '';
    if (text !== '') {
      this.whole(text);
    }
  }

  private show(text: string): void {
    for (let start = 0; start < Math.max(1, text.length); start += LONGEST_LINE) {
      this.sink.line(text.slice(start, start + LONGEST_LINE));
    }
  }
}
