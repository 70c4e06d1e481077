import assert from 'node:assert/strict';
import { type AnsiStyle, PLAIN, readAnsi } from '../../../src/common/ansi';

const ESC = '\u001b';

/** The pieces of a line, each with what differs from the usual style. */
function read(line: string, style = PLAIN): [string, Partial<AnsiStyle>][] {
  return readAnsi(line, style).pieces.map((piece) => [piece.text, differences(piece.style)]);
}

function differences(style: AnsiStyle): Partial<AnsiStyle> {
  return Object.fromEntries(Object.entries(style).filter(([key, value]) => value !== PLAIN[key as keyof AnsiStyle]));
}

describe('readAnsi', () => {
  it('leaves plain text as it is', () => {
    assert.deepEqual(read('loss 0.3\t✓ [31m'), [['loss 0.3\t✓ [31m', {}]]);
    assert.deepEqual(read(''), []);
  });

  it('reads the sixteen colours and resets them', () => {
    assert.deepEqual(read(`a${ESC}[31mb${ESC}[92;44mc${ESC}[39md${ESC}[0me${ESC}[103mf${ESC}[mg`), [
      ['a', {}],
      ['b', { foreground: 1 }],
      ['c', { foreground: 10, background: 4 }],
      ['d', { background: 4 }],
      ['e', {}],
      ['f', { background: 11 }],
      ['g', {}],
    ]);
  });

  it('reads the 256 colours and true colours, with semicolons and colons', () => {
    assert.deepEqual(read(`${ESC}[38;5;9ma${ESC}[38;5;196mb${ESC}[48;5;244mc`), [
      ['a', { foreground: 9 }],
      ['b', { foreground: 'rgb(255, 0, 0)' }],
      ['c', { foreground: 'rgb(255, 0, 0)', background: 'rgb(128, 128, 128)' }],
    ]);
    assert.deepEqual(read(`${ESC}[1;38;2;1;2;3;4ma${ESC}[0;38:2::4:5:6mb${ESC}[48:5:16mc`), [
      ['a', { bold: true, foreground: 'rgb(1, 2, 3)', underline: true }],
      ['b', { foreground: 'rgb(4, 5, 6)' }],
      ['c', { foreground: 'rgb(4, 5, 6)', background: 'rgb(0, 0, 0)' }],
    ]);
  });

  it('takes no colour from what is none', () => {
    assert.deepEqual(read(`${ESC}[38;2;300;0;0ma${ESC}[38;5mb${ESC}[38mc${ESC}[999;1000000000md`), [['abcd', {}]]);
  });

  it('reads weights and lines, and takes them back', () => {
    assert.deepEqual(read(`${ESC}[1;3;4;9ma${ESC}[22;23;24;29mb${ESC}[2;7mc${ESC}[22;27md`), [
      ['a', { bold: true, italic: true, underline: true, struck: true }],
      ['b', {}],
      ['c', { dim: true, inverse: true }],
      ['d', {}],
    ]);
  });

  it('carries a style over to the next line', () => {
    const { style } = readAnsi(`${ESC}[1;31merror`, PLAIN);
    assert.deepEqual(read(`goes on${ESC}[0m and ends`, style), [
      ['goes on', { bold: true, foreground: 1 }],
      [' and ends', {}],
    ]);
    assert.equal(readAnsi(`${ESC}[0m`, style).style, PLAIN);
  });

  it('takes away all that does not colour text', () => {
    const line = `${ESC}[2K${ESC}[1;1Ha${ESC}]8;;https://example.org${ESC}\\link${ESC}]8;;\u0007${ESC}(B${ESC}7\u0000\u0008b${ESC}[?25h${ESC}`;
    assert.deepEqual(read(line), [['alinkb', {}]]);
    assert.deepEqual(read(`a${ESC}]0;title that never ends`), [['a', {}]]);
  });

  it('keeps the last version of a line that was written over', () => {
    assert.deepEqual(read(`10 %\r${ESC}[32m20 %\r30 %\r`), [['30 %', { foreground: 2 }]]);
  });

  it('reads hostile text in time that grows with its length alone', () => {
    for (const piece of [`${ESC}]`, `${ESC}[`, `${ESC}[;;;;;;`, `${ESC}P`, ' !', ESC]) {
      const began = process.cpuUsage();
      readAnsi(piece.repeat(200_000), PLAIN);
      assert.ok(process.cpuUsage(began).user < 3_000_000, JSON.stringify(piece));
    }
  });
});
