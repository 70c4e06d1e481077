/**
 * Lets kernels, terminals and tasks find the Python client and the storage folder with nothing installed: kernels inherit the environment of this
 * process, terminals and tasks take theirs from the collection.
 */
import { delimiter } from 'node:path';
import type * as vscode from 'vscode';
import { t } from '../common/words';

export interface ProducerEnvironment {
  readonly root: string;
  /** Marks runs as started from this window's workspace. */
  readonly marker: string;
  /** The folder that holds the Python package. */
  readonly pythonFolder: string;
  /** Whether jobs may sample what they use of the machine. */
  readonly systemMetrics: boolean;
}

const SYSTEM_METRICS = 'SIDEPLOT_SYSTEM_METRICS';
/** What the variable was before the setting had a say. */
const givenSystemMetrics = process.env[SYSTEM_METRICS];

export function provideEnvironment(
  { root, marker, pythonFolder, systemMetrics }: ProducerEnvironment,
  collection: vscode.EnvironmentVariableCollection,
): void {
  collection.clear();
  collection.description = t('Lets programs log to Sideplot (`import sideplot`).');
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
  if (!systemMetrics) {
    collection.replace(SYSTEM_METRICS, '0');
    process.env[SYSTEM_METRICS] = '0';
  } else if (givenSystemMetrics === undefined) {
    delete process.env['SIDEPLOT_SYSTEM_METRICS'];
  } else {
    process.env[SYSTEM_METRICS] = givenSystemMetrics;
  }
}
