import assert from 'node:assert/strict';
import { chartOf, type PagePanel, points } from './page-driver';
import { usePanel } from './use-panel';
import { Picture } from './picture';
import { themeVariables } from './themes';

const FIRST = { dark: '#56b4e9', light: '#0072b2' };

describe('The theme of a panel', () => {
  const panels = usePanel();
  let panel: PagePanel;

  it('changes with the editor’s, without a reload and without losing data', async () => {
    panel = await panels.open({ theme: 'vscode-dark' });
    await panel.snapshot([chartOf('loss', ['train', 'val'])]);
    await panel.frame([points(0, 0, [0, 1, 2], [0, 1, 2]), points(0, 1, [0, 1, 2], [2, 1, 0])]);
    assert.ok((await Picture.of(panel)).inked(FIRST.dark) > 50);
    for (const [theme, kind] of [
      ['vscode-light', 'light'],
      ['vscode-high-contrast', 'dark'],
      ['vscode-high-contrast-light', 'light'],
      ['vscode-dark', 'dark'],
    ] as const) {
      await panel.setTheme(theme);
      await panel.page.waitForFunction(
        (wanted) => {
          const swatch = document.querySelector<HTMLElement>('.legend .swatch');
          return swatch?.style.color === wanted;
        },
        await panel.page.evaluate((colour) => {
          const probe = document.createElement('i');
          probe.style.color = colour;
          return probe.style.color;
        }, FIRST[kind]),
      );
      await panel.frame([]);
      const picture = await Picture.of(panel);
      assert.ok(picture.inked(FIRST[kind]) > 50, `no curve in ${theme}`);
      assert.equal(picture.inked(FIRST[kind === 'dark' ? 'light' : 'dark']), 0, `an old curve in ${theme}`);
      const background = await panel.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      assert.equal(background, rgb(themeVariables[theme]['--vscode-editor-background'] ?? ''));
    }
    assert.equal((await panel.messages()).filter(({ type }) => type === 'ready').length, 1);
  });

  it('has colours that can be told from the background', async () => {
    for (const theme of [
      'vscode-light',
      'vscode-dark',
      'vscode-high-contrast',
      'vscode-high-contrast-light',
    ] as const) {
      panel = await panels.open({ theme });
      const labels = Array.from({ length: 10 }, (_, index) => `series ${index}`);
      await panel.snapshot([chartOf('all', labels)]);
      const colours = await panel.page
        .locator('.legend .swatch')
        .evaluateAll((swatches) => swatches.map((swatch) => getComputedStyle(swatch).color));
      assert.equal(new Set(colours).size, 10);
      const background = rgb(themeVariables[theme]['--vscode-editor-background'] ?? '');
      for (const colour of colours) {
        const contrast = contrastOf(colour, background);
        assert.ok(contrast >= 3, `${colour} has a contrast of ${contrast} in ${theme}`);
      }
    }
  });
});

function rgb(hex: string): string {
  const parts = [1, 3, 5].map((from) => parseInt(hex.slice(from, from + 2), 16));
  return `rgb(${parts.join(', ')})`;
}

/** The contrast ratio of two colours as the accessibility guidelines define it. */
function contrastOf(one: string, other: string): number {
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map((part) => {
      const share = Number(part) / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}
