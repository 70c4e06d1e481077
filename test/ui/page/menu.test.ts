import assert from 'node:assert/strict';
import { chartOf, type PagePanel, points } from './page-driver';
import { usePanel } from './use-panel';

describe('The menus and buttons of a panel', () => {
  const panels = usePanel();
  let panel: PagePanel;

  async function openPanel(width = 800): Promise<void> {
    panel = await panels.open({ width });
    await panel.snapshot([chartOf('train', ['train/loss', 'train/acc']), chartOf('lr', ['lr'])]);
    await panel.frame([points(0, 0, [0, 1], [1, 0]), points(0, 1, [0, 1], [0, 1]), points(1, 0, [0, 1], [1, 2])]);
  }

  const focused = () => panel.page.evaluate(() => document.activeElement?.textContent ?? '');
  const menuOf = (title: string) => panel.page.getByRole('button', { name: `Actions of chart ${title}`, exact: true });

  it('open by pointer and by keys, are walked by keys, and give the focus back', async () => {
    await openPanel();
    const button = menuOf('train');
    await button.click();
    const menu = panel.page.getByRole('menu', { name: 'Chart train' });
    await menu.waitFor();
    assert.equal(await button.getAttribute('aria-expanded'), 'true');
    assert.match(await focused(), /^Maximise/);
    await button.click();
    await menu.waitFor({ state: 'detached' });
    await button.focus();
    await panel.page.keyboard.press('Enter');
    await menu.waitFor();
    const entries = await menu.getByRole('menuitem').allTextContents();
    await panel.page.keyboard.press('End');
    assert.equal(await focused(), entries.at(-1));
    await panel.page.keyboard.press('ArrowDown');
    assert.equal(await focused(), entries[0]);
    await panel.page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });
    assert.equal(await button.evaluate((box) => box === document.activeElement), true);
    assert.equal(await button.getAttribute('aria-expanded'), 'false');
    await panel.page.locator('.chart-title').last().click({ button: 'right' });
    await panel.page.getByRole('menu', { name: 'Chart lr' }).waitFor();
    await panel.page.locator('.figure-title').click();
    assert.equal(await panel.page.getByRole('menu').count(), 0);
  });

  it('stay within the page', async () => {
    await openPanel(220);
    await menuOf('lr').click();
    const box = await panel.page.getByRole('menu').boundingBox();
    assert.ok(box && box.x >= 0 && box.x + box.width <= 220 && box.y + box.height <= 500, JSON.stringify(box));
  });

  it('maximise a chart and give it its place again', async () => {
    await openPanel();
    const [first, last] = [panel.page.locator('.chart').first(), panel.page.locator('.chart').last()];
    const width = async () => (await first.boundingBox())?.width ?? 0;
    const before = await width();
    await menuOf('train').click();
    await panel.page.getByRole('menuitem', { name: 'Maximise' }).click();
    assert.equal(await last.isVisible(), false);
    assert.ok((await width()) > 1.8 * before);
    await panel.page.keyboard.press('Escape');
    await last.waitFor();
    assert.equal(await width(), before);
    await panel.page.locator('.chart-title').first().dblclick();
    assert.equal(await last.isVisible(), false);
    await panel.page.locator('.chart-title').first().dblclick();
    await last.waitFor();
  });

  it('are one stop of Tab each, and go into a menu where there is no room', async () => {
    await openPanel();
    const text = panel.page.getByRole('button', { name: 'Printed Text', exact: true });
    await text.click();
    await panel.page.locator('.text-pane').waitFor();
    await panel.page.getByRole('button', { name: 'Printed Text', pressed: true }).waitFor();
    const more = panel.page.getByRole('button', { name: 'More Actions' });
    assert.equal(await more.isVisible(), false);
    await panel.page.locator('[data-action=search]').focus();
    await panel.page.keyboard.press('End');
    assert.equal(await panel.page.evaluate(() => document.activeElement?.getAttribute('data-action')), 'text');
    await panel.page.setViewportSize({ width: 220, height: 400 });
    await more.click();
    const entry = panel.page.getByRole('menuitemcheckbox', { name: 'Printed Text', checked: true });
    await entry.click();
    await panel.page.locator('.text-pane').waitFor({ state: 'hidden' });
  });
});
