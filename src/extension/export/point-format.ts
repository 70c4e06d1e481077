/** What a format of exported points is to the export: docs/export.md describes them for users. */
import type { ExportedSeries, PointBatch } from './point-batch';

/** Where exported bytes go, in order. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<void>;
}

/** What is known of an exported run beside its points; a JSON object. */
export type RunFacts = Readonly<Record<string, unknown>>;

/** Writes points in the long form: one row a point. */
export interface PointFormat {
  begin(runs: readonly RunFacts[]): Promise<void>;
  /** @param series all that were met so far; the batch's are indices into it. */
  write(batch: PointBatch, series: readonly ExportedSeries[]): Promise<void>;
  end(): Promise<void>;
}
