/** Answers what the editor asks at the top of its window, as a user does. */
import type { Page } from 'playwright-core';
import { until, type Session } from '../drive';

/** Runs a command of the palette that asks something, and picks an answer. */
export async function pickFromPalette({ page }: Session, title: string, answer: string): Promise<void> {
  const widget = page.locator('.quick-input-widget');
  const row = widget.locator('.monaco-list-row').filter({ hasText: title }).first();
  await until(`the command ${title}`, async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('F1');
    await widget.locator('input[type="text"]').first().fill(`>${title}`);
    return row.isVisible();
  });
  await row.click();
  const choice = widget.locator('.monaco-list-row').filter({ hasText: answer }).first();
  await choice.click();
  // What is asked next may have the same words: it is not to be taken for the list.
  await choice.waitFor({ state: 'hidden' });
}

/** Waits for a question with these words, types an answer, waits for what the editor says of it, and gives it. */
export async function answerInput(page: Page, question: string, answer: string, remark = question): Promise<void> {
  const widget = page.locator('.quick-input-widget').filter({ hasText: question });
  await widget.waitFor();
  await widget.locator('input[type="text"]').first().fill(answer);
  await page.locator('.quick-input-widget').filter({ hasText: remark }).waitFor();
  await page.keyboard.press('Enter');
}
