import assert from 'node:assert/strict';
import { PrintedMetricParser } from '../../../src/common/printed-metrics';
import { colouredText, plainText, takesScreen } from '../../../src/common/terminal-text';

const ESC = '\u001b';
const BELL = '\u0007';

const cases: Readonly<Record<string, readonly [line: string, plain: string, coloured: string]>> = {
  'text alone': ['loss=0.5 ä€𝄞\t|', 'loss=0.5 ä€𝄞\t|', 'loss=0.5 ä€𝄞\t|'],
  colours: [`${ESC}[1;31mloss${ESC}[0m=${ESC}[38:5:196m1`, 'loss=1', `${ESC}[1;31mloss${ESC}[0m=${ESC}[38:5:196m1`],
  'moves and erasures': [`${ESC}[2K${ESC}[1Gloss${ESC}[?25l=1${ESC}[A`, 'loss=1', 'loss=1'],
  'titles, with either end': [`${ESC}]0;a=9${BELL}loss=1${ESC}]2;b${ESC}\\`, 'loss=1', 'loss=1'],
  'marks of shell integration': [`${ESC}]633;C${BELL}loss=1${ESC}]633;D;0${BELL}`, 'loss=1', 'loss=1'],
  'a link': [`${ESC}]8;;http://a.b/c=3${ESC}\\loss=1${ESC}]8;;${ESC}\\`, 'loss=1', 'loss=1'],
  'short commands': [`${ESC}7${ESC}(Bloss=1${ESC}8${ESC}=`, 'loss=1', 'loss=1'],
  'controls and an escape that goes nowhere': [`\bloss\u0000=1\u007f${ESC}`, 'loss=1', 'loss=1'],
};

describe('Text of a terminal', () => {
  for (const [what, [line, plain, coloured]] of Object.entries(cases)) {
    it(`is rid of ${what}`, () => {
      assert.equal(plainText(line), plain);
      assert.equal(colouredText(line), coloured);
    });
  }

  it('is read in a time that grows with its length', () => {
    for (const text of [ESC.repeat(200_000), `${ESC}]`.repeat(100_000), `${ESC}[${';'.repeat(200_000)}`]) {
      const began = performance.now();
      plainText(text);
      assert.ok(performance.now() - began < 2000);
    }
  });

  it('tells when a program takes the whole screen', () => {
    assert.equal(takesScreen(`a${ESC}[?1049hb`), true);
    assert.equal(takesScreen(`${ESC}[?25h`), false);
  });

  it('does not hide metrics', () => {
    const [found] = new PrintedMetricParser().parseAll([
      `${ESC}[32mEpoch 3${ESC}[0m ${ESC}]633;E;x=5${BELL}loss=${ESC}[1m0.25${ESC}[0m`,
    ]);
    assert.deepEqual([...(found?.values ?? [])], [['loss', 0.25]]);
    assert.equal(found?.step, 3);
  });
});
