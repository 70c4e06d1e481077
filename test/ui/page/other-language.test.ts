import assert from 'node:assert/strict';
import { DEFAULT_CHOICES } from '../../../src/common/figure-choices';
import type { ProgressDescription } from '../../../src/common/progress';
import type { RunDescription } from '../../../src/common/protocol';
import { until } from '../../drive/wait';
import { button, choice, slider, toggle } from './controls-driver';
import { chartOf, columns, type PagePanel, type PanelOptions, points } from './page-driver';
import { usePanel } from './use-panel';
import { savePicture } from './saved-picture';
import { overflowing, pseudoLanguage, textsOf, untranslated } from './pseudo-language';

/** Names and texts of the program, and what is written alike in all languages. */
const DATA = [
  ...['Training', 'brave-fox', 'calm-owl', 'mnist', 'train/loss', 'val/loss', 'loss', 'acc', 'rate', 'own', 'secret'],
  ...[
    'printed line',
    'train.py',
    'File',
    'ValueError: no',
    'refused',
    'lr',
    'adam',
    'opt',
    'epoch',
    'batch',
    '/s',
    'nats',
  ],
  ...[
    'lr dropped',
    'disk full',
    'left out',
    'Vega',
    'NaN',
    ' s',
    'import sideplot',
    'sideplot.log',
    'Sideplot',
    'line',
  ],
];
const LANGUAGE = pseudoLanguage();
const x = Array.from({ length: 101 }, (_, step) => step);
const bar = (label: string, done: number, rest: Partial<ProgressDescription> = {}): ProgressDescription => ({
  ...{ label, done, total: 100, unit: '', finished: false, rate: null, remaining: null },
  ...rest,
});
const run: RunDescription = {
  ...{ id: 'run-1', name: 'brave-fox', project: 'mnist', status: 'failed', error: 'ValueError: no', start: 1795371539 },
  ...{ points: 1234, problems: { refused: 2 }, colour: null },
};

