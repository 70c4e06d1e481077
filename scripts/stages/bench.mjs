/** Builds the benchmark and all that it measures. */
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { findChromium } from '../environment/chromium.mjs';
import { root } from '../environment/folders.mjs';
import { run, step } from '../environment/processes.mjs';
import { installPeers } from '../environment/peers.mjs';
import { installPython } from '../environment/python.mjs';
import { installServer } from '../environment/vscode.mjs';
import { packageExtension } from './package.mjs';

const source = join(root, 'test', 'bench');
const output = join(root, 'out', 'bench');
const node = { bundle: true, platform: 'node', target: 'node20', logLevel: 'warning' };

/** Resolves to the benchmark's `runBench` and the set-up that it wants. */
export async function prepareBench(quick) {
  const vsix = await packageExtension();
  const extension = await step('Building the benchmark and its extension', packageBenchExtension);
  const [python, editor, peers] = [await installPython(), await installServer(), await installPeers()];
  Object.assign(process.env, {
    SIDEPLOT_TEST_ROOT: root,
    SIDEPLOT_TEST_VSCODE: editor.version,
    SIDEPLOT_TEST_VSCODE_NODE: editor.node,
    SIDEPLOT_TEST_VSCODE_SERVER: editor.script,
    SIDEPLOT_CHROMIUM: findChromium(),
    SIDEPLOT_TEST_PYTHON: python,
    SIDEPLOT_TEST_EXTENSION: extension,
    SIDEPLOT_TEST_VSIX: vsix,
  });
  const outfile = join(output, 'main.mjs');
  await build({
    ...node,
    format: 'esm',
    packages: 'external',
    sourcemap: 'linked',
    entryPoints: [join(source, 'main.ts')],
    outfile,
  });
  const { runBench } = await import(new URL(`file://${outfile}`).href);
  return { runBench, setup: { root, vsix, python, peers, quick, pages: await buildPages() } };
}

/** The scripts for pages, by name. */
async function buildPages() {
  const pages = {};
  for (const file of ['page-probe.ts', 'peers/uplot-page.ts', 'peers/vega-lite-page.ts', 'peers/teleplot-page.ts']) {
    const name = file.replace(/^peers\//, '').replace(/\.ts$/, '');
    const outfile = join(output, 'pages', `${name}.js`);
    await build({
      ...{ bundle: true, platform: 'browser', format: 'iife', target: 'chrome130', minify: true, logLevel: 'warning' },
      define: { 'process.env.NODE_ENV': '"production"' },
      loader: { '.css': 'text' },
      entryPoints: [join(source, file)],
      outfile,
    });
    pages[name] = readFileSync(outfile, 'utf8');
  }
  return pages;
}

/** Builds and packages the benchmark's own extension. Resolves to the path of its VSIX. */
async function packageBenchExtension() {
  const folder = join(output, 'extension');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await build({
    ...node,
    format: 'cjs',
    external: ['vscode'],
    entryPoints: [join(source, 'extension', 'extension.ts')],
    outfile: join(folder, 'extension.js'),
  });
  await buildPages();
  cpSync(join(output, 'pages', 'teleplot-page.js'), join(folder, 'teleplot-page.js'));
  cpSync(join(source, 'extension', 'package.json'), join(folder, 'package.json'));
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  const file = join(output, 'sideplot-bench.vsix');
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  await run(process.execPath, [vsce, 'package', '--no-dependencies', '--allow-star-activation', '--out', file], {
    cwd: folder,
  });
  return file;
}
