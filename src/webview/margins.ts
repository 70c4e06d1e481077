import type { Interval } from './domain';
import { linearScale } from './linear-scale';
import { type AxisKind, tickLabel, ticksOf } from './axis-ticks';
import { formatTick } from './number-format';

/** Room around the plotting area for the x axis and the halves of labels, in CSS pixels. */
export const MARGINS = { top: 8, right: 14, bottom: 31 } as const;

const LABEL_PADDING = 12;
/** Margins grow in steps, so that the plotting area does not move with each new label. */
const STEP = 8;
/** The widest digit of VS Code's fonts at the size of axis labels. */
const DIGIT_WIDTH = 6.6;

/** About how many ticks a y axis of this height has, the margins included; in CSS pixels. */
export function ticksAlongY(height: number): number {
  return Math.ceil(Math.max(1, height - MARGINS.top - MARGINS.bottom) / 36);
}

/** Room for the labels of a y axis that shows `domain`, in CSS pixels. */
export function leftMargin(domain: Interval, height: number, kind: AxisKind = 'linear'): number {
  const longest = labelsOf(domain, ticksAlongY(height), kind).reduce(
    (length, label) => Math.max(length, label.length),
    2,
  );
  return Math.ceil((longest * DIGIT_WIDTH + LABEL_PADDING) / STEP) * STEP;
}

function labelsOf(domain: Interval, count: number, kind: AxisKind): string[] {
  const { values, unit } = ticksOf(kind, domain, count);
  if (values !== null) return values.map((value) => tickLabel(value, '', unit));
  const linear = linearScale(domain);
  const label = linear.tickFormat(count);
  return linear.ticks(count).map((tick) => formatTick(tick, label(tick)));
}
