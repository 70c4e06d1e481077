/** Metrics that a job prints instead of logging them: found, kept back as long as nobody wants them, then written as rows. */
import { PrintedMetricParser } from '../../common/printed-metrics';
import type { JobDescription } from './description';

/** Rows that are kept back; of more the oldest are dropped. */
const MAX_KEPT = 100_000;

export class PrintedPoints {
  private readonly parser: PrintedMetricParser;
  private readonly wanted: boolean;
  private drawing: boolean;
  private kept: object[] = [];

  constructor(
    { printedMetrics, patterns }: Pick<JobDescription, 'printedMetrics' | 'patterns'>,
    private readonly write: (rows: readonly object[]) => void,
  ) {
    this.parser = new PrintedMetricParser(patterns);
    this.wanted = printedMetrics !== 'never';
    this.drawing = printedMetrics === 'draw';
  }

  /** Searches a printed line. */
  look(line: string): void {
    const found = this.wanted ? this.parser.parse(line) : null;
    if (found === null) {
      return;
    }
    const row = {
      ...Object.fromEntries([...found.values].map(([name, value]) => [name, written(value)])),
      ...(found.step === null ? {} : { step: found.step }),
      time: Date.now() / 1000,
    };
    if (this.drawing) {
      this.write([row]);
      return;
    }
    this.kept.push(row);
    if (this.kept.length > MAX_KEPT * 1.1) {
      this.kept = this.kept.slice(-MAX_KEPT);
    }
  }

  /** Writes what was kept back, and from now on what is found. */
  draw(): void {
    if (this.wanted && !this.drawing) {
      this.drawing = true;
      this.write(this.kept);
      this.kept = [];
    }
  }
}

function written(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
