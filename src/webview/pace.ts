/** Hands on the newest of many values: the first at once, then one in each `interval` of milliseconds, and always the last. */
export class Pace<Value> {
  private next: { readonly value: Value } | undefined;
  private timer: number | undefined;

  constructor(
    private readonly interval: number,
    private readonly hand: (value: Value) => void,
  ) {}

  /** The value that is to be handed on. */
  get waiting(): Value | undefined {
    return this.next?.value;
  }

  offer(value: Value): void {
    this.next = { value };
    if (this.timer === undefined) this.run();
  }

  /** Drops the value that waits. */
  cancel(): void {
    this.next = undefined;
  }

  private run(): void {
    const { next } = this;
    this.next = undefined;
    this.timer = next === undefined ? undefined : window.setTimeout(() => this.run(), this.interval);
    if (next !== undefined) this.hand(next.value);
  }
}
