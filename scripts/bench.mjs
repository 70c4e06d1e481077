/**
 * Measures what the product promises, beside others on the same machine: `npm run bench`. Nothing fails for being slow; points that are lost do.
 *
 *   --quick        under a minute once everything is installed: smaller sizes, and some rows left out
 *   --only ROWS    these rows or measurements alone, separated by commas
 *   --flood        also a minute at full speed
 *   --json FILE    writes the numbers as one JSON object
 *   --profile DIR  writes profiles of the window and the extension host, one for each measurement, and prints the busiest functions
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installDependencies } from './environment/dependencies.mjs';

function readOptions() {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      flood: { type: 'boolean', default: false },
      json: { type: 'string' },
      profile: { type: 'string' },
    },
  });
  return {
    ...values,
    only: values.only.split(',').filter((name) => name !== ''),
    json: values.json && resolve(values.json),
    profile: values.profile && resolve(values.profile),
  };
}

async function main() {
  const { quick, ...options } = readOptions();
  await installDependencies();
  // this imports what needs node_modules
  const { prepareBench } = await import('./stages/bench.mjs');
  const { runBench, setup } = await prepareBench(quick);
  return runBench({ ...options, setup });
}

process.exitCode = await main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
