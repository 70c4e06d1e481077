import { DEFAULT_CHOICES, type Reading } from '../common/figure-choices';
import type { Frame, GapMark, Marker } from '../common/protocol';
import type { ChartLook } from './chart-look';
import { type XWords, xWords } from './x-words';

/** What a frame tells of the figure besides points. */
export type FigureNews = Pick<Frame, 'markers' | 'earlierMarkers' | 'gaps' | 'leftOut'>;

/** Markers that are kept of those that came one after the other. */
const MAX_MARKERS = 2000;

const NONE: readonly Marker[] = [];

/** How the charts of a figure are read, and what the host has told of their runs besides points. */
export class FigureLook {
  reading: Reading = DEFAULT_CHOICES.reading;
  /** The names of the runs that are drawn. */
  runs: readonly string[] = [];
  /** Markers of this generation that are not shown, because there are too many. */
  earlierMarkers = 0;
  private words: XWords = xWords(this.reading.x, this.reading.logX);
  private markers: readonly Marker[] = [];
  private gaps: readonly GapMark[] = [];
  /** For each chart the points that the host could not place, in words. */
  private leftOut: readonly string[] = [];

  /** Begins a generation, of which nothing is told yet; words of the same axis stay the same, as axes are drawn anew for others. */
  begin({ x, logX }: Reading, isSameX: boolean): void {
    if (!isSameX) this.words = xWords(x, logX);
    [this.markers, this.gaps, this.leftOut] = [[], [], []];
    this.earlierMarkers = 0;
  }

  /** Takes what a frame tells; returns whether charts look different by it. */
  note({ markers, earlierMarkers = 0, gaps, leftOut }: FigureNews): boolean {
    this.earlierMarkers += earlierMarkers;
    if (markers === undefined && gaps === undefined && leftOut === undefined) return false;
    if (markers !== undefined) {
      const all = [...this.markers, ...markers];
      this.markers = all.slice(-MAX_MARKERS);
      this.earlierMarkers += all.length - this.markers.length;
    }
    this.gaps = gaps ?? this.gaps;
    this.leftOut = leftOut ?? this.leftOut;
    return true;
  }

  /** How one chart is read, by its place in the host's order. */
  of(index: number): ChartLook {
    const { logY, ignoreOutliers, latest, smoothing, markers } = this.reading;
    return {
      ...{ words: this.words, logY, ignoreOutliers, latest, runs: this.runs },
      smoothed: smoothing > 0,
      markers: markers ? this.markers : NONE,
      gaps: markers ? this.gaps.filter(({ chart }) => chart === index) : [],
      leftOut: this.leftOut[index] ?? '',
    };
  }
}
