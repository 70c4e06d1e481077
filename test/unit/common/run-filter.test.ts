import assert from 'node:assert/strict';
import { elapsed } from '../../../src/common/elapsed';
import { hasOutlived, retentionDays } from '../../../src/common/retention';
import { NO_ABOUT, type RunAbout } from '../../../src/common/run-about';
import { compareRuns, filterWords, matchesFilter, type FilterableRun } from '../../../src/common/run-filter';
import type { RunStatus } from '../../../src/common/protocol';

function runOf(id: string, status: RunStatus | null, about: Partial<RunAbout> = {}, config = ''): FilterableRun {
  return { id, name: `name of ${id}`, project: 'MNIST', status, about: { ...NO_ABOUT, ...about }, config };
}

describe('The order of runs', () => {
  it('is pinned ones first, then those that go on, then the newest', () => {
    const runs = [
      runOf('1', 'running'),
      runOf('2', 'finished', { pinned: true }),
      runOf('3', null),
      runOf('4', 'failed'),
      runOf('5', 'running', { pinned: true }),
      runOf('6', 'running'),
    ];
    assert.deepEqual(
      runs.sort(compareRuns).map(({ id }) => id),
      ['5', '2', '6', '1', '4', '3'],
    );
  });
});

describe('A filter of runs', () => {
  const run = runOf('20260101-a', 'failed', { note: 'Too fast' }, 'lr=0.01\nopt.name=adam');
  const matches = (text: string): boolean => matchesFilter(filterWords(text), run);

  it('looks at names, projects, states, notes, configs and ids, in any case', () => {
    for (const text of ['', '  ', 'NAME', 'mnist', 'failed', 'too fast', 'LR=0.01', 'name=adam', '20260101']) {
      assert.ok(matches(text), text);
    }
  });

  it('wants all words', () => {
    assert.ok(matches('failed adam mnist'));
    assert.equal(matches('failed sgd'), false);
    assert.equal(matches('finished'), false);
  });

  it('does not join one part of a run with the next', () => {
    assert.equal(matches('mnistfailed'), false);
    assert.equal(matches('0.01opt'), false);
  });
});

describe('A run that is old', () => {
  const DAY = 24 * 3600;
  const now = 100 * DAY;
  const old = { status: 'finished', about: NO_ABOUT, end: now - 31 * DAY } as const;

  it('has outlived its days only when nobody wants to keep it', () => {
    assert.equal(hasOutlived(old, 30, now), true);
    assert.equal(hasOutlived(old, 31, now), false);
    assert.equal(hasOutlived(old, 0, now), false);
    for (const about of [{ pinned: true }, { archived: true }, { note: 'x' }]) {
      assert.equal(hasOutlived({ ...old, about: { ...NO_ABOUT, ...about } }, 30, now), false);
    }
    assert.equal(hasOutlived({ ...old, about: { ...NO_ABOUT, name: 'x', colour: 1 } }, 30, now), true);
  });

  it('does not go on, and is known to have ended', () => {
    assert.equal(hasOutlived({ ...old, status: 'running' }, 30, now), false);
    assert.equal(hasOutlived({ ...old, status: null }, 30, now), false);
    assert.equal(hasOutlived({ ...old, end: NaN }, 30, now), false);
  });

  it('is told by a setting that may be anything', () => {
    assert.deepEqual([0, 30, 7.9, 0.5, -1, NaN, Infinity, '30', null].map(retentionDays), [0, 30, 7, 1, 0, 0, 0, 0, 0]);
  });
});

describe('A duration in words', () => {
  it('has two units at most', () => {
    assert.deepEqual([NaN, -1, 0.9, 59, 61, 3600, 7384, 90_000, 1e6].map(elapsed), [
      '',
      '0 s',
      '0 s',
      '59 s',
      '1 min 1 s',
      '1 h 0 min',
      '2 h 3 min',
      '1 d 1 h',
      '11 d 13 h',
    ]);
  });
});
