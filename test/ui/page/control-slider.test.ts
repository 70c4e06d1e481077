/** Sliders that set a number of the running program. */
import assert from 'node:assert/strict';
import { ALL, ControlsPanel, slider } from './controls-driver';
import { usePanel } from './use-panel';

declare global {
  interface Window {
    moments: number[];
  }
}

describe('A slider of the program', () => {
  const hand = new ControlsPanel(usePanel());
  const { open, placeOn, tell, widget, range, field, spoken, told, sent, sends, sendsLast, has } = hand;

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
    await hand.panel.page.evaluate(() => {
      const { messages } = window.recorded;
      window.moments = [];
      messages.push = (...given) => {
        if (given.some(({ type }) => type === 'control')) window.moments.push(performance.now());
        return Array.prototype.push.apply(messages, given);
      };
    });
    const { mouse } = hand.panel.page;
    await mouse.move(...(await placeOn('gain', 0)));
    await mouse.down();
    for (let move = 0; move <= 60; move += 1) {
      await mouse.move(...(await placeOn('gain', move / 60)));
      if (move % 10 === 5) await tell();
    }
    await mouse.move(...(await placeOn('gain', 1.3)));
    await mouse.up();
    await sendsLast('gain', 1);
    const moments = await hand.panel.page.evaluate(() => window.moments);
    const pauses = moments.slice(1).map((moment, place) => moment - (moments[place] ?? 0));
    assert.ok(moments.length >= 3, `${moments.length} sent`);
    assert.ok(Math.min(...pauses) >= 95, pauses.join(' '));
    assert.equal(new Set((await sent()).map((one) => JSON.stringify(one))).size, moments.length);
  });

  it('is not taken out of the hand that drags it', async () => {
    await open([slider('gain', 0.5)]);
    const { mouse } = hand.panel.page;
    await mouse.move(...(await placeOn('gain', 0.5)));
    await mouse.down();
    await mouse.move(...(await placeOn('gain', 0.8)), { steps: 4 });
    const held = await range('gain').inputValue();
    assert.ok(Number(held) > 0.7, held);
    await sendsLast('gain', Number(await spoken('gain')));
    await tell({ gain: 0.1 });
    assert.equal(await range('gain').inputValue(), held);
    assert.equal(Number(await spoken('gain')), Math.round(Number(held) * 1000) / 1000);
    await mouse.up();
    // Nothing was sent after the program's word: it counts.
    assert.equal(await spoken('gain'), '0.1');
  });

  it('snaps to its steps while it is dragged', async () => {
    await open([slider('layers', 4, { min: 1, max: 9, step: 2 })]);
    const { mouse } = hand.panel.page;
    await mouse.move(...(await placeOn('layers', 0)));
    await mouse.down();
    await mouse.move(...(await placeOn('layers', 0.55)), { steps: 30 });
    assert.equal(await range('layers').inputValue(), '0.5');
    await mouse.up();
    assert.equal(await spoken('layers'), '5');
    await sendsLast('layers', 5);
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
      assert.equal(await told(), `temperature: ${words}`);
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
