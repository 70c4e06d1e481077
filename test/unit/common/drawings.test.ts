import assert from 'node:assert/strict';
import { Drawings, MAX_PART_BYTES, MAX_PARTS } from '../../../src/common/drawings';
import { readPageMessage } from '../../../src/common/page-message';

const WISH = { kind: 'png', chart: null, light: false } as const;
const part = (request: number, at: number, parts: number, text: string, page = 'p') => ({
  ...{ type: 'drawing' as const, page, request, part: at, parts },
  bytes: Uint8Array.from(Buffer.from(text)).buffer,
});

describe('Pictures from a page', () => {
  it('are put together from their parts, several at a time', async () => {
    const drawings = new Drawings();
    const first = drawings.request('p', WISH);
    const second = drawings.request('p', { ...WISH, chart: 'loss' });
    assert.deepEqual(second.message, { type: 'draw', page: 'p', request: 2, kind: 'png', chart: 'loss', light: false });
    drawings.receive(part(1, 0, 2, 'on'));
    drawings.receive(part(2, 0, 1, ''));
    drawings.receive(part(1, 1, 2, 'e'));
    assert.equal(Buffer.from(await first.bytes).toString(), 'one');
    assert.equal((await second.bytes).length, 0);
  });

  it('fail when a part is missing, the page refuses, or it goes away', async () => {
    const drawings = new Drawings();
    const [missing, refused, gone] = [1, 2, 3].map(() => drawings.request('p', WISH).bytes);
    drawings.receive(part(1, 1, 2, 'x'));
    await assert.rejects(missing ?? Promise.resolve(), /part of the picture is missing/);
    drawings.refuse({ type: 'noDrawing', page: 'other', request: 2, reason: 'not mine' });
    drawings.refuse({ type: 'noDrawing', page: 'p', request: 2, reason: 'no chart' });
    await assert.rejects(refused ?? Promise.resolve(), /^Error: no chart$/);
    drawings.abandon('closed');
    await assert.rejects(gone ?? Promise.resolve(), /closed/);
    drawings.receive(part(3, 0, 1, 'late'));
    drawings.receive(part(77, 0, 1, 'nobody asked'));
  });

  it('are taken from the page that was asked alone', async () => {
    const drawings = new Drawings();
    const { bytes } = drawings.request('p', WISH);
    drawings.receive(part(1, 0, 1, 'forged', 'q'));
    drawings.receive(part(1, 0, 1, 'true'));
    assert.equal(Buffer.from(await bytes).toString(), 'true');
  });

  it('are checked as if the page were hostile', () => {
    const good = part(1, 0, 2, 'x');
    assert.deepEqual(readPageMessage({ ...good, more: 1 }), good);
    for (const change of [
      { bytes: 'text' },
      { bytes: new Uint8Array(3) },
      { bytes: new ArrayBuffer(MAX_PART_BYTES + 1) },
      { part: 2 },
      { part: -1 },
      { part: 0.5 },
      { parts: MAX_PARTS + 1 },
      { request: '1' },
      { page: '' },
    ]) {
      assert.equal(readPageMessage({ ...good, ...change }), undefined, JSON.stringify(change));
    }
    const refusal = { type: 'noDrawing', page: 'p', request: 1, reason: 'x'.repeat(5000) };
    assert.deepEqual(readPageMessage(refusal), { ...refusal, reason: 'x'.repeat(2000) });
    assert.equal(readPageMessage({ ...refusal, reason: 1 }), undefined);
    const wish = { type: 'export', page: 'p', format: 'csv', chart: 'loss' };
    assert.deepEqual(readPageMessage(wish), wish);
    assert.deepEqual(readPageMessage({ ...wish, format: null, chart: null }), { ...wish, format: null, chart: null });
    for (const change of [{ format: 'exe' }, { format: 7 }, { chart: 7 }, { chart: 'x'.repeat(5000) }]) {
      assert.equal(readPageMessage({ ...wish, ...change }), undefined, JSON.stringify(change));
    }
  });
});
