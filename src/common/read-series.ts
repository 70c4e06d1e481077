/** The series of a figure as the user reads them: as logged, or over another x, or smoothed. What is derived exists while it is drawn. */
import { DerivedSeries } from './derived-series';
import type { DerivedX, MissingChunk } from './derivation';
import type { Reading } from './figure-choices';
import type { RunSeries } from './run';
import type { Series } from './series';

/** One series, to be drawn. */
export interface ReadSeries {
  readonly from: RunSeries;
  readonly series: Series;
  /** What makes the series, `null` when it is that of the log itself. */
  readonly derived: DerivedSeries | null;
}

/** What a chart draws: `smoothed` has one for each of `raw`, or none. */
export interface ReadChart {
  readonly raw: readonly ReadSeries[];
  readonly smoothed: readonly ReadSeries[];
}

/** What of a reading the host derives series for; the rest is the page's. */
export function derivedReading({ x, logX, smoothing }: Reading): string {
  return JSON.stringify([x, logX, smoothing]);
}

/** Points that are looked at before one asks for the time: a few milliseconds. */
const TURN_POINTS = 25_000;

export class DerivedSeriesSet {
  private known = new Map<string, DerivedSeries>();

  /**
   * Chooses what is drawn. What was derived before and is drawn again is kept, the rest given back.
   *
   * @param asLogged charts that are drawn as logged, whatever the reading.
   */
  read(charts: readonly (readonly RunSeries[])[], reading: Reading, asLogged: ReadonlySet<number>): ReadChart[] {
    const before = this.known;
    this.known = new Map();
    const read = charts.map((chart, index): ReadChart => {
      if (asLogged.has(index)) {
        return { raw: chart.map(plain), smoothed: [] };
      }
      const { smoothing } = reading;
      return {
        raw: chart.map((from) => this.derive(from, reading, 0, before)),
        smoothed: smoothing === 0 ? [] : chart.map((from) => this.derive(from, reading, smoothing, before)),
      };
    });
    before.forEach((derived, key) => {
      if (this.known.get(key) !== derived) {
        derived.dispose();
      }
    });
    return read;
  }

  /** Whether anything is derived. */
  get derives(): boolean {
    return this.known.size > 0;
  }

  /** Takes in some of what was logged since, and of what was dropped and is wanted again. @returns whether there is more to do at once. */
  advance(): boolean {
    let left = TURN_POINTS;
    for (const derived of this.known.values()) {
      left -= derived.advance(left);
      if (left <= 0) {
        return true;
      }
    }
    return this.hasWork;
  }

  /** Whether what was dropped can be derived anew at once. */
  get hasWork(): boolean {
    return [...this.known.values()].some(({ canRemake }) => canRemake);
  }

  /** Dropped chunks of the log's series that are needed to go on. Each is told once. */
  takeMissing(): readonly MissingChunk[] {
    return [...this.known.values()].flatMap((derived) => derived.takeMissing());
  }

  /** Gives all back: nobody looks. */
  release(): void {
    this.known.forEach((derived) => derived.dispose());
    this.known = new Map();
  }

  private derive(from: RunSeries, reading: Reading, smoothing: number, before: Map<string, DerivedSeries>): ReadSeries {
    const { x, logX } = reading;
    if (x.kind === 'step' && !logX && smoothing === 0) {
      return plain(from);
    }
    const key = JSON.stringify([from.run.id, from.index, x, logX, smoothing]);
    const kept = this.known.get(key) ?? before.get(key);
    const derived =
      kept?.source === from
        ? kept
        : new DerivedSeries({ source: from, x: derivedX(from, reading), log: logX, smoothing }, from.run.memory);
    this.known.set(key, derived);
    return { from, series: derived.series, derived };
  }
}

function plain(from: RunSeries): ReadSeries {
  return { from, series: from.series, derived: null };
}

function derivedX(from: RunSeries, { x }: Reading): DerivedX {
  switch (x.kind) {
    case 'step':
      return { kind: 'step' };
    case 'time':
      return { kind: 'time', start: () => 0 };
    case 'relative':
      return { kind: 'time', start: () => from.run.start ?? 0 };
    case 'metric':
      return { kind: 'metric', find: () => otherMetric(from, x.metric) };
  }
}

/** The other metric as the same producer logged it, else as any did. */
function otherMetric({ run, producer }: RunSeries, metric: string): RunSeries | null {
  const same = run.series.filter((one) => one.metric === metric);
  return same.find((one) => one.producer === producer) ?? same[0] ?? null;
}
