/** What a picture would need of the points that were dropped from memory. */
import type { MissingChunk } from './derivation';
import type { Interval } from './past';
import type { RunSeries } from './run';

/** So many chunks that the columns of an interval are read in their place. */
export interface MissingInterval {
  readonly series: RunSeries;
  readonly interval: Interval;
  /** The greatest width of columns that is fine enough. */
  readonly width: number;
}

export type Missing = MissingChunk | MissingInterval;
