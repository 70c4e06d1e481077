import { join } from 'node:path';
import type { PagePanel } from './page-driver';

const PICTURES = process.env['SIDEPLOT_PICTURES'];

/** Leaves a picture of the page in `$SIDEPLOT_PICTURES`, if that is given. */
export async function savePicture(panel: PagePanel, name: string): Promise<void> {
  if (PICTURES !== undefined) await panel.page.screenshot({ path: join(PICTURES, `${name}.png`) });
}