describe('A panel in another language', () => {
  const panels = usePanel();
  let panel: PagePanel;

  const open = async (options: PanelOptions = {}): Promise<void> => {
    panel = await panels.open({ translations: LANGUAGE, width: 1100, height: 900, ...options });
  };
  const menuItem = (message: string) => panel.page.getByRole('menuitem', { name: LANGUAGE[message] ?? '?' });
  const toolbarButton = (action: string) => panel.page.locator(`[data-action="${action}"]`);

  async function isTranslated(what: string): Promise<void> {
    assert.deepEqual(untranslated(await textsOf(panel), DATA), [], what);
  }

  /** A panel of everything that there is: two runs, charts of several kinds, progress, problems, printed text. */
  async function openAll(options: PanelOptions = {}): Promise<void> {
    await open({ state: { readingOpen: true, configsOpen: true, textHeight: 110 }, ...options });
    const spec = { $schema: 'https://vega.github.io/schema/vega/v5.json' };
    await panel.snapshot(
      [
        chartOf('loss', ['train/loss', 'val/loss'], { hiddenSeries: 3 }),
        chartOf('acc', ['acc']),
        chartOf('rate', ['rate']),
        chartOf('own', ['rate'], { spec }),
      ],
      {
        figure: { hidden: [{ id: 'secret', title: 'secret' }], hiddenCharts: 2 },
        run: { ...run, status: 'running' },
        others: [{ ...run, id: 'run-2', name: 'calm-owl', status: 'finished' }],
        configs: [
          { lr: '0.1', opt: 'adam' },
          { lr: '0.2', opt: 'adam' },
        ],
        choices: { ...DEFAULT_CHOICES, reading: { ...DEFAULT_CHOICES.reading, smoothing: 0.6 } },
        text: [
          { stream: 'stdout', text: 'printed line' },
          { stream: 'stderr', text: 'File train.py:3' },
        ],
        earlierLines: 12,
      },
    );
    const bars = [
      bar('epoch', 3, { rate: 0.05, remaining: 180 }),
      bar('batch', 3750, { unit: 'batch', rate: 12.3 }),
      bar('', 7, { total: null, rate: 0.2 }),
      bar('opt', 12, { finished: true }),
    ];
    const progress = { bars, hidden: 3 };
    await panel.frame(
      [
        points(0, 0, x, x.map(Math.sqrt)),
        points(0, 2, x, x.map(Math.sqrt)),
        columns(0, 1, 10, [[0, 1, 2, 1, 2]]),
        points(2, 0, x, x),
      ],
      {
        run: { ...run, status: 'running', progress },
        markers: [
          ...[1, 2, 3, 4, 5, 6].map(() => ({ x: 50, kind: 'note', text: 'lr dropped', time: null, run: 0 })),
          { x: 70, kind: 'alert', text: 'lr dropped', time: null, run: 0 },
        ],
        earlierMarkers: 4,
        gaps: [{ chart: 0, series: 0, from: 60, to: 80, count: 5, reason: 'disk full' }],
        leftOut: ['left out', '', '', ''],
      },
    );
    await panel.page.locator('.chart-failure:visible').waitFor();
  }

  async function hover(share: number): Promise<void> {
    const box = await panel.page.locator('.plot').first().boundingBox();
    assert.ok(box);
    const [left = 0, top = 0, width = 0, height = 0] = (
      (await panel.page.locator('.plot').first().getAttribute('data-area')) ?? ''
    )
      .split(' ')
      .map(Number);
    await panel.page.mouse.move(box.x + left + width * share, box.y + top + height / 2);
    await panel.page.locator('.tooltip:visible').waitFor();
  }

  it('has no word left in English, neither seen nor read out', async () => {
    await openAll();
    await isTranslated('the panel');
    await hover(0.5);
    await isTranslated('at markers');
    await hover(0.7);
    await isTranslated('at an alert and in a gap');
    await panel.page.keyboard.press('Escape');
    await panel.page.locator('.plot').first().press('m');
    await until('the crosshair to be read out', async () =>
      (await panel.page.locator('.figure > [aria-live]').textContent())?.includes('lr dropped'),
    );
    await isTranslated('at the crosshair');
    await panel.page.locator('.text-scroller').focus();
    await panel.page.keyboard.press('Control+f');
    for (const words of ['line', 'nowhere']) {
      await panel.page.keyboard.press('Control+a');
      await panel.page.keyboard.type(words);
      await isTranslated(`searched for ${words}`);
    }
  });

  it('has none in its menus', async () => {
    await openAll();
    await panel.page.locator('.chart').first().getByRole('button').last().click();
    for (const message of ['Move', 'Size', 'Merge with', 'Give Own Chart to', 'Markers and Gaps', 'Export']) {
      await menuItem(message).hover();
      await panel.page.locator('.menu').nth(1).waitFor();
      await isTranslated(message);
    }
    await panel.page.keyboard.press('Escape');
    for (const action of ['layout', 'export']) {
      await toolbarButton(action).click();
      await isTranslated(action);
      await panel.page.keyboard.press('Escape');
    }
    await panel.page.setViewportSize({ width: 220, height: 900 });
    await toolbarButton('more').click();
    await isTranslated('more');
  });

  it('has none in the controls of the program', async () => {
    await open();
    const controls = [
      slider('rate', 3, { max: 9 }),
      toggle('own', true),
      choice('opt', ['adam'], 'adam'),
      button('acc', 2),
    ];
    await panel.snapshot([chartOf('loss', ['train/loss'])], {
      run: { ...run, status: 'running', stoppable: true, controls },
    });
    await isTranslated('at first');
    for (const typed of ['loss', '20']) {
      await panel.page.locator('.control vscode-text-field').locator('input').fill(typed);
      await panel.page.keyboard.press('Enter');
      await isTranslated(`with ${typed} typed`);
    }
    for (const one of ['vscode-button', 'vscode-checkbox']) await panel.page.locator(`.control ${one}`).click();
    await toolbarButton('stop').click();
    await isTranslated('while a value is waited for');
    assert.deepEqual(await overflowing(panel), []);
    await panel.page.locator('.control.late').nth(1).waitFor();
    await isTranslated('while it is late');
  });

  it('has none in what it says of what was done', async () => {
    await openAll();
    const said: string[] = [];
    const choose = async (...path: readonly string[]): Promise<void> => {
      await panel.page.locator('.chart:visible .chart-menu:visible').first().click();
      for (const message of path.slice(0, -1)) await menuItem(message).hover();
      await menuItem(path.at(-1) ?? '').click();
      said.push((await panel.page.locator('.figure > [aria-live]').textContent()) ?? '');
    };
    await choose('Pin to Top');
    await choose('Unpin');
    await choose('Move', 'To the End');
    await choose('Move', 'Later');
    await choose('Size', 'Wider');
    await choose('Hide');
    assert.equal(new Set(said).size, 6, said.join('\n'));
    assert.deepEqual(untranslated(said, DATA), []);
    await isTranslated('afterwards');
  });

  it('has none where there are no charts', async () => {
    await open();
    await panel.snapshot([]);
    await isTranslated('no metrics');
    const hidden = ['loss', 'acc'].map((title) => ({ id: title, title }));
    for (const figure of [{ filter: 'rate' }, { hidden }, { hidden: hidden.slice(1) }, { hiddenCharts: 1 }]) {
      await panel.snapshot([], { figure });
      await isTranslated(JSON.stringify(figure));
    }
  });

  it('has none in a picture that is taken away', async () => {
    await openAll();
    for (const kind of ['step', 'relative'] as const) {
      const reading = { ...DEFAULT_CHOICES.reading, x: { kind } };
      await panel.snapshot([chartOf('loss', ['train/loss'])], { choices: { ...DEFAULT_CHOICES, reading } });
      await panel.frame([points(0, 0, x, x)]);
      const svg = (await panel.draw('svg', null)).toString();
      const texts = [...svg.matchAll(/>([^<>]+)</g)].map(([, text = '']) => text);
      assert.ok(
        texts.some((text) => text.includes('⟦')),
        texts.join(' '),
      );
      assert.deepEqual(untranslated(texts, DATA), []);
    }
  });

  for (const theme of ['vscode-light', 'vscode-dark', 'vscode-high-contrast'] as const) {
    it(`has room for its words, in ${theme}`, async () => {
      await openAll({ theme });
      await savePicture(panel, `other-language-${theme}`);
      assert.deepEqual(await overflowing(panel), []);
      await panel.page.setViewportSize({ width: 420, height: 900 });
      await savePicture(panel, `other-language-narrow-${theme}`);
      assert.deepEqual(await overflowing(panel), []);
    });
  }
});
