/** The widgets by which the user reaches the running program. */
import assert from 'node:assert/strict';
import type { ControlDescription } from '../../../src/common/controls';
import type { RunDescription } from '../../../src/common/protocol';
import { until } from '../../drive/wait';
import { seriousFindings } from '../axe-findings';
import { chartOf, type PagePanel, type PanelOptions, points } from './page-driver';
import { savePicture } from './saved-picture';
import { usePanel } from './use-panel';

const BASE: ControlDescription = {
  ...{ name: '', kind: 'slider', value: 0, unit: '', min: 0, max: 0, step: null, logarithmic: false, options: [] },
};
const slider = (name: string, value: number, rest: Partial<ControlDescription> = {}): ControlDescription => ({
  ...{ ...BASE, name, value, min: 0, max: 1 },
  ...rest,
});
const toggle = (name: string, value: boolean): ControlDescription => ({ ...BASE, kind: 'toggle', name, value });
const choice = (name: string, options: readonly string[], value: string): ControlDescription => ({
  ...{ ...BASE, kind: 'choice', name, options, value },
});
const button = (name: string, value = 0): ControlDescription => ({ ...BASE, kind: 'button', name, value });

const RATE = slider('lr', 0.001, { min: 1e-5, max: 0.1, logarithmic: true });
const ALL = [
  RATE,
  slider('dropout', 0.1, { max: 0.9, step: 0.05 }),
  slider('temperature', 300, { min: 250, max: 400, unit: 'K' }),
  toggle('augment', true),
  choice('optimiser', ['sgd', 'adam', 'lion'], 'adam'),
  button('Save checkpoint', 2),
];
const RUN: RunDescription = {
  ...{ id: 'run-1', name: 'brave-fox', project: 'mnist', status: 'running', error: '', start: 1795371539 },
  ...{ points: 1, problems: {}, colour: null },
};
const CHARTS = [chartOf('loss', ['train'])];

declare global {
  interface Window {
    moments: number[];
    kept: Element | null;
  }
}

