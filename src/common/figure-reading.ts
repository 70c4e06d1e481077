/** A figure as the user reads it: the series that its charts draw, the markers on them, and what is not shown of them. */
import type { MissingChunk } from './derivation';
import { gridOf, latestGrid, type Grid } from './drawn-series';
import type { Reading } from './figure-choices';
import type { FigureLayout } from './figure-layout';
import { leftOutText } from './left-out';
import { MarkerFeed } from './markers';
import type { Frame } from './protocol';
import { DerivedSeriesSet, type ReadChart, type ReadSeries } from './read-series';
import type { Run } from './run';

/** What a frame tells of a figure besides its points. */
export type ReadingNews = Pick<Frame, 'markers' | 'earlierMarkers' | 'gaps' | 'leftOut'>;

export class FigureReading {
  charts: readonly ReadChart[] = [];
  private readonly derived = new DerivedSeriesSet();
  private layout: FigureLayout | null = null;
  private reading: Reading | null = null;
  private markers: MarkerFeed | null = null;
  private leftOutSeen = '';
  private behind = false;

  /** Whether points that were logged are still to be derived from. */
  get isBehind(): boolean {
    return this.behind;
  }

  /** Reads a figure from its beginning. Charts of a program's own spec are drawn as logged: they say themselves what stands on their axes. */
  show(runs: readonly Run[], layout: FigureLayout | null, reading: Reading): void {
    this.layout = layout;
    this.reading = reading;
    const own = layout?.description.charts.flatMap(({ spec }, chart) => (spec === undefined ? [] : [chart]));
    this.charts = this.derived.read(layout?.charts ?? [], reading, new Set(own));
    this.markers = new MarkerFeed(runs, reading);
    this.leftOutSeen = '';
  }

  /** What is drawn of a series besides its smoothed curve. */
  seriesOf(chart: string, series: number): ReadSeries | undefined {
    const index = this.layout?.description.charts.findIndex(({ id }) => id === chart) ?? -1;
    return this.charts[index]?.raw[series];
  }

  /** Whether there is something to derive at once. */
  get hasWork(): boolean {
    return this.behind || this.derived.hasWork;
  }

  /** Derives from what was logged since, for some milliseconds. */
  advance(): void {
    this.behind = this.derived.advance();
  }

  /** What of the logs' series is needed to go on and was dropped from memory. Each chunk is told once. */
  takeMissing(): readonly MissingChunk[] {
    return this.derived.takeMissing();
  }

  /** Nobody looks: gives back what was derived. */
  release(): void {
    this.derived.release();
    this.charts = [];
  }

  /** The grid of all of a chart, or of the window that follows the newest points; `null` when there are no points. */
  gridOfAll(index: number, pixels: number): Grid | null {
    let low = Infinity;
    let high = -Infinity;
    const { raw = [], smoothed = [] } = this.charts[index] ?? {};
    for (const { series } of [...raw, ...smoothed]) {
      low = series.low < low ? series.low : low;
      high = series.high > high ? series.high : high;
    }
    if (!(low <= high)) {
      return null;
    }
    const latest = this.reading?.latest ?? null;
    const isOwn = this.layout?.description.charts[index]?.spec !== undefined;
    return latest !== null && latest < high - low && !isOwn
      ? latestGrid(high, latest, pixels)
      : gridOf(low, high, true, pixels);
  }

  /** Markers, gaps and what is left out, as far as it changed since the last call. */
  news(): ReadingNews {
    const { markers, earlier } = this.markers?.fresh() ?? { markers: [], earlier: 0 };
    const gaps = this.markers?.freshGaps(this.layout?.charts ?? []) ?? null;
    const { reading } = this;
    const leftOut =
      reading === null || !this.derived.derives ? [] : this.charts.map((chart) => leftOutText(chart, reading));
    const leftOutNow = leftOut.some((text) => text !== '') ? JSON.stringify(leftOut) : '';
    const isSame = leftOutNow === this.leftOutSeen;
    this.leftOutSeen = leftOutNow;
    return {
      ...(markers.length > 0 ? { markers } : {}),
      ...(earlier > 0 ? { earlierMarkers: earlier } : {}),
      ...(gaps === null ? {} : { gaps }),
      ...(isSame ? {} : { leftOut }),
    };
  }
}
