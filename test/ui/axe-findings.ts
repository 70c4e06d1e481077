/** What axe (https://github.com/dequelabs/axe-core) finds in a document. */
import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Frame } from 'playwright-core';

/** What is serious, as `rule: elements`. @param root a selector of the part that is judged. */
export async function seriousFindings(frame: Frame, rules: readonly string[], root = 'html'): Promise<string[]> {
  await frame.evaluate(axe.source);
  const results = await frame.evaluate(
    ({ runOnly, selector }) =>
      (
        globalThis as unknown as { axe: { run(root: Element | null, options: object): Promise<axe.AxeResults> } }
      ).axe.run(document.querySelector(selector), { runOnly }),
    { runOnly: rules, selector: root },
  );
  assert.ok(results.passes.length > 10, 'axe has looked at the page');
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`).join('; ')}`,
    );
}
