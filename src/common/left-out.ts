/** Says in words which points of a chart are not drawn, and why. */
import type { Reading } from './figure-choices';
import type { ReadChart } from './read-series';
import { shorten } from './shorten';
import { counted, t } from './words';

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
    { count: total.noTime, words: counted(total.noTime, '{0} point without a time', '{0} points without a time') },
    {
      count: total.noValue,
      words: counted(
        total.noValue,
        '{0} point without a value of {1} at their step',
        '{0} points without a value of {1} at their step',
        metric,
      ),
    },
    {
      count: total.notPositive,
      words: counted(
        total.notPositive,
        '{0} point at x ≤ 0, which a logarithmic axis does not have',
        '{0} points at x ≤ 0, which a logarithmic axis does not have',
      ),
    },
    {
      count: total.lost,
      words: counted(
        total.lost,
        '{0} point that can no longer be read from the log',
        '{0} points that can no longer be read from the log',
      ),
    },
  ].flatMap(({ count, words }) => (count === 0 ? [] : [words]));
  const notShown = parts.length === 0 ? '' : t('Not shown: {0}', parts.join(', '));
  const reading = reads ? t('reading earlier points from the log …') : '';
  return [notShown, reading].filter((part) => part !== '').join(' · ');
}
