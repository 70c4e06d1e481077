import type { GapMark, Marker, SeriesDescription } from '../common/protocol';
import { counted, t } from '../common/words';
import { labelOf } from './legend';
import { markerAt } from './plot-notes';
import { type PlotView, valueX } from './plot-view';

/** Markers of one place that are told. */
const TOLD = 5;
/** Kinds whose texts say by themselves what happened. */
const SPEAKING = new Set(['note', 'cell', 'restart']);

/** Says which markers and gaps a chart has at a place, in CSS pixels from the left of the plotting area. */
export function notesAt(
  x: number,
  { markers, geometry }: Pick<PlotView, 'markers' | 'geometry'>,
  gaps: readonly GapMark[],
  series: readonly SeriesDescription[],
): readonly string[] {
  const there = markerAt(markers, x)?.markers ?? [];
  const texts = there.slice(0, TOLD).map(markerWords);
  if (there.length > TOLD) texts.push(counted(there.length - TOLD, 'and {0} more marker', 'and {0} more markers'));
  const at = valueX(x / geometry.width, geometry);
  for (const gap of gaps.filter(({ from, to }) => at >= from && at <= to).slice(0, TOLD)) {
    const of = series[gap.series];
    if (of !== undefined) texts.push(gapWords(gap, labelOf(of)));
  }
  return texts;
}

/** What a marker tells. */
export function markerWords({ kind, text }: Marker): string {
  return SPEAKING.has(kind) ? text : `${kindWord(kind)}: ${text}`;
}

/** How many points of a series are missing, and why, as far as the program says. */
export function gapWords({ count, reason }: GapMark, series: string): string {
  return reason === ''
    ? counted(count, '{0} point of {1} dropped', '{0} points of {1} dropped', series)
    : counted(count, '{0} point of {1} dropped ({2})', '{0} points of {1} dropped ({2})', series, reason);
}

/** Programs may give markers kinds of their own, which are their words. */
function kindWord(kind: string): string {
  return kind === 'alert' ? t('alert') : kind;
}