describe('The controls of a panel', () => {
  const panels = usePanel();
  let panel: PagePanel;
  let controls: readonly ControlDescription[] = [];

  async function open(given: readonly ControlDescription[], options: PanelOptions = {}): Promise<void> {
    panel = await panels.open(options);
    controls = given;
    await panel.snapshot(CHARTS, { run: { controls } });
  }

  /** The program goes on, with these values if they are others. */
  async function tell(values: Readonly<Record<string, ControlDescription['value']>> = {}, run = {}): Promise<void> {
    controls = controls.map((one) => ({ ...one, value: values[one.name] ?? one.value }));
    await panel.frame([], { run: { ...RUN, controls, ...run } });
  }

  const strip = () => panel.page.locator('.controls');
  const shown = () => panel.page.locator('.controls > .control');
  const widget = (name: string) => panel.page.locator(`.controls > .control[data-control=${JSON.stringify(name)}]`);
  const range = (name: string) => panel.page.getByRole('slider', { name, exact: true });
  const field = (name: string) => panel.page.getByRole('textbox', { name: `Value of ${name}` });
  const box = (name: string) => panel.page.getByRole('checkbox', { name });
  const list = (name: string) => panel.page.getByRole('combobox', { name });
  const press = (name: string) => panel.page.getByRole('button', { name });
  const spoken = (name: string) => range(name).getAttribute('aria-valuetext');
  const title = (name: string) => widget(name).getAttribute('title');

  async function sent(): Promise<unknown[]> {
    const { page } = await panel.message('ready');
    return (await panel.messages()).flatMap((message) => {
      if (message.type !== 'control') return [];
      const { type, page: from, ...rest } = message;
      assert.deepEqual([type, from], ['control', page]);
      return [rest];
    });
  }

  const sends = (...expected: readonly (readonly [string, unknown])[]) =>
    until(
      'values to be sent',
      async () => JSON.stringify(await sent()) === JSON.stringify(expected.map(([name, value]) => ({ name, value }))),
      { deadline: 10_000, seen: sent },
    );

  /** Waits for a value that is sent as the last so far. */
  const sendsLast = (name: string, value: unknown) =>
    until(
      'the last value to be sent',
      async () => JSON.stringify((await sent()).at(-1)) === JSON.stringify({ name, value }),
      { deadline: 10_000, seen: sent },
    );

  const has = (name: string, text: string) =>
    until('the field to show its value', async () => (await field(name).inputValue()) === text, {
      deadline: 10_000,
      seen: () => field(name).inputValue(),
    });

  const isPending = async (name: string) => (await widget(name).getAttribute('class'))?.includes('pending');

  it('take no room when the program wants none, and come with the first', async () => {
    await open([]);
    assert.equal(await strip().isVisible(), false);
    assert.equal(await panel.page.locator('[data-action=controls]').isVisible(), false);
    controls = [RATE];
    await tell();
    assert.equal(await strip().isVisible(), true);
    assert.equal(await range('lr').isVisible(), true);
  });

  it('are none when several runs are drawn', async () => {
    await open(ALL);
    assert.equal(await shown().count(), ALL.length);
    const others = [{ ...RUN, id: 'run-2', controls: [RATE] }];
    await panel.snapshot(CHARTS, { run: { controls }, others });
    assert.equal(await strip().isVisible(), false);
    assert.equal(await shown().count(), 0);
    await panel.snapshot(CHARTS, { run: { controls } });
    assert.equal(await strip().isVisible(), true);
  });

  it('stand in the order of the program, with its values', async () => {
    await open(ALL);
    assert.deepEqual(
      await shown().evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset['control'])),
      ALL.map(({ name }) => name),
    );
    assert.deepEqual(await Promise.all(['lr', 'dropout', 'temperature'].map(spoken)), ['0.001', '0.1', '300 K']);
    assert.equal(await range('lr').inputValue(), '0.5');
    await has('temperature', '300');
    assert.equal(await box('augment').getAttribute('aria-checked'), 'true');
    await until('the choice to be shown', async () => (await list('optimiser').textContent())?.includes('adam'));
    assert.equal(await widget('Save checkpoint').locator('.control-count').textContent(), '2×');
    assert.deepEqual(await sent(), []);
  });

  describe('a slider', () => {
    it('moves by keys, a logarithmic one by equal factors', async () => {
      await open(ALL);
      for (const key of ['PageUp', 'Home', 'End', 'PageDown']) await range('lr').press(key);
      await sendsLast('lr', 0.0398);
      assert.equal(await spoken('lr'), '0.0398');
      await range('dropout').press('ArrowRight');
      await sendsLast('dropout', 0.15);
      await range('dropout').press('ArrowDown');
      await range('dropout').press('ArrowLeft');
      assert.equal(await spoken('dropout'), '0.05');
    });

    it('sends what is dragged ten times a second at most, and always the last', async () => {
      await open([slider('gain', 0)]);
      await panel.page.evaluate(() => {
        const { messages } = window.recorded;
        window.moments = [];
        messages.push = (...given) => {
          if (given.some(({ type }) => type === 'control')) window.moments.push(performance.now());
          return Array.prototype.push.apply(messages, given);
        };
      });
      const rail = await range('gain').boundingBox();
      assert.ok(rail);
      const y = rail.y + rail.height / 2;
      await panel.page.mouse.move(rail.x + 8, y);
      await panel.page.mouse.down();
      for (let move = 0; move <= 60; move += 1) {
        await panel.page.mouse.move(rail.x + 8 + ((rail.width - 16) * move) / 60, y);
        if (move % 10 === 5) await tell();
      }
      await panel.page.mouse.move(rail.x + rail.width + 30, y);
      await panel.page.mouse.up();
      await sendsLast('gain', 1);
      const moments = await panel.page.evaluate(() => window.moments);
      const pauses = moments.slice(1).map((moment, place) => moment - (moments[place] ?? 0));
      assert.ok(moments.length >= 3, `${moments.length} sent`);
      assert.ok(Math.min(...pauses) >= 95, pauses.join(' '));
      assert.equal(new Set((await sent()).map((one) => JSON.stringify(one))).size, moments.length);
    });

    it('is not taken out of the hand that drags it', async () => {
      await open([slider('gain', 0.5)]);
      const rail = await range('gain').boundingBox();
      assert.ok(rail);
      await panel.page.mouse.move(rail.x + rail.width / 2, rail.y + rail.height / 2);
      await panel.page.mouse.down();
      await panel.page.mouse.move(rail.x + rail.width * 0.8, rail.y + rail.height / 2, { steps: 4 });
      const held = await range('gain').inputValue();
      assert.ok(Number(held) > 0.7, held);
      await sendsLast('gain', Number(await spoken('gain')));
      await tell({ gain: 0.1 });
      assert.equal(await range('gain').inputValue(), held);
      assert.equal(Number(await spoken('gain')), Math.round(Number(held) * 1000) / 1000);
      await panel.page.mouse.up();
      // Nothing was sent after the program's word: it counts.
      assert.equal(await spoken('gain'), '0.1');
    });

    it('snaps to its steps while it is dragged', async () => {
      await open([slider('layers', 4, { min: 1, max: 9, step: 2 })]);
      const rail = await range('layers').boundingBox();
      assert.ok(rail);
      await panel.page.mouse.move(rail.x + 8, rail.y + rail.height / 2);
      await panel.page.mouse.down();
      await panel.page.mouse.move(rail.x + rail.width * 0.6, rail.y + rail.height / 2, { steps: 30 });
      await panel.page.mouse.up();
      assert.ok(['5', '7'].includes((await spoken('layers')) ?? ''), (await spoken('layers')) ?? '');
      assert.equal(Number(await range('layers').inputValue()) % 0.25, 0);
      await sendsLast('layers', Number(await spoken('layers')));
    });

    it('takes a number that is typed, with Enter and when the field is left', async () => {
      await open(ALL);
      await field('lr').fill('3e-4');
      assert.deepEqual(await sent(), []);
      await field('lr').press('Enter');
      await sends(['lr', 0.0003]);
      assert.ok(Math.abs(Number(await range('lr').inputValue()) - 0.369) < 0.001);
      await field('dropout').fill('0.33');
      await field('dropout').press('Tab');
      await sends(['lr', 0.0003], ['dropout', 0.35]);
      await has('dropout', '0.35');
      await field('lr').focus();
      await field('lr').press('Enter');
      await field('dropout').focus();
      assert.equal((await sent()).length, 2);
    });

    it('refuses what it cannot have, says why and keeps what it had', async () => {
      await open(ALL);
      const refusal = widget('temperature').locator('.control-refusal');
      for (const [typed, words] of [
        ['900', '900 is not between 250 and 400'],
        ['warm', '“warm” is not a number'],
        ['', '“” is not a number'],
        ['-Infinity', '-Infinity is not between 250 and 400'],
        ['<b>1</b>'.repeat(20), '“<b>1</b><b>1</b><b>1…” is not a number'],
      ] as const) {
        await field('temperature').fill(typed);
        assert.equal(await refusal.isVisible(), false);
        await field('temperature').press('Enter');
        assert.equal(await refusal.textContent(), words);
        await has('temperature', '300');
        assert.equal(await panel.page.locator('.controls [aria-live]').textContent(), `temperature: ${words}`);
      }
      await field('temperature').fill('310');
      await field('temperature').press('Enter');
      assert.equal(await refusal.isVisible(), false);
      await sends(['temperature', 310]);
    });

    it('leaves alone what is being typed, and Escape takes it back', async () => {
      await open([slider('gain', 0.5)]);
      await field('gain').fill('0.7');
      await tell({ gain: 0.2 });
      await has('gain', '0.7');
      assert.equal(await range('gain').inputValue(), '0.2');
      await field('gain').press('Escape');
      await has('gain', '0.2');
      assert.deepEqual(await sent(), []);
    });

    it('goes back to where it was at first by a double click on its name, and by a key', async () => {
      await open([slider('gain', 0.5)]);
      await tell({ gain: 0.2 });
      await widget('gain').locator('.control-name').dblclick();
      await sends(['gain', 0.5]);
      await tell({ gain: 0.5 });
      await tell({ gain: 0.3 });
      await range('gain').press('Delete');
      await sends(['gain', 0.5], ['gain', 0.5]);
    });
  });

  it('show a value as pending until the program has it', async () => {
    await open(ALL);
    await range('dropout').press('End');
    assert.equal(await isPending('dropout'), true);
    assert.equal(await title('dropout'), 'dropout: waiting for the program');
    await tell();
    assert.equal(await spoken('dropout'), '0.9');
    await tell({ dropout: 0.9 });
    assert.equal(await isPending('dropout'), false);
    assert.equal(await title('dropout'), 'dropout');
    await box('augment').click();
    await sends(['dropout', 0.9], ['augment', false]);
    assert.equal(await isPending('augment'), true);
    await tell({ augment: false });
    assert.equal(await isPending('augment'), false);
    assert.equal(await box('augment').getAttribute('aria-checked'), 'false');
  });

  it('show what the program took instead', async () => {
    await open(ALL);
    await range('temperature').press('End');
    assert.equal(await spoken('temperature'), '400 K');
    await tell({ temperature: 350.5 });
    assert.equal(await spoken('temperature'), '350.5 K');
    await has('temperature', '350.5');
    assert.equal(await isPending('temperature'), false);
  });

  it('say so when the program does not take a value', async () => {
    await open(ALL);
    await press('Save checkpoint').click();
    await box('augment').press('Space');
    const late = (name: string) => `${name}: the program has not taken it yet`;
    for (const name of ['Save checkpoint', 'augment'])
      await until('it to be late', async () => (await title(name)) === late(name), { seen: () => title(name) });
    assert.equal(await panel.page.locator('.controls [aria-live]').textContent(), late('augment'));
    await tell({ 'Save checkpoint': 3, augment: false });
    assert.deepEqual(await Promise.all(['Save checkpoint', 'augment'].map(title)), ['Save checkpoint', 'augment']);
  });

  it('of choices send the option, and keep an open list open', async () => {
    await open(ALL);
    await until('the choice to be shown', async () => (await list('optimiser').textContent())?.includes('adam'));
    await list('optimiser').click();
    await tell({ optimiser: 'sgd' });
    assert.equal(await list('optimiser').getAttribute('aria-expanded'), 'true');
    await panel.page.getByRole('option', { name: 'lion' }).click();
    await sends(['optimiser', 'lion']);
    await tell({ optimiser: 'lion' });
    assert.equal(await isPending('optimiser'), false);
    await tell({ optimiser: 'sgd' });
    const shown = () => widget('optimiser').locator('.selected-value').textContent();
    await until('the program’s choice', async () => (await shown())?.trim() === 'sgd', { seen: shown });
    await list('optimiser').press('ArrowDown');
    await sends(['optimiser', 'lion'], ['optimiser', 'adam']);
    assert.equal((await sent()).length, 2);
  });

  it('that are buttons send each press, and count what the program has taken', async () => {
    await open(ALL);
    await press('Save checkpoint').click();
    await press('Save checkpoint').press('Enter');
    await sends(['Save checkpoint', true], ['Save checkpoint', true]);
    await tell({ 'Save checkpoint': 3 });
    assert.equal(await isPending('Save checkpoint'), true);
    await tell({ 'Save checkpoint': 4 });
    assert.equal(await isPending('Save checkpoint'), false);
    assert.equal(await widget('Save checkpoint').locator('.control-count').textContent(), '4×');
  });

  it('are disabled when the run has ended, with its last values', async () => {
    await open(ALL);
    await range('lr').press('End');
    await box('augment').click();
    await press('Save checkpoint').click();
    await tell({}, { status: 'finished' });
    assert.equal(await spoken('lr'), '0.001');
    await has('lr', '0.001');
    assert.equal(await box('augment').getAttribute('aria-checked'), 'true');
    assert.equal(await panel.page.locator('.pending').count(), 0);
    assert.equal(await range('lr').isDisabled(), true);
    assert.equal(await field('lr').isDisabled(), true);
    assert.equal(await press('Save checkpoint').isDisabled(), true);
    assert.deepEqual(
      await Promise.all([box('augment'), list('optimiser')].map((one) => one.getAttribute('aria-disabled'))),
      ['true', 'true'],
    );
    await widget('lr').locator('.control-name').dblclick();
    const count = (await sent()).length;
    await tell({}, { status: 'running' });
    assert.equal(await range('lr').isDisabled(), false);
    assert.equal((await sent()).length, count);
  });

  it('stay the same elements, with the focus, while values stream', async () => {
    await open(ALL);
    await field('temperature').focus();
    await panel.page.keyboard.type('33');
    await panel.page.evaluate(() => (window.kept = document.querySelector('.control:nth-child(3) input')));
    const elements = await shown().elementHandles();
    for (let update = 0; update < 60; update += 1) {
      await tell(
        { lr: 0.001 * (1 + update / 60), temperature: 300 + update, 'Save checkpoint': 2 + update },
        { points: update },
      );
    }
    assert.equal(
      await panel.page.evaluate(() => document.activeElement?.closest('.control')?.getAttribute('title')),
      'temperature',
    );
    assert.deepEqual(
      await Promise.all(elements.map((one) => one.evaluate((shown) => shown.isConnected))),
      ALL.map(() => true),
    );
    assert.equal(await panel.page.evaluate(() => window.kept?.isConnected), true);
    assert.match(await field('temperature').inputValue(), /33/);
    assert.equal(await spoken('temperature'), '359 K');
    // One whose definition is another is made anew, alone.
    controls = controls.map((one) => (one.name === 'dropout' ? { ...one, max: 0.5 } : one));
    await tell();
    assert.deepEqual(
      await Promise.all(elements.map((one) => one.evaluate((shown) => shown.isConnected))),
      ALL.map(({ name }) => name !== 'dropout'),
    );
    await range('dropout').press('End');
    await sends(['dropout', 0.5]);
  });

  it('are those of the run that is shown', async () => {
    await open([toggle('augment', true)]);
    await box('augment').click();
    assert.equal(await isPending('augment'), true);
    await panel.snapshot(CHARTS, { run: { id: 'run-9', controls } });
    assert.equal(await isPending('augment'), false);
    assert.equal(await box('augment').getAttribute('aria-checked'), 'true');
  });

  it('have names that are text, whatever stands in them', async () => {
    const names = [
      '<img src=x onerror="window.kept=1">',
      'a'.repeat(200),
      '\u202eevil',
      '{0} "quoted" \\',
      '__proto__',
    ];
    await open([
      ...names.flatMap((name) => [
        slider(`s${name}`, 0.5, { unit: '<b>unit</b>' }),
        toggle(`t${name}`, false),
        choice(`c${name}`, ['<i>one</i>', 'b'.repeat(200)], '<i>one</i>'),
        button(`b${name}`),
      ]),
    ]);
    assert.equal(await strip().locator('img, b, i').count(), 0);
    for (const name of names.slice(0, 1)) await press(`b${name}`).click();
    assert.deepEqual(await sent(), [{ name: `b${names[0]}`, value: true }]);
    const beyond = await strip().evaluate((box) => box.scrollWidth - box.clientWidth);
    assert.equal(beyond, 0);
    await savePicture(panel, 'controls-hostile');
  });

  it('leave room for the charts when there are a hundred, and scroll', async () => {
    const many = Array.from({ length: 25 }, (_, place) => [
      slider(`rate ${place}`, place / 25),
      toggle(`switch ${place}`, place % 2 === 0),
      choice(`way ${place}`, ['one', 'two'], 'one'),
      button(`Do ${place}`),
    ]).flat();
    await open(many);
    await panel.frame([points(0, 0, [0, 1], [0, 1])]);
    const [shown, figure] = await Promise.all([strip().boundingBox(), panel.page.locator('.figure').boundingBox()]);
    assert.ok(shown && figure && shown.height <= 150 && figure.height >= 250);
    assert.ok(await strip().evaluate((box) => box.scrollHeight > box.clientHeight));
    await press('Do 24').click();
    await sends(['Do 24', true]);
    await list('way 24').click();
    await panel.page.getByRole('option', { name: 'two' }).last().click();
    await sends(['Do 24', true], ['way 24', 'two']);
    await savePicture(panel, 'controls-hundred');
    await panel.page.setViewportSize({ width: 300, height: 500 });
    assert.equal(await strip().evaluate((box) => box.scrollWidth - box.clientWidth), 0);
    assert.deepEqual(await seriousFindings(panel.page.mainFrame(), ['wcag2a', 'wcag2aa', 'best-practice']), []);
    await tell({}, { status: 'finished' });
    assert.deepEqual(await seriousFindings(panel.page.mainFrame(), ['wcag2a', 'wcag2aa', 'best-practice']), []);
  });

  it('can be put away, and stay so', async () => {
    await open(ALL);
    let switcher = panel.page.locator('[data-action=controls]');
    assert.equal(await switcher.locator('button').getAttribute('aria-pressed'), 'true');
    await switcher.click();
    assert.equal(await strip().isVisible(), false);
    await tell();
    assert.equal(await strip().isVisible(), false);
    assert.equal(await switcher.locator('button').getAttribute('aria-pressed'), 'false');
    await open(ALL, { state: await panel.state() });
    assert.equal(await strip().isVisible(), false);
    switcher = panel.page.locator('[data-action=controls]');
    await switcher.click();
    assert.equal(await strip().isVisible(), true);
  });

  for (const theme of ['vscode-light', 'vscode-dark', 'vscode-high-contrast', 'vscode-high-contrast-light'] as const) {
    it(`have nothing serious for axe and look well, in ${theme}`, async () => {
      await open(ALL, { theme });
      const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];
      const findings = () => seriousFindings(panel.page.mainFrame(), rules);
      await panel.frame([points(0, 0, [0, 1, 2], [3, 1, 2])]);
      assert.deepEqual(await findings(), []);
      await range('dropout').press('End');
      await press('Save checkpoint').click();
      await field('temperature').fill('900');
      await field('temperature').press('Enter');
      await list('optimiser').click();
      await savePicture(panel, `controls-${theme}`);
      assert.deepEqual(await findings(), []);
      await panel.page.keyboard.press('Escape');
      await panel.page.setViewportSize({ width: 300, height: 560 });
      await savePicture(panel, `controls-narrow-${theme}`);
      await tell({}, { status: 'finished' });
      await panel.page.setViewportSize({ width: 800, height: 500 });
      await savePicture(panel, `controls-ended-${theme}`);
      assert.deepEqual(await findings(), []);
    });
  }
});

