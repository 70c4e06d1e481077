/** Where things are in the repository. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Where builds of VS Code are kept: `.vscode-test`, or `$SIDEPLOT_TEST_CACHE` when several clones are to share them. */
export const editorFolder = resolve(process.env.SIDEPLOT_TEST_CACHE || join(root, '.vscode-test'));

/** The extension's package.json. */
export function manifest() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
}

/** A short digest of texts: changes when one of them does. */
export function digest(...texts) {
  return createHash('sha256').update(texts.join('\0')).digest('hex').slice(0, 16);
}
