/** What happened in a chart's runs besides points, for people who do not see its lines and hatches. */
import type { SeriesDescription } from '../common/protocol';
import { t } from '../common/words';
import type { ChartLook } from './chart-look';
import { labelOf } from './legend';
import type { MenuEntry } from './menu';
import { gapWords, markerWords } from './note-words';

/** Entries of a menu of them: the newest. */
const LISTED = 50;

/** A marker or a gap. */
interface Happening {
  readonly x: number;
  readonly words: string;
}

/** Where the markers and gaps of a chart are. */
export function placesOf({ markers, gaps }: ChartLook): readonly number[] {
  return [...markers.map(({ x }) => x), ...gaps.map(({ from, to }) => (from + to) / 2)];
}

/** The markers and gaps of a chart as entries of a menu, the last ones first; `goTo` is told where the chosen one is. */
export function happeningEntries(
  look: ChartLook,
  series: readonly SeriesDescription[],
  goTo: (x: number) => void,
): readonly MenuEntry[] {
  const { words } = look;
  const all = happeningsOf(look, series).sort((one, other) => other.x - one.x);
  const listed = all.slice(0, LISTED).map(({ x, words: what }): MenuEntry => {
    return { label: `${words.named(words.place(x))}: ${what}`, run: () => goTo(x) };
  });
  const more = all.length - listed.length;
  return more > 0 ? [...listed, { label: t('and {0} more', more), disabled: true, separated: true }] : listed;
}

function happeningsOf({ markers, gaps, runs }: ChartLook, series: readonly SeriesDescription[]): Happening[] {
  const marked = markers.map((marker) => ({ x: marker.x, words: markerWords(marker, runs) }));
  const missing = gaps.flatMap((gap) => {
    const of = series[gap.series];
    return of === undefined ? [] : [{ x: (gap.from + gap.to) / 2, words: gapWords(gap, labelOf(of)) }];
  });
  return [...marked, ...missing];
}
