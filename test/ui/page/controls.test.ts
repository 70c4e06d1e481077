/** The widgets by which the user reaches the running program. */
import assert from 'node:assert/strict';
import { until } from '../../drive/wait';
import { seriousFindings } from '../axe-findings';
import { ALL, button, CHARTS, choice, ControlsPanel, RUN, slider, toggle } from './controls-driver';
import { points } from './page-driver';
import { savePicture } from './saved-picture';
import { usePanel } from './use-panel';

declare global {
  interface Window {
    kept: Element | null;
  }
}

describe('The controls of a panel', () => {
  const hand = new ControlsPanel(usePanel());
  const {
    open,
    tell,
    strip,
    shown,
    widget,
    range,
    field,
    box,
    list,
    press,
    spoken,
    title,
    told,
    isPending,
    sent,
    sends,
    has,
  } = hand;

  it('take no room when the program wants none, and come with the first', async () => {
    await open([]);
    assert.equal(await strip().isVisible(), false);
    assert.equal(await hand.panel.page.locator('[data-action=controls]').isVisible(), false);
    hand.controls = [slider('lr', 0.001)];
    await tell();
    assert.equal(await strip().isVisible(), true);
    assert.equal(await range('lr').isVisible(), true);
  });

  it('are none when several runs are drawn', async () => {
    await open(ALL);
    assert.equal(await shown().count(), ALL.length);
    const others = [{ ...RUN, id: 'run-2', controls: [slider('lr', 0.001)] }];
    await hand.panel.snapshot(CHARTS, { run: { controls: ALL }, others });
    assert.equal(await strip().isVisible(), false);
    assert.equal(await shown().count(), 0);
    await hand.panel.snapshot(CHARTS, { run: { controls: ALL } });
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
    assert.equal(await told(), late('augment'));
    await tell({ 'Save checkpoint': 3, augment: false });
    assert.deepEqual(await Promise.all(['Save checkpoint', 'augment'].map(title)), ['Save checkpoint', 'augment']);
  });

  it('of choices send the option, and keep an open list open', async () => {
    await open(ALL);
    await until('the choice to be shown', async () => (await list('optimiser').textContent())?.includes('adam'));
    await list('optimiser').click();
    await tell({ optimiser: 'sgd' });
    assert.equal(await list('optimiser').getAttribute('aria-expanded'), 'true');
    await hand.panel.page.getByRole('option', { name: 'lion' }).click();
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
    assert.equal(await hand.panel.page.locator('.pending').count(), 0);
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
    await hand.panel.page.keyboard.type('33');
    await hand.panel.page.evaluate(() => (window.kept = document.querySelector('.control:nth-child(3) input')));
    const elements = await shown().elementHandles();
    for (let update = 0; update < 60; update += 1) {
      await tell(
        { lr: 0.001 * (1 + update / 60), temperature: 300 + update, 'Save checkpoint': 2 + update },
        { points: update },
      );
    }
    assert.equal(
      await hand.panel.page.evaluate(() => document.activeElement?.closest('.control')?.getAttribute('title')),
      'temperature',
    );
    assert.deepEqual(
      await Promise.all(elements.map((one) => one.evaluate((shown) => shown.isConnected))),
      ALL.map(() => true),
    );
    assert.equal(await hand.panel.page.evaluate(() => window.kept?.isConnected), true);
    assert.match(await field('temperature').inputValue(), /33/);
    assert.equal(await spoken('temperature'), '359 K');
    // One whose definition is another is made anew, alone.
    hand.controls = hand.controls.map((one) => (one.name === 'dropout' ? { ...one, max: 0.5 } : one));
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
    await hand.panel.snapshot(CHARTS, { run: { id: 'run-9', controls: hand.controls } });
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
    await savePicture(hand.panel, 'controls-hostile');
  });

  it('leave room for the charts when there are a hundred, and scroll', async () => {
    const many = Array.from({ length: 25 }, (_, place) => [
      slider(`rate ${place}`, place / 25),
      toggle(`switch ${place}`, place % 2 === 0),
      choice(`way ${place}`, ['one', 'two'], 'one'),
      button(`Do ${place}`),
    ]).flat();
    await open(many);
    await hand.panel.frame([points(0, 0, [0, 1], [0, 1])]);
    const [shown, figure] = await Promise.all([
      strip().boundingBox(),
      hand.panel.page.locator('.figure').boundingBox(),
    ]);
    assert.ok(shown && figure && shown.height <= 150 && figure.height >= 250);
    assert.ok(await strip().evaluate((box) => box.scrollHeight > box.clientHeight));
    await press('Do 24').click();
    await sends(['Do 24', true]);
    await list('way 24').click();
    await hand.panel.page.getByRole('option', { name: 'two' }).last().click();
    await sends(['Do 24', true], ['way 24', 'two']);
    await savePicture(hand.panel, 'controls-hundred');
    await hand.panel.page.setViewportSize({ width: 300, height: 500 });
    assert.equal(await strip().evaluate((box) => box.scrollWidth - box.clientWidth), 0);
    assert.deepEqual(await seriousFindings(hand.panel.page.mainFrame(), ['wcag2a', 'wcag2aa', 'best-practice']), []);
    await tell({}, { status: 'finished' });
    assert.deepEqual(await seriousFindings(hand.panel.page.mainFrame(), ['wcag2a', 'wcag2aa', 'best-practice']), []);
  });

  it('can be put away, and stay so', async () => {
    await open(ALL);
    let switcher = hand.panel.page.locator('[data-action=controls]');
    assert.equal(await switcher.locator('button').getAttribute('aria-pressed'), 'true');
    await switcher.click();
    assert.equal(await strip().isVisible(), false);
    await tell();
    assert.equal(await strip().isVisible(), false);
    assert.equal(await switcher.locator('button').getAttribute('aria-pressed'), 'false');
    await open(ALL, { state: await hand.panel.state() });
    assert.equal(await strip().isVisible(), false);
    switcher = hand.panel.page.locator('[data-action=controls]');
    await switcher.click();
    assert.equal(await strip().isVisible(), true);
  });
});
