import assert from 'node:assert/strict';
import { encodeFrame } from '../../../src/common/frame';
import { chartOf, columns, type PagePanel, points } from './page-driver';
import { usePanel } from './use-panel';
import { Picture } from './picture';

describe('The conversation of page and host', () => {
  const panels = usePanel({ troubles: true });
  let panel: PagePanel;

  beforeEach(async () => {
    panel = await panels.open();
    await panel.snapshot([chartOf('loss', ['train'])]);
  });

  const line = (height: number) => points(0, 0, [0, 1, 2], [height, height, height]);
  const count = async (type: string) => (await panel.messages()).filter((message) => message.type === type).length;

  it('begins with one ready, with the id of this load', async () => {
    const [first] = await panel.messages();
    assert.equal(first?.type, 'ready');
    assert.match(first.page, /^[0-9a-f-]{36}$/);
    assert.equal(await count('ready'), 1);
    assert.ok((await panel.messages()).every(({ page }) => page === first.page));
    await panel.page.reload();
    assert.notEqual((await panel.message('ready')).page, first.page);
  });

  it('acknowledges the snapshot and each frame once, in order', async () => {
    for (const height of [1, 2, 3]) await panel.frame([line(height)]);
    const credits = (await panel.messages()).filter((message) => message.type === 'credit');
    assert.deepEqual(
      credits.map(({ generation, sequence }) => [generation, sequence]),
      [0, 1, 2, 3].map((sequence) => [1, sequence]),
    );
  });

  it('has told the width of charts before it acknowledges the snapshot', async () => {
    const messages = await panel.messages();
    const viewport = messages.findIndex(({ type }) => type === 'viewport');
    const credit = messages.findIndex(({ type }) => type === 'credit');
    assert.ok(viewport >= 0 && viewport < credit);
  });

  it('acknowledges a frame without points too', async () => {
    await panel.frame([]);
    assert.equal(await panel.page.locator('#sideplot').getAttribute('data-sequence'), '1');
  });

  it('says that it is there when it is asked, also where nobody sees it and it draws nothing', async () => {
    await panel.page.evaluate(() => (window.requestAnimationFrame = () => 0));
    const [{ page } = { page: '' }] = await panel.messages();
    await panel.send({ type: 'frame', generation: 1, sequence: 1 }, encodeFrame([line(1)]));
    await panel.send({ type: 'ping', page });
    await panel.page.waitForFunction(() => window.recorded.messages.some(({ type }) => type === 'pong'), undefined, {
      polling: 20,
    });
    assert.equal(await count('credit'), 1);
    assert.equal(await count('ready'), 1);
  });

  it('asks for a new start when a frame is missing, and goes on after it', async () => {
    await panel.frame([line(1)]);
    panel.sequence += 1;
    await panel.send({ type: 'frame', generation: 1, sequence: 3 }, encodeFrame([line(9)]));
    await panel.message('ready', 2);
    await panel.snapshot([chartOf('loss', ['train'])]);
    await panel.frame([line(5)]);
    const picture = await Picture.of(panel);
    assert.ok(picture.y[0] < 5 && picture.y[1] > 5 && picture.y[1] < 9);
  });

  it('leaves aside frames of an older generation, repeated frames, and snapshots for another load', async () => {
    await panel.snapshot([chartOf('loss', ['train'])]);
    await panel.frame([line(1)]);
    await panel.send({ type: 'frame', generation: 1, sequence: 2 }, encodeFrame([line(70)]));
    await panel.send({ type: 'frame', generation: 2, sequence: 1 }, encodeFrame([line(80)]));
    const foreign = { type: 'snapshot' as const, page: 'another', generation: 9 };
    await panel.send(foreign);
    await panel.frame([line(2)]);
    assert.ok((await Picture.of(panel)).y[1] < 3);
    assert.equal(await count('ready'), 1);
    assert.equal(await count('trouble'), 0);
  });

  it('tells of malformed frames and starts over', async () => {
    const hostile = [
      encodeFrame([{ ...line(1), chart: 7 }]),
      encodeFrame([{ ...line(1), series: 3 }]),
      encodeFrame([{ ...line(1), from: 5 }]),
      new Float64Array([0, 0, 0, 0, 1e6, 0, 0, 0]).buffer,
      new Float64Array([0, 0, 9, 0, 0, 0, 0, 0]).buffer,
      new Uint8Array(13).buffer,
      encodeFrame([columns(0, 0, NaN, [[0, 1, 1, 1, 1]])]),
    ];
    for (const [index, buffer] of hostile.entries()) {
      const fresh = await panels.open();
      await fresh.snapshot([chartOf('loss', ['train'])]);
      await fresh.frame([line(1)]);
      await fresh.send({ type: 'frame', generation: 1, sequence: 2 }, buffer);
      assert.match((await fresh.message('trouble')).message, /could not be used/, `frame ${index}`);
      await fresh.message('ready', 2);
      assert.ok(await fresh.page.locator('.trouble').isVisible());
      await fresh.snapshot([chartOf('loss', ['train'])]);
      await fresh.frame([line(1)]);
    }
  });

  it('does not start over endlessly when the host keeps sending nonsense', async () => {
    for (let round = 0; round < 10; round += 1) {
      const asked = await count('ready');
      await panel.snapshot([chartOf('loss', ['train'])]);
      const { generation } = panel;
      await panel.send({ type: 'frame', generation, sequence: 1 }, encodeFrame([{ ...line(1), chart: 7 }]));
      await panel.message('trouble', round + 1);
      if (asked === 3) assert.equal(await count('ready'), 3);
    }
    assert.equal(await count('ready'), 3);
  });

  it('goes on with the next frame after an error while drawing', async () => {
    await panel.frame([line(1)]);
    await panel.page.evaluate(() => {
      const { prototype } = CanvasRenderingContext2D;
      const stroke = Object.getOwnPropertyDescriptor(prototype, 'stroke') ?? {};
      prototype.stroke = () => {
        Object.defineProperty(prototype, 'stroke', stroke);
        throw new Error('the canvas is lost');
      };
    });
    await panel.frame([line(2)]);
    assert.match((await panel.message('trouble')).message, /the canvas is lost/);
    assert.match((await panel.page.locator('.trouble').textContent()) ?? '', /the canvas is lost/);
    await panel.frame([line(3)]);
    const picture = await Picture.of(panel);
    assert.ok(picture.ink(picture.across(1), picture.down(3), '#56b4e9') > 0.5);
  });

  it('tells of errors outside of drawing, but not without end', async () => {
    await panel.page.evaluate(() => {
      for (let index = 0; index < 50; index += 1) void Promise.reject(new Error(`lost ${index}`));
      Element.prototype.getBoundingClientRect = () => {
        throw new Error('nowhere');
      };
    });
    await panel.page.mouse.move(300, 200);
    await panel.message('trouble', 10);
    await panel.page.waitForFunction(() => document.querySelector('.trouble')?.textContent.includes('nowhere'));
    assert.equal(await count('trouble'), 10);
    await panel.frame([line(1)]);
  });

  it('keeps views over a snapshot with the same charts, and their picture until new points of the run come', async () => {
    await panel.frame([line(50)]);
    await panel.page.evaluate(() => document.querySelector('canvas')?.setAttribute('data-mark', 'kept'));
    await panel.snapshot([chartOf('loss', ['train']), chartOf('other', ['x'])]);
    await panel.frame([points(1, 0, [0, 1], [0, 1])]);
    assert.equal(await panel.page.locator('canvas[data-mark]').count(), 1);
    assert.ok((await Picture.of(panel)).inked('#56b4e9') > 50);
    const identity = { run: 'run-2', others: [], figure: null, file: null };
    await panel.snapshot([chartOf('loss', ['train']), chartOf('other', ['x'])], { identity });
    await panel.frame([points(1, 0, [0, 1], [0, 1])]);
    assert.equal(await panel.page.locator('canvas[data-mark]').count(), 1);
    assert.equal((await Picture.of(panel)).inked('#56b4e9'), 0);
    await panel.snapshot([chartOf('loss', ['train', 'val'])]);
    await panel.frame([points(0, 0, [0, 1], [0, 1])]);
    assert.equal(await panel.page.locator('canvas[data-mark]').count(), 0);
    assert.equal(await panel.page.locator('.plot').count(), 1);
  });
});
