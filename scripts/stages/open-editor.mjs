/** Opens an editor for a user: the desktop VS Code where there is one, else the server build, whose address is printed. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { loadDrive, packageTestExtension } from '../environment/build.mjs';
import { chosenEditor, desktopOnPath, downloadDesktop } from '../environment/desktop.mjs';
import { editorFolder, root } from '../environment/folders.mjs';
import { installServer } from '../environment/vscode.mjs';

const examples = join(root, 'examples');
/** Asks the extension in development mode to run the demo. */
const DEMO = { SIDEPLOT_DEMO: '1' };

export async function openEditor(python) {
  const { editor, forced } = chosenEditor();
  if (editor === 'desktop') {
    if (await openDesktop()) return;
    if (forced) throw new Error('SIDEPLOT_VSCODE is desktop, but there is none.');
  }
  await serve(python);
}

/** Resolves to false when there is no desktop VS Code. */
async function openDesktop() {
  const own = desktopOnPath();
  const executable = own ?? (await downloadDesktop('stable'));
  if (!executable) return false;
  // a VS Code of the user has the user's extensions, Jupyter's among them; a downloaded one keeps to itself
  const profile = own ? [] : ['--user-data-dir', join(editorFolder, 'data'), '--skip-welcome'];
  const args = [`--extensionDevelopmentPath=${root}`, '--new-window', ...profile, examples];
  console.log(`Opening ${executable}; the demo starts by itself. Run the notebooks with the Python environment .venv.`);
  const child = spawn(executable, args, {
    env: { ...process.env, ...DEMO },
    stdio: 'ignore',
    detached: true,
    shell: process.platform === 'win32' && executable.endsWith('.cmd'),
  });
  await new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  child.unref();
  return true;
}

/** Serves the editor to a browser until Ctrl+C. */
async function serve(python) {
  const drive = await loadDrive();
  const build = await installServer();
  const server = await drive.startServer({
    build,
    packages: [await packageTestExtension()],
    env: { ...DEMO, SIDEPLOT_TEST_PYTHON: python },
  });
  const address = drive.workbenchAddress(server, { folder: examples, extension: root });
  console.log(
    `\nVS Code ${build.version} (server build) is ready. Open this address in a browser on this machine; Ctrl+C ends it:\n`,
  );
  console.log(`  ${address}\n`);
  // the server ends with this program
  await new Promise(() => {});
}
