/** Where run logs are kept: the same rule as src/runner/python/sideplot/paths.py, told to users in docs/log-format.md. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder of one run, or of all runs, inside the storage folder. */
export function runsFolder(root: string): string {
  return join(root, 'runs');
}

/** The folder of what watches over several runs: one folder for each sweep. */
export function sweepsFolder(root: string): string {
  return join(root, 'sweeps');
}

/**
 * The storage folder.
 *
 * @param configured by the user's setting; wins when it is not empty.
 */
export function storageFolder(configured: string, environment: NodeJS.ProcessEnv = process.env): string {
  const chosen = configured.trim() === '' ? environment['SIDEPLOT_DIR'] : configured.trim();
  return chosen === undefined || chosen === ''
    ? defaultFolder(environment)
    : chosen.replace(/^~(?=$|[/\\])/, homedir());
}

function defaultFolder(environment: NodeJS.ProcessEnv): string {
  switch (process.platform) {
    case 'win32':
      return join(environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'sideplot');
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', 'sideplot');
    default:
      return join(environment['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'sideplot');
  }
}
