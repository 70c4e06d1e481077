/** Which process started which, as far as the platform tells. */
import { readFileSync } from 'node:fs';

/** A longer chain is a loop of numbers that were used again. */
const MAX_DEPTH = 64;

/** Whether a process is `ancestor` or was started by it, directly or not; `null` where there is no `/proc`, or the process is gone. */
export function isDescendant(pid: number, ancestor: number): boolean | null {
  let current: number | null = pid;
  for (let depth = 0; depth < MAX_DEPTH && current !== null && current > 1; depth += 1) {
    if (current === ancestor) {
      return true;
    }
    const parent = parentOf(current);
    if (parent === null && depth === 0) {
      return null;
    }
    current = parent;
  }
  return false;
}

/** Field 4 of `/proc/<pid>/stat`. */
function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before the last parenthesis may hold spaces and parentheses.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
}
