/** The VSIX: built for production, small, and with nothing in it that users do not need. */
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { manifest, root } from '../environment/folders.mjs';
import { run, step } from '../environment/processes.mjs';
import { check } from './summary.mjs';
import { filesInZip } from './zip.mjs';

const LIMIT = 2_000_000;

/** What must be in the VSIX. vsce gives some files names of its own. */
const REQUIRED = [
  'package.json',
  'package.nls.json',
  'l10n/bundle.l10n.json',
  'readme.md',
  'changelog.md',
  'LICENSE.txt',
  'dist/extension.js',
  'dist/exporting.js',
  'dist/page.js',
  'media/icon.png',
  'src/runner/python/sideplot/__init__.py',
];
/** What may be in it. */
const ALLOWED = [
  /^(package\.json|package\.nls\.json|readme\.md|changelog\.md|LICENSE\.txt)$/,
  /^l10n\/bundle\.l10n(\.[\w-]+)?\.json$/,
  /^dist\/[\w-]+\.(js|css|ttf)$/,
  /^media\/(walkthrough\/)?[\w-]+\.(png|svg|css)$/,
  /^src\/runner\/python\/sideplot\/(\w+\/)*(\w+\.py|py\.typed)$/,
];

/** Builds `sideplot-VERSION.vsix` in the repository and lists its files. Throws when one is missing, is too much, or when it is too big. */
export async function packageExtension() {
  const file = join(root, `sideplot-${manifest().version}.vsix`);
  // what an earlier build for development left must not come along
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  await step('Packaging the extension', () =>
    run(process.execPath, [vsce, 'package', '--no-dependencies', '--out', file]),
  );
  const size = statSync(file).size;
  const files = filesInZip(readFileSync(file))
    .filter(({ name }) => name.startsWith('extension/'))
    .map(({ name, bytes }) => ({ name: name.slice('extension/'.length), bytes }));
  for (const { name, bytes } of files) console.log(`${String(bytes).padStart(9)}  ${name}`);
  console.log(`${file}: ${files.length} files, ${(size / 1000).toFixed(0)} kB`);
  const problems = problemsOf(
    files.map(({ name }) => name),
    size,
  );
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return file;
}

function problemsOf(names, size) {
  const missing = REQUIRED.filter((name) => !names.includes(name)).map((name) => `The VSIX lacks ${name}.`);
  const surplus = names
    .filter((name) => !ALLOWED.some((pattern) => pattern.test(name)))
    .map((name) => `The VSIX has ${name}, which users do not need.`);
  const big = size < LIMIT ? [] : [`The VSIX has ${size} bytes; the limit is ${LIMIT}.`];
  return [...missing, ...surplus, ...big];
}

export async function runPackage() {
  try {
    await packageExtension();
    return [check('VSIX', true)];
  } catch (error) {
    console.error(error.message);
    return [check('VSIX', false)];
  }
}
