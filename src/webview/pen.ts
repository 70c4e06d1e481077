/**
 * How far, in device pixels, the lines of a chart may go up and down together before they are drawn thin. Without a graphics processor the time to draw
 * a line wider than a pixel grows with the square of that, so noise would take tenths of a second.
 */
const CLIMB = 24_000;

/** How far a line has come after so many of its entries, in device pixels. */
export interface Way {
  readonly entries: number;
  /** Up and down, all together. */
  readonly climbed: number;
  /** Since it was broken last: dashes count from there. */
  readonly length: number;
}

const START: Way = { entries: 0, climbed: 0, length: 0 };

/** Chooses the width of one series' line: it does not flicker between the two while the data change. */
export class Pen {
  private thin = false;
  /** The line that was drawn last. */
  drawn = START;

  constructor(private readonly seriesCount: number) {}

  get isThin(): boolean {
    return this.thin;
  }

  /** The width, in device pixels, of a line that comes so far and would be `wanted` wide. */
  width(way: Way, wanted: number): number {
    this.drawn = way;
    const limit = CLIMB / this.seriesCount;
    if (way.climbed > limit) this.thin = true;
    else if (way.climbed < limit / 2) this.thin = false;
    return this.thin ? 1 : wanted;
  }
}
