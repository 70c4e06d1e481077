/** Suites that mocha runs in Node: `test/unit`, `test/ui`. */
import { join } from 'node:path';
import { root } from '../environment/folders.mjs';
import { tool } from '../environment/processes.mjs';
import { counted } from './summary.mjs';

const reporter = join(root, 'scripts', 'stages', 'reporter.cjs');

/**
 * Runs the built tests of a folder below `test`, except those of the folder `except`. The numbers are those of one suite; no test at all counts
 * as a failure. With `grep`, only tests whose full name contains it are run.
 */
export async function runMocha(folder, { env = {}, timeout = 10_000, name = folder, except, grep } = {}) {
  const ignored = except === undefined ? [] : ['--ignore', `out/test/${except}/**`];
  const chosen = grep === undefined ? [] : ['--fgrep', grep];
  const files = `out/test/${folder}/**/*.test.js`;
  const args = ['--reporter', reporter, '--timeout', String(timeout), ...chosen, ...ignored, files];
  return [
    await counted(name, (file) => tool('mocha/bin/mocha.js', args, { env: { ...env, SIDEPLOT_TEST_SUMMARY: file } })),
  ];
}
