/** Runs one drawing at a time, each in an animation frame of its own. A hidden page has none, so it draws nothing. */
export class Painter {
  private requested = false;
  private painting = false;

  constructor(private readonly paint: () => Promise<void>) {}

  /** Asks for a drawing in the next animation frame; several requests make one. */
  request(): void {
    if (this.requested) return;
    this.requested = true;
    if (!this.painting) this.schedule();
  }

  private schedule(): void {
    requestAnimationFrame(() => {
      this.requested = false;
      this.painting = true;
      void this.paint().finally(() => {
        this.painting = false;
        if (this.requested) this.schedule();
      });
    });
  }
}
