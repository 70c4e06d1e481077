/**
 * Sets everything up and runs the tests: `npm test`, or `node scripts/test.mjs check unit python page host ui package` for some of the stages.
 * With `--grep TEXT`, only tests whose full name contains the text are run in the stages that mocha runs in Node (unit, page, ui).
 * Goes on after a stage that failed. The last line is `N passed, N failed`; the exit code is 1 when something failed.
 */
import { parseArgs } from 'node:util';
import { buildExtension } from './environment/build.mjs';
import { installDependencies } from './environment/dependencies.mjs';
import { check } from './stages/summary.mjs';

/** Stages import what needs node_modules only when they run. */
const STAGES = {
  check: async () => (await import('./stages/check.mjs')).runChecks(),
  unit: async (grep) => (await import('./stages/mocha.mjs')).runMocha('unit', { grep }),
  python: async () => (await import('./stages/python.mjs')).runPython(),
  page: async (grep) => (await import('./stages/ui.mjs')).runPage(grep),
  host: async () => (await import('./stages/host.mjs')).runHost(),
  ui: async (grep) => (await import('./stages/ui.mjs')).runUi(grep),
  package: async () => (await import('./stages/package.mjs')).runPackage(),
};
/** Stages that work on sources alone. */
const UNBUILT = new Set(['check', 'python', 'package']);

/** The value of `--grep` and the other arguments. */
function readArguments(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { grep: { type: 'string' } },
  });
  return { grep: values.grep, names: chosenStages(positionals) };
}

function chosenStages(args) {
  const unknown = args.filter((name) => !(name in STAGES));
  if (unknown.length > 0) {
    throw new Error(`Unknown stage ${unknown.join(', ')}; there are ${Object.keys(STAGES).join(', ')}.`);
  }
  return args.length > 0 ? args : Object.keys(STAGES);
}

async function runStage(name, action) {
  console.log(`\n=== ${name} ===`);
  const started = performance.now();
  let results;
  try {
    results = await action();
  } catch (error) {
    console.error(error);
    results = [check(name, false)];
  }
  const seconds = (performance.now() - started) / 1000;
  console.log(`=== ${name}: ${seconds.toFixed(1)} s ===`);
  return { name, seconds, results };
}

function printTable(stages) {
  console.log('');
  for (const { name, seconds, results } of stages) {
    console.log(`${name.padEnd(8)} ${seconds.toFixed(1).padStart(7)} s`);
    for (const { name: suite, passed, failed, skipped } of results) {
      const more = skipped > 0 ? `, ${skipped} skipped` : '';
      console.log(`    ${suite.padEnd(24)} ${passed} passed, ${failed} failed${more}`);
    }
  }
}

async function main() {
  const { grep, names } = readArguments(process.argv.slice(2));
  const started = performance.now();
  await installDependencies();
  const stages = [];
  if (names.some((name) => !UNBUILT.has(name))) {
    const build = await runStage('build', async () => [check('build', await isBuilt())]);
    stages.push(build);
  }
  for (const name of names) stages.push(await runStage(name, () => STAGES[name](grep)));
  printTable(stages);
  const sum = (key) => stages.flatMap(({ results }) => results).reduce((total, result) => total + result[key], 0);
  console.log(`\n${((performance.now() - started) / 1000).toFixed(0)} s in all`);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed') === 0 ? 0 : 1;
}

async function isBuilt() {
  await buildExtension({ tests: true });
  return true;
}

process.exitCode = await main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  console.log('0 passed, 1 failed');
  return 1;
});
