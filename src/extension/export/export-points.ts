/** Writes the points of runs into a file, in one of the formats. */
import type { PointFormatName } from '../../common/export-format';
import type { FollowedRun } from '../followed-run';
import { CsvPoints } from './csv-points';
import { JsonPoints } from './json-points';
import { ParquetPoints } from './parquet-points';
import type { ByteSink, PointFormat } from './point-format';
import { readPoints, type LogSource, type PointWishes } from './read-points';
import { runFacts, runNames } from './run-facts';

const FORMATS: Readonly<Record<PointFormatName, new (sink: ByteSink) => PointFormat>> = {
  csv: CsvPoints,
  json: JsonPoints,
  parquet: ParquetPoints,
};

export interface ExportProgress {
  /** @param share that is done, from 0 to 1. */
  progress(share: number): void;
  isCancelled(): boolean;
}

/** @returns how many points were written, or `null` when that was cancelled. */
export async function exportPoints(
  name: PointFormatName,
  followed: readonly FollowedRun[],
  wishes: PointWishes,
  sink: ByteSink,
  events: ExportProgress,
): Promise<number | null> {
  const runs = followed.map(({ run }) => run);
  const names = runNames(runs);
  const sources = followed.flatMap(({ run, logs }, index): LogSource[] =>
    logs.map(({ producer, path }) => ({ run: names[index] ?? run.id, id: run.id, producer, path })),
  );
  const format = new FORMATS[name](sink);
  await format.begin(runFacts(runs));
  const count = await readPoints(sources, wishes, {
    batch: (batch, series) => format.write(batch, series),
    progress: (share) => events.progress(share),
    isCancelled: () => events.isCancelled(),
  });
  if (count !== null) {
    await format.end();
  }
  return count;
}
