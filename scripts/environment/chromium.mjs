/** Finds a Chromium for the tests and for screenshots. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { onPath } from './processes.mjs';

const NAMES = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser', 'chrome'];
const MAC = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

function candidates() {
  const { chromium } = createRequire(import.meta.url)('playwright-core');
  return [...NAMES.map(onPath), ...(process.platform === 'darwin' ? MAC : []), chromium.executablePath()];
}

/** The path of a Chromium: `$SIDEPLOT_CHROMIUM`, one on the PATH, or Playwright's own. Throws when there is none. */
export function findChromium() {
  const chosen = process.env.SIDEPLOT_CHROMIUM;
  if (chosen && !existsSync(chosen)) throw new Error(`SIDEPLOT_CHROMIUM is ${chosen}, which does not exist.`);
  const found = chosen || candidates().find((path) => path && existsSync(path));
  if (found) return found;
  throw new Error(
    'No Chromium was found. Install one (Debian: apt-get install chromium; anywhere: npx playwright-core install chromium), ' +
      'or set SIDEPLOT_CHROMIUM to its path.',
  );
}
