/** Metrics that a program prints instead of logging them: found, kept back as long as nobody wants them, then written as rows. */
import { PrintedMetricParser, type PrintedMetrics } from '../../common/printed-metrics';
import { TimedPatterns } from '../timed-patterns';
import type { JobDescription } from './description';

/** Rows that are kept back; of more the oldest are dropped, and counted. */
const MAX_KEPT = 100_000;
const WRITTEN_AT_ONCE = 1000;
/** Lines that wait for a search at most. */
const SEARCHED_AT_ONCE = 1000;

export interface PointsSink {
  /** Is given rows, and `gap` records. */
  write(records: readonly object[]): void;
  /** Is told of a pattern of the user that takes too long, and is not used any longer. */
  givenUp(pattern: string): void;
}

export class PrintedPoints {
  private readonly parser: PrintedMetricParser;
  private readonly wanted: boolean;
  private drawing: boolean;
  /** Lines that are not searched yet. */
  private lines: string[] = [];
  private kept: object[] = [];
  private dropped = 0;

  constructor(
    { printedMetrics, patterns }: Pick<JobDescription, 'printedMetrics' | 'patterns'>,
    private readonly sink: PointsSink,
  ) {
    this.parser = new PrintedMetricParser(new TimedPatterns(patterns, (pattern) => sink.givenUp(pattern)));
    this.wanted = printedMetrics !== 'never';
    this.drawing = printedMetrics === 'draw';
  }

  /** Takes a printed line, which the next `search` looks at. */
  look(line: string): void {
    if (!this.wanted) {
      return;
    }
    this.lines.push(line);
    if (this.lines.length >= SEARCHED_AT_ONCE) {
      this.search();
    }
  }

  /** Searches the lines that came since the last call: together, because a look at the clock costs more than a look at a line. */
  search(): void {
    if (this.lines.length === 0) {
      return;
    }
    const found = this.parser.parseAll(this.lines).filter((metrics) => metrics !== null);
    this.lines = [];
    const rows = found.map(rowOf);
    if (this.drawing) {
      this.give(rows);
      return;
    }
    this.kept.push(...rows);
    if (this.kept.length > MAX_KEPT * 1.1) {
      this.dropped += this.kept.length - MAX_KEPT;
      this.kept = this.kept.slice(-MAX_KEPT);
    }
  }

  /** Writes what was kept back, and from now on what is found. */
  draw(): void {
    this.search();
    if (this.wanted && !this.drawing) {
      this.drawing = true;
      const gap = { type: 'gap', count: this.dropped, reason: 'printed long before it was wanted' };
      this.give(this.dropped === 0 ? this.kept : [gap, ...this.kept]);
      this.kept = [];
    }
  }

  private give(records: readonly object[]): void {
    // Not all at once: as arguments of one call they may be too many.
    for (let start = 0; start < records.length; start += WRITTEN_AT_ONCE) {
      this.sink.write(records.slice(start, start + WRITTEN_AT_ONCE));
    }
  }
}

function rowOf({ step, values }: PrintedMetrics): object {
  return {
    ...Object.fromEntries([...values].map(([name, value]) => [name, written(value)])),
    ...(step === null ? {} : { step }),
    time: Date.now() / 1000,
  };
}

function written(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
