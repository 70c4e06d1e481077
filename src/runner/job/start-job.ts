/** Starts a job or a sweep, detached: neither a reload nor a crash of the editor touches it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { delimiter } from 'node:path';
import type { JobAnswer, JobDescription, Order, SweepDescription } from './description';

/** Variables of the editor's own processes, which must not reach a program. */
const EDITORS_OWN = /^(?:ELECTRON_|VSCODE_(?!TEST))/;

/**
 * @param program the bundled `job.ts`.
 * @returns when the job's program has started; throws when it cannot be started, with a log that says so.
 */
export async function startJob(program: string, description: JobDescription): Promise<void> {
  await launch(program, { kind: 'job', job: description });
}

/** @returns when the first of its jobs has started; throws when that cannot be started, and none of the others is then. */
export async function startSweep(program: string, description: SweepDescription): Promise<void> {
  await launch(program, { kind: 'sweep', sweep: description });
}

/** @returns the watching program once what it is to start has started; throws when that cannot be started. */
export async function launch(program: string, order: Order): Promise<ChildProcess> {
  const watcher = spawn(process.execPath, [program], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // The user's options for Node are for the user's programs.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' },
    windowsHide: true,
  });
  const answer = await new Promise<JobAnswer>((resolve, reject) => {
    watcher.once('message', (message) => resolve(message as JobAnswer));
    watcher.once('error', reject);
    watcher.once('exit', () => reject(new Error('The program that watches the job ended at once.')));
    watcher.send(order);
  });
  watcher.removeAllListeners('exit');
  watcher.unref();
  if (watcher.connected) {
    watcher.disconnect();
  }
  if (answer.error !== '') {
    throw new Error(answer.error);
  }
  return watcher;
}

/**
 * The environment of a job's program: that of the editor without the editor's own variables, then what lets the program log to the job's run, then
 * what the user set for this job.
 */
export function jobEnvironment(
  { id, root, workspace }: Pick<JobDescription, 'id' | 'root' | 'workspace'>,
  own: Readonly<Record<string, string>>,
  base: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  const inherited = Object.entries(base).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !EDITORS_OWN.test(entry[0]),
  );
  return {
    ...Object.fromEntries(inherited),
    // What a program prints into a pipe would come late, in blocks.
    PYTHONUNBUFFERED: '1',
    ...own,
    ...(own['PYTHONPATH'] === undefined ? {} : { PYTHONPATH: withClient(own['PYTHONPATH'], base['PYTHONPATH']) }),
    SIDEPLOT_DIR: root,
    SIDEPLOT_WORKSPACE: workspace,
    SIDEPLOT_RUN_ID: id,
  };
}

/** The user's folders, and the client's, which stands last in the editor's: `import sideplot` is to work with `PYTHONPATH=src`, too. */
function withClient(own: string, editors: string | undefined): string {
  const client = editors?.split(delimiter).at(-1) ?? '';
  const folders = own.split(delimiter).filter((folder) => folder !== '');
  return [...folders, ...(client === '' || folders.includes(client) ? [] : [client])].join(delimiter);
}
