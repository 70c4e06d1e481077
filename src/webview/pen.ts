/**
 * How far, in device pixels, the lines of a chart may go up and down together before they are drawn thin. Without a graphics processor the time to draw
 * a line wider than a pixel grows with the square of that, so noise would take tenths of a second.
 */
const CLIMB = 24_000;

/** Chooses the width of one series' line: it does not flicker between the two while the data change. */
export class Pen {
  private thin = false;

  constructor(private readonly seriesCount: number) {}

  /** The width, in device pixels, of a line that goes up and down by `climbed` and would be `wanted` wide. */
  width(climbed: number, wanted: number): number {
    const limit = CLIMB / this.seriesCount;
    if (climbed > limit) this.thin = true;
    else if (climbed < limit / 2) this.thin = false;
    return this.thin ? 1 : wanted;
  }
}
