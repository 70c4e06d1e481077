import type { Page } from 'playwright-core';

/** How far, of 255, colours may be apart that count as the same. */
const FAR = 64;

/** What is on the canvas of a page. */
export class Pixels {
  private constructor(
    readonly width: number,
    readonly height: number,
    private readonly bytes: Buffer,
  ) {}

  static async of(page: Page, selector: string): Promise<Pixels> {
    const taken = await page
      .locator(selector)
      .first()
      .evaluate((canvas: HTMLCanvasElement) => {
        const context = canvas.getContext('2d');
        if (!context) throw new Error('The canvas has no context.');
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
        let text = '';
        for (let from = 0; from < data.length; from += 8192) {
          text += String.fromCharCode(...data.subarray(from, from + 8192));
        }
        return { width: canvas.width, height: canvas.height, base64: btoa(text) };
      });
    return new Pixels(taken.width, taken.height, Buffer.from(taken.base64, 'base64'));
  }

  /** How many pixels have any colour. */
  get inked(): number {
    let count = 0;
    for (let at = 3; at < this.bytes.length; at += 4) if ((this.bytes[at] ?? 0) > FAR) count += 1;
    return count;
  }

  /** Red, green, blue and opacity of a pixel, the colours as far as they are seen. */
  at(column: number, row: number): readonly [number, number, number, number] {
    const at = 4 * (row * this.width + column);
    const alpha = this.bytes[at + 3] ?? 0;
    const seen = (offset: number) => ((this.bytes[at + offset] ?? 0) * alpha) / 255;
    return [seen(0), seen(1), seen(2), alpha];
  }

  /** How many pixels have no like among the same pixel of `other` and the eight around it. */
  unlike(other: Pixels): number {
    let count = 0;
    for (let row = 0; row < this.height; row += 1) {
      for (let column = 0; column < this.width; column += 1) if (!this.hasLike(column, row, other)) count += 1;
    }
    return count;
  }

  /**
   * How different two pictures are: pixels of either without a like within one pixel in the other, as a share of the pixels that have ink. Lines of the
   * same place and colour that differ in anti-aliasing alone give 0.
   */
  difference(other: Pixels): number {
    if (this.width !== other.width || this.height !== other.height) return Infinity;
    return Math.max(this.unlike(other), other.unlike(this)) / Math.max(1, Math.min(this.inked, other.inked));
  }

  private hasLike(column: number, row: number, other: Pixels): boolean {
    const from = 4 * (row * this.width + column);
    if (this.bytes.compare(other.bytes, from, from + 4, from, from + 4) === 0) return true;
    const wanted = this.at(column, row);
    for (const [right, below] of NEAR) {
      const [x, y] = [column + right, row + below];
      if (x < 0 || y < 0 || x >= other.width || y >= other.height) continue;
      const found = other.at(x, y);
      if (found.every((value, index) => Math.abs(value - (wanted[index] ?? 0)) <= FAR)) return true;
    }
    return false;
  }
}

const NEAR = [0, -1, 1].flatMap((below) => [0, -1, 1].map((right) => [right, below] as const));
