import assert from 'node:assert/strict';
import { DEFAULT_CHOICES, type Reading } from '../../../src/common/figure-choices';
import type { Marker } from '../../../src/common/protocol';
import { until } from '../../drive/wait';
import { chartOf, columns, type PagePanel, type PanelOptions, points } from './page-driver';
import { usePanel } from './use-panel';
import { savePicture } from './saved-picture';

const x = Array.from({ length: 101 }, (_, step) => step);
const marker = (at: number, kind: string, text: string): Marker => ({ x: at, kind, text, time: null, run: 0 });

describe('The crosshair by keys', () => {
  const panels = usePanel();
  let panel: PagePanel;

  /** Two charts: one of a curve at each step and one at each tenth, and one of columns of ten steps. */
  async function open(options: PanelOptions = {}, reading: Partial<Reading> = {}): Promise<void> {
    panel = await panels.open(options);
    const choices = { ...DEFAULT_CHOICES, reading: { ...DEFAULT_CHOICES.reading, ...reading } };
    await panel.snapshot([chartOf('loss', ['train', 'val']), chartOf('acc', ['acc'])], { choices });
    const tenths = x.filter((step) => step % 10 === 0);
    await panel.frame([
      points(0, 0, x, x),
      points(
        0,
        1,
        tenths,
        tenths.map((step) => step / 2),
      ),
      columns(
        1,
        0,
        10,
        x.slice(0, 10).map((number) => [number, number, number + 1, number, number + 1]),
      ),
    ]);
  }

  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await panel.page.keyboard.press(key);
  };
  const focus = (chart = 0) => panel.page.locator('.plot').nth(chart).focus();
  const tooltip = () => panel.page.locator('.tooltip:visible').innerText();
  /** The first line of the table of values: where the crosshair is. */
  const place = async (): Promise<string> => (await tooltip()).split('\n')[0] ?? '';
  const said = async (): Promise<string> => (await panel.page.locator('.figure > [aria-live]').textContent()) ?? '';
  const says = (words: string) => until(`“${words}” to be said`, async () => (await said()) === words, { seen: said });
  const shown = async (): Promise<number[]> =>
    ((await panel.page.locator('.plot').first().getAttribute('data-x')) ?? '').split(' ').map(Number);

  const shows = (wanted: readonly number[]) =>
    until(`${wanted.join(' – ')} to be shown`, async () => (await shown()).join() === wanted.join(), { seen: shown });

  it('goes from point to point, by pages, and to the ends', async () => {
    await open();
    await focus();
    const stops = [
      ['ArrowRight', 'step 0'],
      ['ArrowRight', 'step 1'],
      ['ArrowRight', 'step 2'],
      ['ArrowLeft', 'step 1'],
      ['PageDown', 'step 11'],
      ['PageDown', 'step 21'],
      ['PageUp', 'step 11'],
      ['End', 'step 100'],
      ['ArrowRight', 'step 100'],
      ['Home', 'step 0'],
      ['ArrowLeft', 'step 0'],
    ] as const;
    for (const [key, stop] of stops) {
      await press(key);
      assert.equal(await place(), stop, key);
    }
    await press('Escape');
    assert.equal(await panel.page.locator('.tooltip:visible').count(), 0);
    await press('ArrowLeft');
    assert.equal(await place(), 'step 100');
  });

  it('goes from column to column where points are dense', async () => {
    await open();
    await focus(1);
    await press('ArrowRight', 'ArrowRight');
    assert.equal(await tooltip(), 'step 10 – 19\nacc\n1 … 2');
  });

  it('is one for all charts, and the legends tell the values there', async () => {
    await open();
    await focus();
    await press('Home', 'ArrowRight', 'ArrowRight', 'ArrowRight');
    assert.equal(await panel.page.locator('.hover-rule:visible').count(), 2);
    await until('the legend to tell the value at the crosshair', async () => {
      return (await panel.page.locator('.legend-value').first().textContent()) === '3';
    });
    await press('Tab');
    assert.equal(await panel.page.locator('.hover-rule:visible').count(), 0);
  });

  it('is read out when the user moves it, and never because points come', async () => {
    await open();
    await focus();
    await press('ArrowRight', 'ArrowRight');
    await says('step 1: train 1; val 0 at 0');
    await press('PageDown');
    await says('step 11: train 11; val 5 at 10');
    const changes = await panel.page.evaluateHandle(() => {
      const counted = { changes: 0 };
      for (const region of document.querySelectorAll('[aria-live=polite], [role=status], [role=alert]')) {
        new MutationObserver(() => (counted.changes += 1)).observe(region, {
          ...{ childList: true, characterData: true, subtree: true },
        });
      }
      return counted;
    });
    for (let frame = 0; frame < 20; frame += 1) {
      await panel.frame([points(0, 0, [...x, 101 + frame], [...x.map((step) => step + frame), 3])]);
    }
    assert.match(await tooltip(), /^step 11\ntrain\n30\n/);
    assert.equal(await changes.evaluate(({ changes: count }) => count), 0);
  });

  it('brings a part along that was chosen, while the keys of the zoom stay what they were', async () => {
    await open();
    await focus();
    await press('+', 'Home');
    await shows([0, 80]);
    await press('End');
    await shows([20, 100]);
    assert.equal(await place(), 'step 100');
    await press('Control+ArrowLeft');
    await shows([12, 92]);
    await press('Escape');
    assert.equal(await panel.page.locator('.tooltip:visible').count(), 0);
    assert.deepEqual(await shown(), [12, 92]);
    await press('Escape');
    await shows([0, 100]);
  });

  it('leaves the keys that arrange charts alone', async () => {
    await open();
    await focus();
    await press('ArrowRight', 'Alt+ArrowRight');
    const { choices } = await panel.message('choices');
    assert.deepEqual(choices.arrangement.order, ['chart acc', 'chart loss']);
  });

  it('gives way to the pointer', async () => {
    await open();
    await focus();
    await press('Home');
    const box = await panel.page.locator('.plot').nth(1).boundingBox();
    assert.ok(box);
    await panel.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await panel.page.locator('.plot').nth(1).locator('.tooltip:visible').waitFor();
    assert.equal(await panel.page.locator('.tooltip:visible').count(), 1);
  });

  describe('and what happened', () => {
    const markers = [
      marker(20, 'note', 'lr dropped'),
      marker(70, 'alert', 'loss is high'),
      marker(40, 'cell', 'cell [3] executed'),
    ];
    const gap = { chart: 0, series: 1, from: 50, to: 60, count: 5, reason: 'disk full' };
    const openMarked = async (options: PanelOptions = {}) => {
      await open(options);
      await panel.frame([], { markers, gaps: [gap] });
    };
    const label = () => panel.page.locator('.plot').first().getAttribute('aria-label');

    it('goes from marker to marker and gap, and says what they tell', async () => {
      await openMarked();
      await focus();
      await press('m');
      await says('step 20: train 20; val 10; lr dropped');
      await press('m');
      await says('step 40: train 40; val 20; cell [3] executed');
      await press('m');
      await says('step 55: train 55; val 25 at 50; 5 points of val dropped (disk full)');
      await press('m');
      await says('step 70: train 70; val 35; alert: loss is high');
      await press('m', 'Shift+M');
      await says('step 55: train 55; val 25 at 50; 5 points of val dropped (disk full)');
    });

    it('is told in the chart’s description, and listed in its menu', async () => {
      await openMarked();
      await until('the description to tell of them', async () => (await label())?.endsWith('; 3 markers; 1 gap'));
      await panel.page.getByRole('button', { name: 'Actions of chart loss' }).press('Enter');
      await panel.page.getByRole('menuitem', { name: 'Markers and Gaps' }).press('Enter');
      const menu = panel.page.getByRole('menu', { name: 'Markers and Gaps' });
      assert.deepEqual(await menu.getByRole('menuitem').allInnerTexts(), [
        'step 70: alert: loss is high',
        'step 55: 5 points of val dropped (disk full)',
        'step 40: cell [3] executed',
        'step 20: lr dropped',
      ]);
      await press('End', 'Enter');
      await says('step 20: train 20; val 10; lr dropped');
      assert.equal(await place(), 'step 20');
    });

    it('is listed up to a number that can be read', async () => {
      await open();
      await panel.frame([], { markers: x.map((step) => marker(step, 'note', `note ${step}`)) });
      await panel.page.getByRole('button', { name: 'Actions of chart acc' }).click();
      await panel.page.getByRole('menuitem', { name: 'Markers and Gaps' }).hover();
      const items = panel.page.getByRole('menu', { name: 'Markers and Gaps' }).getByRole('menuitem');
      assert.equal(await items.count(), 51);
      assert.equal(await items.last().innerText(), 'and 51 more');
    });

    for (const theme of ['vscode-light', 'vscode-dark', 'vscode-high-contrast'] as const) {
      it(`can be seen in ${theme}`, async () => {
        await openMarked({ theme });
        await focus();
        await press('m');
        await savePicture(panel, `crosshair-${theme}`);
        await panel.page.getByRole('button', { name: 'Actions of chart loss' }).click();
        await panel.page.getByRole('menuitem', { name: 'Markers and Gaps' }).hover();
        assert.equal(await panel.page.getByRole('menu').count(), 2);
        await savePicture(panel, `happenings-${theme}`);
      });
    }
  });
});
