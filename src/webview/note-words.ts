import type { GapMark, SeriesDescription } from '../common/protocol';
import { labelOf } from './legend';
import { formatCount } from './number-format';
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
  const texts = there.slice(0, TOLD).map(({ kind, text }) => (SPEAKING.has(kind) ? text : `${kind}: ${text}`));
  if (there.length > TOLD) texts.push(`and ${formatCount(there.length - TOLD, 'more marker')}`);
  const at = valueX(x / geometry.width, geometry);
  for (const gap of gaps.filter(({ from, to }) => at >= from && at <= to).slice(0, TOLD)) {
    const of = series[gap.series];
    const reason = gap.reason === '' ? '' : ` (${gap.reason})`;
    if (of !== undefined) texts.push(`${formatCount(gap.count, 'point')} of ${labelOf(of)} dropped${reason}`);
  }
  return texts;
}
