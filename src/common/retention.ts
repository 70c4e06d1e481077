/** Which runs are old enough to be deleted, when the user wants that. */
import type { RunStatus } from './protocol';
import type { RunAbout } from './run-about';

const DAY_SECONDS = 24 * 3600;

export interface Outliving {
  readonly status: RunStatus | null;
  readonly about: RunAbout;
  /** When it ended, in seconds since 1970; NaN when it is not known. */
  readonly end: number;
}

/** How many days runs are kept, from the setting; 0 when for ever. */
export function retentionDays(setting: unknown): number {
  return typeof setting === 'number' && Number.isFinite(setting) && setting > 0 ? Math.max(1, Math.floor(setting)) : 0;
}

/**
 * Whether a run ended so long ago, and nobody said that it is worth keeping: by a pin, by a note, by putting it into the archive.
 *
 * @param now in seconds since 1970.
 */
export function hasOutlived({ status, about, end }: Outliving, days: number, now: number): boolean {
  const isKept = about.pinned || about.archived || about.note !== '';
  return days > 0 && status !== null && status !== 'running' && !isKept && now - end > days * DAY_SECONDS;
}
