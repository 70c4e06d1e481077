/** Pictures of what a test sees, for people: none without the variable SIDEPLOT_PICTURES. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const FOLDER = process.env['SIDEPLOT_PICTURES'];

/** By the browser's own protocol: Playwright's way takes the focus, which closes what asks something. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  if (FOLDER === undefined) return;
  const browser = await page.context().newCDPSession(page);
  const { data } = await browser.send('Page.captureScreenshot');
  await browser.detach();
  writeFileSync(join(FOLDER, `${name}.png`), Buffer.from(data, 'base64'));
}
