/** The browser in which the editor is opened. */
import { chromium, type BrowserContext } from 'playwright-core';

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
}

/** Starts a browser without a screen. Closing the context ends it. */
export async function startBrowser({ chromium: executablePath, size }: BrowserOptions): Promise<BrowserContext> {
  const isRoot = process.getuid?.() === 0;
  const browser = await chromium.launch({
    executablePath,
    // Chromium's sandbox refuses to run as root
    args: isRoot ? [...ARGUMENTS, '--no-sandbox'] : ARGUMENTS,
  });
  const context = await browser.newContext({ viewport: size ?? { width: 1280, height: 800 } });
  context.once('close', () => void browser.close());
  return context;
}
