/** Calls `action` at most once in `interval` milliseconds, and once more after the last request. */
export class Throttle {
  private last = -Infinity;
  private timer: number | undefined;

  constructor(
    private readonly interval: number,
    private readonly action: () => void,
  ) {}

  request(): void {
    if (this.timer !== undefined) return;
    const wait = this.last + this.interval - performance.now();
    if (wait <= 0) this.run();
    else this.timer = window.setTimeout(() => this.run(), wait);
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
