/** How far a loop is, in words. */
import { formatDuration } from '../common/duration';
import { shareOf, type ProgressDescription } from '../common/progress';
import { formatShort } from '../common/short-number';
import { t } from '../common/words';
import { formatStep } from './number-format';

/** Below so many a second, how long one takes says more. */
const SLOW = 1;

/** `37/100`, or `37` where the total is not known. */
export function amountWords({ done, total }: ProgressDescription): string {
  return total === null ? formatAmount(done) : `${formatAmount(done)}/${formatAmount(total)}`;
}

/** `12.3 batch/s`, `4.2 s/batch`; nothing while the rate is not known. */
export function rateWords({ rate, unit }: ProgressDescription): string {
  if (rate === null || rate <= 0) return '';
  if (rate >= SLOW) return `${formatRate(rate)}${unit === '' ? '' : ' '}${unit}/s`;
  const each = 1 / rate < 100 ? `${formatRate(1 / rate)} s` : formatDuration(1 / rate);
  return unit === '' ? t('{0} each', each) : `${each}/${unit}`;
}

/** `1:23 left`; nothing while that cannot be told. */
export function remainingWords({ remaining }: ProgressDescription): string {
  return remaining === null ? '' : t('{0} left', formatDuration(remaining));
}

/** All of it for a screen reader: `37 of 100 batch, 12.3 batch/s, 1:23 left`. `stopped`: the run has ended, and the loop with it. */
export function spokenWords(bar: ProgressDescription, stopped: boolean): string {
  const { done, total, unit, finished } = bar;
  const amount = total === null ? formatAmount(done) : t('{0} of {1}', formatAmount(done), formatAmount(total));
  const isWhole = finished && (total === null || shareOf(bar) === 1);
  const state = isWhole ? t('finished') : finished || stopped ? t('ended early') : '';
  const parts = [`${amount} ${unit}`.trim(), state, rateWords(bar), remainingWords(bar)];
  return parts.filter((part) => part !== '').join(', ');
}

function formatAmount(value: number): string {
  return Number.isInteger(value) ? formatStep(value) : formatShort(value);
}

/** Three digits are as many as a rate deserves. */
function formatRate(value: number): string {
  return value >= 1000 ? formatShort(Math.round(value)) : String(Number(value.toPrecision(3)));
}
