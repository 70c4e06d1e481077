import assert from 'node:assert/strict';
import { Feed } from '../../../src/common/feed';
import { DEFAULT_CHOICES, type FigureChoices, type Reading } from '../../../src/common/figure-choices';
import { Memory } from '../../../src/common/memory';
import { Run } from '../../../src/common/run';
import { CHUNK_POINTS } from '../../../src/common/series';
import { Smoother } from '../../../src/common/smoothing';
import { IDENTITY, Page } from './page';
import { apply, runOf } from './runs';

const START = 1_795_000_000;

function choices(reading: Partial<Reading>): FigureChoices {
  return { ...DEFAULT_CHOICES, reading: { ...DEFAULT_CHOICES.reading, ...reading } };
}

/** A run of 100 steps, one in half a second, of a loss and every tenth step an epoch. */
function trained() {
  const { run, producer } = runOf('loss', 'epoch');
  apply(producer, { type: 'run', version: 1, id: 'run-1', producer: 'p1', start: START });
  for (let step = 0; step < 100; step += 1) {
    const t = [START + 5 + step / 2];
    apply(producer, { type: 'points', series: 0, x: [step], y: [100 - step], t });
    if (step % 10 === 0) apply(producer, { type: 'points', series: 1, x: [step], y: [step / 10], t });
  }
  return { run, producer };
}

function opened(run: Run, reading: Partial<Reading>): { feed: Feed; page: Page } {
  const feed = new Feed([run], IDENTITY, false, choices(reading));
  const page = new Page(feed, 'page-1');
  page.catchUp();
  return { feed, page };
}

/** Entries of a field of a series that the page has. */
function field(page: Page, chart: number, series: number, which: number): number[] {
  const data = page.charts[chart]?.[series];
  assert.ok(data);
  return [...(data.fields[which] ?? [])].slice(0, data.count);
}

