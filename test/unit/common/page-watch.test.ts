import assert from 'node:assert/strict';
import { PageWatch, type PageDoubt } from '../../../src/common/page-watch';

/** Looks every second from one to another, and tells what came of it when. */
function looks(watch: PageWatch, from: number, to: number, sentAt: number | null): [number, PageDoubt][] {
  const found: [number, PageDoubt][] = [];
  for (let second = from; second <= to; second += 1) {
    const doubt = watch.look(second * 1000, sentAt);
    if (doubt !== null) found.push([second, doubt]);
  }
  return found;
}

describe('A page that is watched', () => {
  it('is asked when it draws nothing, and hangs when it does not answer: that is told once', () => {
    const watch = new PageWatch();
    assert.deepEqual(looks(watch, 0, 60, 0), [
      [5, 'ask'],
      [10, 'hangs'],
    ]);
    assert.equal(watch.hear(61_000), true);
    assert.equal(watch.hear(61_001), false);
    assert.deepEqual(looks(watch, 62, 80, 61_500), [
      [67, 'ask'],
      [72, 'hangs'],
    ]);
  });

  it('is let alone as long as it answers, though nobody sees its window and it draws nothing', () => {
    const watch = new PageWatch();
    let asked = 0;
    for (let second = 0; second < 600; second += 1) {
      const doubt = watch.look(second * 1000, 0);
      assert.notEqual(doubt, 'hangs');
      if (doubt === 'ask') {
        asked += 1;
        assert.equal(watch.hear(second * 1000 + 900), false);
      }
    }
    assert.ok(asked > 50 && asked <= 120, `${asked} questions`);
  });

  it('is not blamed for nothing to draw, nor for a host that was held up itself', () => {
    const watch = new PageWatch();
    assert.deepEqual(looks(watch, 0, 100, null), []);
    assert.deepEqual(looks(watch, 101, 104, 101_000), []);
    // The machine slept.
    assert.equal(watch.look(900_000, 101_000), null);
    assert.deepEqual(looks(watch, 901, 903, 101_000), []);
    assert.deepEqual(looks(watch, 904, 905, 101_000), [[905, 'ask']]);
    watch.reset();
    assert.deepEqual(looks(watch, 906, 910, 906_000), []);
  });
});
