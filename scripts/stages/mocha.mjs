/** Suites that mocha runs in Node: `test/unit`, `test/page`, `test/ui`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../environment/folders.mjs';
import { tool } from '../environment/processes.mjs';
import { counted } from './summary.mjs';

const reporter = join(root, 'scripts', 'stages', 'reporter.cjs');

/** Runs the built tests of a folder below `test`. The numbers are those of one suite; a folder without tests is an error of the suite. */
export async function runMocha(folder, { env = {}, timeout = 10_000, name = folder } = {}) {
  const tests = `out/test/${folder}/**/*.test.js`;
  const args = ['--reporter', reporter, '--timeout', String(timeout), tests];
  return [
    await counted(name, (file) => tool('mocha/bin/mocha.js', args, { env: { ...env, SIDEPLOT_TEST_SUMMARY: file } })),
  ];
}

/** Whether a folder below `test` is there. */
export const hasTests = (folder) => existsSync(join(root, 'test', folder));
