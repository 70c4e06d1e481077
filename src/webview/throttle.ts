/**
 * Calls `action` at most about once in `interval` milliseconds, and once more after the last request. Those that wait do so until the next multiple of the
 * interval, in all pages alike: what all of them change is laid out and painted together, and not in each frame what one of them changes.
 */
export class Throttle {
  private last = -Infinity;
  private timer: number | undefined;

  constructor(
    private readonly interval: number,
    private readonly action: () => void,
  ) {}

  request(): void {
    if (this.timer !== undefined) return;
    if (performance.now() - this.last >= this.interval) this.run();
    else this.timer = window.setTimeout(() => this.run(), this.interval - (Date.now() % this.interval));
  }

  /** Calls it at once. */
  now(): void {
    this.cancel();
    this.run();
  }

  cancel(): void {
    window.clearTimeout(this.timer);
    this.timer = undefined;
  }

  private run(): void {
    this.timer = undefined;
    this.last = performance.now();
    this.action();
  }
}
