/** Notices when a run that went on steadily says nothing anymore. */

/** A run is silent when it was so for this many times its usual interval … */
const TIMES_USUAL = 10;
/** … and this many times its longest pause so far: a validation after each epoch is no stall … */
const TIMES_LONGEST = 2;
/** … and so many seconds. */
const LEAST_SECONDS = 60;
/** So many intervals make a habit. */
const LEAST_INTERVALS = 3;
/** How much a new interval changes the usual one. */
const WEIGHT = 0.2;
/** Whoever looks twice a second and was away so long slept, with the machine: the silence is no fault of the run. */
const AWAY_SECONDS = 30;

export class StallWatch {
  private activity = NaN;
  private since = NaN;
  private looked = NaN;
  private usual = NaN;
  private longest = 0;
  private intervals = 0;
  private told = false;

  /**
   * To be called every second or so.
   *
   * @param activity any number that changes with each sign of life.
   * @param now in seconds.
   * @returns for how many seconds the run has been silent, once for each stall; else `null`.
   */
  look(activity: number, now: number): number | null {
    if (Number.isNaN(this.activity)) {
      this.begin(activity, now);
    }
    const asleep = now - this.looked;
    this.looked = now;
    if (asleep > AWAY_SECONDS || asleep < 0) {
      this.since = now;
    }
    if (activity !== this.activity) {
      this.learn(activity, now);
      return null;
    }
    const silent = now - this.since;
    if (this.told || this.intervals < LEAST_INTERVALS || silent < this.limit) {
      return null;
    }
    this.told = true;
    return silent;
  }

  /** Nothing is to be expected of the run now, such as between two cells. */
  pause(activity: number, now: number): void {
    this.activity = activity;
    this.since = now;
    this.looked = now;
    this.told = false;
  }

  private get limit(): number {
    return Math.max(LEAST_SECONDS, TIMES_USUAL * this.usual, TIMES_LONGEST * this.longest);
  }

  private begin(activity: number, now: number): void {
    this.activity = activity;
    this.since = now;
    this.looked = now;
  }

  private learn(activity: number, now: number): void {
    const interval = now - this.since;
    this.usual = Number.isNaN(this.usual) ? interval : this.usual + WEIGHT * (interval - this.usual);
    this.longest = Math.max(this.longest, interval);
    this.intervals += 1;
    this.activity = activity;
    this.since = now;
    this.told = false;
  }
}
