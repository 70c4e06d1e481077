/** The messages that are on their way to a page: sent, and not drawn yet. */

/**
 * A second message goes out in the middle between the first and the word that it is drawn, so that what has come since can be in the next drawing:
 * after half of the time that a message usually takes, within these limits. All in milliseconds.
 */
const LEAST_AGE = 6;
const GREATEST_AGE = 16;
const USUAL_TIME = 24;
/** The share that the newest message has in the usual time. */
const SHARE = 1 / 8;
/** When the word that the first message is drawn has not come for so long, it is late. */
const LATE = 2 * GREATEST_AGE;

interface Sent {
  /** Its place in the generation; 0 for a snapshot. */
  readonly sequence: number;
  /** In milliseconds. */
  readonly at: number;
  /** How many points of the run the picture has with it. */
  readonly points: number;
}

/**
 * Two messages as a rule, so that a page that is slow is not flooded, and a quick one need not wait for its word to come and the answer to return. Where
 * the way is long, which shows in drawings that are told of one by one, and when a word is late, there is a third, so that no animation frame is left out.
 */
export class Flight {
  private sent: readonly Sent[] = [];
  /** How long it usually takes until a frame is drawn. */
  private usual = USUAL_TIME;
  /** When a frame was sent whose drawing has just been told. */
  private returned: number | undefined;
  /** For how many messages the last word stood. */
  private told = 2;

  /** Whether the page has drawn all that it was sent. */
  get isEmpty(): boolean {
    return this.sent.length === 0;
  }

  /** When the oldest message was sent that is not drawn; `null` when there is none. */
  get since(): number | null {
    return this.sent[0]?.at ?? null;
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
    this.learn(now);
    const [first, second, third] = this.sent;
    if (first === undefined) {
      return true;
    }
    const age = Math.min(Math.max(this.usual / 2, LEAST_AGE), GREATEST_AGE);
    if (first.sequence === 0 || now - (second ?? first).at < age) {
      return false;
    }
    return second === undefined || (third === undefined && (this.told === 1 || now - first.at >= LATE));
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
    this.told = this.sent.indexOf(last) + 1;
    this.sent = this.sent.filter((one) => one.sequence > sequence);
    this.returned = sequence > 0 ? last.at : undefined;
    return last.points;
  }

  /** Takes in how long the frame took that was told of last; whoever hears of a drawing asks for room at once. */
  private learn(now: number): void {
    if (this.returned !== undefined) {
      this.usual += (now - this.returned - this.usual) * SHARE;
      this.returned = undefined;
    }
  }
}
