/** Whether a producer whose log has no end will ever write one. */
import type { Producer } from '../common/run';
import { processState } from '../runner/process-state';

/** A process of another machine cannot be asked for: after so long without a line it counts as gone. */
const SILENT_SECONDS = 24 * 3600;

/** @param modified when the log was written to last, in seconds since 1970. */
export function isDead({ status, opening }: Producer, modified: number): boolean {
  if (status !== 'running' || opening === null) {
    return false;
  }
  const state = processState(opening);
  return state === 'gone' || (state === 'unknown' && Date.now() / 1000 - modified > SILENT_SECONDS);
}
