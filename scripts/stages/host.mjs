/** The host tests, in the oldest VS Code that package.json promises and in the newest that is known. */
import { join } from 'node:path';
import { findChromium } from '../environment/chromium.mjs';
import { chosenEditor, downloadDesktop } from '../environment/desktop.mjs';
import { root } from '../environment/folders.mjs';
import { installPython } from '../environment/python.mjs';
import { loadDrive } from '../environment/build.mjs';
import { floor, installServer, newest } from '../environment/vscode.mjs';
import { counted } from './summary.mjs';

const DEADLINE = 8 * 60_000;

export async function runHost() {
  const drive = await loadDrive();
  const python = await installPython();
  const results = [];
  for (const version of new Set([floor(), newest])) {
    const options = {
      root,
      tests: join(root, 'out', 'test', 'host', 'index.js'),
      deadline: DEADLINE,
      packages: [],
      env: { SIDEPLOT_TEST_PYTHON: python },
    };
    results.push(await runIn(drive, version, options));
  }
  return results;
}

async function runIn(drive, version, options) {
  const executable = await desktop(version);
  if (executable) {
    console.log(`\nHost tests in the desktop VS Code, ${executable}`);
    return counted(`host, desktop ${version}`, (summary) =>
      drive.runHostTestsInDesktop({ ...options, summary, executable }).catch(report),
    );
  }
  const build = await installServer(version);
  console.log(`\nHost tests in VS Code ${version}, server build, in ${findChromium()}`);
  return counted(`host, server ${version}`, (summary) =>
    drive.runHostTestsInServer({ ...options, summary, build, chromium: findChromium() }).catch(report),
  );
}

/** The executable of the desktop VS Code when it is to be used. */
async function desktop(version) {
  const { editor, forced } = chosenEditor();
  if (editor === 'server') return undefined;
  const executable = await downloadDesktop(version === newest ? 'stable' : `${version}.0`);
  if (!executable && forced) throw new Error('SIDEPLOT_VSCODE is desktop, but there is none.');
  return executable;
}

function report(error) {
  console.error(error);
  return 1;
}
