/** Answers what the editor asks at the top of its window, as a user does. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { chooseInPalette, until, type Session } from '../drive';
import type { Folders } from './folders';

/** Runs a command of the palette that asks something, and picks an answer. */
export async function pickFromPalette({ page }: Session, title: string, answer: string): Promise<void> {
  await chooseInPalette(page, title);
  const choice = page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: answer }).first();
  await choice.click();
  // What is asked next may have the same words: it is not to be taken for the list.
  await choice.waitFor({ state: 'hidden' });
}

/** Accepts the proposal of a file dialog that is in the workspace's folder, and resolves to the file's path when it is there. */
export async function acceptFile(page: Page, { workspace }: Folders, name: string): Promise<string> {
  const input = page.locator('.quick-input-widget input[type="text"]').first();
  await until(`the proposal of ${name}`, async () => (await input.inputValue()).endsWith(`/${name}`), {
    seen: () => input.inputValue(),
  });
  await input.press('Enter');
  const path = join(workspace, name);
  await until(`the file ${name}`, () => existsSync(path));
  return path;
}

/** Waits for a question with these words, types an answer, waits for what the editor says of it, and gives it. */
export async function answerInput(page: Page, question: string, answer: string, remark = question): Promise<void> {
  const widget = page.locator('.quick-input-widget').filter({ hasText: question });
  await widget.waitFor();
  await widget.locator('input[type="text"]').first().fill(answer);
  await page.locator('.quick-input-widget').filter({ hasText: remark }).waitFor();
  await page.keyboard.press('Enter');
}
