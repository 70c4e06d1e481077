/** Folders of their own for each test file, so that nothing of the repository or the user is touched. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testEnvironment } from '../drive';

export interface Folders {
  /** The folder that the editor opens: a copy of the examples. */
  readonly workspace: string;
  /** Where runs are kept. */
  readonly runs: string;
  readonly remove: () => void;
}

export function makeFolders(): Folders {
  const folder = mkdtempSync(join(tmpdir(), 'sideplot-ui-'));
  const workspace = join(folder, 'examples');
  const runs = join(folder, 'storage');
  cpSync(join(testEnvironment().root, 'examples'), workspace, { recursive: true });
  mkdirSync(runs);
  // A program that is just ending may still write.
  return { workspace, runs, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }) };
}
