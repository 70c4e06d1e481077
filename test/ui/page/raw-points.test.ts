import assert from 'node:assert/strict';
import { encodePoints } from '../../../src/common/point-answer';
import type { PointQuestion } from '../../../src/common/protocol';
import { until } from '../../drive/wait';
import { chartOf, columns, type PagePanel, type PanelOptions, points } from './page-driver';
import { savePicture } from './saved-picture';
import { usePanel } from './use-panel';

const TEN = Array.from({ length: 10 }, (_, number) => number);
const TIME = Date.UTC(2026, 10, 25, 14, 3, 22, 125) / 1000;

describe('The points behind a column of many', () => {
  const panels = usePanel();
  let panel: PagePanel;

  /** Two charts of columns of ten steps, the second of two series, and one of points. */
  async function open(options: PanelOptions = {}): Promise<void> {
    panel = await panels.open({ width: 900, height: 600, ...options });
    await panel.snapshot([chartOf('acc', ['acc']), chartOf('loss', ['train', 'val']), chartOf('lr', ['lr'])]);
    await panel.frame([
      columns(
        0,
        0,
        10,
        TEN.map((number) => [number, number, number + 1, number, number + 1]),
      ),
      ...[0, 1].map((series) =>
        columns(
          1,
          series,
          10,
          TEN.map((number) => [number, 20 - number, 21 - number + series, 20 - number, 21 - number]),
        ),
      ),
      points(
        2,
        0,
        TEN.map((number) => number * 10),
        TEN,
      ),
    ]);
  }

  const plot = (chart: number) => panel.page.locator('.plot').nth(chart);
  async function pointAt(chart: number, share: number): Promise<void> {
    const box = await plot(chart).boundingBox();
    assert.ok(box);
    const [left = NaN, , width = NaN] = ((await plot(chart).getAttribute('data-area')) ?? '').split(' ').map(Number);
    await panel.page.mouse.move(box.x + left + width * share, box.y + box.height / 2);
  }
  const questions = async (): Promise<PointQuestion[]> =>
    (await panel.messages()).flatMap((message) => (message.type === 'question' ? [message] : []));
  const tooltip = () => panel.page.locator('.tooltip:visible').innerText();
  const legend = () => panel.page.locator('.legend-value').allTextContents();
  async function answer(request: number, ...found: readonly [number, number, number, number][]): Promise<void> {
    const buffer = encodePoints(new Map(found.map(([place, x, y, time]) => [place, { x, y, time }])));
    const { page } = await panel.message('ready');
    await panel.send({ type: 'answer', page, request }, buffer);
  }
  const says = (words: string) =>
    until(`“${words}” to be said`, async () => {
      return (await panel.page.locator('.figure > [aria-live]').textContent()) === words;
    });

  it('is asked for when the pointer rests, and told beside the least and the greatest value', async () => {
    await open();
    await pointAt(1, 0.45);
    const question = await panel.message('question');
    const column = (chart: string, series: number) => ({ chart: `chart ${chart}`, series, low: 40, high: 50 });
    assert.deepEqual(question.places, [column('loss', 0), column('loss', 1), column('acc', 0)]);
    assert.equal(question.generation, panel.generation);
    assert.equal(question.x, 44.5);
    assert.equal(await tooltip(), 'step 40 – 49\ntrain\n16 … 17\nval\n16 … 18');
    await answer(question.request, [0, 44, 16.25, TIME], [1, 45, NaN, TIME + 1], [2, 44, 4.4, NaN]);
    await panel.page.locator('.tooltip-raw-value').first().waitFor();
    const [place = '', raw = '', ...rows] = (await tooltip()).split('\n');
    assert.equal(place, 'step 40 – 49');
    // In both the nearest value of the other is told with its place.
    assert.match(raw, /^raw point: step 4[45] · .*:2[23]\.125$/);
    const [train = '', val = ''] = await panel.page.locator('.tooltip-raw-value').allTextContents();
    assert.match(train, raw.includes('step 44') ? /^16\.25$/ : /^16\.25 at step 44 · .*:22\.125$/);
    assert.match(val, raw.includes('step 45') ? /^NaN$/ : /^NaN at step 45 · .*:23\.125$/);
    assert.ok(rows.includes('16 … 17') && rows.includes('16 … 18'), rows.join('|'));
    assert.deepEqual(await legend(), ['4.4', '16.25', 'NaN', '4']);
    assert.equal(await panel.page.locator('.chart-value').first().textContent(), '4.4');
  });

  it('is asked for once while no answer has come, and for the newest place after it', async () => {
    await open();
    await pointAt(1, 0.45);
    const { request } = await panel.message('question');
    for (const share of [0.15, 0.25]) {
      await pointAt(1, share);
      await until('the crosshair to be there', async () => (await tooltip()).startsWith(`step ${share * 100 - 5}`));
      // Longer than the pointer has to rest.
      await panel.page.evaluate(() => new Promise((done) => setTimeout(done, 300)));
    }
    assert.equal((await questions()).length, 1);
    await answer(request, [0, 44, 16.25, TIME]);
    const { x, request: next } = await panel.message('question', 2);
    assert.equal(x, 24.5);
    assert.equal((await tooltip()).includes('raw'), false);
    await answer(next, [0, 24, 18.5, TIME]);
    await until('its point', async () => (await tooltip()).includes('18.5'));
    assert.equal((await questions()).length, 2);
  });

  it('is not asked for where each point is drawn, nor where there is no crosshair', async () => {
    await open();
    await pointAt(1, 0.45);
    await panel.page.mouse.move(1, 1);
    await panel.page.evaluate(() => new Promise((done) => setTimeout(done, 300)));
    assert.deepEqual(await questions(), []);
    await panel.snapshot([chartOf('lr', ['lr'])]);
    await panel.frame([points(0, 0, TEN, TEN)]);
    await pointAt(0, 0.5);
    await panel.page.locator('.tooltip:visible').waitFor();
    await panel.page.evaluate(() => new Promise((done) => setTimeout(done, 300)));
    assert.deepEqual(await questions(), []);
  });

  it('is asked for anew when another picture takes its place, and not told of another run', async () => {
    await open();
    await pointAt(0, 0.45);
    const { request } = await panel.message('question');
    await panel.snapshot([chartOf('acc', ['acc'])], {
      identity: { run: 'run-2', others: [], figure: null, file: null },
    });
    await answer(request, [0, 44, 4.4, TIME]);
    await panel.frame([
      columns(
        0,
        0,
        10,
        TEN.map((number) => [number, number, number + 1, number, number + 1]),
      ),
    ]);
    await pointAt(0, 0.44);
    const next = await panel.message('question', 2);
    assert.equal(next.generation, panel.generation);
    assert.equal((await tooltip()).includes('raw'), false);
  });

  it('is read out once for each move of the keys', async () => {
    await open();
    await plot(0).focus();
    await panel.page.keyboard.press('ArrowRight');
    await panel.page.keyboard.press('ArrowRight');
    await says('step 10 – 19: acc 1 … 2');
    const { request, x } = await panel.message('question');
    assert.equal(x, 14.5);
    await answer(request, [0, 14, 1.4, NaN]);
    await says('step 10 – 19: acc 1 … 2, raw 1.4 at step 14');
  });

  for (const theme of ['vscode-light', 'vscode-dark', 'vscode-high-contrast'] as const) {
    it(`can be seen in ${theme}`, async () => {
      await open({ theme });
      await pointAt(1, 0.45);
      const { request } = await panel.message('question');
      await answer(request, [0, 44, 16.2534, TIME], [1, 44, 17.125, TIME], [2, 44, 4.4, TIME]);
      await panel.page.locator('.tooltip-raw-value').first().waitFor();
      await savePicture(panel, `raw-points-${theme}`);
    });
  }
});
