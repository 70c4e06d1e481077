/** Starts the demo as a program of its own: it writes a log as any other producer, with no Python needed. */
import { spawn } from 'node:child_process';

/**
 * @param program the bundled demo.
 * @param root the storage folder.
 * @param marker the workspace that the run belongs to.
 * @returns when the process has started; throws when it cannot.
 */
export async function startDemo(program: string, root: string, marker: string): Promise<void> {
  const child = spawn(process.execPath, [program], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', SIDEPLOT_DIR: root, SIDEPLOT_WORKSPACE: marker },
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  child.unref();
}
