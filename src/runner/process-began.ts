/** When a process began, on platforms that have no `/proc`: asked of a program, so only where a mistake would hit a stranger. */
import { execFile } from 'node:child_process';

const PATIENCE_MILLISECONDS = 5000;
/** A run's log says when it began a moment after its program did; both clocks are read in whole seconds. */
const SLACK_SECONDS = 10;

export interface BeganQuestion {
  readonly command: string;
  readonly args: readonly string[];
  /** @returns seconds since 1970, or `null` when the answer is none. */
  readonly read: (answer: string, now: number) => number | null;
}

/** What is asked for the start of a process. */
export function beganQuestion(pid: number, platform: NodeJS.Platform = process.platform): BeganQuestion {
  if (platform === 'win32') {
    const script = `(Get-Process -Id ${pid}).StartTime.ToUniversalTime().ToString('o')`;
    return { command: 'powershell', args: ['-NoProfile', '-NonInteractive', '-Command', script], read: readDate };
  }
  return { command: 'ps', args: ['-o', 'etime=', '-p', String(pid)], read: readElapsed };
}

/**
 * Whether the process that has this number now can be the one that a log names.
 *
 * @param start seconds since 1970, as the log says.
 */
export async function canBe(
  pid: number,
  start: number,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  const { command, args, read } = beganQuestion(pid, platform);
  const answer = await new Promise<string>((resolve) => {
    const options = { timeout: PATIENCE_MILLISECONDS, windowsHide: true };
    execFile(command, [...args], options, (error, printed) => resolve(error === null ? printed : ''));
  });
  const began = read(answer, Date.now() / 1000);
  return began !== null && Math.abs(began - start) <= SLACK_SECONDS;
}

function readDate(answer: string): number | null {
  const milliseconds = Date.parse(answer.trim());
  return Number.isNaN(milliseconds) ? null : milliseconds / 1000;
}

/** `[[days-]hours:]minutes:seconds`, in every language. */
function readElapsed(answer: string, now: number): number | null {
  const [, days, hours, minutes, seconds] = /^(?:(?:(\d+)-)?(\d+):)?(\d+):(\d+)$/.exec(answer.trim()) ?? [];
  if (minutes === undefined || seconds === undefined) {
    return null;
  }
  return now - (((Number(days ?? 0) * 24 + Number(hours ?? 0)) * 60 + Number(minutes)) * 60 + Number(seconds));
}
