/** The editor's window in a browser. */
import { errors, type BrowserContext, type Locator, type Page } from 'playwright-core';
import type { Server } from './server';
import { DEADLINE, until } from './wait';

export interface WorkbenchOptions {
  /** The folder to open; without it an empty window is opened. */
  readonly folder?: string;
  /** The extension to load in development mode. */
  readonly extension?: string;
  /** The module that runs tests in the extension host. */
  readonly tests?: string;
}

/** The address that opens the editor. The payload is what VS Code's own web tests use to load an extension from a folder. */
export function workbenchAddress(server: Server, { folder, extension, tests }: WorkbenchOptions): string {
  const remote = (path: string): string => `vscode-remote://${server.authority}${toUriPath(path)}`;
  const payload = [
    ['skipWelcome', 'true'],
    ...(extension === undefined ? [] : [['extensionDevelopmentPath', remote(extension)]]),
    ...(tests === undefined ? [] : [['extensionTestsPath', remote(tests)]]),
  ];
  const query = new URLSearchParams({ tkn: server.token, payload: JSON.stringify(payload) });
  if (folder === undefined) query.set('ew', 'true');
  else query.set('folder', toUriPath(folder));
  return `${server.address}/?${query.toString()}`;
}

/** `C:\a` becomes `/C:/a`. */
function toUriPath(path: string): string {
  const slashes = path.replaceAll('\\', '/');
  return slashes.startsWith('/') ? slashes : `/${slashes}`;
}

/** Opens the editor and resolves when its window is drawn. */
export async function openWorkbench(context: BrowserContext, server: Server, options: WorkbenchOptions): Promise<Page> {
  const page = await context.newPage();
  await page.goto(workbenchAddress(server, options), { timeout: DEADLINE });
  await waitForWorkbench(page);
  return page;
}

async function waitForWorkbench(page: Page): Promise<void> {
  await page.locator('.monaco-workbench .part.statusbar').first().waitFor({ timeout: DEADLINE });
  await page.locator('.monaco-workbench .part.editor').first().waitFor({ timeout: DEADLINE });
}

/** Waits for the window that `reload` loads again. */
export async function windowReloadedBy(page: Page, reload: () => Promise<unknown>): Promise<void> {
  await Promise.all([page.waitForEvent('load', { timeout: DEADLINE }), reload()]);
  await waitForWorkbench(page);
}

/**
 * Runs a command from the command palette by its title, such as "Sideplot: Run Demo", as a user does. The palette lists the commands that are there
 * when it opens, and closes when a part of the window that is just being drawn takes the focus: it is opened again until the command could be clicked.
 */
export async function runFromPalette(page: Page, title: string): Promise<void> {
  await chooseInPalette(page, title);
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden', timeout: DEADLINE });
}

/** The same for a command that asks something, in the box in which the palette was. */
export async function chooseInPalette(page: Page, title: string): Promise<void> {
  await attemptInPalette(page, title, (row) => row.click(SHORT));
}

/** Waits until the palette lists a command: until then the window does not know the extensions and their editors. */
export async function untilCommandIsListed(page: Page, title: string): Promise<void> {
  await attemptInPalette(page, title, async (row) => {
    await row.waitFor(SHORT);
    await page.keyboard.press('Escape');
  });
}

const SHORT = { timeout: 2000 };

/** Opens the palette, looks for a command and does something with its row, again until that went well. */
async function attemptInPalette(page: Page, title: string, action: (row: Locator) => Promise<void>): Promise<void> {
  await page.bringToFront();
  const widget = page.locator('.quick-input-widget');
  const input = widget.locator('input[type="text"]').first();
  const rows = widget.locator('.monaco-list-row');
  const row = rows.filter({ has: page.getByText(title, { exact: true }) }).first();
  const attempt = async (): Promise<boolean> => {
    try {
      if (!(await input.isVisible())) await page.keyboard.press('F1');
      await input.waitFor(SHORT);
      await input.fill(`>${title}`, SHORT);
      await action(row);
      return true;
    } catch (error) {
      if (!(error instanceof errors.TimeoutError)) throw error;
      await page.keyboard.press('Escape');
      return false;
    }
  };
  await until(`the command "${title}" in the palette`, attempt, { seen: () => rows.allInnerTexts() });
}

/** Opens a file of the opened folder with a double click in the explorer. */
export async function openFromExplorer(page: Page, name: string): Promise<void> {
  await page.locator('.explorer-folders-view').getByText(name, { exact: true }).dblclick({ timeout: DEADLINE });
  await page.locator('.tabs-container .tab').filter({ hasText: name }).waitFor({ timeout: DEADLINE });
}

/** Runs an action that opens a window of its own, and resolves to that window's page when it is drawn. */
export async function windowOpenedBy(context: BrowserContext, action: () => Promise<unknown>): Promise<Page> {
  const [page] = await Promise.all([context.waitForEvent('page', { timeout: DEADLINE }), action()]);
  await page.locator('.monaco-workbench .part.editor').first().waitFor({ timeout: DEADLINE });
  return page;
}

/** The open windows that the editor made besides `main`. */
export function floatingWindows(main: Page): Page[] {
  return main
    .context()
    .pages()
    .filter((page) => page !== main && !page.isClosed());
}

/**
 * Drags the tab with this label out of its window, which moves its editor into a window of its own, as a user does with the mouse.
 * Resolves to that window's page.
 */
export async function dragTabOut(page: Page, label: string): Promise<Page> {
  const tab = page.locator('.tabs-container .tab').filter({ hasText: label }).first();
  const box = await tab.boundingBox();
  const size = page.viewportSize();
  if (!box || !size) throw new Error(`There is no tab ${label}.`);
  return windowOpenedBy(page.context(), async () => {
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 20, box.y + 60, { steps: 5 });
    await page.mouse.move(size.width + 100, size.height / 2, { steps: 5 });
    await page.mouse.up();
  });
}
