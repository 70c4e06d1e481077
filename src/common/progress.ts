/** The progress bars of a run: the newest record of each, with rate and remaining time. */
import { ProgressRate } from './progress-rate';
import type { ProgressRecord } from './record';
import { shorten } from './shorten';

/** What is shown of one bar. */
export interface ProgressDescription {
  readonly label: string;
  readonly done: number;
  /** `null` when it is not known. */
  readonly total: number | null;
  readonly unit: string;
  /** The loop is over, at its end or before. */
  readonly finished: boolean;
  /** Amount a second; `null` while it is not known. */
  readonly rate: number | null;
  /** Seconds; `null` when it cannot be told. */
  readonly remaining: number | null;
}

export interface ProgressSummary {
  readonly bars: readonly ProgressDescription[];
  /** How many further bars there are of loops that go on. */
  readonly hidden: number;
}

/** Bars that are kept; a program with more has lost its way. */
const MAX_BARS = 200;
const MAX_SHOWN = 6;
/** Of loops that are over so many are shown beside those that go on. */
const MAX_SHOWN_FINISHED = 2;
const MAX_LABEL_CHARACTERS = 200;
const MAX_UNIT_CHARACTERS = 50;

class Bar {
  readonly rate = new ProgressRate();
  /** Counts the records of the run: tells which bar was news last. */
  changed = 0;

  constructor(public record: ProgressRecord) {}

  apply(record: ProgressRecord, change: number): void {
    const beginsAnew = record.label !== this.record.label || (this.record.finished && !record.finished);
    if (beginsAnew) {
      this.rate.reset();
    }
    this.rate.add(record.done, record.time);
    this.record = record;
    this.changed = change;
  }

  describe(goesOn: boolean): ProgressDescription {
    const { label, done, total, unit, finished } = this.record;
    const rate = goesOn && !finished ? this.rate.perSecond : null;
    const left = total === null || rate === null || rate <= 0 ? null : Math.max(0, total - done) / rate;
    return {
      label: shorten(label, MAX_LABEL_CHARACTERS),
      done,
      total,
      unit: shorten(unit, MAX_UNIT_CHARACTERS),
      finished,
      rate,
      remaining: left !== null && Number.isFinite(left) ? left : null,
    };
  }
}

export class ProgressBars {
  /** In the order of their first records. */
  private readonly bars = new Map<string, Bar>();
  private changes = 0;
  private described: ProgressSummary | null = null;
  private describedAs = '';

  /** How many records were taken so far. */
  get total(): number {
    return this.changes;
  }

  /** @returns false when there are too many bars already. */
  apply(producer: string, record: ProgressRecord): boolean {
    const key = `${producer} ${record.id}`;
    const bar = this.bars.get(key) ?? new Bar(record);
    if (!this.bars.has(key)) {
      if (this.bars.size >= MAX_BARS) {
        return false;
      }
      this.bars.set(key, bar);
    }
    this.changes += 1;
    bar.apply(record, this.changes);
    return true;
  }

  /**
   * What to show, in the order in which the bars came: loops that go on, and the last ones that are over, which keep their place while the run goes on.
   *
   * @param goesOn whether the run does; of one that has ended, only loops that did not come to their end are told.
   */
  describe(goesOn: boolean): ProgressSummary {
    const state = `${this.changes} ${goesOn}`;
    if (this.described === null || this.describedAs !== state) {
      this.described = this.choose(goesOn);
      this.describedAs = state;
    }
    return this.described;
  }

  private choose(goesOn: boolean): ProgressSummary {
    const all = [...this.bars.values()];
    const open = all.filter(({ record }) => !(goesOn ? record.finished : isWhole(record)));
    const over = goesOn ? all.filter(({ record }) => record.finished) : [];
    const newest = over.sort((one, other) => other.changed - one.changed).slice(0, MAX_SHOWN_FINISHED);
    const shown = new Set([...open.slice(0, MAX_SHOWN), ...newest].slice(0, MAX_SHOWN));
    return {
      bars: all.filter((bar) => shown.has(bar)).map((bar) => bar.describe(goesOn)),
      hidden: Math.max(0, open.length - MAX_SHOWN),
    };
  }
}

/** Whether a loop came to its end, as far as one can tell. */
function isWhole({ finished, done, total }: ProgressRecord): boolean {
  return finished && (total === null || done >= total);
}

/** The share that is done, 0 to 1; `null` when the total is not known. */
export function shareOf({ done, total }: Pick<ProgressDescription, 'done' | 'total'>): number | null {
  if (total === null) {
    return null;
  }
  return total === 0 ? 1 : Math.min(1, done / total);
}
