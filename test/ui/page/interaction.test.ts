import assert from 'node:assert/strict';
import { chartOf, columns, type PagePanel, points } from './page-driver';
import { usePanel } from './use-panel';
import { Picture } from './picture';

describe('Pointer and keys on a chart', () => {
  const panels = usePanel();
  let panel: PagePanel;
  const x = Array.from({ length: 101 }, (_, step) => step);

  beforeEach(async () => {
    panel = await panels.open();
    await panel.snapshot([chartOf('loss', ['train', 'val'])]);
    await panel.frame([
      points(
        0,
        0,
        x,
        x.map((step) => step / 100),
      ),
      columns(0, 1, 10, [
        [0, 0.1, 0.3, 0.2, 0.3],
        [5, 0.4, 0.6, 0.5, 0.6],
        [9, 0.4, 0.6, 0.5, 0.6],
      ]),
    ]);
  });

  /** Where x and y are in the window, in CSS pixels. */
  async function place(stepX: number, y: number): Promise<[number, number]> {
    const picture = await Picture.of(panel);
    const box = await panel.page.locator('.plot').boundingBox();
    assert.ok(box);
    return [box.x + picture.across(stepX) / picture.ratio, box.y + picture.down(y) / picture.ratio];
  }

  const shown = async () => (await Picture.of(panel)).x;
  const zoomed = (count: number) => panel.message('viewport', count).then(({ charts }) => charts[0]?.domain ?? null);

  it('tells the values in the legend in the same moment as in the table', async () => {
    await panel.page.evaluate(() => {
      const told: string[][] = [];
      Object.assign(window, { told });
      const valueOf = (selector: string) => document.querySelector(selector)?.textContent ?? '';
      window.addEventListener('pointermove', () => told.push(['.tooltip-value', '.legend-value'].map(valueOf)));
    });
    for (const step of [20, 40, 60, 80]) await panel.page.mouse.move(...(await place(step, 0.2)));
    const told = await panel.page.evaluate(() => (window as unknown as { told: string[][] }).told);
    assert.equal(told.length, 4);
    for (const [table, legend] of told) assert.equal(legend, table);
    assert.equal(new Set(told.flat()).size, 4);
  });

  it('reads all series at the nearest step', async () => {
    await panel.page.mouse.move(...(await place(53, 0.2)));
    const rows = panel.page.locator('.tooltip-row');
    assert.equal(await panel.page.locator('.tooltip-step').textContent(), 'step 53');
    assert.deepEqual(await rows.locator('.tooltip-label').allTextContents(), ['train', 'val']);
    assert.deepEqual(await rows.locator('.tooltip-value').allTextContents(), ['0.53', '0.4 … 0.6']);
    assert.equal(await panel.page.locator('.tooltip-row.closest .tooltip-label').textContent(), 'train');
    const rule = await panel.page.locator('.hover-rule').boundingBox();
    assert.ok(rule && Math.abs(rule.x - (await place(53, 0))[0]) <= 1);
    await panel.page.mouse.move(...(await place(80.2, 0.2)));
    await panel.page.waitForFunction(() => document.querySelector('.tooltip-step')?.textContent === 'step 80');
    assert.equal(await panel.page.locator('.tooltip-elsewhere').textContent(), 'at 90 – 99');
    await panel.page.locator('.figure-title').hover();
    assert.equal(await panel.page.locator('.tooltip').isVisible(), false);
  });

  it('reads new values when they come while the pointer rests', async () => {
    await panel.page.mouse.move(...(await place(100, 0.2)));
    await panel.frame([points(0, 0, [100], [7], 100)]);
    assert.equal(await panel.page.locator('.tooltip-value').first().textContent(), '7');
  });

  it('zooms by the wheel around the pointer and out to all again', async () => {
    await panel.page.mouse.move(...(await place(25, 0.5)));
    await panel.page.mouse.wheel(0, -100);
    const domain = await zoomed(2);
    assert.ok(domain);
    assert.ok(Math.abs(domain[1] - domain[0] - 80) < 0.5, `zoomed to ${domain.join(' to ')}`);
    assert.ok(Math.abs((25 - domain[0]) / 80 - 0.25) < 0.01);
    assert.deepEqual(await shown(), domain);
    await panel.page.mouse.wheel(0, 300);
    assert.equal(await zoomed(3), null);
    assert.deepEqual(await shown(), [0, 100]);
  });

  it('zooms to what is dragged over, shows what the host answers, and resets by a double click', async () => {
    await panel.page.mouse.move(...(await place(20, 0.5)));
    await panel.page.mouse.down();
    await panel.page.mouse.move(...(await place(30, 0.5)));
    assert.ok(await panel.page.locator('.brush').isVisible());
    await panel.page.mouse.move(...(await place(40, 0.5)));
    await panel.page.mouse.up();
    const domain = await zoomed(2);
    assert.ok(domain && Math.abs(domain[0] - 20) < 0.2 && Math.abs(domain[1] - 40) < 0.2, String(domain));
    assert.equal(await panel.page.locator('.brush').isVisible(), false);
    const picture = await Picture.of(panel);
    assert.ok(picture.y[1] < 0.5, `y is fitted to what is shown, not ${picture.y.join(' to ')}`);

    const fine = Array.from({ length: 41 }, (_, index) => 19 + index * 0.55);
    await panel.frame([
      {
        ...points(
          0,
          0,
          fine,
          fine.map((step) => step / 10),
        ),
        low: 0,
        high: 100,
      },
    ]);
    assert.deepEqual(await shown(), domain);
    const answered = await Picture.of(panel);
    assert.ok(answered.ink(answered.across(30), answered.down(3), '#56b4e9') > 0.5);

    await panel.page.mouse.dblclick(...(await place(30, 3)));
    assert.equal(await zoomed(3), null);
    assert.deepEqual(await shown(), [0, 100]);
  });

  it('zooms and moves by keys, and resets by the button', async () => {
    await panel.page.locator('.plot').focus();
    await panel.page.keyboard.press('+');
    assert.deepEqual(await zoomed(2), [10, 90]);
    await panel.page.keyboard.press('Control+ArrowRight');
    assert.deepEqual(await zoomed(3), [18, 98]);
    await panel.page.keyboard.press('Control+ArrowRight');
    assert.deepEqual(await zoomed(4), [20, 100]);
    await panel.page.getByRole('button', { name: 'Reset zoom' }).click();
    assert.equal(await zoomed(5), null);
    assert.equal(await panel.page.locator('.chart-reset').isVisible(), false);
  });

  it('keeps the zoom and no data over a reload', async () => {
    await panel.page.locator('.plot').focus();
    await panel.page.keyboard.press('+');
    await zoomed(2);
    const state = await panel.state();
    assert.deepEqual((state as { zoom: unknown }).zoom, { 'chart loss': [10, 90] });
    assert.doesNotMatch(JSON.stringify(state), /train|series|points/);
    const again = await panels.open({ state });
    await again.snapshot([chartOf('loss', ['train', 'val'])]);
    assert.deepEqual((await again.message('viewport')).charts[0]?.domain, [10, 90]);
  });

  it('starts afresh from a state that it cannot read', async () => {
    for (const state of [7, 'x', { zoom: { 'chart loss': [5, 'a'] }, textHeight: -3, textOpen: 'yes', identity: 3 }]) {
      const again = await panels.open({ state });
      await again.snapshot([chartOf('loss', ['train'])]);
      assert.equal((await again.message('viewport')).charts[0]?.domain, null);
    }
  });
});