describe('The Stop button of a panel', () => {
  const panels = usePanel();
  let panel: PagePanel;

  const going: RunDescription = { ...RUN, stoppable: true };
  const stop = () => panel.page.locator('[data-action=stop]');
  const stops = async () => (await panel.messages()).filter(({ type }) => type === 'action');

  beforeEach(async () => {
    panel = await panels.open();
    await panel.snapshot(CHARTS, { run: going });
  });

  it('is there while the run can be stopped, and alone in the panel', async () => {
    assert.equal(await stop().isVisible(), true);
    await panel.snapshot(CHARTS, { run: going, others: [{ ...RUN, id: 'run-2' }] });
    assert.equal(await stop().isVisible(), false);
    await panel.snapshot(CHARTS, { run: going });
    assert.equal(await stop().isVisible(), true);
    await panel.frame([], { run: { ...RUN, status: 'finished' } });
    assert.equal(await stop().isVisible(), false);
    await panel.snapshot(CHARTS, { run: RUN });
    assert.equal(await stop().isVisible(), false);
  });

  it('asks, then becomes Stop Now until the run has ended', async () => {
    const { page } = await panel.message('ready');
    const message = { type: 'action', page, action: 'stop' };
    assert.equal(await stop().getAttribute('aria-label'), 'Stop');
    await stop().click();
    assert.deepEqual(await stops(), [message]);
    assert.equal(await stop().getAttribute('aria-label'), 'Stop Now');
    assert.equal(await stop().getAttribute('title'), 'Stop Now: asks again, the program is interrupted at once');
    for (let update = 0; update < 5; update += 1) await panel.frame([], { run: { ...going, points: update } });
    assert.equal(await stop().getAttribute('aria-label'), 'Stop Now');
    await stop().click();
    assert.deepEqual(await stops(), [message, message]);
    await savePicture(panel, 'stop-now');
    await panel.frame([], { run: { ...RUN, status: 'interrupted' } });
    await panel.frame([], { run: going });
    assert.equal(await stop().getAttribute('aria-label'), 'Stop');
    assert.equal(await stop().getAttribute('title'), 'Stop');
  });

  it('moves no other button', async () => {
    const places = () =>
      panel.page
        .locator('.toolbar [data-action]:not([data-action=stop]):visible')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().x));
    const before = await places();
    await stop().click();
    assert.deepEqual(await places(), before);
    await panel.frame([], { run: { ...RUN, status: 'finished' } });
    assert.deepEqual(await places(), before);
  });
});
