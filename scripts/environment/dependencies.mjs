/** The npm packages of the repository. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './folders.mjs';
import { npm, step } from './processes.mjs';

function packages(file) {
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/** Whether node_modules holds what package-lock.json asks for. npm writes its own list last, so a broken installation has none. */
function upToDate() {
  const wanted = packages(join(root, 'package-lock.json'));
  const installed = packages(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || installed[path]?.version === entry.version,
  );
}

/** Installs the packages of package-lock.json when they are missing or others. */
export async function installDependencies() {
  if (!upToDate()) await step('Installing the npm packages', () => npm(['ci', '--no-fund', '--no-audit']));
}
