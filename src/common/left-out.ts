/** Says in words which points of a chart are not drawn, and why. */
import type { Reading } from './figure-choices';
import type { ReadChart } from './read-series';
import { shorten } from './shorten';

const MAX_METRIC = 60;

/** @returns what the user should know, or empty. */
export function leftOutText({ raw }: ReadChart, { x }: Reading): string {
  const total = { noTime: 0, noValue: 0, notPositive: 0, lost: 0 };
  let reads = false;
  for (const { from, derived } of raw) {
    if (derived === null) {
      continue;
    }
    const { leftOut } = derived;
    total.noTime += leftOut.noTime;
    // Once a run has ended, what waits for a counterpart has none.
    const hasNone = x.kind === 'metric' && from.run.status !== 'running' && !derived.isReading;
    total.noValue += leftOut.noValue + (hasNone ? derived.waiting : 0);
    total.notPositive += leftOut.notPositive;
    total.lost += leftOut.lost;
    reads ||= derived.isReading;
  }
  const metric = x.kind === 'metric' ? shorten(x.metric, MAX_METRIC) : '';
  const parts = [
    counted(total.noTime, 'without a time'),
    counted(total.noValue, `without a value of ${metric} at their step`),
    counted(total.notPositive, 'at x ≤ 0, which a logarithmic axis does not have'),
    counted(total.lost, 'that can no longer be read from the log'),
  ].filter((part) => part !== '');
  const notShown = parts.length === 0 ? '' : `Not shown: ${parts.join(', ')}`;
  return [notShown, reads ? 'reading earlier points from the log …' : ''].filter((part) => part !== '').join(' · ');
}

function counted(count: number, what: string): string {
  return count === 0 ? '' : `${count.toLocaleString('en')} ${count === 1 ? 'point' : 'points'} ${what}`;
}
