/** The Python client: ruff, mypy and pytest in the environment `.venv`. */
import { join } from 'node:path';
import { root } from '../environment/folders.mjs';
import { exitCode } from '../environment/processes.mjs';
import { installPython } from '../environment/python.mjs';
import { check, counted, readJUnit } from './summary.mjs';

/** Where the client's pyproject.toml is: the tools find their settings in it. */
const client = join(root, 'src', 'runner', 'python');
const tests = join(root, 'test', 'python');
/** The other Python files are held to the same rules. */
const notebook = join(root, 'test', 'notebook');

export async function runPython() {
  const python = await installPython();
  const inClient = (...args) => exitCode(python, ['-m', ...args], { cwd: client });
  return [
    check('ruff', (await inClient('ruff', 'check', '.', tests, notebook)) === 0),
    check('ruff format', (await inClient('ruff', 'format', '--check', '.', tests, notebook)) === 0),
    check('mypy', (await inClient('mypy', '--strict', 'sideplot', tests, notebook)) === 0),
    await counted(
      'pytest',
      (file) => exitCode(python, ['-m', 'pytest', tests, '-q', '-p', 'no:cacheprovider', `--junitxml=${file}`]),
      readJUnit,
    ),
  ];
}
