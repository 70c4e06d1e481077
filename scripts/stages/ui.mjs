/** The tests of `test/ui`: the whole product in a real VS Code in a browser, with a real notebook kernel. */
import { packageTestExtension } from '../environment/build.mjs';
import { findChromium } from '../environment/chromium.mjs';
import { root } from '../environment/folders.mjs';
import { installPython } from '../environment/python.mjs';
import { installServer } from '../environment/vscode.mjs';
import { runMocha } from './mocha.mjs';
import { packageExtension } from './package.mjs';

const TIMEOUT = 180_000;
const PAGE = 'ui/page';

/** Variables that `test/drive/environment.ts` reads. */
async function uiEnvironment() {
  const build = await installServer();
  return {
    SIDEPLOT_TEST_ROOT: root,
    SIDEPLOT_TEST_VSCODE: build.version,
    SIDEPLOT_TEST_VSCODE_NODE: build.node,
    SIDEPLOT_TEST_VSCODE_SERVER: build.script,
    SIDEPLOT_CHROMIUM: findChromium(),
    SIDEPLOT_TEST_PYTHON: await installPython(),
    SIDEPLOT_TEST_EXTENSION: await packageTestExtension(),
    SIDEPLOT_TEST_VSIX: await packageExtension(),
  };
}

export async function runUi(grep) {
  return runMocha('ui', { env: await uiEnvironment(), timeout: TIMEOUT, except: PAGE, grep });
}

/** Tests of the panel's page in a browser, without an editor. */
export async function runPage(grep) {
  return runMocha(PAGE, {
    name: 'page',
    env: { SIDEPLOT_TEST_ROOT: root, SIDEPLOT_CHROMIUM: findChromium() },
    timeout: TIMEOUT,
    grep,
  });
}
