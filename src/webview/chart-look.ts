import type { GapMark, Marker } from '../common/protocol';
import { type XWords, xWords } from './x-words';

/** How a chart is read, as far as the page has to do with it. */
export interface ChartLook {
  readonly words: XWords;
  readonly logY: boolean;
  readonly ignoreOutliers: boolean;
  /** Width of the window that follows the newest points; `null` shows all. */
  readonly latest: number | null;
  /** Whether the host sends a smoothed curve for each series. */
  readonly smoothed: boolean;
  readonly markers: readonly Marker[];
  /** The names of the runs that markers are of; one or none where it is clear whose they are. */
  readonly runs: readonly string[];
  /** Gaps of the chart's series. */
  readonly gaps: readonly GapMark[];
  /** Which points the host could not place, in words, or empty. */
  readonly leftOut: string;
}

/** Everything as it was logged. */
export const plainLook = (): ChartLook => ({
  words: xWords({ kind: 'step' }, false),
  logY: false,
  ignoreOutliers: false,
  latest: null,
  smoothed: false,
  markers: [],
  runs: [],
  gaps: [],
  leftOut: '',
});
