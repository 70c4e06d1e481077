/** How the points of a series become those of another: x by another quantity, on a logarithmic axis, y smoothed. Goes over them once, in the order of the log. */
import type { RunSeries } from './run';
import { NO_AVERAGE, Smoother, type Average } from './smoothing';

/** What stands on the x axis. */
export type DerivedX =
  | { readonly kind: 'step' }
  /** Seconds after `start`, which is asked for at the first point with a time. */
  | { readonly kind: 'time'; readonly start: () => number }
  /** The value that another metric had first at the same step; asked for until there is one. */
  | { readonly kind: 'metric'; readonly find: () => RunSeries | null };

export interface Rule {
  readonly source: RunSeries;
  readonly x: DerivedX;
  /** Whether x is to be its decimal logarithm. */
  readonly log: boolean;
  /** Weight of the past, 0 for the values as they are. */
  readonly smoothing: number;
}

/** A dropped chunk without which it does not go on. */
export interface MissingChunk {
  readonly series: RunSeries;
  readonly chunk: number;
}

/** Points that the other axis has no place for, by reason. */
export interface LeftOut {
  readonly noTime: number;
  readonly noValue: number;
  readonly notPositive: number;
  /** Dropped from memory, and nowhere to be read again. */
  readonly lost: number;
}

/** How far it has come, to go on from there again. */
export interface Place {
  readonly index: number;
  readonly step: number;
  readonly falls: number;
  readonly other: OtherPlace;
  readonly average: Average;
}

/** How far it has come in the other metric. `falls` counts how often the step went back before: a run that was resumed says its steps again. */
interface OtherPlace {
  readonly index: number;
  readonly step: number;
  readonly falls: number;
}

export const START: Place = {
  index: 0,
  step: -Infinity,
  falls: 0,
  other: { index: 0, step: -Infinity, falls: 0 },
  average: NO_AVERAGE,
};

/** Takes a derived point. @returns whether it wants more. */
export type PointTaker = (x: number, y: number) => boolean;

/** Points that are read at once. Divides the length of chunks. */
const BLOCK = 512;
const someX = new Float64Array(BLOCK);
const someY = new Float64Array(BLOCK);

export class Derivation {
  private readonly counts = { noTime: 0, noValue: 0, notPositive: 0, lost: 0 };
  private index: number;
  private step: number;
  private falls: number;
  private other: OtherPlace;
  private readonly smoother: Smoother;
  private otherSeries: RunSeries | null = null;
  private start: number | null = null;
  private neededChunk: MissingChunk | null = null;

  constructor(
    private readonly rule: Rule,
    place: Place = START,
  ) {
    ({ index: this.index, step: this.step, falls: this.falls, other: this.other } = place);
    this.smoother = new Smoother(rule.smoothing, place.average);
  }

  get leftOut(): LeftOut {
    return this.counts;
  }

  get place(): Place {
    const { index, step, falls, other } = this;
    return { index, step, falls, other, average: this.smoother.state };
  }

  /** How many points of the source it has not come to. */
  get waiting(): number {
    return this.rule.source.series.length - this.index;
  }

  /** The dropped chunk that it stopped at, `null` when it stopped for another reason. */
  get needed(): MissingChunk | null {
    return this.neededChunk;
  }

  /**
   * Goes on until `limit` points were looked at, the taker wants no more, or what comes next is not there.
   *
   * @returns how many points of the source were looked at.
   */
  run(limit: number, take: PointTaker): number {
    const { series } = this.rule.source;
    const first = this.index;
    this.neededChunk = null;
    while (this.index - first < limit && this.index < series.length) {
      if (!this.isResident(this.rule.source, this.index)) {
        if (!this.skipLost()) {
          break;
        }
        continue;
      }
      const from = this.index;
      const to = Math.min(series.length, from + BLOCK - (from % BLOCK), first + limit);
      series.read(from, to, someX, someY);
      if (!this.runBlock(from, to, take)) {
        break;
      }
    }
    return this.index - first;
  }

  /** @returns whether it came to the end of the block. */
  private runBlock(from: number, to: number, take: PointTaker): boolean {
    for (let index = from; index < to; index += 1) {
      const step = someX[index - from] ?? NaN;
      const falls = this.falls + (step < this.step ? 1 : 0);
      const x = this.derivedX(index, step, falls);
      if (x === undefined) {
        return false;
      }
      this.index = index + 1;
      this.step = step;
      this.falls = falls;
      if (Number.isNaN(x)) {
        continue;
      }
      if (!take(x, this.smoother.next(someY[index - from] ?? NaN))) {
        return false;
      }
    }
    return true;
  }

  /** @returns NaN for a point that is left out, `undefined` when it is not known yet. */
  private derivedX(index: number, step: number, falls: number): number | undefined {
    const x = this.linearX(index, step, falls);
    if (!this.rule.log || x === undefined || x > 0 || Number.isNaN(x)) {
      return this.rule.log && x !== undefined ? Math.log10(x) : x;
    }
    return this.leave('notPositive');
  }

  private linearX(index: number, step: number, falls: number): number | undefined {
    const { x, source } = this.rule;
    if (x.kind === 'step') {
      return step;
    }
    if (x.kind === 'metric') {
      return this.valueAtStep(step, falls, x.find);
    }
    const time = source.series.timeAt(index);
    if (Number.isNaN(time)) {
      return this.leave('noTime');
    }
    this.start ??= x.start();
    return time - this.start;
  }

  /** The first value of the other metric at a step; both metrics are gone through side by side, as both grow until they fall. */
  private valueAtStep(step: number, falls: number, find: () => RunSeries | null): number | undefined {
    this.otherSeries ??= find();
    const other = this.otherSeries;
    if (other === null) {
      return undefined;
    }
    while (this.other.index < other.series.length) {
      const { index } = this.other;
      if (!this.isResident(other, index)) {
        if (other.series.sourceOf(other.series.evictedChunkOf(index)) === null) {
          return this.leave('noValue');
        }
        return undefined;
      }
      const otherStep = other.series.xAt(index);
      const otherFalls = this.other.falls + (otherStep < this.other.step ? 1 : 0);
      if (otherFalls > falls || (otherFalls === falls && otherStep > step)) {
        return this.leave('noValue');
      }
      if (otherFalls === falls && otherStep === step) {
        const value = other.series.yAt(index);
        return Number.isFinite(value) ? value : this.leave('noValue');
      }
      this.other = { index: index + 1, step: otherStep, falls: otherFalls };
    }
    return undefined;
  }

  private isResident(of: RunSeries, index: number): boolean {
    const chunk = of.series.evictedChunkOf(index);
    this.neededChunk = chunk < 0 ? null : { series: of, chunk };
    return chunk < 0;
  }

  /** Passes over a dropped chunk that cannot be read again. @returns whether it was one. */
  private skipLost(): boolean {
    const { neededChunk } = this;
    if (neededChunk?.series.series.sourceOf(neededChunk.chunk) !== null) {
      return false;
    }
    this.index += 1;
    this.leave('lost');
    return true;
  }

  private leave(reason: keyof LeftOut): number {
    this.counts[reason] += 1;
    return NaN;
  }
}
