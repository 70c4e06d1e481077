/** The panel's page as assistive technology meets it, judged by axe (https://github.com/dequelabs/axe-core). */
import assert from 'node:assert/strict';
import { seriousFindings as findingsIn } from '../axe-findings';
import { chartOf, type PagePanel, points } from './page-driver';
import { usePanel } from './use-panel';
import type { ThemeName } from './themes';

const THEMES: readonly ThemeName[] = [
  'vscode-light',
  'vscode-dark',
  'vscode-high-contrast',
  'vscode-high-contrast-light',
];

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];

function seriousFindings(panel: PagePanel): Promise<string[]> {
  return findingsIn(panel.page.mainFrame(), RULES);
}

describe('The page for everybody', () => {
  const panels = usePanel();
  let panel: PagePanel;

  async function open(theme: ThemeName): Promise<void> {
    panel = await panels.open({ theme });
    const text = ['plain', 'with an error'].map((line, index) => ({
      stream: index === 0 ? 'stdout' : 'stderr',
      text: line,
    }));
    await panel.snapshot([chartOf('loss', ['train/loss', 'val/loss']), chartOf('rate', ['rate'])], {
      text,
      run: { error: 'ValueError: no', problems: { 'line that is not JSON': 2 } },
    });
    const x = Array.from({ length: 20 }, (_, index) => index);
    await panel.frame([points(0, 0, x, x.map(Math.sqrt)), points(0, 1, x, x.map(Math.cbrt)), points(1, 0, x, x)]);
  }

  for (const theme of THEMES) {
    it(`has nothing serious for axe in ${theme}`, async () => {
      await open(theme);
      assert.deepEqual(await seriousFindings(panel), []);
    });
  }

  for (const theme of ['vscode-light', 'vscode-high-contrast'] as const) {
    it(`has nothing serious while curves are read, in ${theme}`, async () => {
      await open(theme);
      await panel.page.locator('[data-action="reading"]').click();
      assert.deepEqual(await seriousFindings(panel), []);
    });
  }

  for (const theme of THEMES) {
    it(`has nothing serious with the crosshair, markers and their menu shown, in ${theme}`, async () => {
      await open(theme);
      const markers = [5, 12].map((x) => ({ x, kind: 'note', text: `lr dropped at ${x}`, time: null, run: 0 }));
      await panel.frame([], { markers, gaps: [{ chart: 0, series: 0, from: 7, to: 9, count: 2, reason: '' }] });
      await panel.page.locator('.plot').first().press('m');
      await panel.page.locator('.tooltip:visible').waitFor();
      assert.deepEqual(await seriousFindings(panel), []);
      await panel.page.getByRole('button', { name: 'Actions of chart loss' }).click();
      await panel.page.getByRole('menuitem', { name: 'Markers and Gaps' }).hover();
      assert.equal(await panel.page.getByRole('menu').count(), 2);
      assert.deepEqual(await seriousFindings(panel), []);
    });
  }

  it('has controls that are called by their own names', async () => {
    await open('vscode-dark');
    for (const action of ['search', 'reading']) await panel.page.locator(`[data-action=${action}]`).click();
    await panel.page.locator('.text-scroller').press('Control+f');
    const session = await panel.page.context().newCDPSession(panel.page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    const controls = ['textbox', 'button', 'checkbox', 'combobox', 'slider', 'option', 'application', 'separator'];
    const names = nodes
      .filter(({ role, ignored }) => !ignored && controls.includes(String(role?.value)))
      .map(({ role, name }) => `${String(role?.value)}: ${String(name?.value)}`);
    for (const name of ['Search metrics', 'Follow latest', 'Search printed text']) {
      assert.ok(names.includes(`textbox: ${name}`), `${name} among ${names.join(', ')}`);
    }
    for (const name of ['combobox: X axis', 'checkbox: Log x', 'slider: Smoothing', 'button: Actions of chart loss']) {
      assert.ok(names.includes(name), `${name} among ${names.join(', ')}`);
    }
    const generic = /: (|Text field|Checkbox|Icon Button|Option|undefined)$/;
    assert.deepEqual(
      names.filter((name) => generic.test(name)),
      [],
    );
  });

  it('has nothing serious when it is empty, and when a filter leaves nothing', async () => {
    panel = await panels.open({ theme: 'vscode-light' });
    await panel.snapshot([]);
    assert.deepEqual(await seriousFindings(panel), []);
    await panel.snapshot([], { figure: { filter: 'nothing has this name' } });
    assert.deepEqual(await seriousFindings(panel), []);
  });

  it('has nothing serious with a menu and the menu within it open, and charts hidden', async () => {
    await open('vscode-dark');
    const charts = [chartOf('loss', ['train/loss', 'val/loss']), chartOf('rate', ['rate'])];
    await panel.snapshot(charts, { figure: { hidden: [{ id: 'acc', title: 'acc' }] } });
    await panel.page.getByRole('button', { name: 'Actions of chart loss' }).click();
    await panel.page.getByRole('menuitem', { name: 'Size' }).hover();
    assert.equal(await panel.page.getByRole('menu').count(), 2);
    assert.deepEqual(await seriousFindings(panel), []);
  });

  it('can be walked through by the keyboard alone, with a visible focus', async () => {
    await open('vscode-dark');
    const stops = new Set<string>();
    for (let press = 0; press < 40; press += 1) {
      await panel.page.keyboard.press('Tab');
      const stop = await panel.page.evaluate(() => {
        const { activeElement } = document;
        return activeElement === null || activeElement === document.body
          ? ''
          : (activeElement.getAttribute('aria-label') ?? activeElement.textContent);
      });
      if (stop !== '') stops.add(stop);
    }
    assert.ok(
      [...stops].some((name) => name.startsWith('loss: ')),
      'the charts are reached',
    );
    assert.ok(stops.has('Search Metrics'), `the buttons are reached: ${[...stops].join(' | ')}`);
    // A toolbar is one stop; arrow keys walk it.
    await panel.page.locator('[data-action=search]').focus();
    await panel.page.keyboard.press('End');
    assert.equal(await panel.page.evaluate(() => document.activeElement?.getAttribute('data-action')), 'text');
    await panel.page.keyboard.press('ArrowLeft');
    assert.equal(await panel.page.evaluate(() => document.activeElement?.getAttribute('data-action')), 'export');
  });

  it('does not move what the user asked the system to keep still', async () => {
    await open('vscode-dark');
    await panel.page.emulateMedia({ reducedMotion: 'reduce' });
    const moving = await panel.page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((one) => {
          const { transitionDuration, animationName, animationDuration } = getComputedStyle(one);
          const long = (durations: string) => durations.split(',').some((duration) => parseFloat(duration) > 0.01);
          return long(transitionDuration) || (animationName !== 'none' && long(animationDuration));
        })
        .map((one) => one.className),
    );
    assert.deepEqual(moving, []);
  });
});
