import type { ChartDescription } from '../common/protocol';
import { counted, t } from '../common/words';
import { labelOf } from './legend';
import { formatValue } from './number-format';
import type { SeriesData } from './series';
import type { ChartLook } from './chart-look';

/** How many series a chart's text alternative tells. */
const TOLD = 20;

/** The newest value shown of a series and its step, or nothing when there is none. */
export function currentValue(data: SeriesData): { readonly value: number; readonly step: number } | undefined {
  const index = data.count - 1;
  if (index < 0) return undefined;
  const value = data.told(data.kind === 'points' ? 1 : 4, index);
  if (data.kind === 'points') return { value, step: data.start(index) };
  const holdsLast = data.high >= data.start(index) && data.high < data.end(index);
  return { value, step: holdsLast ? data.high : data.start(index) };
}

/** The chart in words: its title, the current value of each series, and how many markers and gaps there are. */
export function describeChart(chart: ChartDescription, data: readonly SeriesData[], look: ChartLook): string {
  const { words, markers, gaps } = look;
  const parts = chart.series.slice(0, TOLD).map((series, index) => {
    const current = data[index] === undefined ? undefined : currentValue(data[index]);
    if (current === undefined) return t('{0} has no points yet', labelOf(series));
    const place = words.named(words.place(current.step));
    return t('{0} {1} at {2}', labelOf(series), formatValue(current.value), place);
  });
  const more = chart.series.length - parts.length;
  if (more > 0) parts.push(t('and {0} more series', more));
  if (markers.length > 0) parts.push(counted(markers.length, '{0} marker', '{0} markers'));
  if (gaps.length > 0) parts.push(counted(gaps.length, '{0} gap', '{0} gaps'));
  return `${chart.title}: ${parts.join('; ')}`;
}
