/** Runs the tests of `test/host` inside the extension host: of a VS Code server in a browser, or of the desktop VS Code. One suite serves both. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format } from 'node:util';
import { runTests } from '@vscode/test-electron';
import type { BrowserContext } from 'playwright-core';
import { startBrowser } from './browser';
import type { ServerBuild } from './environment';
import { startServer } from './server';
import { openWorkbench } from './workbench';

/** What the lines of the suite begin with, printed by `test/host/index.ts` among those of the editor. */
const SUITE_MARK = '│';

export interface HostTestOptions {
  /** The repository. */
  readonly root: string;
  /** The module that runs the tests. */
  readonly tests: string;
  /** Where the numbers of passed and failed tests are written as JSON. */
  readonly summary: string;
  /** Milliseconds after which the tests are ended. */
  readonly deadline: number;
  /** Packages of other extensions. */
  readonly packages: readonly string[];
  /** Further variables of the extension host. */
  readonly env: Readonly<Record<string, string>>;
}

/** Runs the host tests in a server build. Resolves to the suite's exit code. */
export async function runHostTestsInServer(
  options: HostTestOptions & { readonly build: ServerBuild; readonly chromium: string },
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'sideplot-host-'));
  const server = await startServer({
    build: options.build,
    packages: options.packages,
    env: environmentOf(options, folder),
  });
  let context: BrowserContext | undefined;
  try {
    context = await startBrowser({ chromium: options.chromium });
    const ended = await exitOf(context, options.deadline);
    const workspace = makeWorkspace(folder);
    await openWorkbench(context, server, { folder: workspace, extension: options.root, tests: options.tests });
    const code = await ended();
    if (code !== 0) console.error(`\nWhat the server said:\n${server.output()}`);
    return code;
  } finally {
    await context?.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Resolves to the exit code that the editor's window reports. Shows what the suite prints. What the editor itself has to say, such as of parts that
 * the server build lacks, is shown only when the suite failed.
 */
async function exitOf(context: BrowserContext, deadline: number): Promise<() => Promise<number>> {
  const others: string[] = [];
  await context.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
    const text = format(...args);
    if (text.startsWith(SUITE_MARK)) console.log(text);
    else others.push(`${type}: ${text}`);
  });
  const ended = new Promise<number>((resolve, reject) => {
    const fail = (): void => reject(new Error(`The host tests did not end within ${deadline / 1000} s.`));
    const timer = setTimeout(fail, deadline);
    context.once('close', () => clearTimeout(timer));
    // A page that has crashed tells nothing more.
    context.on('page', (page) => page.once('crash', () => reject(new Error('The page of the editor has crashed.'))));
    void context.exposeFunction('codeAutomationExit', resolve);
  });
  // whoever waits is told; until then the rejection is kept
  ended.catch(() => undefined);
  return async () => {
    const code = await ended.catch((error: unknown) => {
      console.error(error);
      return 1;
    });
    if (code !== 0) console.error(`\nWhat the editor said:\n${others.join('\n')}`);
    return code;
  };
}

/** Runs the host tests in a desktop VS Code that `@vscode/test-electron` downloaded. Resolves to the suite's exit code. */
export async function runHostTestsInDesktop(
  options: HostTestOptions & { readonly executable: string },
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'sideplot-host-'));
  try {
    return await runTests({
      vscodeExecutablePath: options.executable,
      extensionDevelopmentPath: options.root,
      extensionTestsPath: options.tests,
      extensionTestsEnv: environmentOf(options, folder),
      launchArgs: [
        makeWorkspace(folder),
        ...['--user-data-dir', join(folder, 'data'), '--extensions-dir', join(folder, 'extensions')],
        ...['--disable-workspace-trust', '--skip-welcome', '--skip-release-notes', '--disable-gpu'],
      ],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function environmentOf(options: HostTestOptions, folder: string): Record<string, string> {
  return {
    SIDEPLOT_TEST_SUMMARY: options.summary,
    SIDEPLOT_TEST_ROOT: options.root,
    SIDEPLOT_DIR: join(folder, 'runs'),
    ...options.env,
  };
}

function makeWorkspace(folder: string): string {
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace);
  return workspace;
}
