/** Reads what the user says about a run without following it. */
import { join } from 'node:path';
import { AboutReader, type RunAbout } from '../common/run-about';
import { readUntil } from './follower';
import { CONTROL_LOG } from './run-files';

/** @param folder of the run. */
export async function readAbout(folder: string): Promise<RunAbout> {
  const reader = new AboutReader();
  try {
    await readUntil(join(folder, CONTROL_LOG), 0, reader, () => false);
  } catch {
    // Nothing was said, or it cannot be read: then as much as was.
  }
  return reader.about;
}
