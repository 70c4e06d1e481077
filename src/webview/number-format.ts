/** How numbers are written for people: axis labels, tooltips, current values. */
import { formatValue, withMinus } from '../common/format-value';

export { formatValue };

/** Writes a step: whole numbers in full with separators, others with at most ten significant digits. */
export function formatStep(step: number): string {
  if (!Number.isFinite(step)) return formatValue(step);
  if (Math.abs(step) >= 1e15) return formatValue(step);
  return withMinus(Number(step.toPrecision(Number.isInteger(step) ? 16 : 10)).toLocaleString('en', STEP_FORMAT));
}

const STEP_FORMAT = { maximumFractionDigits: 10 };

/** The label of an axis tick: Vega's own unless it is long and exponential notation is shorter. */
export function formatTick(value: number, label: string): string {
  if (value === 0) return '0';
  if (label.length <= 7) return label;
  const exponential = withMinus(Number(value.toPrecision(12)).toExponential().replace('e+', 'e'));
  return exponential.length < label.length ? exponential : label;
}
