import { addDot, type PlotArea, Infinities, mapX, mapY } from './plot-area';
import type { SeriesData } from './series';

/** How strongly the holes of a dashed curve are drawn: columns stand for many points, of which none may vanish. */
const HOLE_OPACITY = 0.35;

/** One column on its way to the canvas: pixel columns `[left, right)`, ink from `top` to `bottom`, in device pixels. */
interface Bar {
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Height of the last value, NaN when it is not finite. */
  last: number;
  /** Whether it is joined with a column before or after it. */
  joined: boolean;
}

/**
 * Draws each column as a bar from minimum to maximum. Bars side by side are lengthened until they touch, bars further apart are joined by a line from
 * the last value of the one to the first of the other. Returns where values are infinite.
 */
export function drawColumns(context: CanvasRenderingContext2D, data: SeriesData, area: PlotArea): Infinities {
  const infinite = new Infinities();
  const ink = new Ink(area);
  const [from, to] = data.visible(area.x[0], area.x[1]);
  let before: Bar | undefined;
  for (let index = from; index < to; index += 1) {
    const first = data.fields[3]?.[index] ?? NaN;
    const bar = barOf(data, index, area, infinite);
    if (bar === undefined) {
      if (before !== undefined) ink.addBar(before);
      before = undefined;
      continue;
    }
    const firstHeight = Number.isFinite(first) ? mapY(first, area) : NaN;
    if (before !== undefined) {
      if (bar.left === before.left) {
        merge(bar, before, firstHeight);
      } else {
        ink.join(before, bar, firstHeight);
        ink.addBar(before);
      }
    }
    before = bar;
  }
  if (before !== undefined) ink.addBar(before);
  ink.pour(context);
  return infinite;
}

/** The bar of a column, or nothing for a gap or a column without a finite value. */
function barOf(data: SeriesData, index: number, area: PlotArea, infinite: Infinities): Bar | undefined {
  const [, minima, maxima, firsts, lasts] = data.fields;
  let low = minima?.[index] ?? NaN;
  let high = maxima?.[index] ?? NaN;
  const last = lasts?.[index] ?? NaN;
  const left = Math.round(mapX(data.start(index), area));
  const right = Math.max(left + 1, Math.round(mapX(data.end(index), area)));
  if (!(Number.isFinite(low) && Number.isFinite(high))) {
    infinite.add(low, (left + right) / 2);
    if (high !== low) infinite.add(high, (left + right) / 2);
    const finite = [low, high, firsts?.[index] ?? NaN, last].filter(Number.isFinite);
    if (finite.length === 0) return undefined;
    low = Math.min(...finite);
    high = Math.max(...finite);
  }
  return {
    left,
    right,
    top: mapY(high, area),
    bottom: mapY(low, area),
    last: Number.isFinite(last) ? mapY(last, area) : NaN,
    joined: false,
  };
}

/** Two columns on one pixel column become one bar. */
function merge(bar: Bar, before: Bar, firstHeight: number): void {
  bar.joined = before.joined;
  bar.top = Math.min(bar.top, before.top);
  bar.bottom = Math.max(bar.bottom, before.bottom);
  bar.right = Math.max(bar.right, before.right);
  if (!Number.isNaN(firstHeight) && !Number.isNaN(before.last)) bar.joined = true;
}

/** Gathers bars and lines so that each series takes few operations of the canvas. */
class Ink {
  private readonly bars = new Path2D();
  private readonly holes = new Path2D();
  private readonly lines = new Path2D();
  private readonly dots = new Path2D();
  private readonly dash: number;
  private readonly period: number;
  private readonly before: number;

  constructor(private readonly area: PlotArea) {
    this.dash = area.dash[0] ?? 1;
    this.period = area.dash.length === 0 ? 1 : area.dash.reduce((total, length) => total + length, 0);
    this.before = Math.floor((area.line - 1) / 2);
  }

  addBar(bar: Bar): void {
    const { line } = this.area;
    if (!bar.joined && bar.bottom - bar.top < line && bar.right - bar.left <= line) {
      addDot(this.dots, (bar.left + bar.right) / 2, (bar.top + bar.bottom) / 2, this.area);
    }
    const path = bar.left % this.period < this.dash ? this.bars : this.holes;
    path.rect(bar.left - this.before, bar.top - line / 2, bar.right - bar.left + line - 1, bar.bottom - bar.top + line);
  }

  join(before: Bar, bar: Bar, firstHeight: number): void {
    if (Number.isNaN(firstHeight) || Number.isNaN(before.last)) return;
    before.joined = true;
    bar.joined = true;
    if (bar.left <= before.right) {
      const middle = (before.last + firstHeight) / 2;
      before.top = Math.min(before.top, middle);
      before.bottom = Math.max(before.bottom, middle);
      bar.top = Math.min(bar.top, middle);
      bar.bottom = Math.max(bar.bottom, middle);
    } else {
      this.lines.moveTo((before.left + before.right) / 2, before.last);
      this.lines.lineTo((bar.left + bar.right) / 2, firstHeight);
    }
  }

  pour(context: CanvasRenderingContext2D): void {
    context.setLineDash([...this.area.dash]);
    context.stroke(this.lines);
    context.fill(this.bars);
    context.fill(this.dots);
    if (this.area.dash.length === 0) return;
    const opacity = context.globalAlpha;
    context.globalAlpha = opacity * HOLE_OPACITY;
    context.fill(this.holes);
    context.globalAlpha = opacity;
  }
}
