import assert from 'node:assert/strict';
import { PrintedPoints } from '../../../src/runner/job/printed-points';

type Row = Readonly<Record<string, unknown>>;

function points(printedMetrics: 'draw' | 'offer' | 'never', patterns: readonly string[] = []) {
  const written: Row[] = [];
  const givenUp: string[] = [];
  const sink = {
    write: (records: readonly object[]) => void written.push(...(records as readonly Row[])),
    givenUp: (pattern: string) => void givenUp.push(pattern),
  };
  return { points: new PrintedPoints({ printedMetrics, patterns }, sink), written, givenUp };
}

function withoutTime(rows: readonly Row[]): unknown[] {
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => key !== 'time')));
}

describe('Printed points', () => {
  it('are written at once, later, or never', () => {
    for (const [kind, before, after] of [
      ['draw', 1, 1],
      ['offer', 0, 1],
      ['never', 0, 0],
    ] as const) {
      const { points: found, written } = points(kind);
      found.look('step 3 loss=inf');
      found.search();
      assert.equal(written.length, before, kind);
      found.draw();
      found.draw();
      assert.equal(written.length, after, kind);
      assert.deepEqual(withoutTime(written), after === 0 ? [] : [{ loss: 'Infinity', step: 3 }]);
    }
  });

  it('say how many of them were dropped before they were wanted', () => {
    const { points: found, written } = points('offer');
    const count = 111_000;
    for (let step = 0; step < count; step += 1) {
      found.look(`step ${step} loss=1`);
      if (step % 1000 === 0) found.search();
    }
    found.draw();
    const [gap, ...rows] = written;
    assert.equal(gap?.['type'], 'gap');
    assert.equal(Number(gap['count']) + rows.length, count);
    assert.ok(rows.length >= 100_000);
    assert.deepEqual([rows[0]?.['step'], rows.at(-1)?.['step']], [gap['count'], count - 1]);
  });

  it('tell of a pattern that takes for ever', function () {
    this.timeout(20_000);
    const { points: found, written, givenUp } = points('draw', ['^(?<loss>(a+)+)$']);
    found.look(`${'a'.repeat(40)}!`);
    found.look('loss=2');
    found.search();
    assert.deepEqual(givenUp, ['^(?<loss>(a+)+)$']);
    assert.deepEqual(withoutTime(written), [{ loss: 2 }]);
  });
});
