import assert from 'node:assert/strict';
import { OutputLines } from '../../../src/runner/job/output-lines';

/** Prints parts to a clock of its own; a number is a wait in milliseconds, with a tick each 100. */
function print(...parts: readonly (string | number | Uint8Array)[]): { lines: string[]; overwritten: string[] } {
  const seen = { lines: [] as string[], overwritten: [] as string[] };
  let now = 100_000;
  const output = new OutputLines(
    { line: (text) => seen.lines.push(text), overwritten: (text) => seen.overwritten.push(text) },
    () => now,
  );
  for (const part of parts) {
    if (typeof part === 'number') {
      for (const end = now + part; now < end;) {
        now += 100;
        output.tick();
      }
    } else {
      output.push(Buffer.from(part));
    }
  }
  output.end();
  return seen;
}

describe('Printed output', () => {
  it('is cut into lines, wherever it is cut into parts', () => {
    const bytes = Buffer.from('one\ntwo ü €\r\n\n\nlast');
    for (let at = 0; at <= bytes.length; at += 1) {
      assert.deepEqual(print(bytes.subarray(0, at), bytes.subarray(at)).lines, ['one', 'two ü €', '', '', 'last']);
    }
  });

  it('shows a line without its end after a second, and goes on behind it', () => {
    assert.deepEqual(print('Password: ', 2000, '\nnext\n').lines, ['Password: ', 'next']);
    assert.deepEqual(print('.', 500, '.', 500, '.\n').lines, ['...']);
    assert.deepEqual(print('.', 2000, '.', 2000, '\n').lines, ['.', '.']);
  });

  it('shows a progress bar now and then and at last, and passes on each of its versions', () => {
    const bar = Array.from({ length: 200 }, (_, index) => [`\rstep ${index}`, 100]).flat();
    const { lines, overwritten } = print(...bar, '\ndone\n');
    const versions = [...lines.slice(0, -1), ...overwritten].map((line) => Number(line.slice(5)));
    assert.deepEqual(
      versions.sort((a, b) => a - b),
      Array.from({ length: 200 }, (_, index) => index),
    );
    assert.deepEqual(lines.slice(-2), ['step 199', 'done']);
    assert.ok(lines.length >= 4 && lines.length <= 8, `${lines.length} lines in 20 seconds`);
  });

  it('shows the last version of a bar that ends with its carriage return', () => {
    assert.deepEqual(print('a\rb\r').lines, ['a', 'b']);
    assert.deepEqual(print('a\r', '\n', 'b\n').lines, ['a', 'b']);
  });

  it('cuts a line that is too long, and loses none of it', () => {
    const long = 'x'.repeat(200_000);
    const { lines } = print(long.slice(0, 70_000), `${long.slice(70_000)}\nnext\n`);
    assert.equal(lines.slice(0, -1).join(''), long);
    assert.ok(lines.every((line) => line.length <= 65_536));
    assert.equal(lines.at(-1), 'next');
  });
});
