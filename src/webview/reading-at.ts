/** What a series has at a place of x: its value there, or the range of values of the column. */
import type { Point } from '../common/nearest-point';
import type { Interval } from './domain';
import { formatTime } from './axis-ticks';
import { formatValue } from './number-format';
import { type PlotGeometry, shareY } from './plot-view';
import type { SeriesData } from './series';
import type { XWords } from './x-words';

export interface Reading {
  /** Index of the series. */
  readonly index: number;
  /** The part of x that it stands for. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** The x of the points that it sums up: from the first up to, not including, the second; `null` when it is a point. */
  readonly column: Interval | null;
  /** The point of the column that is nearest to the crosshair; `null` as long as it is not known. */
  readonly point: Point | null;
  /** The smoothed value; `null` when none is drawn. */
  readonly smoothed: string | null;
  /** Where the curve is, in CSS pixels below the top of the plotting area; NaN where it is not. */
  readonly y: number;
}

/** What the series of a chart have at one x. */
export interface PlaceReadings {
  /** Where the crosshair is. */
  readonly nearest: Reading;
  readonly readings: readonly Reading[];
}

/** Whether a reading is of another place than the crosshair's. */
export function isElsewhere(reading: Reading, nearest: Reading): boolean {
  return reading.to < nearest.from || reading.from > nearest.to;
}

/** The place of a reading, without the axis' name: `53`, `40 – 49`. */
export function placeText({ from, to }: Reading, words: XWords): string {
  const [start, end] = [words.place(from), words.place(to)];
  return start === end ? start : `${start} – ${end}`;
}

/** A point's place and, where it is known, its time: `step 44 · 25 Nov 2026, 14:03:22.125`. */
export function pointText({ x, time }: Point, words: XWords): string {
  const place = words.named(words.place(x));
  return Number.isNaN(time) ? place : `${place} · ${formatTime(time, 3)}`;
}

/** Significant digits of the ends of a range. */
const RANGE_DIGITS = 4;

/**
 * Reads a series at `x`; nothing when it has no points.
 *
 * @param smooth the smoothed curve of the series, if one is drawn.
 * @param counts whether x counts whole steps.
 * @param raw a point of the series as it was logged, if one is known.
 */
export function readAt(
  data: SeriesData,
  smooth: SeriesData | undefined,
  index: number,
  x: number,
  geometry: PlotGeometry,
  counts: boolean,
  raw: Point | undefined,
): Reading | undefined {
  const entry = data.nearest(x);
  if (entry < 0) return undefined;
  const middle = (data.start(entry) + data.end(entry)) / 2;
  const smoothEntry = smooth?.nearest(middle) ?? -1;
  const smoothed =
    smooth === undefined || smoothEntry < 0 ? null : formatValue(smooth.told(lastField(smooth), smoothEntry));
  const drawn = smooth === undefined || smoothEntry < 0 ? { data, entry } : { data: smooth, entry: smoothEntry };
  const shown = drawn.data.fields[lastField(drawn.data)]?.[drawn.entry] ?? NaN;
  const y = Number.isFinite(shown) ? geometry.height * (1 - shareY(shown, geometry)) : NaN;
  if (data.kind === 'points') {
    const at = data.start(entry);
    return { index, from: at, to: at, text: formatValue(data.told(1, entry)), column: null, point: null, smoothed, y };
  }
  const [low, high] = [data.told(1, entry), data.told(2, entry)];
  const text = low === high || Number.isNaN(low) ? formatValue(low) : rangeText(low, high);
  const column = [data.start(entry), data.end(entry)] as const;
  const point = raw !== undefined && raw.x >= column[0] && raw.x < column[1] ? raw : null;
  return { index, ...columnSteps(data, entry, counts), text, column, point, smoothed, y };
}

/** Both ends in as few digits as there is room for beside a name. */
function rangeText(low: number, high: number): string {
  const [least, greatest] = [low, high].map((end) => formatValue(Number(end.toPrecision(RANGE_DIGITS))));
  return least === greatest ? formatValue(low) : `${least ?? ''} … ${greatest ?? ''}`;
}

/** The field of the last value of an entry. */
function lastField(data: SeriesData): number {
  return data.kind === 'points' ? 1 : 4;
}

/** The steps that a column stands for; whole ones when columns are wider than a step. */
function columnSteps(data: SeriesData, entry: number, counts: boolean): { readonly from: number; readonly to: number } {
  const from = Math.max(data.start(entry), data.low);
  const to = Math.min(data.end(entry), data.high);
  if (data.width < 2 || !counts) return { from, to };
  const whole = { from: Math.ceil(from), to: Math.min(Math.ceil(data.end(entry)) - 1, Math.floor(to)) };
  return whole.from <= whole.to ? whole : { from, to };
}
