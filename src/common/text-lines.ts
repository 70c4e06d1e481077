/** The newest printed lines of a run, bounded in number and size; the log keeps them all. */
import type { TextLine } from './protocol';
import { detached } from './shorten';
import { t } from './words';

const MAX_LINES = 5000;
const MAX_CHARACTERS = 4_000_000;
const MAX_LINE_CHARACTERS = 10_000;

export class TextLines {
  private lines: TextLine[] = [];
  /** Index of the oldest line that counts; those before it are given up now and then, not one by one. */
  private first = 0;
  private characters = 0;
  private count = 0;

  /** How many lines were ever added. */
  get total(): number {
    return this.count;
  }

  add(stream: string, texts: readonly string[]): void {
    for (const text of texts) {
      const shown = shownLine(text);
      this.lines.push({ stream, text: shown });
      this.characters += shown.length;
      this.count += 1;
    }
    this.trim();
  }

  /** The kept lines of those added after the first `seen`, oldest first. */
  since(seen: number): readonly TextLine[] {
    const fresh = Math.min(this.count - seen, this.lines.length - this.first);
    return fresh <= 0 ? [] : this.lines.slice(this.lines.length - fresh);
  }

  /** How many of those added after the first `seen` are not kept anymore. */
  missed(seen: number): number {
    return Math.max(0, this.count - seen - (this.lines.length - this.first));
  }

  private trim(): void {
    while (this.lines.length - this.first > MAX_LINES || this.characters > MAX_CHARACTERS) {
      this.characters -= this.lines[this.first]?.text.length ?? 0;
      this.lines[this.first] = EMPTY;
      this.first += 1;
    }
    if (this.first > MAX_LINES) {
      this.lines = this.lines.slice(this.first);
      this.first = 0;
    }
  }
}

const EMPTY: TextLine = { stream: '', text: '' };

function shownLine(text: string): string {
  const more = text.length - MAX_LINE_CHARACTERS;
  return more <= 0
    ? text
    : detached(`${text.slice(0, MAX_LINE_CHARACTERS)} … ${t('({0} more characters are in the log)', more)}`);
}
