/** Whether the process that wrote a log is still there. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { RunRecord } from '../common/record';

/** `unknown` when the process is on another machine or the log does not tell. */
export type ProcessState = 'alive' | 'gone' | 'unknown';

/** Who a process was when it was written down. */
export type ProcessIdentity = Pick<RunRecord, 'pid' | 'processStart' | 'host'>;

export function processState({ pid, processStart, host }: ProcessIdentity): ProcessState {
  if (pid === null || !Number.isSafeInteger(pid) || pid <= 0 || host !== hostname()) {
    return 'unknown';
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return isErrno(error, 'EPERM') ? 'alive' : 'gone';
  }
  const now = processStartOf(pid);
  const another = now !== null && processStart !== null && now !== processStart;
  return Number.isNaN(now) || another ? 'gone' : 'alive';
}

/** Start of a process in clock ticks after boot, field 22 of `/proc/<pid>/stat`; `null` where there is no such file. A zombie has ended: NaN. */
export function processStartOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before the last parenthesis may hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? NaN : Number(fields[19]);
  } catch {
    return null;
  }
}

export function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