describe('A figure as it is read', () => {
  it('has time on its x axis', () => {
    const { run, producer } = trained();
    const wall = opened(run, { x: { kind: 'time' } });
    assert.deepEqual(field(wall.page, 0, 0, 0).slice(0, 3), [START + 5, START + 5.5, START + 6]);
    const relative = opened(run, { x: { kind: 'relative' } });
    assert.deepEqual(field(relative.page, 0, 0, 0).slice(0, 3), [5, 5.5, 6]);
    assert.deepEqual(field(relative.page, 0, 0, 1).slice(0, 3), [100, 99, 98]);
    apply(producer, { type: 'points', series: 0, x: [100, 101], y: [7, 8], t: [START + 80, 'NaN'] });
    relative.page.catchUp();
    assert.equal(field(relative.page, 0, 0, 0).at(-1), 80);
    assert.deepEqual(relative.page.leftOut, ['Not shown: 1 point without a time', '']);
  });

  it('has a metric on its x axis, and says what has no place there', () => {
    const { run, producer } = trained();
    const { page } = opened(run, { x: { kind: 'metric', metric: 'epoch' } });
    assert.deepEqual(field(page, 0, 0, 0), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.deepEqual(field(page, 0, 0, 1), [100, 90, 80, 70, 60, 50, 40, 30, 20, 10]);
    assert.deepEqual(page.leftOut, ['Not shown: 81 points without a value of epoch at their step', '']);
    apply(producer, { type: 'end', status: 'finished', time: START });
    page.catchUp();
    assert.deepEqual(page.leftOut, ['Not shown: 90 points without a value of epoch at their step', '']);
  });

  it('has a logarithmic x axis', () => {
    const { run } = trained();
    const { page } = opened(run, { logX: true });
    assert.deepEqual(
      field(page, 0, 0, 0),
      Array.from({ length: 99 }, (_, index) => Math.log10(index + 1)),
    );
    assert.deepEqual(page.leftOut, [
      'Not shown: 1 point at x ≤ 0, which a logarithmic axis does not have',
      'Not shown: 1 point at x ≤ 0, which a logarithmic axis does not have',
    ]);
  });

  it('has each series smoothed after all of them as they are', () => {
    const { run } = trained();
    const { page } = opened(run, { smoothing: 0.9 });
    assert.equal(page.charts[0]?.length, 2);
    const smoother = new Smoother(0.9);
    const raw = field(page, 0, 0, 1);
    assert.deepEqual(field(page, 0, 1, 0), field(page, 0, 0, 0));
    assert.deepEqual(
      field(page, 0, 1, 1),
      raw.map((value) => smoother.next(value)),
    );
  });

  it('smooths all points, also where only the envelope of columns is drawn', () => {
    const { run, producer } = runOf('loss');
    const y = Array.from({ length: 50_000 }, (_, index) => (index % 2 === 0 ? 1 : -1));
    apply(producer, { type: 'points', series: 0, x: { start: 0, step: 1 }, y });
    const { page } = opened(run, { smoothing: 0.99 });
    assert.equal(page.charts[0]?.[1]?.kind, 'columns');
    const [min, max] = [field(page, 0, 1, 2).slice(20), field(page, 0, 1, 3).slice(20)];
    assert.ok(Math.max(...min.map(Math.abs), ...max.map(Math.abs)) < 0.1);
  });

  it('is a new picture only when other points are to be drawn', () => {
    const { run } = trained();
    const { feed, page } = opened(run, {});
    feed.choose(choices({ logY: true, ignoreOutliers: true, linked: false, markers: false }), true);
    page.catchUp();
    assert.equal(page.snapshots, 1);
    feed.choose(choices({ x: { kind: 'relative' } }), true);
    page.catchUp();
    assert.equal(page.snapshots, 2);
    assert.equal(field(page, 0, 0, 0)[0], 5);
    feed.choose(choices({}), true);
    page.catchUp();
    assert.equal(field(page, 0, 0, 0)[0], 0);
  });

  it('shows the part of x that is told between a choice and what follows from it', () => {
    const { run, producer } = trained();
    const { feed, page } = opened(run, {});
    page.zoom('loss', 500, [10, 20]);
    page.catchUp();
    assert.equal(field(page, 0, 0, 0).length, 13);
    feed.choose(choices({ linked: false }), true);
    page.zoom('loss', 500, null);
    page.catchUp();
    assert.equal(page.snapshots, 1);
    assert.equal(field(page, 0, 0, 0).length, 100);
    // What is told of a picture that is on its way out is not of the next one.
    feed.choose(choices({ x: { kind: 'relative' } }), true);
    page.zoom('loss', 500, [10, 20]);
    apply(producer, { type: 'points', series: 0, x: [100], y: [0], t: [START + 60] });
    page.catchUp();
    assert.equal(field(page, 0, 0, 0).length, 101);
  });

  it('forgets what part of x was shown when x means something else', () => {
    const { run } = trained();
    const { feed, page } = opened(run, {});
    page.zoom('loss', 500, [10, 20]);
    page.catchUp();
    assert.equal(field(page, 0, 0, 0).length, 13);
    feed.choose(choices({ x: { kind: 'relative' } }), true);
    page.catchUp();
    assert.equal(field(page, 0, 0, 0).length, 100);
  });

  it('follows the newest points in a window, without sending it again with each of them', () => {
    const { run, producer } = runOf('loss');
    const { page } = opened(run, { latest: 800 });
    let resent = 0;
    for (let start = 0; start < 20_000; start += 20) {
      apply(producer, { type: 'points', series: 0, x: { start, step: 1 }, y: Array.from({ length: 20 }, () => start) });
      const before = page.charts[0]?.[0]?.count ?? 0;
      page.catchUp();
      const x = field(page, 0, 0, 0);
      const newest = start + 19;
      assert.equal(x.at(-1), newest);
      assert.ok(
        newest < 800 || ((x[0] ?? NaN) <= newest - 800 && (x[0] ?? NaN) > newest - 1000),
        `from ${x[0]} at ${newest}`,
      );
      resent += (page.charts[0]?.[0]?.count ?? 0) < before ? 1 : 0;
    }
    assert.ok(resent < 250, `sent anew ${resent} times in 1000`);
  });

  it('is derived in short turns, also while there is nothing to tell yet, and tells when it wants another one', () => {
    const run = new Run('run-1', null);
    const { series } = run.addSeries('loss', '', 'p1');
    const feed = new Feed([run], IDENTITY, false, choices({ x: { kind: 'relative' } }));
    const page = new Page(feed, 'page-1');
    page.catchUp();
    assert.equal(feed.wantsTurn, false);
    // No point has a time: all are left out.
    const count = 1_000_000;
    series.appendAll({ start: 0, step: 1, length: count }, new Float64Array(count), null);
    // Each look at the clock is 3 ms after the one before.
    let now = 0;
    const clock = (): number => (now += 3);
    let turns = 0;
    for (let before = 0; page.leftOut[0] !== 'Not shown: 1,000,000 points without a time'; turns += 1) {
      const message = feed.next(now, clock);
      assert.ok(message !== null || feed.wantsTurn, 'somebody comes again');
      if (message !== null) {
        page.receive(message);
        page.credit();
        const told = Number((page.leftOut[0] ?? '').replace(/\D/g, ''));
        assert.ok(told - before <= 4 * 25_000, `${told - before} points in one turn`);
        before = told;
      }
      assert.ok(turns < 100, 'it comes to an end');
    }
    assert.ok(turns >= 10, `${turns} turns`);
    assert.equal(feed.next(now, clock), null);
    assert.equal(feed.wantsTurn, false);
  });

  it('places notes at their step, or at that which the run had then', () => {
    const { run, producer } = trained();
    apply(producer, { type: 'note', kind: 'alert', text: 'high', time: START + 30, step: 42 });
    apply(producer, { type: 'note', kind: 'cell', text: '[3]', time: START + 55 });
    // Of a producer that logs no points.
    apply(run.producer('p2'), { type: 'note', kind: 'restart', text: 'restarted', time: START + 15.2 });
    const places = (reading: Partial<Reading>) => opened(run, reading).page.markers.map(({ x }) => x);
    assert.deepEqual(places({}), [42, 99, 20]);
    assert.deepEqual(
      places({ x: { kind: 'relative' } }).map((x) => Number(x.toFixed(3))),
      [26, 55, 15.2],
    );
    assert.deepEqual(places({ x: { kind: 'metric', metric: 'epoch' } }), [4, 9, 2]);
    assert.deepEqual(places({ logX: true }), [42, 99, 20].map(Math.log10));
  });

  it('marks the cells that log', () => {
    const { run, producer } = trained();
    const notebook = { path: '/a.ipynb', cell: 'c1', execution_count: 7 };
    apply(producer, { type: 'cell', state: 'running', notebook, time: START + 55 });
    apply(producer, { type: 'cell', state: 'ended', notebook, time: START + 56 });
    const { page } = opened(run, { x: { kind: 'relative' } });
    assert.deepEqual(
      page.markers.map(({ x, kind, text }) => ({ x, kind, text })),
      [{ x: 55, kind: 'cell', text: 'cell [7] executed' }],
    );
  });

  it('marks a cell once, whether it logs points or notes alone', () => {
    const { run, producer } = trained();
    const begin = (count: number): object => ({
      type: 'note',
      kind: 'cell',
      text: `In [${count}]: train()`,
      time: START + 55,
    });
    const log = (count: number): object => {
      const notebook = { path: '/a.ipynb', cell: `c${count}`, execution_count: count };
      return { type: 'cell', state: 'running', notebook, time: START + 56 };
    };
    apply(
      producer,
      begin(3),
      log(3),
      { type: 'note', kind: 'note', text: 'lower rate', time: START + 57 },
      begin(4),
      log(4),
    );
    // The cell that opened the run began before there was one.
    apply(producer, log(1));
    const { page } = opened(run, {});
    assert.deepEqual(
      page.markers.map(({ text }) => text),
      ['In [3]: train()', 'lower rate', 'In [4]: train()', 'cell [1] executed'],
    );
  });

  it('tells each note once, and no more than a page can show', () => {
    const { run, producer } = trained();
    for (let note = 0; note < 3000; note += 1) {
      apply(producer, { type: 'note', kind: 'note', text: `note ${note}`, step: note });
    }
    const { page } = opened(run, {});
    assert.equal(page.markers.length, 1000);
    assert.equal(page.markers[0]?.text, 'note 2000');
    apply(producer, { type: 'note', kind: 'note', text: 'one more', step: 1 });
    page.catchUp();
    assert.equal(page.markers.length, 1001);
    assert.equal(page.markers.at(-1)?.text, 'one more');
  });

  it('tells where points are missing', () => {
    const { run, producer } = trained();
    apply(producer, { type: 'gap', series: 0, count: 12, reason: 'disk full', x: [20, 40] });
    apply(producer, { type: 'gap', count: 3, reason: 'text' });
    const gap = { chart: 0, series: 0, count: 12, reason: 'disk full' };
    assert.deepEqual(opened(run, {}).page.gaps, [{ ...gap, from: 20, to: 40 }]);
    assert.deepEqual(opened(run, { x: { kind: 'relative' } }).page.gaps, [{ ...gap, from: 15, to: 25 }]);
  });

  it('derives chunks again that were dropped, and gives the memory back when it is hidden', () => {
    const memory = new Memory(42 * CHUNK_POINTS * 9);
    const run = new Run('run-1', memory);
    const loss = run.addSeries('loss', '', 'p1');
    const count = CHUNK_POINTS * 8;
    for (let index = 0; index < count; index += 1) {
      loss.series.append(index, Math.sin(index), START + index / 4096, { offset: 0, rows: 0 });
    }
    const held = memory.bytes;
    const { feed, page } = opened(run, { x: { kind: 'relative' } });
    assert.ok(memory.bytes > held);
    // Nearly all is dropped: what is derived, and what it came from.
    const other = run.addSeries('other', '', 'p1');
    for (let index = 0; index < CHUNK_POINTS * 40; index += 1) {
      other.series.append(index, 0, NaN, { offset: 0, rows: 0 });
    }
    page.catchUp();
    page.zoom('loss', 500, [0.5, 0.55]);
    page.catchUp();
    assert.deepEqual(feed.takeMissing(), []);
    assert.ok(feed.wantsTurn);
    assert.equal(feed.next(), null);
    assert.deepEqual(
      feed.takeMissing().map((missing) => [missing.series.metric, 'chunk' in missing ? missing.chunk : null]),
      [0, 1, 2, 3].map((chunk) => ['loss', chunk]),
    );
    feed.suspend();
    assert.ok(memory.bytes <= memory.limit);
    assert.equal(feed.next(), null);
  });
});
