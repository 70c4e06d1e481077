/** Where an axis has ticks and what they are called, for axes that are not plain numbers. */
import { formatTick, formatValue } from './number-format';
import type { Interval } from './domain';

/** `log`: numbers are decimal logarithms. `time`: seconds since 1970. `relative`: seconds. */
export type AxisKind = 'linear' | 'log' | 'time' | 'relative';

export interface Ticks {
  /** `null` leaves the choice to Vega. */
  readonly values: readonly number[] | null;
  /** What `tickLabel` needs to name them: the kind of the axis, and the distance of ticks in seconds on axes of time. */
  readonly unit: string;
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
/** Distances of ticks in seconds that people count in. */
const DISTANCES = [
  ...[0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28, 91, 182, 365].map((days) => days * DAY),
];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** About `count` ticks for what an axis shows. */
export function ticksOf(kind: AxisKind, domain: Interval, count: number): Ticks {
  switch (kind) {
    case 'linear':
      return { values: null, unit: kind };
    case 'log':
      return { values: logTicks(domain, count), unit: kind };
    case 'time':
    case 'relative': {
      const distance = distanceOf((domain[1] - domain[0]) / Math.max(1, count));
      // Local midnight is a tick, whatever the time zone.
      const shift = kind === 'time' ? new Date(domain[0] * 1000).getTimezoneOffset() * MINUTE : 0;
      return { values: multiplesOf(distance, domain, shift), unit: `${kind} ${distance}` };
    }
  }
}

/** @param label what Vega would call the tick. */
export function tickLabel(value: number, label: string, unit: string): string {
  const [kind, distance = '1'] = unit.split(' ');
  switch (kind) {
    case 'log':
      return formatValue(powerOf(value));
    case 'time':
      return timeLabel(value, Number(distance));
    case 'relative':
      return formatDuration(value, decimalsOf(Number(distance)));
    default:
      return formatTick(value, label);
  }
}

/** The number of a decimal logarithm, without the noise of the last digits. */
export function powerOf(logarithm: number): number {
  const power = 10 ** logarithm;
  return Number.isFinite(power) ? Number(power.toPrecision(12)) : power;
}

/** Writes seconds as `1:23:45`, `2:05` or `0:01.250`. */
export function formatDuration(seconds: number, decimals: number): string {
  const rounded = Math.round(Math.abs(seconds) * 10 ** decimals) / 10 ** decimals;
  const sign = seconds < 0 && rounded > 0 ? '−' : '';
  const hours = Math.floor(rounded / HOUR);
  const minutes = Math.floor((rounded % HOUR) / MINUTE);
  const rest = (rounded % MINUTE).toFixed(decimals).padStart(decimals === 0 ? 2 : decimals + 3, '0');
  return hours > 0 ? `${sign}${hours}:${twoDigits(minutes)}:${rest}` : `${sign}${minutes}:${rest}`;
}

/** Writes seconds since 1970 in local time, as `Nov 25, 14:03:07.250`. */
export function formatTime(seconds: number, decimals: number): string {
  const date = new Date(Math.round(seconds * 1000));
  return `${dayOf(date)}, ${clockOf(date)}:${secondsOf(date, decimals)}`;
}

/** Decimals that tell ticks at this distance apart. */
function decimalsOf(distance: number): number {
  return distance >= 1 ? 0 : distance >= 0.1 ? 1 : distance >= 0.01 ? 2 : 3;
}

function distanceOf(wanted: number): number {
  const found = DISTANCES.find((distance) => distance >= wanted * 0.75);
  if (found !== undefined && wanted > 0.0005) return found;
  // Finer or coarser than any of these: powers of ten of the unit.
  const unit = wanted > DAY ? DAY : 1;
  return unit * 10 ** Math.ceil(Math.log10(Math.max(wanted / unit, 1e-9)));
}

function multiplesOf(distance: number, [low, high]: Interval, shift: number): number[] {
  const first = Math.ceil((low - shift) / distance);
  const last = Math.floor((high - shift) / distance);
  return Array.from({ length: Math.max(0, Math.min(1000, last - first + 1)) }, (_, index) =>
    Number(((first + index) * distance + shift).toPrecision(15)),
  );
}

/** Powers of ten where there are several, also twice and five times those where there are few, and plain numbers within less than one. */
function logTicks([low, high]: Interval, count: number): number[] {
  const within = (value: number) => value >= low - 1e-9 && value <= high + 1e-9;
  const span = high - low;
  if (span < 0.7) {
    return roundNumbers([10 ** low * (1 - 1e-12), 10 ** high * (1 + 1e-12)], count)
      .map(Math.log10)
      .filter(within);
  }
  const stride = Math.max(1, Math.ceil(span / Math.max(1, count)));
  const factors = stride > 1 || span * 3 > count * 1.5 ? [1] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = Math.floor(low / stride) * stride; power <= high; power += stride) {
    ticks.push(...factors.map((factor) => power + Math.log10(factor)));
  }
  return ticks.filter(within);
}

/** Multiples of 1, 2 or 5 times a power of ten; none where float64 has none to tell apart. */
function roundNumbers(domain: Interval, count: number): number[] {
  const wanted = (domain[1] - domain[0]) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= wanted * 0.75) ?? 10);
  const usable = step > 0 && Number.isFinite(step) && step > Math.abs(domain[1]) * 1e-14;
  return usable ? multiplesOf(step, domain, 0).filter((value) => value > 0) : [];
}

function timeLabel(seconds: number, distance: number): string {
  const date = new Date(Math.round(seconds * 1000));
  const isMidnight = date.getHours() + date.getMinutes() + date.getSeconds() + date.getMilliseconds() === 0;
  if (distance >= 365 * DAY) return String(date.getFullYear());
  if (distance >= DAY || isMidnight) return dayOf(date);
  return distance >= MINUTE ? clockOf(date) : `${clockOf(date)}:${secondsOf(date, decimalsOf(distance))}`;
}

function dayOf(date: Date): string {
  return `${MONTHS[date.getMonth()] ?? ''} ${date.getDate()}`;
}

function clockOf(date: Date): string {
  return `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
}

function secondsOf(date: Date, decimals: number): string {
  const fraction = decimals === 0 ? '' : `.${String(date.getMilliseconds()).padStart(3, '0').slice(0, decimals)}`;
  return twoDigits(date.getSeconds()) + fraction;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
