/**
 * Opens a VS Code with Sideplot in development mode, the examples, and a demo that moves: `npm start`.
 *
 *   --headless           without a screen: runs the demo in a browser, floats the panel, and succeeds only if the curves moved in both
 *   --screenshot FILE    saves a picture of the editor (a.png) and of the floated panel (a-window.png); needs --headless
 *   --seconds N          how long the curves are watched, docked and floated alike (default 5)
 *
 * $SIDEPLOT_VSCODE is `desktop` or `server` to have one of them; without it a desktop VS Code is opened where there is one.
 */
import { parseArgs } from 'node:util';
import { buildExtension } from './environment/build.mjs';
import { installDependencies } from './environment/dependencies.mjs';
import { installPython } from './environment/python.mjs';

function readOptions() {
  const { values } = parseArgs({
    options: {
      headless: { type: 'boolean', default: false },
      screenshot: { type: 'string' },
      seconds: { type: 'string', default: '5' },
    },
  });
  const seconds = Number(values.seconds);
  if (!(seconds > 0)) throw new Error(`--seconds is ${values.seconds}; expected a number above 0.`);
  if (values.screenshot !== undefined && !values.headless) throw new Error('--screenshot needs --headless.');
  return { ...values, seconds };
}

async function main() {
  const options = readOptions();
  await installDependencies();
  await buildExtension();
  const python = await installPython();
  // these import what needs node_modules
  if (options.headless) {
    const { showHeadless } = await import('./stages/show-headless.mjs');
    return showHeadless(options);
  }
  const { openEditor } = await import('./stages/open-editor.mjs');
  return openEditor(python);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
