/** The desktop VS Code: chosen where it can be had and there is a screen to show it on. */
import { editorFolder } from './folders.mjs';
import { onPath } from './processes.mjs';

const PATIENCE = 15_000;

/** Whether windows can be shown. Linux needs a display; `xvfb-run` gives the whole program one. */
export function hasScreen() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}

/** Downloads a desktop VS Code with @vscode/test-electron unless it is there. Resolves to its executable, or to undefined with the reason printed. */
export async function downloadDesktop(version) {
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  try {
    return await downloadAndUnzipVSCode({ version, cachePath: editorFolder, timeout: PATIENCE });
  } catch (error) {
    console.log(
      `The desktop VS Code ${version} cannot be downloaded: ${error instanceof Error ? error.message : error}`,
    );
    return undefined;
  }
}

/**
 * Which editor the tests use: `$SIDEPLOT_VSCODE` is `desktop` or `server`; without it the desktop one where windows can be shown.
 */
export function chosenEditor() {
  const chosen = process.env.SIDEPLOT_VSCODE;
  if (chosen && chosen !== 'desktop' && chosen !== 'server') {
    throw new Error(`SIDEPLOT_VSCODE is ${chosen}; expected desktop or server.`);
  }
  return { editor: chosen ?? (hasScreen() ? 'desktop' : 'server'), forced: Boolean(chosen) };
}

/** The `code` of a desktop VS Code on the PATH. In a terminal of a remote window `code` cannot load an extension from a folder. */
export function desktopOnPath() {
  return process.env.VSCODE_IPC_HOOK_CLI ? undefined : onPath('code');
}
