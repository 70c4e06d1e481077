import type { GapMark, Marker, SeriesDescription } from '../common/protocol';
import { counted, t } from '../common/words';
import type { ChartLook } from './chart-look';
import { labelOf } from './legend';
import { markerAt } from './plot-notes';
import { type PlotView, valueX } from './plot-view';

/** Markers of one place that are told. */
const TOLD = 5;
/** Kinds whose texts say by themselves what happened. */
const SPEAKING = new Set(['note', 'cell', 'restart']);

/** Something to tell of a place. */
export interface Note {
  readonly text: string;
  /** A series of the run that it is of, whose colour tells it; -1 where only one run is drawn. */
  readonly series: number;
}

/** Says which markers and gaps a chart has at a place, in CSS pixels from the left of the plotting area. */
export function notesAt(
  x: number,
  { markers, geometry }: Pick<PlotView, 'markers' | 'geometry'>,
  { gaps, runs }: Pick<ChartLook, 'gaps' | 'runs'>,
  series: readonly SeriesDescription[],
): readonly Note[] {
  const there = markerAt(markers, x)?.markers ?? [];
  const notes: Note[] = there.slice(0, TOLD).map((marker) => {
    const of = runs.length > 1 ? series.findIndex(({ run }) => run === marker.run) : -1;
    return { text: markerWords(marker, runs), series: of };
  });
  const tell = (text: string): unknown => notes.push({ text, series: -1 });
  if (there.length > TOLD) tell(counted(there.length - TOLD, 'and {0} more marker', 'and {0} more markers'));
  const at = valueX(x / geometry.width, geometry);
  for (const gap of gaps.filter(({ from, to }) => at >= from && at <= to).slice(0, TOLD)) {
    const of = series[gap.series];
    if (of !== undefined) tell(gapWords(gap, labelOf(of)));
  }
  return notes;
}

/** What a marker tells, and of which run where there are several. */
export function markerWords({ kind, text, run }: Marker, runs: readonly string[]): string {
  const words = SPEAKING.has(kind) ? text : `${kindWord(kind)}: ${text}`;
  const name = runs.length > 1 ? runs[run] : undefined;
  return name === undefined ? words : `${name}: ${words}`;
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
