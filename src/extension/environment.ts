/**
 * Lets kernels, terminals and tasks find the Python client and the storage folder with nothing installed: kernels inherit the environment of this
 * process, terminals and tasks take theirs from the collection.
 */
import { delimiter } from 'node:path';
import type * as vscode from 'vscode';

export interface ProducerEnvironment {
  readonly root: string;
  /** Marks runs as started from this window's workspace. */
  readonly marker: string;
  /** The folder that holds the Python package. */
  readonly pythonFolder: string;
}

export function provideEnvironment(
  { root, marker, pythonFolder }: ProducerEnvironment,
  collection: vscode.EnvironmentVariableCollection,
): void {
  collection.clear();
  collection.description = 'Lets programs log to Sideplot (`import sideplot`).';
  collection.replace('SIDEPLOT_DIR', root);
  collection.replace('SIDEPLOT_WORKSPACE', marker);
  const paths = (process.env['PYTHONPATH'] ?? '')
    .split(delimiter)
    .filter((path) => path !== '' && path !== pythonFolder);
  if (paths.length === 0) {
    // Appended to an unset variable a separator would put the current folder on Python's path.
    collection.replace('PYTHONPATH', pythonFolder);
  } else {
    collection.append('PYTHONPATH', delimiter + pythonFolder);
  }
  process.env['SIDEPLOT_DIR'] = root;
  process.env['SIDEPLOT_WORKSPACE'] = marker;
  process.env['PYTHONPATH'] = [...paths, pythonFolder].join(delimiter);
}
