/** Keeps a hundred runs that end at once from raising a hundred notifications: the first ones come by themselves, the rest as a number. */

/** So many of a kind come by themselves … */
const MAX_AT_ONCE = 3;
/** … within so many seconds. */
const SECONDS = 30;

export class NotificationBudget {
  private readonly shown = new Map<string, number[]>();
  private readonly held = new Map<string, number>();

  /** @returns whether a notification of this kind may come now; else it is counted. */
  take(kind: string, now: number): boolean {
    const recent = this.recent(kind, now);
    if (recent.length >= MAX_AT_ONCE) {
      this.held.set(kind, (this.held.get(kind) ?? 0) + 1);
      return false;
    }
    this.shown.set(kind, [...recent, now]);
    return true;
  }

  /** What was held back and is to be told now: how many of each kind. To be asked now and then while `isHolding`. */
  release(now: number): readonly (readonly [kind: string, count: number])[] {
    const due = [...this.held].filter(([kind]) => this.recent(kind, now).length < MAX_AT_ONCE);
    due.forEach(([kind]) => {
      this.held.delete(kind);
      this.shown.set(kind, [...this.recent(kind, now), now]);
    });
    return due;
  }

  get isHolding(): boolean {
    return this.held.size > 0;
  }

  private recent(kind: string, now: number): number[] {
    return (this.shown.get(kind) ?? []).filter((at) => now - at < SECONDS);
  }
}
