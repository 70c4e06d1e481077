import type { PagePanel } from './page-driver';

/** The pixels of one chart's canvas, and where its plotting area is. Places are in device pixels of the canvas. */
export class Picture {
  private constructor(
    readonly width: number,
    readonly height: number,
    readonly ratio: number,
    private readonly bytes: Buffer,
    /** Left, top, width and height of the plotting area. */
    readonly area: readonly [number, number, number, number],
    readonly x: readonly [number, number],
    readonly y: readonly [number, number],
  ) {}

  static async of(panel: PagePanel, chart = 0): Promise<Picture> {
    const plot = panel.page.locator('.plot').nth(chart);
    const taken = await plot.evaluate((box: HTMLElement) => {
      const canvas = box.querySelector('canvas');
      const context = canvas?.getContext('2d');
      if (!canvas || !context) throw new Error('The chart has no canvas.');
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      let text = '';
      for (let from = 0; from < data.length; from += 8192) {
        text += String.fromCharCode(...data.subarray(from, from + 8192));
      }
      const { width, height } = canvas;
      return {
        width,
        height,
        ratio: window.devicePixelRatio,
        base64: btoa(text),
        dataset: Object.fromEntries(Object.entries(box.dataset)),
      };
    });
    const numbers = (name: string) => (taken.dataset[name] ?? '').split(' ').map(Number);
    const [left = NaN, top = NaN, width = NaN, height = NaN] = numbers('area').map((value) => value * taken.ratio);
    const [x0 = NaN, x1 = NaN] = numbers('x');
    const [y0 = NaN, y1 = NaN] = numbers('y');
    const bytes = Buffer.from(taken.base64, 'base64');
    return new Picture(taken.width, taken.height, taken.ratio, bytes, [left, top, width, height], [x0, x1], [y0, y1]);
  }

  /** Where x is drawn. */
  across(x: number): number {
    return this.area[0] + ((x - this.x[0]) / (this.x[1] - this.x[0])) * this.area[2];
  }

  /** Where y is drawn. */
  down(y: number): number {
    return this.area[1] + this.area[3] * (1 - (y - this.y[0]) / (this.y[1] - this.y[0]));
  }

  /** How much of a colour a pixel has: 1 is all. */
  ink(column: number, row: number, colour: string): number {
    const at = 4 * (Math.floor(row) * this.width + Math.floor(column));
    const [red = 0, green = 0, blue = 0, alpha = 0] = this.bytes.subarray(at, at + 4);
    const wanted = [1, 3, 5].map((from) => parseInt(colour.slice(from, from + 2), 16));
    const far = Math.max(
      Math.abs(red - (wanted[0] ?? 0)),
      Math.abs(green - (wanted[1] ?? 0)),
      Math.abs(blue - (wanted[2] ?? 0)),
    );
    return far < 24 ? alpha / 255 : 0;
  }

  /** The rows of a pixel column that have a colour: the first, the last, and whether all between have it too. */
  inkedRows(column: number, colour: string): { first: number; last: number; whole: boolean } | undefined {
    const rows = Array.from({ length: this.height }, (_, row) => row).filter(
      (row) => this.ink(column, row, colour) > 0.5,
    );
    const [first] = rows;
    const last = rows.at(-1);
    if (first === undefined || last === undefined) return undefined;
    return { first, last, whole: last - first + 1 === rows.length };
  }

  /** How many pixels have a colour. */
  inked(colour: string): number {
    let count = 0;
    for (let row = 0; row < this.height; row += 1) {
      for (let column = 0; column < this.width; column += 1) if (this.ink(column, row, colour) > 0.5) count += 1;
    }
    return count;
  }

  /** The share of the pixels that have ink in either of two pictures of one size that differ by more than `tolerated` of 255, as they are seen. */
  differing(other: Picture, tolerated: number): number {
    if (this.width !== other.width || this.height !== other.height) return 1;
    let [inked, unlike] = [0, 0];
    for (let at = 0; at < this.bytes.length; at += 4) {
      if (Math.max(this.seen(at + 3), other.seen(at + 3)) === 0) continue;
      inked += 1;
      if ([0, 1, 2, 3].some((part) => Math.abs(this.seen(at + part) - other.seen(at + part)) > tolerated)) unlike += 1;
    }
    return unlike / Math.max(1, inked);
  }

  /** A byte of the picture: a colour as far as it is seen, or the opacity. */
  private seen(at: number): number {
    const value = this.bytes[at] ?? 0;
    return at % 4 === 3 ? value : (value * (this.bytes[at - (at % 4) + 3] ?? 0)) / 255;
  }
}
