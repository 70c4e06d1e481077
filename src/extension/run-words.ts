/** A run in words, where runs are chosen from. */
import type { RunRecord } from '../common/record';

/** The project of a run and when it began. */
export function runDetails({ project, start }: RunRecord): string {
  const began = Number.isFinite(start) ? new Date(start * 1000).toLocaleString() : '';
  return [project, began].filter((part) => part !== '').join(' · ');
}
