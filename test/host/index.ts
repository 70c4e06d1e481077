/** Runs all tests of this folder inside the extension host: VS Code calls `run`. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { activate } from './sideplot';

/** Rejects when a test fails, which makes VS Code end with an exit code other than 0. */
export async function run(): Promise<void> {
  const root = process.env['SIDEPLOT_TEST_ROOT'];
  if (!root) throw new Error('SIDEPLOT_TEST_ROOT is not set: run these tests with "node scripts/test.mjs host".');
  // tells the suite's lines from those of the editor
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => console.log(`│ ${format(...args)}`);
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 60_000,
    color: false,
    reporter: join(root, 'scripts', 'stages', 'reporter.cjs'),
  });
  const grep = process.env['SIDEPLOT_TEST_GREP'] ?? '';
  if (grep !== '') mocha.fgrep(grep);
  const files = readdirSync(__dirname, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.test.js'))
    .sort();
  // Without the extension each file would wait for it in vain.
  mocha.rootHooks({
    beforeAll: async () => {
      await activate();
    },
  });
  if (files.length === 0) throw new Error(`There are no tests in ${__dirname}.`);
  for (const file of files) mocha.addFile(join(__dirname, file));
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}
