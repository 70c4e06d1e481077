import { addDot, firstInStrip, Infinities, mapX, mapY, type PlotArea } from './plot-area';
import type { SeriesData } from './series';

/** How strongly the holes of a dashed curve are drawn: columns stand for many points, of which none may vanish. */
const HOLE_OPACITY = 0.35;
/** Bars up to this many device pixels wide are drawn as lines of one pixel, which a canvas draws far faster than areas. */
const NARROW = 4;

/**
 * Draws each column as a bar from minimum to maximum. Bars side by side are lengthened until they touch, bars further apart are joined by a line from
 * the last value of the one to the first of the other. Returns where values are infinite.
 */
export function drawColumns(context: CanvasRenderingContext2D, data: SeriesData, area: PlotArea): Infinities {
  const infinite = new Infinities();
  const bars = new Bars(area);
  const [first, to] = data.visible(area.x[0], area.x[1]);
  const from = firstInStrip(data, first, to, area);
  const [numbers, minima, maxima, firsts, lasts] = data.fields;
  if (!numbers || !minima || !maxima || !firsts || !lasts) return infinite;

  for (let index = from; index < to; index += 1) {
    const number = numbers[index] ?? NaN;
    const left = Math.round(mapX(number * data.width, area));
    const right = Math.max(left + 1, Math.round(mapX((number + 1) * data.width, area)));
    let low = minima[index] ?? NaN;
    let high = maxima[index] ?? NaN;
    const first = firsts[index] ?? NaN;
    const last = lasts[index] ?? NaN;
    if (!Number.isFinite(high - low)) {
      infinite.add(low, (left + right) / 2);
      if (high !== low) infinite.add(high, (left + right) / 2);
      const finite = [low, high, first, last].filter(Number.isFinite);
      if (finite.length === 0) {
        bars.gap();
        continue;
      }
      low = Math.min(...finite);
      high = Math.max(...finite);
    }
    const [top, bottom] = [mapY(high, area), mapY(low, area)];
    bars.add(left, right, Math.min(top, bottom), Math.max(top, bottom), heightOf(first, area), heightOf(last, area));
  }
  bars.gap();
  bars.draw(context);
  return infinite;
}

function heightOf(value: number, area: PlotArea): number {
  return Number.isFinite(value) ? mapY(value, area) : NaN;
}

/** Gathers the bars of one series; all numbers are device pixels. It holds one bar back, as the next one may lengthen it. */
class Bars {
  // Made when there is something in them: of a small part of a curve most stay empty.
  private narrow: Path2D | undefined;
  private narrowHoles: Path2D | undefined;
  private wide: Path2D | undefined;
  private lines: Path2D | undefined;
  private dots: Path2D | undefined;
  private readonly dash: number;
  private readonly period: number;
  /** The bar held back: pixel columns `[left, right)`, ink from `top` to `bottom`. */
  private held = false;
  private left = 0;
  private right = 0;
  private top = 0;
  private bottom = 0;
  /** Height of the held bar's last value, NaN when it is not finite. */
  private last = NaN;
  private joined = false;

  constructor(private readonly area: PlotArea) {
    this.dash = area.dash[0] ?? 1;
    this.period = area.dash.length === 0 ? 1 : area.dash.reduce((total, length) => total + length, 0);
  }

  add(left: number, right: number, top: number, bottom: number, first: number, last: number): void {
    const joined = this.held && first - this.last === first - this.last;
    if (this.held && left === this.left) {
      // Two columns on one pixel column become one bar.
      this.right = Math.max(right, this.right);
      this.top = Math.min(top, this.top);
      this.bottom = Math.max(bottom, this.bottom);
      this.last = last;
      return;
    }
    if (joined) {
      this.joined = true;
      if (left <= this.right) {
        const middle = (this.last + first) / 2;
        this.top = Math.min(this.top, middle);
        this.bottom = Math.max(this.bottom, middle);
        top = Math.min(top, middle);
        bottom = Math.max(bottom, middle);
      } else {
        this.lines ??= new Path2D();
        this.lines.moveTo((this.left + this.right) / 2, this.last);
        this.lines.lineTo((left + right) / 2, first);
      }
    }
    this.release();
    this.held = true;
    this.left = left;
    this.right = right;
    this.top = top;
    this.bottom = bottom;
    this.last = last;
    this.joined = joined;
  }

  /** What comes next is not joined with what was before. */
  gap(): void {
    this.release();
    this.held = false;
  }

  draw(context: CanvasRenderingContext2D): void {
    context.setLineDash([]);
    if (this.wide !== undefined) context.fill(this.wide);
    if (this.dots !== undefined) context.fill(this.dots);
    context.lineWidth = this.area.line;
    if (this.lines !== undefined) context.stroke(this.lines);
    context.lineWidth = 1;
    if (this.narrow !== undefined) context.stroke(this.narrow);
    if (this.narrowHoles === undefined) return;
    const opacity = context.globalAlpha;
    context.globalAlpha = opacity * HOLE_OPACITY;
    context.stroke(this.narrowHoles);
    context.globalAlpha = opacity;
  }

  private release(): void {
    if (!this.held) return;
    const { line } = this.area;
    const { left, right } = this;
    const top = this.top - line / 2;
    const bottom = this.bottom + line / 2;
    if (right - left > NARROW) {
      this.wide ??= new Path2D();
      this.wide.rect(left, top, right - left, bottom - top);
      return;
    }
    if (!this.joined && bottom - top < 2 * line) {
      this.dots ??= new Path2D();
      addDot(this.dots, (left + right) / 2, (top + bottom) / 2, this.area);
    }
    for (let x = left; x < right; x += 1) {
      const path = x % this.period < this.dash ? (this.narrow ??= new Path2D()) : (this.narrowHoles ??= new Path2D());
      path.moveTo(x + 0.5, top);
      path.lineTo(x + 0.5, bottom);
    }
  }
}
