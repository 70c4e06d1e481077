import assert from 'node:assert/strict';
import type { TextLine } from '../../../src/common/protocol';
import { chartOf, type PagePanel } from './page-driver';
import { usePanel } from './use-panel';
import { themeVariables, type ThemeName } from './themes';

const ESC = '\u001b';
const out = (text: string): TextLine => ({ stream: 'stdout', text });
const error = (text: string): TextLine => ({ stream: 'stderr', text });

const PRINTED: readonly TextLine[] = [
  out('epoch 1 loss 0.31'),
  out(
    `${ESC}[1m${ESC}[32mepoch 2${ESC}[0m loss ${ESC}[38;5;208m0.25${ESC}[0m ${ESC}[7mbest${ESC}[0m ${ESC}[3;4mso far${ESC}[0m`,
  ),
  out([31, 32, 33, 34, 35, 36, 37, 90, 91, 92, 93, 94, 95, 96].map((code) => `${ESC}[${code}mcolour${code} `).join('')),
  error('/home/ada/data.py:12: UserWarning: slow loader'),
  error(`${ESC}[31mTraceback (most recent call last)`),
  error(`still red${ESC}[0m, then not`),
  error(`${ESC}[36mCell${ESC}[39m${ESC}[36m ${ESC}[39m${ESC}[32mIn[3]${ESC}[39m${ESC}[32m, line 2${ESC}[39m`),
  error('  File "/home/ada/train.py", line 40, in main'),
  { stream: 'sideplot', text: '… 12 lines are only in the log' },
];

