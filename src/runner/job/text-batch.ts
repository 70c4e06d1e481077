/** Puts printed lines together, so that a program that prints much costs few writes. */

const FLUSH_MILLISECONDS = 50;
/** Characters of one record; each takes six bytes of JSON at most. */
const MAX_CHARACTERS = 128 * 1024;

export class TextBatch {
  private stream = '';
  private lines: string[] = [];
  private characters = 0;
  private timer: NodeJS.Timeout | null = null;

  /** @param write is given `text` records. */
  constructor(private readonly write: (record: object) => void) {}

  add(stream: string, line: string): void {
    if (stream !== this.stream || this.characters + line.length > MAX_CHARACTERS) {
      this.flush();
    }
    this.stream = stream;
    this.lines.push(line);
    // An empty line costs its quotes.
    this.characters += line.length + 3;
    this.timer ??= setTimeout(() => this.flush(), FLUSH_MILLISECONDS);
  }

  flush(): void {
    if (this.timer !== null) {
      clearTimeout(this.timer);
      this.timer = null;
    }
    if (this.lines.length > 0) {
      this.write({ type: 'text', stream: this.stream, lines: this.lines, time: Date.now() / 1000 });
      this.lines = [];
      this.characters = 0;
    }
  }
}
