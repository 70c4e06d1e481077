import assert from 'node:assert/strict';
import { DEFAULT_CHOICES, readChoices, type FigureChoices } from '../../../src/common/figure-choices';

const CHOICES: FigureChoices = {
  arrangement: {
    order: ['b', 'a/'],
    hidden: ['c'],
    pinned: ['a/'],
    merged: [['b', 'd']],
    sizes: { b: { columns: 2, rows: 1 } },
  },
  reading: {
    x: { kind: 'metric', metric: 'epoch' },
    logX: true,
    logY: true,
    smoothing: 0.9,
    ignoreOutliers: true,
    latest: 100,
    linked: false,
    markers: false,
  },
};

/** The choices with one field of a part replaced. */
function withField(part: keyof FigureChoices, field: string, value: unknown): unknown {
  return { ...CHOICES, [part]: { ...CHOICES[part], [field]: value } };
}

describe('Choices for a figure', () => {
  it('are read back as they were', () => {
    for (const choices of [CHOICES, DEFAULT_CHOICES]) {
      assert.deepEqual(readChoices(JSON.parse(JSON.stringify(choices))), choices);
    }
  });

  it('lose what is not declared', () => {
    assert.deepEqual(readChoices({ ...CHOICES, more: 1, reading: { ...CHOICES.reading, evil: {} } }), CHOICES);
  });

  it('are refused when a field is of a wrong shape', () => {
    const holes = ['a', 'b', 'c'];
    // eslint-disable-next-line @typescript-eslint/no-array-delete -- a sparse array is what is to be tested
    delete holes[1];
    const wrong: [keyof FigureChoices, string, readonly unknown[]][] = [
      ['arrangement', 'order', [null, 'a', [1], holes, Array.from({ length: 1001 }, String), ['x'.repeat(2000)]]],
      ['arrangement', 'hidden', [undefined, {}]],
      ['arrangement', 'pinned', [[null]]],
      ['arrangement', 'merged', [['a'], [[1]], null]],
      ['arrangement', 'sizes', [[], { a: 1 }, { a: { columns: 0, rows: 1 } }, { a: { columns: 1.5, rows: 1 } }]],
      ['reading', 'x', [null, 'step', { kind: 'y' }, { kind: 'metric' }, { kind: 'metric', metric: 3 }]],
      ['reading', 'logY', [1, null]],
      ['reading', 'smoothing', [1, -0.1, NaN, '0.5']],
      ['reading', 'latest', [0, -1, Infinity, NaN, '5']],
      ['reading', 'linked', [undefined]],
    ];
    for (const [part, field, values] of wrong) {
      for (const value of values) {
        assert.equal(readChoices(withField(part, field, value)), undefined, `${field}: ${JSON.stringify(value)}`);
      }
    }
    for (const value of [null, 3, [], { arrangement: CHOICES.arrangement }]) {
      assert.equal(readChoices(value), undefined);
    }
  });
});
