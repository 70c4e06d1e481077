/** The notes of the runs of a figure as markers on its x axis, and the gaps of its series. */
import type { Reading } from './figure-choices';
import type { GapMark, Marker } from './protocol';
import type { Run, RunGap, RunSeries } from './run';
import { shorten } from './shorten';
import { placeOnAxis } from './x-place';

/** Markers that a page is given: the newest. */
const MAX_MARKERS = 1000;
const MAX_TEXT = 300;
const MAX_KIND = 40;

export interface FreshMarkers {
  readonly markers: readonly Marker[];
  /** How many older ones are not among them. */
  readonly earlier: number;
}

/** Gives each note once: at first the newest ones, then those that are new. */
export class MarkerFeed {
  /** How many notes of each run are done with. */
  private readonly seen: number[];
  private gapsSeen = '';

  constructor(
    private readonly runs: readonly Run[],
    private readonly reading: Reading,
  ) {
    this.seen = runs.map(() => 0);
  }

  /** The notes since the last call that have a place; one that has none yet is given as soon as it has. */
  fresh(): FreshMarkers {
    const limit = Math.floor(MAX_MARKERS / Math.max(1, this.runs.length));
    const markers: Marker[] = [];
    let earlier = 0;
    for (const [index, run] of this.runs.entries()) {
      const seen = this.seen[index] ?? 0;
      if (seen === run.notes.length) {
        continue;
      }
      const first = Math.max(seen, run.notes.length - limit);
      earlier += first - seen;
      this.seen[index] = this.place(run, index, first, markers);
    }
    return { markers, earlier };
  }

  /** The gaps of these series, when they have changed since the last call. */
  freshGaps(charts: readonly (readonly RunSeries[])[]): readonly GapMark[] | null {
    const counts = this.runs.map(({ gaps }) => `${gaps.length}:${gaps.reduce((sum, { count }) => sum + count, 0)}`);
    const key = this.runs.every(({ gaps }) => gaps.length === 0) ? '' : counts.join();
    if (key === this.gapsSeen) {
      return null;
    }
    this.gapsSeen = key;
    const places = new Map<RunSeries, { readonly chart: number; readonly series: number }[]>();
    charts.forEach((chart, at) =>
      chart.forEach((series, index) =>
        places.set(series, [...(places.get(series) ?? []), { chart: at, series: index }]),
      ),
    );
    return this.runs.flatMap((run) =>
      run.gaps.flatMap((gap) => (places.get(gap.series) ?? []).flatMap((place) => this.gapMark(run, gap, place))),
    );
  }

  private place(run: Run, index: number, first: number, markers: Marker[]): number {
    const { x: axis, logX } = this.reading;
    const placeOf = placeOnAxis(run, axis, logX);
    for (let note = first; note < run.notes.length; note += 1) {
      const { kind, text, time, at, step } = run.notes[note] ?? { kind: '', text: '', time: NaN, at: null, step: null };
      const waits = run.clock.earliest === null && at === null && Number.isFinite(time);
      const x = placeOf(at, step === null ? time : NaN) ?? placeOf(at, time);
      if (x === null && waits && run.points === 0) {
        return note;
      }
      if (x !== null) {
        const known = Number.isFinite(time) ? time : null;
        markers.push({ x, kind: shorten(kind, MAX_KIND), text: shorten(text, MAX_TEXT), time: known, run: index });
      }
    }
    return run.notes.length;
  }

  private gapMark(run: Run, { x, count, reason }: RunGap, place: { chart: number; series: number }): GapMark[] {
    const placeOf = placeOnAxis(run, this.reading.x, this.reading.logX);
    // A place on the axis of another metric says nothing of what lies between two of them.
    if (this.reading.x.kind === 'metric') {
      return [];
    }
    const [from, to] = [placeOf(x[0], NaN), placeOf(x[1], NaN)];
    return from === null || to === null
      ? []
      : [{ ...place, from: Math.min(from, to), to: Math.max(from, to), count, reason }];
  }
}
