/** Points as Apache Parquet: names as text, numbers as doubles; what is known of the runs is in the file's metadata under `sideplot`. */
import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { ExportedSeries, PointBatch } from './point-batch';
import type { ByteSink, PointFormat, RunFacts } from './point-format';

/** Readers skip whole groups of rows, and writers hold one in memory. */
const ROWS_IN_GROUP = 262_144;

const text = (name: string): SchemaElement => ({
  name,
  type: 'BYTE_ARRAY',
  converted_type: 'UTF8',
  repetition_type: 'REQUIRED',
});
const double = (name: string, nullable = false): SchemaElement => ({
  name,
  type: 'DOUBLE',
  repetition_type: nullable ? 'OPTIONAL' : 'REQUIRED',
});
const SCHEMA: SchemaElement[] = [
  { name: 'root', num_children: 6 },
  text('run'),
  text('producer'),
  text('metric'),
  double('step'),
  double('time', true),
  double('value'),
];

export class ParquetPoints implements PointFormat {
  private readonly bytes = new ByteWriter();
  private parquet: ParquetWriter | null = null;
  private series: readonly ExportedSeries[] = [];
  private count = 0;
  private readonly indices = new Int32Array(ROWS_IN_GROUP);
  private readonly step = new Float64Array(ROWS_IN_GROUP);
  private readonly time = new Float64Array(ROWS_IN_GROUP);
  private readonly value = new Float64Array(ROWS_IN_GROUP);

  constructor(private readonly sink: ByteSink) {}

  begin(runs: readonly RunFacts[]): Promise<void> {
    this.parquet = new ParquetWriter({
      writer: this.bytes,
      schema: SCHEMA,
      kvMetadata: [{ key: 'sideplot', value: JSON.stringify({ version: 1, runs }) }],
      createdBy: 'sideplot',
    });
    return Promise.resolve();
  }

  async write(batch: PointBatch, series: readonly ExportedSeries[]): Promise<void> {
    this.series = series;
    for (let from = 0; from < batch.count;) {
      const to = Math.min(batch.count, from + ROWS_IN_GROUP - this.count);
      this.indices.set(batch.series.subarray(from, to), this.count);
      this.step.set(batch.step.subarray(from, to), this.count);
      this.time.set(batch.time.subarray(from, to), this.count);
      this.value.set(batch.value.subarray(from, to), this.count);
      this.count += to - from;
      from = to;
      if (this.count === ROWS_IN_GROUP) {
        await this.writeGroup();
      }
    }
  }

  async end(): Promise<void> {
    if (this.count > 0) {
      await this.writeGroup();
    }
    await this.parquet?.finish();
    await this.passOn();
  }

  private async writeGroup(): Promise<void> {
    const { count, series } = this;
    const indices = this.indices.subarray(0, count);
    const names = (key: keyof ExportedSeries): string[] => Array.from(indices, (index) => series[index]?.[key] ?? '');
    const time = Array.from(this.time.subarray(0, count), (seconds) => (Number.isNaN(seconds) ? null : seconds));
    // Plain: a dictionary would make one of 0 and -0.
    const encoding = 'PLAIN';
    await this.parquet?.write({
      columnData: [
        { name: 'run', data: names('run') },
        { name: 'producer', data: names('producer') },
        { name: 'metric', data: names('metric') },
        { name: 'step', data: this.step.slice(0, count), encoding },
        { name: 'time', data: time, encoding },
        { name: 'value', data: this.value.slice(0, count), encoding },
      ],
      rowGroupSize: ROWS_IN_GROUP,
    });
    this.count = 0;
    await this.passOn();
  }

  /** Gives on what was written so far; `offset` goes on counting the whole file. */
  private async passOn(): Promise<void> {
    const bytes = this.bytes.getBytes().slice();
    this.bytes.index = 0;
    await this.sink.write(bytes);
  }
}
