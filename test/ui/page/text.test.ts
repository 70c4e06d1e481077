import assert from 'node:assert/strict';
import type { TextLine } from '../../../src/common/protocol';
import { chartOf, type PagePanel } from './page-driver';
import { usePanel } from './use-panel';

const lines = (from: number, count: number): TextLine[] =>
  Array.from({ length: count }, (_, index) => ({ stream: 'stdout', text: `line ${from + index}` }));

describe('The printed text of a panel', () => {
  const panels = usePanel();
  let panel: PagePanel;

  beforeEach(async () => {
    panel = await panels.open();
  });

  const pane = () => panel.page.locator('.text-pane');
  const scroller = () => panel.page.locator('.text-scroller');
  const fromEnd = () => scroller().evaluate((box) => box.scrollHeight - box.clientHeight - box.scrollTop);
  const isAtEnd = () =>
    panel.page.waitForFunction(() => {
      const box = document.querySelector('.text-scroller');
      return box !== null && box.scrollHeight - box.clientHeight - box.scrollTop <= 8;
    });

  it('is shown once there is some, and hidden and shown by its button', async () => {
    await panel.snapshot([chartOf('loss', ['train'])]);
    assert.equal(await pane().isVisible(), false);
    await panel.frame([], { text: lines(1, 3) });
    assert.equal(await pane().isVisible(), true);
    assert.equal(await panel.page.locator('.text-lines').innerText(), 'line 1\nline 2\nline 3\n');
    await panel.page.getByRole('button', { name: 'Printed Text', exact: true }).click();
    assert.equal(await pane().isVisible(), false);
    await panel.frame([], { text: lines(4, 1) });
    assert.equal(await pane().isVisible(), false);
    await panel.page.getByRole('button', { name: 'Printed Text', exact: true }).click();
    assert.equal(await pane().isVisible(), true);
    await isAtEnd();
  });

  it('follows the end unless the user scrolled up', async () => {
    await panel.snapshot([chartOf('loss', ['train'])], { text: lines(1, 600) });
    await isAtEnd();
    await panel.frame([], { text: lines(601, 300) });
    await isAtEnd();
    await scroller().evaluate((box) => box.scrollTo({ top: box.scrollHeight / 2 }));
    await panel.page.getByRole('button', { name: 'Follow the end' }).waitFor();
    const before = await scroller().evaluate((box) => box.scrollTop);
    await panel.frame([], { text: lines(901, 300) });
    assert.equal(await scroller().evaluate((box) => box.scrollTop), before);
    assert.ok((await fromEnd()) > 300);
    await panel.page.getByRole('button', { name: 'Follow the end' }).click();
    await isAtEnd();
    await panel.frame([], { text: lines(1201, 300) });
    await isAtEnd();
  });

  it('keeps the newest 5,000 lines and says how many are not shown', async () => {
    await panel.snapshot([chartOf('loss', ['train'])], { text: lines(1, 200), earlierLines: 50 });
    assert.equal(await panel.page.locator('.text-earlier').textContent(), '50 earlier lines not shown');
    await panel.frame([], { text: lines(201, 12_000) });
    await panel.frame([], { text: lines(12_201, 3) });
    const text = (await panel.page.locator('.text-lines').textContent()) ?? '';
    const kept = text.trimEnd().split('\n');
    assert.equal(kept.at(-1), 'line 12203');
    assert.ok(kept.length <= 5000 && kept.length > 4700, `${kept.length} lines`);
    const first = 12_203 - kept.length + 1;
    assert.equal(kept[0], `line ${first}`);
    const dropped = 50 + first - 1;
    assert.equal(
      await panel.page.locator('.text-earlier').textContent(),
      `${dropped.toLocaleString('en')} earlier lines not shown`,
    );
    assert.ok((await panel.page.locator('.text-lines *').count()) < 200, 'there is an element for each line');
    await isAtEnd();
  });

  it('tells stderr apart and takes everything for text', async () => {
    await panel.snapshot([chartOf('loss', ['train'])], {
      text: [
        { stream: 'stdout', text: '<img src=x onerror=alert(1)>' },
        { stream: 'stderr', text: '\u001b[31mwarning\u001b[0m: 3 < 4' },
        { stream: 'stdout', text: 'x'.repeat(20_000) },
      ],
    });
    assert.equal(await panel.page.locator('.text-lines img').count(), 0);
    assert.equal(await panel.page.locator('.stderr').textContent(), 'warning: 3 < 4\n');
    assert.match((await panel.page.locator('.text-lines').textContent()) ?? '', /^<img src=x onerror=alert\(1\)>\n/);
    const colours = await panel.page
      .locator('.text-run')
      .evaluateAll((runs) => runs.map((run) => getComputedStyle(run).color));
    assert.notEqual(colours[0], colours[1]);
    assert.equal(colours[0], colours[2]);
    assert.equal((await panel.page.locator('.text-run').last().textContent())?.length, 10_003);
  });

  it('takes no more room than its lines need, up to the height that was chosen', async () => {
    const height = async () => (await pane().boundingBox())?.height ?? 0;
    await panel.snapshot([chartOf('loss', ['train'])], { text: lines(1, 3) });
    const few = await height();
    assert.ok(few > 60 && few < 110, `three lines take ${few} pixels`);
    await panel.frame([], { text: lines(4, 100) });
    assert.equal(await height(), 160);
  });

  it('is made higher and lower by dragging and by keys, and remembers it', async () => {
    await panel.snapshot([chartOf('loss', ['train'])], { text: lines(1, 100) });
    const height = async () => (await pane().boundingBox())?.height ?? 0;
    const before = await height();
    const splitter = panel.page.getByRole('separator');
    const box = await splitter.boundingBox();
    assert.ok(box);
    await panel.page.mouse.move(box.x + 50, box.y + 2);
    await panel.page.mouse.down();
    await panel.page.mouse.move(box.x + 50, box.y - 58);
    await panel.page.mouse.up();
    assert.equal(await height(), before + 60);
    await panel.page.mouse.move(box.x + 50, box.y - 200);
    assert.equal(await height(), before + 60, 'the splitter moves after it was let go');
    await splitter.focus();
    await panel.page.keyboard.press('ArrowDown');
    assert.equal(await height(), before + 40);
    assert.equal(await splitter.getAttribute('aria-valuenow'), String(before + 40));
    assert.equal(((await panel.state()) as { textHeight: number }).textHeight, before + 40);
    for (let press = 0; press < 50; press += 1) await panel.page.keyboard.press('ArrowUp');
    const figure = await panel.page.locator('.figure').boundingBox();
    assert.ok(figure && figure.height > 40, 'the charts are pushed out');
  });
});
