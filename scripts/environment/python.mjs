/** The Python environment of the tests and the examples: `.venv` in the repository. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digest, root } from './folders.mjs';
import { onPath, run, step } from './processes.mjs';

const folder = join(root, '.venv');
const marker = join(folder, 'complete');
const requirements = join(root, 'test', 'python', 'requirements.txt');

/** What notebooks need, in the examples and in the tests. */
const NOTEBOOK = ['ipykernel', 'jupyter_client', 'numpy'];

/** The interpreter of the environment. */
export const interpreter =
  process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');

function systemPython() {
  const chosen = process.env.SIDEPLOT_PYTHON ?? onPath('python3') ?? onPath('python');
  if (chosen) return chosen;
  throw new Error('Python 3 was not found on the PATH. Install it, or set SIDEPLOT_PYTHON to its path.');
}

async function make(python) {
  rmSync(folder, { recursive: true, force: true });
  try {
    await run(python, ['-m', 'venv', folder]);
  } catch (error) {
    throw new Error(`Python's venv is missing; on Debian and Ubuntu: apt-get install python3-venv\n${error.message}`);
  }
  const list = existsSync(requirements) ? ['-r', requirements] : [];
  await run(interpreter, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...list, ...NOTEBOOK]);
}

/** Makes the environment unless it is there with these requirements. Resolves to its interpreter. */
export async function installPython() {
  const python = systemPython();
  const version = await run(python, ['-c', 'import sys; print(sys.version)']);
  const recipe = digest(version, existsSync(requirements) ? readFileSync(requirements, 'utf8') : '', ...NOTEBOOK);
  const complete = existsSync(interpreter) && existsSync(marker) && readFileSync(marker, 'utf8') === recipe;
  if (!complete) {
    await step('Making the Python environment .venv', () => make(python));
    writeFileSync(marker, recipe);
  }
  return interpreter;
}
