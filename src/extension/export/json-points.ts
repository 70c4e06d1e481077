/** Points as one JSON document: the runs with their configs, then one object a point. */
import type { ExportedSeries, PointBatch } from './point-batch';
import type { ByteSink, PointFormat, RunFacts } from './point-format';

export class JsonPoints implements PointFormat {
  private readonly beginnings: string[] = [];
  private first = true;

  constructor(private readonly sink: ByteSink) {}

  begin(runs: readonly RunFacts[]): Promise<void> {
    const listed = runs.map((run) => `\n${JSON.stringify(run)}`).join(',');
    return this.sink.write(Buffer.from(`{"format":"sideplot points","version":1,"runs":[${listed}\n],"points":[`));
  }

  async write(
    { count, series: indices, step, time, value }: PointBatch,
    series: readonly ExportedSeries[],
  ): Promise<void> {
    for (const { run, producer, metric } of series.slice(this.beginnings.length)) {
      this.beginnings.push(JSON.stringify({ run, producer, metric }).slice(0, -1));
    }
    const rows: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const beginning = this.beginnings[indices[index] ?? 0] ?? '{';
      const at = time[index] ?? NaN;
      const seconds = Number.isNaN(at) ? 'null' : jsonNumber(at);
      rows.push(
        `${beginning},"step":${jsonNumber(step[index] ?? NaN)},"time":${seconds},"value":${jsonNumber(value[index] ?? NaN)}}`,
      );
    }
    if (rows.length > 0) {
      await this.sink.write(Buffer.from(`${this.first ? '\n' : ',\n'}${rows.join(',\n')}`));
      this.first = false;
    }
  }

  end(): Promise<void> {
    return this.sink.write(Buffer.from('\n]}\n'));
  }
}

/** JSON has no number for them: `"NaN"`, `"Infinity"`, `"-Infinity"`, as in the log. */
function jsonNumber(value: number): string {
  if (Object.is(value, -0)) {
    return '-0';
  }
  return Number.isFinite(value) ? String(value) : `"${value}"`;
}
