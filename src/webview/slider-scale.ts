/** Which value stands where on a slider. */
import type { ControlDescription } from '../common/controls';

export type SliderRange = Pick<ControlDescription, 'min' | 'max' | 'step' | 'logarithmic'>;

/** So many places of a slider are told apart when its values have no step: values get no more digits than that takes. */
const PLACES = 1000;
/** What a key moves, as a share of the slider. */
const KEY_SHARE = 0.01;
/** Digits that `toFixed` can write. */
const MOST_DIGITS = 100;

/** From 0 for the least value to 1 for the greatest. */
export function positionOf(value: number, { min, max, logarithmic }: SliderRange): number {
  // Halves, as the whole range may be more than a number can be.
  const share = logarithmic
    ? (Math.log(value) - Math.log(min)) / (Math.log(max) - Math.log(min))
    : (value / 2 - min / 2) / (max / 2 - min / 2);
  return Math.min(1, Math.max(0, share));
}

/** The value at a position from 0 to 1: one that the slider's steps reach, or without steps one of few digits. */
export function valueAt(position: number, range: SliderRange): number {
  const { min, max, step } = range;
  if (position <= 0) return min;
  if (position >= 1) return max;
  const value = exactAt(position, range);
  if (step !== null) return snapped(value, range);
  return clipped(rounded(value, exactAt(position + 1 / PLACES, range) - value), range);
}

/** The nearest value that the slider's steps reach, counted from its least; its greatest is reached always. */
export function snapped(value: number, range: SliderRange): number {
  const { min, step } = range;
  if (step === null) return clipped(value, range);
  const steps = Math.floor((value - min) / step);
  // More steps than numbers: all values are as good.
  if (steps + 1 >= Number.MAX_SAFE_INTEGER) return clipped(value, range);
  const digits = Math.max(digitsOf(min), digitsOf(step));
  const [below, above] = [steps, steps + 1].map((count) => clipped(withDigits(min + count * step, digits), range));
  if (below === undefined || above === undefined) return value;
  return value - below < above - value ? below : above;
}

/** The value that an arrow key moves to: `direction` is 1 or -1. One step on, or a hundredth of the slider; where steps are narrow on a logarithmic one, several. */
export function steppedBy(direction: 1 | -1, value: number, range: SliderRange): number {
  const isEven = range.step !== null && !range.logarithmic;
  return moved(value, isEven ? 0 : direction * KEY_SHARE, direction, range);
}

/** The value that a page key moves to: a tenth of the slider on, and one step at least. */
export function pagedBy(direction: 1 | -1, value: number, range: SliderRange): number {
  return moved(value, direction * 10 * KEY_SHARE, direction, range);
}

function moved(value: number, share: number, direction: 1 | -1, range: SliderRange): number {
  const far = valueAt(positionOf(value, range) + share, range);
  if (range.step === null) return far;
  const near = snapped(value + direction * range.step, range);
  return direction > 0 ? Math.max(near, far) : Math.min(near, far);
}

function exactAt(position: number, { min, max, logarithmic }: SliderRange): number {
  if (!logarithmic) return min * (1 - position) + max * position;
  return Math.exp(Math.log(min) * (1 - position) + Math.log(max) * position);
}

/** The value with the digits that tell it from one that is `distance` away. */
function rounded(value: number, distance: number): number {
  const digits = -Math.floor(Math.log10(distance));
  if (digits >= 0) return withDigits(value, digits);
  const unit = 10 ** -digits;
  return Math.round(value / unit) * unit;
}

function withDigits(value: number, digits: number): number {
  return digits <= MOST_DIGITS ? Number(value.toFixed(digits)) : value;
}

/** How many digits a number has after its point. */
function digitsOf(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  const [, fraction = ''] = mantissa.split('.');
  return Math.max(0, fraction.length - Number(exponent));
}

function clipped(value: number, { min, max }: SliderRange): number {
  return Math.min(max, Math.max(min, value));
}
