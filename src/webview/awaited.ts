/** What the user wants of a program and the program has not said that it has. */
import type { ControlValue } from '../common/record';

export interface Awaited {
  /** Whether the program has something else than the user wants. */
  readonly isPending: boolean;
  /** Whether an answer may still come. */
  readonly isOpen: boolean;
  /** The user wants this. */
  send(value: ControlValue): void;
  /** The program has said what it has. */
  confirm(value: ControlValue): void;
  /** No answer is expected any more. */
  forget(): void;
}

/** So many values without an answer are kept. */
const MOST_SENT = 1000;

/** The value of a control. A program answers to each value or, when several came at once, to the last of them, and may take another one. */
export class AwaitedValue implements Awaited {
  /** Those without an answer, oldest first. */
  private sent: ControlValue[] = [];

  /** @param known what the program has. */
  constructor(private known: ControlValue) {}

  /** What the user wants, else what the program has. */
  get shown(): ControlValue {
    return this.sent.at(-1) ?? this.known;
  }

  get isPending(): boolean {
    return this.shown !== this.known;
  }

  get isOpen(): boolean {
    return this.sent.length > 0;
  }

  send(value: ControlValue): void {
    this.sent.push(value);
    if (this.sent.length > MOST_SENT) this.sent.shift();
  }

  confirm(value: ControlValue): void {
    this.known = value;
    const place = this.sent.indexOf(value);
    // A value that was not asked for is the program's own word.
    this.sent = place < 0 ? [] : this.sent.slice(place + 1);
  }

  forget(): void {
    this.sent = [];
  }
}

/** The presses of a button: the program says how many it knows of. */
export class AwaitedPresses implements Awaited {
  private wanted: number;

  constructor(private known: number) {
    this.wanted = known;
  }

  /** How many the program knows of. */
  get count(): number {
    return this.known;
  }

  get isPending(): boolean {
    return this.wanted > this.known;
  }

  get isOpen(): boolean {
    return this.isPending;
  }

  send(): void {
    this.wanted += 1;
  }

  confirm(value: ControlValue): void {
    const count = Number(value);
    // A program that counts from the start again knows nothing of earlier presses.
    this.wanted = count < this.known ? count : Math.max(this.wanted, count);
    this.known = count;
  }

  forget(): void {
    this.wanted = this.known;
  }
}
