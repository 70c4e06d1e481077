/** The files in a run's folder. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { ID_PATTERN } from '../common/record';

export const LOG_ENDING = '.jsonl';

/** What the editor writes. */
export const CONTROL_LOG = 'control.jsonl';

/** Whether a file is the log of a producer. */
export function isProducerLog(name: string): boolean {
  return name.endsWith(LOG_ENDING) && name !== CONTROL_LOG && ID_PATTERN.test(basename(name, LOG_ENDING));
}

export async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() === true;
}
