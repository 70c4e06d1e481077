import assert from 'node:assert/strict';
import { decodeBase64 } from '../../../src/common/base64';
import { decodeColumn, decodeValues } from '../../../src/common/column';
import { decodeFrame, encodeFrame, type Block } from '../../../src/common/frame';
import { Random } from './random';

describe('Base64', function () {
  this.timeout(60_000);

  it('reads what Node writes, of any length', () => {
    const random = new Random(1);
    for (let length = 0; length < 200; length += 1) {
      const bytes = Uint8Array.from({ length }, () => random.whole(0, 255));
      assert.deepEqual(decodeBase64(Buffer.from(bytes).toString('base64')), bytes);
    }
  });

  it('refuses each character that is not of the alphabet, at each place', () => {
    const text = Buffer.from('some bytes here').toString('base64');
    assert.ok(decodeBase64(text));
    for (let place = 0; place < text.length; place += 1) {
      for (const wrong of ['-', '_', ' ', '\n', '=', '\0', 'é', 'Ł', '\u{4141}', '\uff21']) {
        const broken = text.slice(0, place) + wrong + text.slice(place + 1);
        const isPadding = wrong === '=' && place === text.length - 1;
        assert.equal(decodeBase64(broken) === undefined, !isPadding, `${JSON.stringify(wrong)} at ${place}`);
      }
    }
  });
});

describe('A packed column', function () {
  this.timeout(60_000);

  it('keeps every bit pattern of the numbers that matter', () => {
    const numbers = [0, -0, 1.5, NaN, Infinity, -Infinity, 5e-324, Number.MAX_VALUE];
    const packed = Buffer.from(Float64Array.from(numbers).buffer).toString('base64');
    assert.deepEqual(decodeValues(packed), Float64Array.from(numbers));
    assert.deepEqual(decodeColumn(packed, numbers.length), Float64Array.from(numbers));
    assert.equal(decodeColumn(packed, 7), undefined);
  });
});

describe('A frame', function () {
  this.timeout(60_000);

  function block(random: Random): Block {
    const kind = random.pick(['points', 'columns'] as const);
    const count = random.whole(0, 20);
    const values = Array.from({ length: kind === 'points' ? 2 : 5 }, () =>
      Float64Array.from({ length: count }, () => random.pick([NaN, Infinity, -1e308, 0.5])),
    );
    return {
      chart: random.whole(0, 49),
      series: random.whole(0, 49),
      kind,
      from: random.whole(0, 1e6),
      count,
      width: kind === 'points' ? 0 : 2 ** random.whole(-1022, 1023),
      low: random.pick([NaN, -1e308]),
      high: random.pick([NaN, 1e308]),
      values,
    };
  }

  it('is read as it was written', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const random = new Random(seed);
      const blocks = Array.from({ length: random.whole(0, 10) }, () => block(random));
      const buffer = encodeFrame(blocks);
      assert.deepEqual(decodeFrame(buffer), blocks, `seed ${seed}`);
      const numbers = blocks.reduce((total, one) => total + 8 + one.count * one.values.length, 0);
      assert.equal(buffer.byteLength, numbers * 8);
    }
  });

  it('is refused when it is cut, or when a number of its head is not of its kind', () => {
    const random = new Random(7);
    const whole = new Float64Array(encodeFrame([{ ...block(random), count: 1, kind: 'points', values: twoOf(1) }]));
    for (let length = 1; length < whole.length; length += 1) {
      assert.throws(() => decodeFrame(whole.slice(0, length).buffer), RangeError, `${length} numbers`);
    }
    assert.throws(() => decodeFrame(new ArrayBuffer(9)), RangeError);
    for (const place of [0, 1, 2, 3, 4]) {
      for (const wrong of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
        const broken = whole.slice();
        broken[place] = wrong;
        assert.throws(() => decodeFrame(broken.buffer), RangeError);
      }
    }
  });

  function twoOf(length: number): Float64Array[] {
    return [new Float64Array(length), new Float64Array(length)];
  }
});
