/** Notices when a page that is looked at does not answer: its script hangs, or it is gone without a word. */

/** After so long without a word that a message is drawn, the page is asked whether it is there: where nobody sees its window it listens, and draws nothing. */
const ASK_MILLISECONDS = 5000;
/** After so long without an answer it hangs. */
const HANG_MILLISECONDS = 5000;
/** Whoever looks every second and was away so long was held up, and what the page said meanwhile is yet to come. */
const AWAY_MILLISECONDS = 3000;

/** What is to be done: ask the page whether it is there, or tell the user that it is not. */
export type PageDoubt = 'ask' | 'hangs';

export class PageWatch {
  private looked: number | null = null;
  private askedAt: number | null = null;
  private heardAt = -Infinity;
  private isTold = false;

  /**
   * To be called every second while a message is on its way to the page.
   *
   * @param now in milliseconds.
   * @param sentAt when the oldest message was sent that the page has not drawn; `null` when there is none.
   */
  look(now: number, sentAt: number | null): PageDoubt | null {
    const isAway = this.looked !== null && now - this.looked > AWAY_MILLISECONDS;
    this.looked = now;
    if (sentAt === null || isAway) {
      this.askedAt = null;
      this.heardAt = now;
      return null;
    }
    if (this.askedAt === null) {
      if (now - Math.max(sentAt, this.heardAt) < ASK_MILLISECONDS) {
        return null;
      }
      this.askedAt = now;
      return 'ask';
    }
    if (this.isTold || now - this.askedAt < HANG_MILLISECONDS) {
      return null;
    }
    this.isTold = true;
    return 'hangs';
  }

  /** The page said something. @returns whether the user was told that it hangs. */
  hear(now: number): boolean {
    const wasTold = this.isTold;
    this.heardAt = now;
    this.askedAt = null;
    this.isTold = false;
    return wasTold;
  }

  /** There is no page to look at: it is hidden, or was loaded anew. */
  reset(): void {
    this.looked = null;
    this.askedAt = null;
    this.heardAt = -Infinity;
    this.isTold = false;
  }
}
