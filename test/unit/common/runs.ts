/** Runs made of log records, for tests. */
import { decodeLine } from '../../../src/common/decode';
import { Run, type Producer } from '../../../src/common/run';

/** Applies records in the form in which a log has them. */
export function apply(producer: Producer, ...records: readonly object[]): void {
  for (const record of records) {
    const decoded = decodeLine(JSON.stringify(record));
    if (decoded.kind !== 'record') {
      throw new Error(`Not a record: ${JSON.stringify(record)}`);
    }
    producer.record(decoded.record, 0);
  }
}

/** A run of one producer that has declared metrics, with ids from 0. */
export function runOf(...metrics: readonly string[]): { run: Run; producer: Producer } {
  const run = new Run('run-1');
  const producer = run.producer('p1');
  apply(producer, ...metrics.map((metric, id) => ({ type: 'series', id, metric })));
  return { run, producer };
}

/** A batch of points of one series, x being regular. */
export function points(series: number, start: number, count: number): object {
  const y = Array.from({ length: count }, (_, index) => Math.sin(start + index));
  return { type: 'points', series, x: { start, step: 1 }, y };
}
