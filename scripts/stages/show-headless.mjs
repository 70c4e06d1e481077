/** Runs the demo in an editor without a screen and watches whether the curves move, docked and in a window of their own. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, parse, resolve } from 'node:path';
import { loadDrive } from '../environment/build.mjs';
import { findChromium } from '../environment/chromium.mjs';
import { root } from '../environment/folders.mjs';
import { installServer } from '../environment/vscode.mjs';

const SIZE = { width: 1440, height: 900 };

export async function showHeadless({ screenshot, seconds }) {
  const chromium = findChromium();
  const drive = await loadDrive();
  const build = await installServer();
  const folder = mkdtempSync(join(tmpdir(), 'sideplot-start-'));
  const examples = join(folder, 'examples');
  // a copy, so that the outputs of notebooks do not change the repository
  cpSync(join(root, 'examples'), examples, { recursive: true });
  const server = await drive.startServer({ build, env: { SIDEPLOT_DIR: join(folder, 'runs') } });
  let context;
  try {
    context = await drive.startBrowser({ chromium, size: SIZE });
    const page = await drive.openWorkbench(context, server, { folder: examples, extension: root });
    await drive.untilCommandIsListed(page, 'Sideplot: Run Demo');
    const notebook = readdirSync(examples).find((name) => name.endsWith('.ipynb'));
    if (notebook) await drive.openFromExplorer(page, notebook);
    await drive.runFromPalette(page, 'Sideplot: Run Demo');
    await watch(drive, page, 'docked', seconds);
    if (screenshot) await save(page, screenshot);
    const floated = await drive.windowOpenedBy(context, () =>
      drive.runFromPalette(page, 'Sideplot: Open Plots in New Window'),
    );
    await watch(drive, floated, 'in a window of its own', seconds);
    if (screenshot) await save(floated, withSuffix(screenshot, '-window'));
    console.log('The curves moved in both.');
  } finally {
    await context?.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** Watches a window's panel for some seconds. Throws when its pixels stand still. */
async function watch(drive, page, where, seconds) {
  const panel = await drive.panelIn(page);
  const end = performance.now() + seconds * 1000;
  const first = await drive.untilDrawn(panel);
  let changes = 0;
  do {
    await drive.untilCurvesMove(panel, 1);
    changes++;
  } while (performance.now() < end);
  const last = await drive.pictureOf(panel);
  console.log(`The panel ${where}: ${last.drawn} charts, whose pixels changed ${changes} times in ${seconds} s.`);
  if (last.points <= first.points) {
    throw new Error(`The panel ${where} says it has ${last.points} points; it had ${first.points} before.`);
  }
  console.log(`It had ${first.points} points at first and ${last.points} at last.`);
}

function withSuffix(file, suffix) {
  const { dir, name, ext } = parse(file);
  return join(dir, `${name}${suffix}${ext}`);
}

async function save(page, file) {
  mkdirSync(dirname(resolve(file)), { recursive: true });
  await page.screenshot({ path: file });
  console.log(`Saved ${file}`);
}
