/** The browser in which the editor is opened. */
import { chromium, type Browser, type BrowserContext } from 'playwright-core';

const ARGUMENTS = [
  '--disable-gpu',
  // Containers have little of it, and a page that gets none crashes.
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface BrowserOptions {
  /** Path of the browser. */
  readonly chromium: string;
  /** Size of the editor's window in CSS pixels. */
  readonly size?: { readonly width: number; readonly height: number };
  /** The language that the editor tells extensions; its own words stay English, as they are in another package. */
  readonly language?: string;
}

/** Starts a browser without a screen. Closing the context ends it. */
export async function startBrowser({
  chromium: executablePath,
  size,
  language,
}: BrowserOptions): Promise<BrowserContext> {
  const isRoot = process.getuid?.() === 0;
  const browser = await chromium.launch({
    executablePath,
    // Chromium's sandbox refuses to run as root
    args: isRoot ? [...ARGUMENTS, '--no-sandbox'] : ARGUMENTS,
  });
  await comeToRest(browser);
  const context = await browser.newContext({ viewport: size ?? { width: 1280, height: 800 } });
  if (language !== undefined) {
    await context.addInitScript((id) => {
      // What the editor's own list of words says, which is not there.
      Object.defineProperty(globalThis, '_VSCODE_NLS_LANGUAGE', { get: () => id, set: () => undefined });
    }, language);
  }
  context.once('close', () => void browser.close());
  return context;
}

/**
 * Until the first page has come to rest, for a minute at most, Chromium holds back work of low priority. Updates of service workers are such work,
 * and the editor waits for one before it shows a notebook: beside curves that move it would wait for that minute. This page rests at once.
 */
async function comeToRest(browser: Browser): Promise<void> {
  const page = await browser.newPage();
  await page.goto('data:text/html,at rest');
}
