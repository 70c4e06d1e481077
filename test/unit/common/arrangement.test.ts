import assert from 'node:assert/strict';
import {
  arranged,
  isArranged,
  isMetricOfChart,
  NO_ARRANGEMENT,
  partsOf,
  sizeOf,
  withAllShown,
  withHidden,
  withMerged,
  withMoved,
  withOwnChart,
  withPinned,
  withSize,
  withSplit,
} from '../../../src/common/arrangement';
import { readChoices, DEFAULT_CHOICES, type Arrangement } from '../../../src/common/figure-choices';
import { layOutFigure, MAX_CHARTS } from '../../../src/common/figure-layout';
import { Random } from './random';
import { apply, runOf } from './runs';

const ids = (names: readonly string[]) => names.map((id) => ({ id }));
const orderOf = (names: readonly string[], arrangement: Arrangement) =>
  arranged(ids(names), arrangement).map(({ id }) => id);

describe('The arrangement of charts', function () {
  this.timeout(60_000);

  it('has pinned charts first, then those that were moved, then the others as they come', () => {
    const moved = withMoved(NO_ARRANGEMENT, ['a', 'b', 'c'], 'c', 'a', false);
    assert.deepEqual(orderOf(['a', 'b', 'c', 'd'], moved), ['c', 'a', 'b', 'd']);
    assert.deepEqual(orderOf(['d', 'b', 'a'], moved), ['a', 'b', 'd']);
    const pinned = withPinned(moved, 'd', true);
    assert.deepEqual(orderOf(['a', 'b', 'c', 'd'], pinned), ['d', 'c', 'a', 'b']);
    assert.deepEqual(withPinned(pinned, 'd', false), moved);
  });

  it('keeps the places of charts that are not there, for the next run', () => {
    const all = withMoved(NO_ARRANGEMENT, ['a', 'b', 'c', 'd'], 'd', 'b', false);
    const without = withMoved(all, ['a', 'b', 'c'], 'c', 'a', false);
    assert.deepEqual(orderOf(['a', 'b', 'c', 'd'], without), ['c', 'a', 'd', 'b']);
  });

  it('gives a chart that others were merged into the name and size of the first', () => {
    const sized = withSize(NO_ARRANGEMENT, 'a', { columns: 2, rows: 1 });
    const merged = withMerged(withMerged(sized, 'b', 'a'), 'c', 'a');
    assert.deepEqual(partsOf(merged, 'a'), ['a', 'b', 'c']);
    assert.deepEqual(sizeOf(merged, 'a'), { columns: 2, rows: 1 });
    assert.deepEqual(partsOf(withMerged(merged, 'a', 'd'), 'd'), ['d', 'a', 'b', 'c']);
    assert.deepEqual(withSplit(merged, 'a').merged, []);
    assert.equal(withMerged(merged, 'a', 'a'), merged);
  });

  it('has the place and size of a chart kept when the part that names it is taken away', () => {
    let arrangement = withMerged(NO_ARRANGEMENT, 'x/b', 'x/a');
    arrangement = withSize(arrangement, 'x/a', { columns: 2, rows: 2 });
    arrangement = withMoved(arrangement, ['x/', 'x/a'], 'x/a', 'x/', true);
    const taken = withMerged(arrangement, 'x/a', 'x/');
    assert.deepEqual(taken.merged, [['x/', 'x/a', 'x/b']]);
    const own = withOwnChart(arrangement, ['x/a', 'x/'], 'x/a', 'x/a');
    assert.deepEqual(own.merged, [['x/b'], ['x/a']]);
    assert.deepEqual(orderOf(['x/', 'x/a', 'x/b'], own), ['x/b', 'x/a', 'x/']);
    assert.deepEqual(sizeOf(own, 'x/b'), { columns: 2, rows: 2 });
    assert.deepEqual(sizeOf(own, 'x/a'), { columns: 1, rows: 1 });
  });

  it('holds sizes within the grid, under any name', () => {
    const sized = withSize(NO_ARRANGEMENT, '__proto__', { columns: 99, rows: 0 });
    assert.deepEqual(sizeOf(sized, '__proto__'), { columns: 12, rows: 1 });
    assert.deepEqual(sizeOf(sized, 'constructor'), { columns: 1, rows: 1 });
    assert.equal(isArranged(sized), true);
    assert.equal(isArranged(withSize(sized, '__proto__', { columns: 1, rows: 1 })), false);
  });

  it('tells metrics of a chart from charts', () => {
    assert.deepEqual(['a/b', 'a/b/c', 'a', '/a', 'a/', '/'].map(isMetricOfChart), [
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('is within what the host takes from a page, however long it is worked on', () => {
    let arrangement = NO_ARRANGEMENT;
    const names = Array.from({ length: 600 }, (_, index) => `m/${index}`);
    for (const name of names) {
      arrangement = withHidden(withSize(arrangement, name, { columns: 2, rows: 2 }), name, true);
      arrangement = withPinned(arrangement, name, true);
    }
    arrangement = withMoved(arrangement, names, 'm/3', null, false);
    assert.deepEqual(readChoices({ ...DEFAULT_CHOICES, arrangement }), { ...DEFAULT_CHOICES, arrangement });
  });
});

describe('A figure as it was arranged', function () {
  this.timeout(60_000);

  const METRICS = ['train/loss', 'lr', 'train/acc', 'val/loss', 'val/acc', 'speed', 'a/b/c', 'a/b/d', 'time'];
  const { run } = runOf(...METRICS);

  function charts(arrangement: Arrangement): Map<string, string[]> {
    const { charts: series, description } = layOutFigure([run], null, '', true, arrangement);
    return new Map(description.charts.map(({ id }, index) => [id, (series[index] ?? []).map(({ metric }) => metric)]));
  }

  it('draws merged charts as one, and metrics that were taken out by themselves', () => {
    const merged = withMerged(NO_ARRANGEMENT, 'val/loss', 'train/loss');
    assert.deepEqual([...charts(merged)].slice(0, 4), [
      ['train/loss', ['train/loss', 'val/loss']],
      ['lr', ['lr']],
      ['train/', ['train/acc']],
      ['val/', ['val/acc']],
    ]);
    const { description } = layOutFigure([run], null, '', true, merged);
    assert.equal(description.charts[0]?.title, 'train/loss + val/loss');
    const all = withMerged(NO_ARRANGEMENT, 'val/', 'train/');
    assert.deepEqual(charts(all).get('train/'), ['train/loss', 'train/acc', 'val/loss', 'val/acc']);
  });

  it('names a merged chart the same while its first part is not there yet', () => {
    const merged = withMerged(NO_ARRANGEMENT, 'lr', 'missing');
    assert.deepEqual(charts(merged).get('missing'), ['lr']);
  });

  it('sends nothing of hidden charts, says which they are, and draws others in their place', () => {
    const hidden = withHidden(NO_ARRANGEMENT, 'train/', true);
    const { description, charts: series } = layOutFigure([run], null, '', true, hidden);
    assert.deepEqual(description.hidden, [{ id: 'train/', title: 'train' }]);
    assert.ok(!series.flat().some(({ metric }) => metric.startsWith('train/')));
    const many = runOf(...Array.from({ length: 60 }, (_, index) => `m${index}`)).run;
    const fewer = layOutFigure([many], null, '', true, withHidden(NO_ARRANGEMENT, 'm0', true)).description;
    assert.deepEqual([fewer.charts.length, fewer.hiddenCharts, fewer.charts.at(-1)?.id], [MAX_CHARTS, 9, 'm50']);
  });

  it('keeps its arrangement when the program defines the figure anew', () => {
    const { run: own } = runOf('a', 'b', 'c', 'd');
    const define = (...names: string[]) =>
      apply(own.producer('p1'), { type: 'figure', name: 'F', charts: names.map((name) => [name]) });
    let arrangement = withMoved(NO_ARRANGEMENT, ['a', 'b', 'c'], 'c', 'a', false);
    arrangement = withHidden(arrangement, 'b', true);
    const shown = () => layOutFigure([own], 'F', '', true, arrangement).description.charts.map(({ id }) => id);
    define('a', 'b', 'c');
    assert.deepEqual(shown(), ['c', 'a']);
    define('d', 'a', 'b', 'c');
    assert.deepEqual(shown(), ['c', 'a', 'd']);
  });

  it('leaves charts of the program’s own specs by themselves where they are drawn', () => {
    const { run: own } = runOf('a', 'b');
    const spec = { mark: 'line', data: { name: 'points' } };
    apply(own.producer('p1'), { type: 'figure', name: 'F', charts: [{ metrics: ['a'], spec }, ['b']] });
    const merged = withMerged(NO_ARRANGEMENT, 'b', 'a');
    assert.equal(layOutFigure([own], 'F', '', true, merged).charts.length, 2);
    const untrusted = layOutFigure([own], 'F', '', false, merged).description.charts;
    assert.deepEqual([untrusted.length, untrusted[0]?.note?.includes('untrusted')], [1, true]);
  });

  it('follows any sequence of changes as a naive model does, and never loses or doubles a metric', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const random = new Random(seed);
      const trace: string[] = [];
      let arrangement = NO_ARRANGEMENT;
      for (let turn = 0; turn < 25; turn += 1) {
        const before = charts(arrangement);
        const shown = [...before.keys()];
        const pinned = new Set(arrangement.pinned);
        if (shown.length === 0) {
          arrangement = withAllShown(arrangement);
          continue;
        }
        const [one, other] = [random.pick(shown), random.pick(shown)];
        const kind = random.whole(0, 5);
        trace.push(`${['move', 'hide', 'pin', 'merge', 'split', 'own'][kind]} ${one} ${other}`);
        const failed = () => `seed ${seed}: ${trace.join('; ')}`;
        if (kind === 0) {
          arrangement = withMoved(arrangement, shown, one, other, pinned.has(other));
          const expected = shown.filter((id) => id !== one || one === other);
          if (one !== other) expected.splice(expected.indexOf(other), 0, one);
          assert.deepEqual([...charts(arrangement).keys()], expected, failed());
        } else if (kind === 1) {
          arrangement = withHidden(arrangement, one, true);
          assert.deepEqual(
            [...charts(arrangement).keys()],
            shown.filter((id) => id !== one),
            failed(),
          );
          if (random.chance(0.5)) {
            arrangement = withHidden(arrangement, one, false);
            assert.deepEqual(charts(arrangement), before, failed());
          }
        } else if (kind === 2) {
          arrangement = withPinned(arrangement, one, !pinned.has(one));
          assert.deepEqual(new Set(charts(arrangement).keys()), new Set(shown), failed());
          assert.equal(arrangement.pinned.includes(one), !pinned.has(one));
        } else if (kind === 3) {
          arrangement = withMerged(arrangement, one, other);
          const together = new Set([...(before.get(other) ?? []), ...(before.get(one) ?? [])]);
          const after = charts(arrangement);
          assert.deepEqual(new Set(after.get(other)), together, failed());
          assert.equal(after.size, one === other ? shown.length : shown.length - 1, failed());
        } else if (kind === 4) {
          arrangement = withSplit(arrangement, one);
          assert.ok(partsOf(arrangement, one).length === 1, failed());
        } else {
          const metric = random.pick(before.get(one) ?? []);
          if (!isMetricOfChart(metric) || before.get(one)?.length === 1) continue;
          arrangement = withOwnChart(arrangement, shown, metric, one);
          const after = charts(arrangement);
          assert.deepEqual(after.get(metric), [metric], failed());
        }
        const everywhere = [...charts(withAllShown(arrangement)).values()].flat().sort();
        assert.deepEqual(everywhere, [...METRICS].sort(), failed());
        assert.ok(readChoices({ ...DEFAULT_CHOICES, arrangement }) !== undefined, failed());
      }
    }
  });
});
