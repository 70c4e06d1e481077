import assert from 'node:assert/strict';
import { LineSplitter } from '../../../src/common/lines';
import { MAX_LINE_BYTES } from '../../../src/common/record';
import { cut, Random } from './random';

interface Split {
  readonly splitter: LineSplitter;
  /** Lines as text; `null` for one that was too long. */
  readonly lines: (string | null)[];
}

function splitter(limit?: number): Split {
  const lines: (string | null)[] = [];
  const sink = {
    line: (bytes: Uint8Array) => void lines.push(Buffer.from(bytes).toString('latin1')),
    tooLong: () => void lines.push(null),
  };
  return { splitter: limit === undefined ? new LineSplitter(sink) : new LineSplitter(sink, limit), lines };
}

/** What any splitter must give, from the whole text at once. */
function model(text: string, limit: number): (string | null)[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => (line.length > limit ? null : line));
}

describe('LineSplitter', function () {
  this.timeout(60_000);

  it('gives the same lines for every way to cut a short text', () => {
    const text = 'ab\n\nc\r\nlonger\nd\ntorn';
    const bytes = Buffer.from(text);
    for (let first = 0; first <= bytes.length; first += 1) {
      for (let second = first; second <= bytes.length; second += 1) {
        const { splitter: split, lines } = splitter(5);
        split.push(bytes.subarray(0, first));
        split.push(bytes.subarray(first, second));
        split.push(bytes.subarray(second));
        assert.deepEqual(lines, model(text, 5), `cut at ${first} and ${second}`);
      }
    }
  });

  it('gives the same lines for random texts, limits and cuts', () => {
    for (let seed = 1; seed <= 400; seed += 1) {
      const random = new Random(seed);
      const limit = random.whole(1, 40);
      const text = Array.from({ length: random.whole(0, 60) }, () =>
        'x'.repeat(random.chance(0.2) ? limit + random.whole(-1, 2) : random.whole(0, limit * 2)),
      ).join('\n');
      const { splitter: split, lines } = splitter(limit);
      cut(Buffer.from(text), random, random.whole(1, limit * 3)).forEach((chunk) => split.push(chunk));
      assert.deepEqual(lines, model(text, limit), `seed ${seed}`);
      assert.ok(split.bytes <= Math.max(limit, 1024), `seed ${seed}`);
    }
  });

  it('keeps a torn tail until its end comes, and never more than the limit', () => {
    const { splitter: split, lines } = splitter();
    split.push(Buffer.from('{"step":1'));
    assert.deepEqual(lines, []);
    split.push(Buffer.from('}'));
    assert.deepEqual(lines, []);
    split.push(Buffer.from('\n'));
    assert.deepEqual(lines, ['{"step":1}']);
  });

  it('reads past a line of 100 MB in constant memory and goes on with the next', () => {
    const { splitter: split, lines } = splitter();
    const chunk = Buffer.alloc(64 * 1024, 'x');
    let most = 0;
    const before = process.memoryUsage().arrayBuffers;
    for (let sent = 0; sent < 100_000_000; sent += chunk.length) {
      split.push(chunk);
      most = Math.max(most, split.bytes);
    }
    assert.ok(most <= MAX_LINE_BYTES, `held ${most} bytes`);
    assert.equal(split.bytes, 0);
    assert.ok(process.memoryUsage().arrayBuffers - before < 20 * MAX_LINE_BYTES);
    split.push(Buffer.from('\nnext\n'));
    assert.deepEqual(lines, [null, 'next']);
  });

  it('tells the longest line from one that is a byte too long', () => {
    const { splitter: split, lines } = splitter();
    split.push(Buffer.alloc(MAX_LINE_BYTES, 'a'));
    split.push(Buffer.from('\n'));
    split.push(Buffer.alloc(MAX_LINE_BYTES + 1, 'a'));
    split.push(Buffer.from('\n'));
    assert.deepEqual(
      lines.map((line) => line?.length),
      [MAX_LINE_BYTES, undefined],
    );
  });
});
