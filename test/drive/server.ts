/** Starts a VS Code server on this machine and stops it with everything that it started. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerBuild } from './environment';
import { until } from './wait';

export interface ServerOptions {
  readonly build: ServerBuild;
  /** Packages of extensions to install before the start. */
  readonly packages?: readonly string[];
  /** User settings on top of the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Variables of the server and so of the extension host. `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Asks whether a folder is trusted, as VS Code does for users; off by default, so that each folder is trusted. */
  readonly workspaceTrust?: boolean;
  /** Notifications come up by themselves, as users have them. The editor's mode for tests has none; without it, no extension is loaded from a folder. */
  readonly toasts?: boolean;
}

export interface Server {
  /** `http://127.0.0.1:port`. */
  readonly address: string;
  /** `127.0.0.1:port`, the authority of `vscode-remote` URIs. */
  readonly authority: string;
  /** Opening a page needs it: other users of this machine must not get in. */
  readonly token: string;
  /** User data, settings and installed extensions: removed by `stop`. */
  readonly folder: string;
  /** What the server printed so far. */
  readonly output: () => string;
  /** Ends the server and all its processes. */
  readonly stop: () => Promise<void>;
}

/** Keeps pictures small and the editor quiet. */
const QUIET_SETTINGS: Readonly<Record<string, unknown>> = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.simpleDialog.enable': true,
  'git.enabled': false,
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.confirmBeforeClose': 'never',
  'workbench.editor.enablePreview': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Starts a server on a free port of the loopback interface and resolves when it answers. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'sideplot-vscode-'));
  try {
    writeSettings(folder, options.settings ?? {});
    for (const file of options.packages ?? []) await installPackage(options.build, folder, file);
    return await launch(folder, options);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function writeSettings(folder: string, settings: Readonly<Record<string, unknown>>): void {
  const text = JSON.stringify({ ...QUIET_SETTINGS, ...settings }, undefined, 2);
  // the server keeps settings of the machine, the browser those of the user, which this folder serves too
  for (const part of ['User', 'Machine']) {
    mkdirSync(join(folder, 'data', part), { recursive: true });
    writeFileSync(join(folder, 'data', part, 'settings.json'), text);
  }
}

function places(folder: string): string[] {
  return [
    ...['--server-data-dir', join(folder, 'server')],
    ...['--user-data-dir', join(folder, 'data')],
    ...['--extensions-dir', join(folder, 'extensions')],
    '--accept-server-license-terms',
  ];
}

/** Installs a packaged extension as a user would. */
async function installPackage(build: ServerBuild, folder: string, file: string): Promise<void> {
  const child = spawn(build.node, [build.script, '--install-extension', file, '--force', ...places(folder)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child);
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0 || !output().includes('successfully installed')) {
    throw new Error(`Installing ${file} failed with ${String(code)}:\n${output()}`);
  }
}

async function launch(folder: string, options: ServerOptions): Promise<Server> {
  const port = await freePort();
  const token = randomBytes(16).toString('hex');
  const child = spawn(
    options.build.node,
    [
      ...[options.build.script, '--host', '127.0.0.1', '--port', String(port), '--connection-token', token],
      ...['--disable-telemetry', ...places(folder)],
      ...(options.toasts ? [] : ['--enable-smoke-test-driver']),
      ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
    ],
    { env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  const output = collect(child);
  const stop = stopper(child, folder);
  try {
    await until(
      'the VS Code server to start',
      () => {
        if (hasEnded(child)) throw new Error('The VS Code server ended at once.');
        return output().includes('Extension host agent listening');
      },
      { seen: output },
    );
  } catch (error) {
    await stop();
    throw new Error(`${String(error)}\n${output()}`);
  }
  const authority = `127.0.0.1:${port}`;
  return { address: `http://${authority}`, authority, token, folder, output, stop };
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  }
  return () => text;
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** The server leads a process group of its own, so that its extension hosts, watchers and terminals end with it. */
function stopper(child: ChildProcess, folder: string): () => Promise<void> {
  const signal = (name: NodeJS.Signals): void => {
    if (child.pid === undefined) return;
    try {
      process.kill(process.platform === 'win32' ? child.pid : -child.pid, name);
    } catch {
      // the group is gone
    }
  };
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  const atExit = (): void => {
    signal('SIGKILL');
    remove();
  };
  // a program that a signal ends does not come to its exit handlers by itself
  const atSignal = (name: NodeJS.Signals): void => process.exit(128 + constants.signals[name]);
  process.once('exit', atExit);
  for (const name of ENDING) process.once(name, atSignal);
  return async () => {
    signal('SIGTERM');
    const patience = setTimeout(() => signal('SIGKILL'), 5000);
    if (!hasEnded(child)) await new Promise((resolve) => child.once('close', resolve));
    clearTimeout(patience);
    signal('SIGKILL');
    process.off('exit', atExit);
    for (const name of ENDING) process.off(name, atSignal);
    remove();
  };
}

const ENDING: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('No free port was found.'));
      });
    });
  });
}
