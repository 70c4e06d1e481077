/** The messages that are on their way to a page: sent, and not drawn yet. */

/** A second message goes out once the one before is so old, in milliseconds: what has come since can still be in the next drawing. */
const SECOND_AGE = 12;

interface Sent {
  /** Its place in the generation; 0 for a snapshot. */
  readonly sequence: number;
  /** In milliseconds. */
  readonly at: number;
  /** How many points of the run the picture has with it. */
  readonly points: number;
}

/** Two messages at most, so that a page that is slow is not flooded, and a quick one need not wait for its word to come and the answer to return. */
export class Flight {
  private sent: readonly Sent[] = [];

  /** Whether the page has drawn all that it was sent. */
  get isEmpty(): boolean {
    return this.sent.length === 0;
  }

  /** Forgets what was sent: a page that starts over will not draw it. */
  clear(): void {
    this.sent = [];
  }

  add(sequence: number, at: number, points: number): void {
    this.sent = [...this.sent, { sequence, at, points }];
  }

  /** Whether another message may be sent now. With a snapshot a page learns how wide its charts are, which the host waits for. */
  hasRoom(now: number): boolean {
    const [first, second] = this.sent;
    return first === undefined || (second === undefined && first.sequence > 0 && now - first.at >= SECOND_AGE);
  }

  /**
   * The page has drawn all messages up to this one.
   *
   * @returns the points of the picture, or nothing when no such message is on its way.
   */
  drawn(sequence: number): number | undefined {
    const last = this.sent.find((one) => one.sequence === sequence);
    if (last === undefined) {
      return undefined;
    }
    this.sent = this.sent.filter((one) => one.sequence > sequence);
    return last.points;
  }
}
