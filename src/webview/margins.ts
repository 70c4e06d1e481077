import type { Interval } from './domain';
import { linearScale } from './linear-scale';
import { formatTick } from './number-format';

/** Room around the plotting area for the x axis and the halves of labels, in CSS pixels. */
export const MARGINS = { top: 8, right: 14, bottom: 31 } as const;

const LABEL_PADDING = 12;
/** Margins grow in steps, so that the plotting area does not move with each new label. */
const STEP = 8;
/** The widest digit of VS Code's fonts at the size of axis labels. */
const DIGIT_WIDTH = 6.6;

/** Room for the labels of a y axis that shows `domain`, in CSS pixels. */
export function leftMargin(domain: Interval, height: number): number {
  const linear = linearScale(domain);
  const count = Math.ceil(Math.max(1, height - MARGINS.top - MARGINS.bottom) / 36);
  const label = linear.tickFormat(count);
  const longest = linear
    .ticks(count)
    .reduce((length, tick) => Math.max(length, formatTick(tick, label(tick)).length), 2);
  return Math.ceil((longest * DIGIT_WIDTH + LABEL_PADDING) / STEP) * STEP;
}
