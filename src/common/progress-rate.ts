/** How fast something goes on, from what a log says of it: amounts that are done, and when. */

/** Beyond so many samples every second one is given up. */
const MAX_SAMPLES = 64;
/** The rate is that of the last quarter of the time so far, so that a slow start is forgotten and a slow step does not count for the whole. */
const WINDOW_SHARE = 0.25;
/** Seconds. */
const LEAST_WINDOW = 10;

interface Sample {
  readonly time: number;
  readonly done: number;
}

export class ProgressRate {
  private samples: Sample[] = [];

  /**
   * Adds what is done at a time. Begins anew when less is done than before, or the clock was set back.
   *
   * @param time in seconds; NaN when it is not known: then there is no rate.
   */
  add(done: number, time: number): void {
    const last = this.samples.at(-1);
    if (last !== undefined && (done < last.done || !(time >= last.time))) {
      this.samples = [];
    }
    if (Number.isFinite(time)) {
      this.samples.push({ time, done });
    }
    if (this.samples.length > MAX_SAMPLES) {
      const newest = this.samples.length - 1;
      this.samples = this.samples.filter((_, index) => index % 2 === 0 || index === newest);
    }
  }

  reset(): void {
    this.samples = [];
  }

  /** Amount a second; `null` while it is not known. */
  get perSecond(): number | null {
    const first = this.samples[0];
    const last = this.samples.at(-1);
    if (first === undefined || last === undefined || last.time <= first.time) {
      return null;
    }
    const window = Math.max(LEAST_WINDOW, (last.time - first.time) * WINDOW_SHARE);
    const from = this.samples.filter(({ time }) => time <= last.time - window).at(-1) ?? first;
    const rate = (last.done - from.done) / (last.time - from.time);
    return Number.isFinite(rate) ? rate : null;
  }
}
