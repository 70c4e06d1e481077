import assert from 'node:assert/strict';
import { Feed } from '../../../src/common/feed';
import { decodeFrame, type Block } from '../../../src/common/frame';
import { Run } from '../../../src/common/run';
import { counts, frame, IDENTITY, Page, snapshot } from './page';
import { Random } from './random';
import { apply, points, runOf } from './runs';

describe('The conversation of a feed and a page', function () {
  this.timeout(60_000);

  it('says nothing before a page is ready, then gives a snapshot, then waits for its credit', () => {
    const { run, producer } = runOf('loss');
    const feed = new Feed([run], IDENTITY);
    assert.equal(feed.next(), null);
    const page = new Page(feed, 'a');
    apply(producer, points(0, 0, 10), { type: 'text', stream: 'stdout', lines: ['hello'] });
    const first = snapshot(feed.next());
    assert.deepEqual(first.identity, IDENTITY);
    assert.deepEqual(first.text, [{ stream: 'stdout', text: 'hello' }]);
    assert.equal(first.run.points, 10);
    assert.equal(feed.next(), null);
    page.receive(first);
    page.credit();
    page.receive(frame(feed.next()));
    assert.deepEqual(counts(page), [[10]]);
    assert.deepEqual(page.text, [{ stream: 'stdout', text: 'hello' }], 'lines of the snapshot do not come again');
  });

  it('gives specs of the program to the page only when code is trusted, also when that comes later', () => {
    const { run, producer } = runOf('loss');
    const spec = { mark: 'line', data: { name: 'points' } };
    apply(producer, { type: 'figure', name: 'Own', charts: [{ metrics: ['loss'], spec }] });
    const identity = { ...IDENTITY, figure: 'Own' };
    const feed = new Feed([run], identity);
    const page = new Page(feed, 'a');
    const before = snapshot(feed.next());
    assert.equal(before.figure.charts[0]?.spec, undefined);
    assert.match(before.figure.charts[0]?.note ?? '', /untrusted/);
    page.receive(before);
    page.credit();
    feed.trust();
    const after = snapshot(feed.next());
    assert.deepEqual(after.figure.charts[0]?.spec, spec);
    assert.equal(after.figure.charts[0].note, undefined);
    assert.deepEqual(snapshot(new Page(new Feed([run], identity, true), 'b').feed.next()).figure.charts[0]?.spec, spec);
  });

  it('gathers all that comes while the page is busy into one frame', () => {
    const { run, producer } = runOf('loss', 'acc');
    const page = new Page(new Feed([run], IDENTITY), 'a');
    page.catchUp();
    apply(producer, points(0, 0, 10));
    page.receive(frame(page.feed.next()));
    for (let batch = 1; batch < 50; batch += 1) {
      apply(producer, points(0, batch * 10, 10), points(1, batch * 10, 10));
      apply(producer, { type: 'text', stream: 'stdout', lines: [`line ${batch}`] });
      assert.equal(page.feed.next(), null);
    }
    page.credit();
    const next = frame(page.feed.next());
    assert.equal(decodeFrame(next.buffer).length, 2);
    assert.equal(next.text?.length, 49);
    assert.equal(next.run?.points, 990);
    page.receive(next);
    page.credit();
    assert.equal(page.feed.next(), null);
    assert.deepEqual(counts(page), [[500], [490]]);
  });

  it('heeds neither another page, nor an old generation or sequence, nor a credit that comes twice', () => {
    const { run, producer } = runOf('loss');
    const page = new Page(new Feed([run], IDENTITY), 'a');
    page.catchUp();
    const { feed, generation } = page;
    const credit = { type: 'credit', page: 'a', generation, sequence: 1 } as const;
    apply(producer, points(0, 0, 10));
    frame(feed.next());
    apply(producer, points(0, 10, 10));
    for (const wrong of [{ page: 'b' }, { generation: generation - 1 }, { generation: generation + 1 }]) {
      feed.credit({ ...credit, ...wrong });
      assert.equal(feed.next(), null);
    }
    for (const sequence of [0, 2]) {
      feed.credit({ ...credit, sequence });
      assert.equal(feed.next(), null);
    }
    feed.credit(credit);
    frame(feed.next());
    apply(producer, points(0, 20, 10));
    feed.credit(credit);
    assert.equal(feed.next(), null);
  });

  it('gives a new page a snapshot while a message is on its way to the one before', () => {
    const { run, producer } = runOf('loss');
    const old = new Page(new Feed([run], IDENTITY), 'a');
    old.catchUp();
    apply(producer, points(0, 0, 10));
    old.receive(frame(old.feed.next()));
    const page = new Page(old.feed, 'b');
    page.receive(snapshot(page.feed.next()));
    old.credit();
    assert.equal(page.feed.next(), null, 'the credit of the old page is not the new one’s');
    page.credit();
    page.catchUp();
    assert.deepEqual(counts(page), [[10]]);
  });

  it('tells a hidden page nothing, and all when it is there again', () => {
    const { run, producer } = runOf('loss');
    const page = new Page(new Feed([run], IDENTITY), 'a');
    page.catchUp();
    page.feed.suspend();
    apply(producer, points(0, 0, 100), { type: 'end', status: 'finished' });
    page.credit();
    assert.equal(page.feed.next(), null);
    page.feed.filterMetrics('a', 'x');
    assert.equal(page.feed.next(), null);
    const shown = new Page(page.feed, 'c');
    shown.catchUp();
    assert.deepEqual(counts(shown), [[100]]);
    assert.equal(shown.run?.status, 'finished');
  });

  it('sends a page that was hidden but never unloaded all it missed when the panel is visible again', () => {
    const { run, producer } = runOf('loss');
    const page = new Page(new Feed([run], IDENTITY), 'a');
    apply(producer, points(0, 0, 10));
    page.catchUp();
    page.feed.suspend();
    apply(producer, points(0, 10, 90));
    assert.equal(page.feed.next(), null);
    page.feed.resume();
    page.catchUp();
    assert.deepEqual(counts(page), [[100]]);
    assert.equal(page.snapshots, 2);
  });

  it('leaves a new page alone when the panel becomes visible after it', () => {
    const { run, producer } = runOf('loss');
    const old = new Page(new Feed([run], IDENTITY), 'a');
    apply(producer, points(0, 0, 10));
    old.catchUp();
    old.feed.suspend();
    const shown = new Page(old.feed, 'b');
    shown.catchUp();
    shown.feed.resume();
    assert.equal(shown.feed.next(), null);
    assert.deepEqual(counts(shown), [[10]]);
  });

  it('starts a new generation when there are other charts, and only then', () => {
    const { run, producer } = runOf('loss');
    const page = new Page(new Feed([run], IDENTITY), 'a');
    apply(producer, points(0, 0, 10));
    page.catchUp();
    assert.equal(page.snapshots, 1);
    apply(producer, points(0, 10, 10), { type: 'note', text: 'n' }, { type: 'series', id: 1, metric: 'loss' });
    page.catchUp();
    assert.equal(page.snapshots, 1);
    apply(producer, { type: 'series', id: 2, metric: 'val/loss' });
    page.catchUp();
    assert.equal(page.snapshots, 2);
    assert.deepEqual(
      page.figure?.charts.map(({ title }) => title),
      ['loss', 'val'],
    );
    assert.deepEqual(counts(page), [[20], [0]]);
  });

  it('waits for the credit before it shows another run', () => {
    const { run, producer } = runOf('loss');
    const page = new Page(new Feed([run], IDENTITY), 'a');
    page.catchUp();
    apply(producer, points(0, 0, 5));
    page.receive(frame(page.feed.next()));
    page.feed.show([new Run('other')], { ...IDENTITY, run: 'other' });
    assert.equal(page.feed.next(), null);
    page.credit();
    assert.equal(snapshot(page.feed.next()).run.id, 'other');
  });

  it('gives each series its turn when all do not fit into one frame', () => {
    const metrics = Array.from({ length: 40 }, (_, index) => `m/${index}`);
    const { run, producer } = runOf(...metrics);
    const grow = (from: number, count: number): void =>
      metrics.forEach((_, series) => apply(producer, points(series, from, count)));
    grow(0, 40_000);
    const page = new Page(new Feed([run], IDENTITY), 'a');
    page.receive(snapshot(page.feed.next()));
    page.credit();
    page.zoom(page.figure?.charts[0]?.id ?? '', 8192, [0, 39_000]);
    const seen = new Map<number, number>();
    const take = (): Block[] => {
      const next = frame(page.feed.next());
      const blocks = decodeFrame(next.buffer);
      blocks.forEach(({ series }) => seen.set(series, (seen.get(series) ?? 0) + 1));
      assert.ok(next.buffer.byteLength < 8 * 600_000, `${next.buffer.byteLength} bytes`);
      page.receive(next);
      page.credit();
      return blocks;
    };
    const perFrame = take().length;
    assert.ok(perFrame < metrics.length && perFrame > 2);
    assert.ok(page.feed.drawnPoints < run.points, 'a part is not all');
    // A page that zooms on and on would have each frame filled by the first series alone.
    const frames = Math.ceil(metrics.length / perFrame);
    for (let turn = 1; turn < frames; turn += 1) {
      page.zoom(page.figure?.charts[0]?.id ?? '', 8192, [0, 39_000 + turn]);
      take();
    }
    assert.equal(seen.size, metrics.length);
    page.catchUp();
    assert.equal(page.feed.drawnPoints, run.points);
    for (const data of page.charts[0] ?? []) {
      assert.equal(data.count, page.charts[0]?.[0]?.count);
    }
  });

  it('comes to the same picture on a page that loses messages and asks anew', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = new Random(seed);
      const { run, producer } = runOf('a', 'b/x', 'b/y');
      const page = new Page(new Feed([run], IDENTITY), 'p');
      let next = 3;
      const lines: string[] = [];
      for (let turn = 0; turn < 60; turn += 1) {
        const series = random.whole(0, 2);
        apply(producer, points(series, run.series[series]?.series.length ?? 0, random.whole(0, 400)));
        if (random.chance(0.3)) {
          lines.push(`line ${turn}`);
          apply(producer, { type: 'text', stream: 'out', lines: [`line ${turn}`] });
        }
        if (random.chance(0.05)) {
          apply(producer, { type: 'series', id: next, metric: `c/${next}` }, points(next, 0, 10));
          next += 1;
        }
        const message = page.feed.next();
        if (message !== null && random.chance(0.15)) {
          // Lost: the page hears nothing until it asks, or the next message shows the gap.
          if (random.chance(0.5)) {
            page.feed.ready('p');
          } else if (message.type === 'frame') {
            page.feed.credit({ ...message, type: 'credit', page: 'p' });
          } else {
            page.feed.ready('p');
          }
        } else if (message !== null && page.receive(message) && random.chance(0.8)) {
          page.credit();
        } else if (message === null && random.chance(0.5)) {
          page.credit();
        }
      }
      page.feed.ready('p');
      page.catchUp();
      assert.deepEqual(
        page.text.map(({ text }) => text),
        lines,
        `seed ${seed}`,
      );
      assert.deepEqual(drawnBy(page), drawnBy(freshPage(run)), `seed ${seed}`);
      assert.deepEqual(page.run?.points, run.points);
    }
  });

  function freshPage(run: Run): Page {
    const page = new Page(new Feed([run], IDENTITY), 'fresh');
    page.catchUp();
    return page;
  }

  function drawnBy(page: Page): unknown {
    return page.charts.map((chart) =>
      chart.map(({ kind, count, width, fields }) => ({
        kind,
        count,
        width,
        fields: fields.map((field) => [...field.subarray(0, count)]),
      })),
    );
  }
});
