/** Which step a run had at what time, coarsely: enough to place a marker, in memory that does not grow with the run. */

/** Samples at most; beyond, every second one is dropped. */
const MAX_SAMPLES = 4096;
/** Least seconds between two samples, at first. */
const FIRST_SPACING = 0.02;

export class StepClock {
  private times: number[] = [];
  private steps: number[] = [];
  private spacing = FIRST_SPACING;
  private least = Infinity;

  /** Seconds since 1970 of the earliest point, `null` when no point had a time. */
  get earliest(): number | null {
    return this.least === Infinity ? null : this.least;
  }

  /** A point was logged. Does nothing when one of the numbers is not finite. */
  add(time: number, step: number): void {
    if (!Number.isFinite(time) || !Number.isFinite(step)) {
      return;
    }
    this.least = Math.min(this.least, time);
    const place = this.placeOf(time);
    const before = this.times[place - 1] ?? -Infinity;
    const after = this.times[place] ?? Infinity;
    if (time - before < this.spacing || after - time < this.spacing) {
      return;
    }
    // Logs of several producers may be read one after the other.
    this.times.splice(place, 0, time);
    this.steps.splice(place, 0, step);
    if (this.times.length > MAX_SAMPLES) {
      this.thin();
    }
  }

  /** The step at a time: that of the last sample before, of the first one for earlier times; `null` when nothing is known. */
  stepAt(time: number): number | null {
    return this.steps[Math.max(0, this.placeOf(time) - 1)] ?? null;
  }

  /** When the run first came to a step, between samples in proportion; `null` when nothing is known. */
  timeAt(step: number): number | null {
    const after = this.steps.findIndex((one) => one >= step);
    if (after < 0) {
      return this.times[this.times.length - 1] ?? null;
    }
    const to = this.times[after] ?? null;
    const from = this.times[after - 1];
    const [high = step, low = step] = [this.steps[after], this.steps[after - 1]];
    return to === null || from === undefined || high === low ? to : from + ((to - from) * (step - low)) / (high - low);
  }

  /** The index of the first sample after a time. */
  private placeOf(time: number): number {
    let low = 0;
    let high = this.times.length;
    // As a rule samples come in order.
    if (time >= (this.times[high - 1] ?? Infinity)) {
      return high;
    }
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.times[middle] ?? 0) > time) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private thin(): void {
    const stays = (_: number, index: number) => index % 2 === 0;
    this.times = this.times.filter(stays);
    this.steps = this.steps.filter(stays);
    this.spacing *= 2;
  }
}
