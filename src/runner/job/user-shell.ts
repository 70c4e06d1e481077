/** Which shell runs a line that the user types: theirs, as in a terminal, where it takes quotes as `quoted` writes them. */
import { posix } from 'node:path';

const KNOWN = new Set(['sh', 'bash', 'zsh', 'dash', 'ksh', 'fish']);

/**
 * @param shell the path of the user's shell, as the editor knows it.
 * @returns empty for that of the system: `/bin/sh`, or on Windows `cmd.exe`.
 */
export function userShell(shell: string, platform: NodeJS.Platform = process.platform): string {
  return platform !== 'win32' && posix.isAbsolute(shell) && KNOWN.has(posix.basename(shell)) ? shell : '';
}
