/** A whole editor for one test file: server, browser, window, and the link for commands. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { keepPanelsApart } from './apart';
import { startBrowser } from './browser';
import { openCommandLink, type CommandLink } from './command-link';
import { testEnvironment, type TestEnvironment } from './environment';
import { startServer, type Server, type ServerOptions } from './server';
import { openWorkbench, windowReloadedBy } from './workbench';

export interface SessionOptions extends Partial<Omit<ServerOptions, 'build'>> {
  /** The folder to open. */
  readonly folder: string;
  /** Where runs are kept; the user's own are never touched. */
  readonly runs: string;
  /** Sideplot is installed from its package, as users have it, instead of loaded in development mode. */
  readonly installed?: boolean;
  /** The editor speaks another language to extensions, and Sideplot, installed, has these words in it. */
  readonly language?: { readonly id: string; readonly words: Readonly<Record<string, string>> };
  /** The pages of panels have a process of their own; else they share the editor's. */
  readonly apart?: boolean;
  readonly size?: { readonly width: number; readonly height: number };
}

export interface Session {
  readonly environment: TestEnvironment;
  readonly server: Server;
  readonly context: BrowserContext;
  /** The editor's main window. */
  readonly page: Page;
  readonly commands: CommandLink;
  /** Uncaught exceptions of any page, and errors that the panels' pages printed or that the browser reported of them (such as what their CSP refused). */
  readonly errors: readonly string[];
  /** Reloads the main window and resolves when its new extension host answers. */
  readonly reload: () => Promise<void>;
  /** Ends everything. */
  readonly close: () => Promise<void>;
}

/** Opens a folder in an editor with Sideplot and the tests' extension. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const environment = testEnvironment();
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const commands = await openCommandLink();
    closers.push(commands.close);
    const env = {
      SIDEPLOT_DIR: options.runs,
      SIDEPLOT_TEST_PYTHON: environment.python,
      ...commands.env,
      ...options.env,
    };
    const installed = options.installed === true;
    const product = installed ? [environment.productPackage] : [];
    const packages = [environment.extensionPackage, ...product, ...(options.packages ?? [])];
    const server = await startServer({ ...options, build: environment.build, packages, env });
    closers.push(server.stop);
    if (options.language !== undefined) addLanguage(server, options.language);
    const context = await startBrowser({
      chromium: environment.chromium,
      ...(options.size && { size: options.size }),
      ...(options.language && { language: options.language.id }),
    });
    closers.push(() => context.close());
    const errors = collectErrors(context);
    const apart = options.apart ? await keepPanelsApart(context, server, environment.build) : undefined;
    if (apart !== undefined) closers.push(apart.close);
    const page = await openWorkbench(context, apart?.server ?? server, {
      folder: options.folder,
      ...(installed ? {} : { extension: environment.root }),
    });
    await commands.connected();
    const reload = async (): Promise<void> => {
      const before = commands.connections();
      // By the editor's own command: a reload by the browser would lose what the editor has not stored yet. The host goes away before it can answer.
      await windowReloadedBy(page, () => commands.execute('workbench.action.reloadWindow').catch(() => undefined));
      await commands.connected(before + 1);
    };
    return { environment, server, context, page, commands, errors, reload, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Puts words into the installed product, as a release in several languages has them. */
function addLanguage({ folder }: Server, { id, words }: NonNullable<SessionOptions['language']>): void {
  const extensions = join(folder, 'extensions');
  const name = readdirSync(extensions).find((one) => one.startsWith('sideplot.sideplot-'));
  if (name === undefined) throw new Error('Words of another language are for the installed product.');
  writeFileSync(join(extensions, name, 'l10n', `bundle.l10n.${id}.json`), JSON.stringify(words));
}

/** Errors of the editor's own pages are left out: the server build lacks files that it asks for. */
const PANEL_PAGE = /\/webview\/browser\/pre\/|vscode-resource|vscode-remote-resource/;

function collectErrors(context: BrowserContext): string[] {
  const errors: string[] = [];
  context.on('weberror', (error) => errors.push(String(error.error())));
  context.on('console', (message) => {
    const { url } = message.location();
    if (message.type() === 'error' && PANEL_PAGE.test(url)) errors.push(`${message.text()} (${url})`);
  });
  return errors;
}

/** A file below `test/` as an absolute path. */
export function testFile(environment: TestEnvironment, ...parts: string[]): string {
  return join(environment.root, 'test', ...parts);
}
