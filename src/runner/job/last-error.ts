/** The error with which a Python program ends, found in the traceback that it prints. */
import { shorten } from '../../common/shorten';
import { plainText } from '../../common/terminal-text';

const MAX_CHARACTERS = 300;
const HEADER = /^Traceback \(most recent call last\):$/;

export class LastError {
  private inTraceback = false;
  private error = '';

  /** The last line of the newest traceback, such as `ValueError: no more data`; empty when none was printed. */
  get words(): string {
    return this.error;
  }

  /** Takes a printed line. Of chained errors each has a header, and the last one is what ended the program. */
  look(line: string): void {
    const text = plainText(line);
    if (HEADER.test(text)) {
      this.inTraceback = true;
      this.error = '';
    } else if (this.inTraceback && /^[A-Za-z_][\w.]*(?::|$)/.test(text)) {
      this.inTraceback = false;
      this.error = shorten(text, MAX_CHARACTERS);
    }
  }
}
