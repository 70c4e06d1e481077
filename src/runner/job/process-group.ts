/** Signals to a program with all that it started, on each platform. */
import { spawn } from 'node:child_process';
import { isErrno } from '../process-state';

export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGKILL';

/** How a signal reaches a whole group: a `kill`, or on Windows a program. */
export type SignalWay =
  | { readonly kind: 'kill'; readonly target: number; readonly signal: StopSignal }
  | { readonly kind: 'program'; readonly command: string; readonly args: readonly string[] };

/**
 * @param pid of the process that leads the group.
 * @returns `null` for a number that no group can have.
 * @param platform as Node names it. Windows has no signals: its programs are asked to close, then ended, each with its descendants.
 */
export function signalWay(
  pid: number,
  signal: StopSignal,
  platform: NodeJS.Platform = process.platform,
): SignalWay | null {
  if (!canLead(pid)) {
    return null;
  }
  if (platform !== 'win32') {
    return { kind: 'kill', target: -pid, signal };
  }
  const force = signal === 'SIGKILL' ? ['/F'] : [];
  return { kind: 'program', command: 'taskkill', args: ['/PID', String(pid), '/T', ...force] };
}

/** @returns whether there was somebody to get the signal, as far as the platform tells. */
export function signalGroup(pid: number, signal: StopSignal): boolean {
  const way = signalWay(pid, signal);
  if (way === null) {
    return false;
  }
  if (way.kind === 'program') {
    spawn(way.command, way.args, { stdio: 'ignore', windowsHide: true }).on('error', () => undefined);
    return true;
  }
  try {
    process.kill(way.target, way.signal);
    return true;
  } catch (error) {
    // EPERM: somebody is there, such as a program that has changed its user.
    return isErrno(error, 'EPERM');
  }
}

/** Whether somebody of the group is left; `null` where there are no groups. */
export function groupIsThere(pid: number): boolean | null {
  if (process.platform === 'win32' || !canLead(pid)) {
    return null;
  }
  try {
    process.kill(-pid, 0);
    return true;
  } catch (error) {
    return isErrno(error, 'EPERM');
  }
}

/** A log can say anything: of -1 a signal reaches every process of the user, of 0 those of this group. */
function canLead(pid: number): boolean {
  return Number.isSafeInteger(pid) && pid > 1;
}
