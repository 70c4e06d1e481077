/** The Python libraries that the benchmark measures beside the product: each in `.venv-bench` when it can be installed. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './folders.mjs';
import { onPath, run, step } from './processes.mjs';

const folder = join(root, '.venv-bench');
const interpreter =
  process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
const LIBRARIES = ['tensorboardX', 'wandb', 'trackio'];

/** Where it is noted which library was tried, and what came of it: one that could not be installed is tried again after `rm -r .venv-bench`. */
const note = join(folder, 'libraries.json');

/** Resolves to the interpreter of each library, or the reason why there is none. */
export async function installPeers() {
  const python = process.env.SIDEPLOT_PYTHON ?? onPath('python3') ?? onPath('python');
  if (!existsSync(note)) {
    const missing = await step('Installing the libraries to compare with into .venv-bench', () => install(python));
    writeFileSync(note, JSON.stringify(missing, undefined, 2));
  }
  const missing = JSON.parse(readFileSync(note, 'utf8'));
  for (const [library, reason] of Object.entries(missing)) console.log(`${library} is left out: ${reason}`);
  return Object.fromEntries(
    LIBRARIES.map((library) => [library, library in missing ? { missing: missing[library] } : { python: interpreter }]),
  );
}

async function install(python) {
  rmSync(folder, { recursive: true, force: true });
  await run(python, ['-m', 'venv', folder]);
  const missing = {};
  for (const library of LIBRARIES) {
    try {
      await run(interpreter, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', library]);
    } catch (error) {
      missing[library] = error.message.trim().split('\n').at(-1);
    }
  }
  return missing;
}
