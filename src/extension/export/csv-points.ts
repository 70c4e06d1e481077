/** Points as comma-separated values (RFC 4180, but lines end in `\n`): `run,producer,metric,step,time,value`. */
import type { ExportedSeries, PointBatch } from './point-batch';
import type { ByteSink, PointFormat } from './point-format';

export class CsvPoints implements PointFormat {
  /** The beginning of the rows of each series. */
  private readonly beginnings: string[] = [];

  constructor(private readonly sink: ByteSink) {}

  begin(): Promise<void> {
    return this.sink.write(Buffer.from('run,producer,metric,step,time,value\n'));
  }

  async write(
    { count, series: indices, step, time, value }: PointBatch,
    series: readonly ExportedSeries[],
  ): Promise<void> {
    for (const { run, producer, metric } of series.slice(this.beginnings.length)) {
      this.beginnings.push([run, producer, metric].map((name) => `${csvText(name)},`).join(''));
    }
    const rows: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const at = time[index] ?? NaN;
      const seconds = Number.isNaN(at) ? '' : numberText(at);
      const beginning = this.beginnings[indices[index] ?? 0] ?? '';
      rows.push(`${beginning}${numberText(step[index] ?? NaN)},${seconds},${numberText(value[index] ?? NaN)}\n`);
    }
    await this.sink.write(Buffer.from(rows.join('')));
  }

  end(): Promise<void> {
    return Promise.resolve();
  }
}

/** The shortest text that reads back as the same number; `NaN`, `Infinity`, `-Infinity`. */
export function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/**
 * A name as a cell. A spreadsheet takes a cell that begins with one of `=+-@`, a tab or a carriage return for a formula, which may run programs: such a
 * name, which may come from somebody else's log, gets an apostrophe before it, as OWASP advises.
 */
export function csvText(name: string): string {
  const harmless = /^[=+\-@\t\r]/.test(name) ? `'${name}` : name;
  return /[",\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
