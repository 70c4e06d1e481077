import { domainOfX, type Interval } from './domain';
import type { PlotGeometry } from './plot-view';
import type { SeriesData } from './series';
import { Throttle } from './throttle';
import type { Zoom } from './zoom';

/** A bigger step, as a share of what is shown. */
const PAGE = 0.1;
/** How far within what is shown a place is brought that lay beyond, as a share of it. */
const INSIDE = 0.1;
/** Milliseconds between two readings while a key is held. */
const READ_INTERVAL = 300;

export interface CrosshairTarget {
  readonly box: HTMLElement;
  readonly data: readonly SeriesData[];
  geometry(): PlotGeometry;
  zoom(): Zoom;
  setZoom(zoom: Zoom): void;
  /** Whether the chart has a crosshair. */
  enabled(): boolean;
  /** Where keys have put the crosshair; `null` when they have not. */
  at(): number | null;
  put(x: number | null): void;
  /** The places of markers and gaps. */
  marked(): readonly number[];
  /** The table of values at the crosshair, in words. */
  spoken(): string;
  /** Has words read out. */
  say(words: string): void;
}

/**
 * Leads the crosshair by keys: arrows from point to point, Page Up and Page Down by a tenth of what is shown, Home and End to the first and the last
 * point, M and Shift+M to the next marker on the right and on the left; Escape takes it away. What is shown moves along when a part is chosen. Values
 * are read out when the user has moved, and never because points came; those behind columns follow a moment later.
 */
export class CrosshairKeys {
  /** Whether the user has moved the crosshair, and has not been told yet which points are behind columns there. */
  private isUntold = false;
  private readonly reading = new Throttle(READ_INTERVAL, () => this.target.say(this.target.spoken()));

  constructor(private readonly target: CrosshairTarget) {
    target.box.addEventListener('keydown', (event) => this.onKey(event));
    target.box.addEventListener('blur', () => this.leave());
  }

  /** Puts the crosshair at this x, and reads out what is there. */
  goTo(x: number): void {
    const { target } = this;
    const [low, high] = this.shown;
    const { x: chosen, y } = target.zoom();
    const isShown = x >= low && x <= high;
    if (chosen !== null && !isShown) target.setZoom({ x: movedTo(x, [low, high], this.whole), y });
    target.put(chosen === null ? Math.max(low, Math.min(high, x)) : x);
    this.isUntold = true;
    this.reading.request();
  }

  /** The points behind the columns at the crosshair are known now: read out once for each move. */
  readPoints(): void {
    if (this.isUntold && this.target.at() !== null) this.reading.request();
    this.isUntold = false;
  }

  close(): void {
    this.reading.cancel();
  }

  private leave(): void {
    this.reading.cancel();
    this.target.put(null);
  }

  private onKey(event: KeyboardEvent): void {
    const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
    if (!this.target.enabled() || altKey || ctrlKey || metaKey) return;
    if (key === 'Escape' && this.target.at() !== null) this.leave();
    else if (key.toLowerCase() === 'm') this.toMarker(shiftKey ? -1 : 1);
    else if (!shiftKey && Object.hasOwn(MOVES, key)) this.move(MOVES[key as keyof typeof MOVES]);
    else return;
    event.preventDefault();
    // Else Escape would do more than one thing.
    event.stopPropagation();
  }

  private move({ by, to }: Move): void {
    const from = this.from(by);
    const [low, high] = this.shown;
    const [first, last] = this.whole;
    if (to === 'end') this.goTo(by > 0 ? last : first);
    else if (from === null) this.goTo(nearestPlace(this.target.data, by > 0 ? low : high, low, high));
    else if (to === 'page') this.goTo(this.pageFrom(from, by, (high - low) * PAGE));
    else this.goTo(nextPlace(this.target.data, from, by) ?? from);
  }

  private pageFrom(from: number, by: Direction, width: number): number {
    const [first, last] = this.whole;
    const wanted = Math.max(first, Math.min(last, from + by * width));
    const next = nextPlace(this.target.data, from, by);
    if (next === null) return from;
    const place = nearestPlace(this.target.data, wanted, first, last);
    // Where points are far apart, the next one is further than a page.
    return by > 0 ? Math.max(next, place) : Math.min(next, place);
  }

  private toMarker(by: Direction): void {
    const from = this.from(by);
    const [low, high] = this.shown;
    const start = from ?? (by > 0 ? low : high);
    const isBeyond = (x: number) => (from === null ? (x - start) * by >= 0 : (x - start) * by > 0);
    const [next] = this.target
      .marked()
      .filter(isBeyond)
      .sort((one, other) => (one - other) * by);
    if (next !== undefined) this.goTo(next);
  }

  /** Where the crosshair is, if that can be seen. */
  private from(by: Direction): number | null {
    const [low, high] = this.shown;
    const at = this.target.at();
    return at === null || (by > 0 ? at < low : at > high) ? null : at;
  }

  /** The part that is chosen is drawn a moment later. */
  private get shown(): Interval {
    return this.target.zoom().x ?? this.target.geometry().x;
  }

  private get whole(): Interval {
    return domainOfX(this.target.data);
  }
}

type Direction = 1 | -1;
interface Move {
  readonly by: Direction;
  readonly to: 'next' | 'page' | 'end';
}

const MOVES = {
  ArrowRight: { by: 1, to: 'next' },
  ArrowLeft: { by: -1, to: 'next' },
  PageDown: { by: 1, to: 'page' },
  PageUp: { by: -1, to: 'page' },
  End: { by: 1, to: 'end' },
  Home: { by: -1, to: 'end' },
} as const satisfies Record<string, Move>;

/** The part of x, as wide as `shown`, that has `x` in it and is moved as little as that needs. */
function movedTo(x: number, [low, high]: Interval, [first, last]: Interval): Interval {
  const width = high - low;
  const start = x < low ? x - width * INSIDE : x + width * INSIDE - width;
  const from = Math.max(Math.min(first, low), Math.min(start, Math.max(last, high) - width));
  return [from, from + width];
}

/** Where an entry stands: a column for all its points. */
function placeOf(data: SeriesData, entry: number): number {
  if (data.kind === 'points') return data.start(entry);
  return (Math.max(data.start(entry), data.low) + Math.min(data.end(entry), data.high)) / 2;
}

/** The next place after `x` at which a series has a point, or before it; `null` when there is none. */
export function nextPlace(all: readonly SeriesData[], x: number, by: Direction): number | null {
  let best: number | null = null;
  for (const data of all) {
    const nearest = data.nearest(x);
    if (nearest < 0) continue;
    let entry = Math.max(0, Math.min(data.count - 1, nearest - by));
    while (entry >= 0 && entry < data.count && (placeOf(data, entry) - x) * by <= 0) entry += by;
    if (entry < 0 || entry >= data.count) continue;
    const place = placeOf(data, entry);
    if (best === null || (best - place) * by > 0) best = place;
  }
  return best;
}

/** The place nearest to `x` within an interval at which a series has a point; `x` itself when there is none. */
function nearestPlace(all: readonly SeriesData[], x: number, low: number, high: number): number {
  const places = all.flatMap((data) => {
    const nearest = data.nearest(x);
    if (nearest < 0) return [];
    const around = [nearest - 1, nearest, nearest + 1].filter((entry) => entry >= 0 && entry < data.count);
    return around.map((entry) => placeOf(data, entry)).filter((place) => place >= low && place <= high);
  });
  return places.reduce((best, place) => (Math.abs(place - x) < Math.abs(best - x) ? place : best), places[0] ?? x);
}