describe('Reading the printed text of a panel', () => {
  const panels = usePanel();
  let panel: PagePanel;

  beforeEach(async () => {
    panel = await panels.open({ height: 560, state: { textHeight: 260 } });
  });

  const scroller = () => panel.page.locator('.text-scroller');
  const field = () => panel.page.locator('.text-search input');
  const waitForCount = (words: string) =>
    panel.page.waitForFunction((wanted) => document.querySelector('.text-search-count')?.textContent === wanted, words);
  const colourOf = (text: string) =>
    panel.page
      .locator('.text-styled', { hasText: text })
      .first()
      .evaluate((box) => getComputedStyle(box).color);
  /** The lines that are marked as matches, and the current one. */
  const marked = (name: string) =>
    panel.page.evaluate(
      (highlight) =>
        [...(CSS.highlights.get(highlight) ?? [])].map((place) => {
          const range = document.createRange();
          range.setStart(place.startContainer, place.startOffset);
          range.setEnd(place.endContainer, place.endOffset);
          return range.toString();
        }),
      name,
    );
  const currentIsSeen = () =>
    panel.page.waitForFunction(() => {
      const [place] = CSS.highlights.get('sideplot-match-current') ?? [];
      const box = document.querySelector('.text-scroller')?.getBoundingClientRect();
      if (place === undefined || box === undefined) return false;
      const range = document.createRange();
      range.setStart(place.startContainer, place.startOffset);
      range.setEnd(place.endContainer, place.endOffset);
      const { top, bottom, left, right } = range.getBoundingClientRect();
      return top >= box.top && bottom <= box.bottom && left >= box.left && right <= box.right;
    });

  it('has the colours of the theme’s terminal', async () => {
    await panel.snapshot([chartOf('loss', ['train'])], { text: PRINTED });
    const theme = themeVariables['vscode-dark'];
    const rgb = (hex = '') => `rgb(${[1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)).join(', ')})`;
    assert.equal(await colourOf('epoch 2'), rgb(theme['--vscode-terminal-ansiGreen']));
    assert.equal(await colourOf('0.25'), 'rgb(255, 135, 0)');
    assert.equal(await colourOf('best'), rgb(theme['--vscode-editor-background']));
    assert.equal(await colourOf('still red'), rgb(theme['--vscode-terminal-ansiRed']), 'carried over');
    assert.equal(await panel.page.locator('.text-styled', { hasText: 'then not' }).count(), 0);
    const shown = await panel.page.locator('.text-lines').evaluate((box) => box.textContent);
    assert.equal(shown.includes(ESC), false);
    assert.match(shown, /^epoch 1 loss 0\.31\nepoch 2 loss 0\.25 best so far\n/);
    await panel.setTheme('vscode-light');
    assert.equal(await colourOf('epoch 2'), rgb(themeVariables['vscode-light']['--vscode-terminal-ansiGreen']));
  });

  it('leads to the source code that it names, with the pointer and with keys', async () => {
    await panel.snapshot([chartOf('loss', ['train'])], { text: PRINTED });
    const links = panel.page.getByRole('link');
    assert.deepEqual(await links.allTextContents(), [
      '/home/ada/data.py:12',
      'Cell In[3], line 2',
      'File "/home/ada/train.py", line 40',
    ]);
    await links.nth(1).click();
    await links.nth(2).focus();
    await panel.page.keyboard.press('Enter');
    await panel.message('open', 2);
    const opened = (await panel.messages()).filter(({ type }) => type === 'open');
    assert.deepEqual(
      opened.map((message) => (message.type === 'open' ? [message.path, message.line] : [])),
      [
        ['Cell In[3]', 2],
        ['/home/ada/train.py', 40],
      ],
    );
  });

  it('is searched with Ctrl+F, from the newest match on, and marks all', async () => {
    const lines = Array.from({ length: 1000 }, (_, index) => out(`step ${index} ${ESC}[32mo${ESC}[0mk`));
    await panel.snapshot([chartOf('loss', ['train'])], { text: lines });
    await scroller().focus();
    await panel.page.keyboard.press('Control+f');
    await panel.page.keyboard.type('STEP 99');
    await waitForCount('11 of 11');
    assert.deepEqual(
      await marked('sideplot-match'),
      Array.from({ length: 11 }, () => 'step 99'),
    );
    await currentIsSeen();
    await panel.page.keyboard.press('Enter');
    await waitForCount('1 of 11');
    await currentIsSeen();
    await panel.page.keyboard.press('Shift+Enter');
    await waitForCount('11 of 11');
    await panel.frame([], { text: [out('step 99 again'), out('other')] });
    await waitForCount('11 of 12');
    await field().fill('ok');
    await waitForCount('1,000 of 1,000');
    assert.deepEqual((await marked('sideplot-match-current'))[0], 'ok', 'over two colours');
    await field().fill('not there (');
    await waitForCount('No matches');
    await panel.page.keyboard.press('Escape');
    assert.equal(await field().isVisible(), false);
    assert.deepEqual(await marked('sideplot-match'), []);
    assert.equal(await scroller().evaluate((box) => box === document.activeElement), true);
  });

  it('is searched quickly when there are 5,000 lines of colours', async () => {
    const line = Array.from({ length: 30 }, (_, index) => `${ESC}[3${index % 8}mword${index}${ESC}[0m a.py:1`).join(
      ' ',
    );
    await panel.snapshot([chartOf('loss', ['train'])], { text: Array.from({ length: 5000 }, () => out(line)) });
    const elements = await panel.page.locator('.text-lines *').count();
    assert.ok(elements < 120_000, `${elements} elements`);
    await panel.page.getByRole('button', { name: 'Search Printed Text' }).click();
    await field().fill('word');
    await panel.page.waitForFunction(() =>
      document.querySelector('.text-search-count')?.textContent.includes('more than 9,999'),
    );
    await panel.frame([], { text: [out('one more')] });
  });

  it('is copied as a whole or as selected', async () => {
    await panel.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await panel.snapshot([chartOf('loss', ['train'])], { text: PRINTED });
    const copy = panel.page.getByRole('button', { name: 'Copy the Selection, or All' });
    const clipboard = () => panel.page.evaluate(() => navigator.clipboard.readText());
    await copy.click();
    await panel.page.getByText('9 lines copied').waitFor();
    assert.match(await clipboard(), /^epoch 1 loss 0\.31\nepoch 2 loss 0\.25 best so far\n[^]* only in the log\n$/);
    await scroller().focus();
    await panel.page.keyboard.press('Control+a');
    assert.match(await panel.page.evaluate(() => getSelection()?.toString() ?? ''), /^epoch 1[^]*in the log\s*$/);
    await panel.page.evaluate(() => {
      const styled = [...document.querySelectorAll('.text-styled')].find((box) => box.textContent === 'best');
      if (styled) getSelection()?.selectAllChildren(styled);
    });
    await copy.click();
    await panel.page.getByText('Selection copied').waitFor();
    assert.equal(await clipboard(), 'best');
  });

  it('wraps long lines on request, and remembers it', async () => {
    await panel.snapshot([chartOf('loss', ['train'])], { text: [out('long '.repeat(500))] });
    const overflows = () => scroller().evaluate((box) => box.scrollWidth > box.clientWidth);
    assert.equal(await overflows(), true);
    const wrap = panel.page.getByRole('button', { name: 'Wrap Long Lines', exact: true });
    await wrap.click();
    assert.equal(await overflows(), false);
    await panel.page.getByRole('button', { name: 'Do Not Wrap Long Lines' }).waitFor();
    assert.equal(((await panel.state()) as { textWrap: boolean }).textWrap, true);
  });

  it('can be read in each theme', async () => {
    const folder = process.env['SIDEPLOT_PICTURES'];
    await panel.snapshot([chartOf('loss', ['train'])], { text: PRINTED });
    await panel.page.getByRole('button', { name: 'Search Printed Text' }).click();
    await field().fill('loss');
    await waitForCount('2 of 2');
    for (const theme of Object.keys(themeVariables) as ThemeName[]) {
      await panel.setTheme(theme);
      for (const selector of ['.text-run', '.text-run.stderr', '.text-run.sideplot', '.text-search-count']) {
        const contrast = await contrastOf(selector);
        assert.ok(contrast >= 4.5, `${theme}: ${selector} has a contrast of ${contrast.toFixed(1)}`);
      }
      if (folder !== undefined) await panel.page.screenshot({ path: `${folder}/text-${theme}.png` });
    }
  });

  /** The contrast of the text of the first such element to the panel's background (WCAG 2). */
  const contrastOf = (selector: string) =>
    panel.page
      .locator(selector)
      .first()
      .evaluate((box) => {
        // A mixed colour is told in shares: `color(srgb 0.9 0.4 0.4)`.
        const channels = (colour: string) => {
          const numbers = (colour.match(/[\d.]+/g) ?? []).map(Number);
          return colour.startsWith('color(')
            ? numbers.map((share, index) => (index < 3 ? share * 255 : share))
            : numbers;
        };
        const background = channels(getComputedStyle(document.body).backgroundColor);
        const [red = 0, green = 0, blue = 0, opacity = 1] = channels(getComputedStyle(box).color);
        const seen = [red, green, blue].map(
          (value, index) => value * opacity + (background[index] ?? 0) * (1 - opacity),
        );
        const luminance = (values: readonly number[]) =>
          values
            .map((value) => value / 255)
            .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
            .reduce((sum, value, index) => sum + value * ([0.2126, 0.7152, 0.0722][index] ?? 0), 0);
        const [low = 0, high = 0] = [luminance(seen), luminance(background)].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
      });
});
