/** What the product costs at the start of the editor, as the editor reports it. */
import { statSync } from 'node:fs';
import type { BenchSetup, Findings } from '../bench';
import { DEADLINE } from '../../drive';
import type { Editor } from '../editor';
import { median } from '../statistics';

export async function measureActivation(editor: Editor): Promise<Findings> {
  // The list holds only the rows that are in view.
  const { page } = editor.session;
  const size = page.viewportSize();
  await page.setViewportSize({ width: size?.width ?? 1280, height: 4000 });
  try {
    return await activations(editor);
  } finally {
    if (size) await page.setViewportSize(size);
  }
}

async function activations(editor: Editor): Promise<Findings> {
  const starts = editor.setup.quick ? 1 : 5;
  const times: number[] = [];
  const texts: string[] = [];
  for (let start = 0; start < starts; start += 1) {
    if (start > 0) await editor.session.reload();
    await editor.untilActive();
    const text = await activationText(editor);
    const found = /Activation: (\d+)ms/.exec(text)?.[1];
    if (found === undefined) throw new Error(`The list of running extensions says: ${text}`);
    times.push(Number(found));
    texts.push(text.replaceAll('\n', ' '));
    await editor.close();
  }
  return { values: { activation_ms: median(times) }, details: { of_each_start: times, as_shown: texts[0] } };
}

/** The product's row in *Developer: Show Running Extensions*. */
async function activationText({ session: { page, commands } }: Editor): Promise<string> {
  await commands.execute('workbench.action.showRuntimeExtensions');
  const row = page
    .locator('.runtime-extensions-editor .monaco-list-row')
    .filter({ has: page.locator('.name', { hasText: /^Sideplot$/ }) });
  const time = row.locator('.activation-time');
  await time.filter({ hasText: /ms/ }).waitFor({ timeout: DEADLINE });
  return time.innerText();
}

/** The size of what users download. */
export function measurePackage({ vsix }: BenchSetup): Findings {
  return { values: { vsix_bytes: statSync(vsix).size } };
}
