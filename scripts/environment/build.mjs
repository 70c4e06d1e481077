/** Builds the extension, its tests, and what the tests need. */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './folders.mjs';
import { run, step, tool } from './processes.mjs';

/** Where the tests' own extension is put together. */
const notebook = join(root, 'out', 'notebook');
/** Its package. */
const notebookPackage = join(root, 'out', 'sideplot-tests.vsix');

async function must(exitCode, what) {
  if ((await exitCode) !== 0) throw new Error(`${what} failed.`);
}

/** Builds `dist`, and with `tests` the test files below `out/test`. */
export function buildExtension({ tests = false } = {}) {
  const what = tests ? 'Building the extension and its tests' : 'Building the extension';
  return step(what, () => must(tool('../esbuild.js', tests ? ['--tests'] : []), what));
}

const bundle = { bundle: true, platform: 'node', target: 'node20', sourcemap: 'linked', logLevel: 'warning' };

/** Builds `test/drive` and resolves to it as a module. */
export async function loadDrive() {
  const esbuild = await import('esbuild');
  const outfile = join(root, 'out', 'drive', 'index.mjs');
  const entryPoints = [join(root, 'test', 'drive', 'index.ts')];
  await esbuild.build({ ...bundle, format: 'esm', packages: 'external', entryPoints, outfile });
  return import(new URL(`file://${outfile}`).href);
}

/** Builds and packages the tests' own extension. Resolves to the path of its VSIX. */
export async function packageTestExtension() {
  const esbuild = await import('esbuild');
  const source = join(root, 'test', 'notebook');
  rmSync(notebook, { recursive: true, force: true });
  mkdirSync(notebook, { recursive: true });
  await esbuild.build({
    ...bundle,
    sourcemap: false,
    format: 'cjs',
    external: ['vscode'],
    entryPoints: [join(source, 'extension.ts')],
    outfile: join(notebook, 'extension.js'),
  });
  for (const file of ['package.json', 'bridge.py']) cpSync(join(source, file), join(notebook, file));
  cpSync(join(root, 'LICENSE'), join(notebook, 'LICENSE'));
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  await run(
    process.execPath,
    [vsce, 'package', '--no-dependencies', '--allow-star-activation', '--out', notebookPackage],
    {
      cwd: notebook,
    },
  );
  return notebookPackage;
}
