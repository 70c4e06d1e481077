import assert from 'node:assert/strict';
import type { RunDescription } from '../../../src/common/protocol';
import { styleInRuns } from '../../../src/common/series-style';
import { chartOf, type PagePanel, points } from './page-driver';
import { usePanel } from './use-panel';

/** Pictures are kept when a folder is named for them. */
const PICTURES = process.env['SIDEPLOT_PICTURES'];

const OTHER: RunDescription = {
  id: 'run-2',
  name: 'calm-owl',
  project: 'mnist',
  status: 'finished',
  error: '',
  start: 1795371000,
  points: 66,
  problems: { 'line that is not JSON': 2 },
  colour: null,
};

const CONFIGS = [
  { lr: '0.1', layers: '[64,64]', seed: '1' },
  { lr: '0.01', layers: '[64,64]', '<b>hostile</b>': 'yes' },
];

function comparedChart() {
  const chart = chartOf('loss', ['brave-fox', 'calm-owl']);
  const series = chart.series.map((one, run) => ({ ...one, metric: 'loss', run, ...styleInRuns(run, null, 0) }));
  return { ...chart, series };
}

describe('A panel that draws several runs', () => {
  const panels = usePanel();
  let panel: PagePanel;

  async function open(theme: 'vscode-light' | 'vscode-dark' | 'vscode-high-contrast'): Promise<void> {
    panel = await panels.open({ theme });
    await panel.snapshot([comparedChart()], { others: [OTHER], configs: CONFIGS });
    const x = Array.from({ length: 60 }, (_, index) => index);
    await panel.frame([
      points(
        0,
        0,
        x,
        x.map((step) => Math.exp(-step / 20)),
      ),
      points(
        0,
        1,
        x,
        x.map((step) => Math.exp(-step / 40)),
      ),
    ]);
  }

  const texts = (selector: string) => panel.page.locator(selector).allTextContents();

  it('names each with its colour and state, and counts the points and problems of all', async () => {
    await open('vscode-dark');
    assert.deepEqual(await texts('.run-entry-name'), ['brave-fox', 'calm-owl']);
    assert.deepEqual(await texts('.run-entry .for-readers'), ['running', 'finished']);
    assert.deepEqual(await texts('.points'), ['1,300 points']);
    assert.deepEqual(await texts('.run-name'), ['mnist / brave-fox and 1 more']);
    assert.deepEqual(await texts('.problems summary span'), ['2 problems: calm-owl: line that is not JSON']);
    const colours = (selector: string) =>
      panel.page.locator(selector).evaluateAll((swatches) => swatches.map((one) => getComputedStyle(one).color));
    assert.deepEqual(await colours('.run-entry .swatch'), await colours('.legend-entry .swatch'));
    await panel.frame([], { others: [{ ...OTHER, status: 'failed', error: 'ValueError: no' }] });
    assert.deepEqual(await texts('.run-entry .for-readers'), ['running', 'failed']);
    assert.deepEqual(await texts('.notice.error:not(.trouble)'), ['calm-owl: ValueError: no']);
  });

  it('goes on in its header while one of them does', async () => {
    await open('vscode-light');
    const word = panel.page.locator('.status-word');
    await panel.frame([], {
      run: { ...OTHER, id: 'run-1', name: 'brave-fox' },
      others: [{ ...OTHER, status: 'running' }],
    });
    assert.equal(await word.innerText(), 'running');
    await panel.frame([], { others: [OTHER] });
    assert.equal(await word.innerText(), 'finished');
  });

  it('shows how their configs differ, and remembers that it is open', async () => {
    await open('vscode-light');
    assert.deepEqual(await texts('.compare summary'), ['3 of 4 config values differ']);
    await panel.page.locator('.compare summary').click();
    const rows = () => panel.page.locator('.compare tbody tr:visible').allInnerTexts();
    assert.deepEqual(
      (await rows()).map((row) => row.split('\t')),
      [
        ['lr', '0.1', '0.01'],
        ['seed', '1', '–'],
        ['<b>hostile</b>', '–', 'yes'],
      ],
    );
    await panel.page.locator('vscode-checkbox', { hasText: 'Show equal values' }).click();
    assert.equal((await rows()).length, 4);
    assert.equal(((await panel.state()) as { configsOpen: boolean }).configsOpen, true);
    assert.deepEqual(await panel.violations(), []);
  });

  it('says of which run a marker is, with its colour, in the table, in the menu and when it is read out', async () => {
    await open('vscode-light');
    const marker = { kind: 'note', text: 'lower rate', time: null };
    await panel.frame([], {
      markers: [
        { ...marker, x: 20, run: 1 },
        { ...marker, x: 20, run: 0, kind: 'alert', text: 'loss is high' },
      ],
    });
    await panel.page.locator('.plot').focus();
    await panel.page.keyboard.press('m');
    const notes = panel.page.locator('.tooltip:visible .tooltip-note');
    assert.deepEqual(await notes.allTextContents(), ['calm-owl: lower rate', 'brave-fox: alert: loss is high']);
    const colourOf = (box: HTMLElement) => getComputedStyle(box).color;
    const told = await notes.locator('.swatch').evaluateAll((all) => all.map((one) => getComputedStyle(one).color));
    const drawn = panel.page.locator('.legend-entry .swatch');
    assert.deepEqual(told, [await drawn.nth(1).evaluate(colourOf), await drawn.nth(0).evaluate(colourOf)]);
    assert.notEqual(told[0], told[1]);
    assert.match(
      (await panel.page.locator('.figure > [aria-live]').textContent()) ?? '',
      /; calm-owl: lower rate; brave-fox: alert/,
    );
    if (PICTURES !== undefined) await panel.page.screenshot({ path: `${PICTURES}/markers-of-runs.png` });
    await panel.page.getByRole('button', { name: 'Actions of chart loss' }).click();
    await panel.page.getByRole('menuitem', { name: 'Markers and Gaps' }).hover();
    await panel.page.getByRole('menuitem', { name: 'step 20: calm-owl: lower rate' }).waitFor();
  });

  for (const theme of ['vscode-light', 'vscode-dark', 'vscode-high-contrast'] as const) {
    it(`is readable in ${theme}`, async () => {
      await open(theme);
      await panel.page.locator('.compare summary').click();
      await panel.page.locator('.compare table').waitFor();
      if (PICTURES !== undefined) await panel.page.screenshot({ path: `${PICTURES}/several-runs-${theme}.png` });
      const [name] = await panel.page
        .locator('.run-entry-name')
        .evaluateAll((names) => names.map((one) => getComputedStyle(one).color));
      assert.notEqual(name, await panel.page.evaluate(() => getComputedStyle(document.body).backgroundColor));
    });
  }
});
