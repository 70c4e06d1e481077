import type { Interval } from './domain';

/** How much longer than what there is an axis is that grows, as a share of its length. */
const AHEAD = 1 / 32;
/** An axis is longer only if that lasts for so many drawings. */
const DRAWINGS = 4;
/** Data that come further apart than this, in milliseconds, do not grow fast. */
const FAST = 250;
/** Without new data for so long, in milliseconds, the axis shows what there is and no more. */
const SETTLED = 1000;

/**
 * The part of x that is shown while data come fast: a little more than there is, so that the axis stands still over many drawings, of which each needs
 * only what is new. Else, and when the data have come to rest, just what there is.
 */
export class GrowingAxis {
  private shown: Interval | null = null;
  /** What there was at the drawing before. */
  private before: Interval | null = null;
  private grewAt = -Infinity;
  private timer: number | undefined;

  /** @param settled the data have come to rest, and the axis shows another part with the next drawing. */
  constructor(private readonly settled: () => void) {}

  /**
   * What is to be shown of `whole`, which is all there is, or the end of it that is followed: the same object as before as long as that holds it.
   *
   * @param pixels the length of the axis.
   */
  next(whole: Interval, pixels: number): Interval {
    const { shown, before } = this;
    this.before = whole;
    const now = performance.now();
    const grown = before === null ? NaN : whole[1] - before[1];
    const isFast = now - this.grewAt < FAST;
    if (grown !== 0) this.grewAt = now;
    if (shown !== null && grown >= 0 && holds(shown, whole, pixels)) return shown;
    const room = (whole[1] - whole[0]) * AHEAD;
    if (before === null || !isFast || !(grown > 0 && grown * DRAWINGS <= room)) return (this.shown = whole);
    // What is followed moves as a whole.
    const moved = whole[0] > before[0] ? room : 0;
    this.timer ??= window.setTimeout(() => this.look(), SETTLED);
    return (this.shown = [whole[0] + moved, whole[1] + room]);
  }

  /** Forgets what was shown: the next drawing shows just what there is. */
  forget(): void {
    this.shown = null;
    this.before = null;
    window.clearTimeout(this.timer);
    this.timer = undefined;
  }

  private look(): void {
    this.timer = undefined;
    const rest = this.grewAt + SETTLED - performance.now();
    if (rest > 0) {
      this.timer = window.setTimeout(() => this.look(), rest);
      return;
    }
    this.forget();
    this.settled();
  }
}

/** Whether all of `whole` is shown but what moves out in front by as much as there is room at the end, give or take a pixel. */
function holds(shown: Interval, whole: Interval, pixels: number): boolean {
  const pixel = (shown[1] - shown[0]) / pixels;
  const moved = shown[0] - whole[0];
  const room = shown[1] - whole[1];
  return room >= 0 && moved > -pixel && moved < room + pixel;
}
