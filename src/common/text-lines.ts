/** The newest printed lines of a run, bounded in number and size; the log keeps them all. */
import type { TextLine } from './protocol';

const MAX_LINES = 5000;
const MAX_CHARACTERS = 4_000_000;
const MAX_LINE_CHARACTERS = 10_000;

export class TextLines {
  private lines: TextLine[] = [];
  private characters = 0;
  private count = 0;

  /** How many lines were ever added. */
  get total(): number {
    return this.count;
  }

  add(stream: string, texts: readonly string[]): void {
    for (const text of texts) {
      const shown =
        text.length > MAX_LINE_CHARACTERS
          ? `${text.slice(0, MAX_LINE_CHARACTERS)} … (${text.length - MAX_LINE_CHARACTERS} more characters are in the log)`
          : text;
      this.lines.push({ stream, text: shown });
      this.characters += shown.length;
      this.count += 1;
    }
    this.trim();
  }

  /** The kept lines of those added after the first `seen`, oldest first. */
  since(seen: number): readonly TextLine[] {
    const fresh = Math.min(this.count - seen, this.lines.length);
    return fresh <= 0 ? [] : this.lines.slice(this.lines.length - fresh);
  }

  private trim(): void {
    let first = 0;
    while (this.lines.length - first > MAX_LINES || this.characters > MAX_CHARACTERS) {
      this.characters -= this.lines[first]?.text.length ?? 0;
      first += 1;
    }
    if (first > 0) {
      this.lines = this.lines.slice(first);
    }
  }
}
