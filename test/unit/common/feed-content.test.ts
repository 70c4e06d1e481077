import assert from 'node:assert/strict';
import { Feed } from '../../../src/common/feed';
import { decodeFrame } from '../../../src/common/frame';
import { counts, frame, IDENTITY, Page, snapshot } from './page';
import { apply, points, runOf } from './runs';

describe('What a feed tells a page', function () {
  this.timeout(60_000);

  it('follows a figure from before it is defined, and when it is defined anew', () => {
    const { run, producer } = runOf('loss', 'acc');
    const page = new Page(new Feed([run], { ...IDENTITY, figure: 'F' }), 'a');
    page.catchUp();
    assert.equal(page.figure?.charts.length, 2);
    apply(producer, { type: 'figure', name: 'F', charts: [['loss', 'acc']] });
    page.catchUp();
    assert.deepEqual(
      page.figure.charts.map(({ series }) => series.map(({ label }) => label)),
      [['loss', 'acc']],
    );
    apply(producer, { type: 'figure', name: 'F', charts: [['acc']] }, { type: 'figure', name: 'G', charts: [] });
    page.catchUp();
    assert.equal(page.figure.charts[0]?.series.length, 1);
    assert.equal(page.snapshots, 3);
  });

  it('tells each line once, and how many it could not keep', () => {
    const { run, producer } = runOf();
    const page = new Page(new Feed([run], IDENTITY), 'a');
    const print = (from: number, count: number): void =>
      apply(producer, { type: 'text', stream: 'out', lines: Array.from({ length: count }, (_, at) => `${from + at}`) });
    print(0, 6000);
    const first = snapshot(page.feed.next());
    assert.equal(first.earlierLines, 1000);
    assert.equal(first.text[0]?.text, '1000');
    page.receive(first);
    page.credit();
    print(6000, 3);
    page.catchUp();
    assert.deepEqual(
      page.text.slice(-4).map(({ text }) => text),
      ['5999', '6000', '6001', '6002'],
    );
    print(6003, 7000);
    const next = frame(page.feed.next());
    assert.equal(next.text?.length, 5001);
    assert.match(next.text[0]?.text ?? '', /2000 lines/);
    assert.equal(next.text.at(-1)?.text, '13002');
  });

  it('tells of status and problems without points, and nothing when nothing changed', () => {
    const { run, producer } = runOf('loss');
    const page = new Page(new Feed([run], IDENTITY), 'a');
    page.catchUp();
    producer.refused('not-json');
    page.catchUp();
    assert.deepEqual(page.run?.problems, { 'line that is not JSON': 1 });
    apply(producer, { type: 'end', status: 'failed', error: 'ValueError' });
    const next = frame(page.feed.next());
    assert.equal(next.buffer.byteLength, 0);
    assert.deepEqual([next.run?.status, next.run?.error], ['failed', 'ValueError']);
    page.receive(next);
    page.credit();
    assert.equal(page.feed.next(), null);
  });

  it('draws what the filter of this page chooses', () => {
    const { run, producer } = runOf('train/loss', 'train/acc', 'lr');
    apply(producer, points(0, 0, 5), points(1, 0, 6), points(2, 0, 7));
    const page = new Page(new Feed([run], IDENTITY), 'a');
    page.catchUp();
    page.feed.filterMetrics('another', 'acc');
    assert.equal(page.catchUp(), 0);
    page.feed.filterMetrics('a', ' ACC ');
    page.catchUp();
    assert.equal(page.figure?.filter, ' ACC ');
    assert.deepEqual(counts(page), [[6]]);
    page.feed.filterMetrics('a', 'nothing is called so');
    page.catchUp();
    assert.deepEqual(page.charts, []);
    page.feed.filterMetrics('a', '');
    page.catchUp();
    assert.deepEqual(counts(page), [[5, 6], [7]]);
  });

  it('shows another run, none, and the first again, on all of their x', () => {
    const first = runOf('loss');
    apply(first.producer, points(0, 0, 100));
    const second = runOf('loss');
    apply(second.producer, points(0, 5000, 30));
    const page = new Page(new Feed([first.run], IDENTITY), 'a');
    page.catchUp();
    page.zoom(page.figure?.charts[0]?.id ?? '', 300, [10, 20]);
    page.catchUp();
    assert.deepEqual(counts(page), [[13]]);
    page.feed.show([second.run], { ...IDENTITY, run: 'run-2' });
    page.catchUp();
    assert.deepEqual(counts(page), [[30]]);
    page.feed.show([], IDENTITY);
    apply(second.producer, points(0, 6000, 30));
    page.catchUp();
    assert.deepEqual([page.charts, page.run?.id], [[], '']);
    page.feed.show([first.run], IDENTITY);
    page.catchUp();
    assert.deepEqual(counts(page), [[100]]);
    assert.equal(page.run?.id, 'run-1');
    assert.equal(page.snapshots, 4);
  });

  it('decimates to the width and the interval that the page tells, of charts that there are', () => {
    const { run, producer } = runOf('loss');
    apply(producer, points(0, 0, 50_000));
    const page = new Page(new Feed([run], IDENTITY), 'a');
    page.catchUp();
    const data = page.charts[0]?.[0];
    const chart = page.figure?.charts[0]?.id ?? '';
    assert.equal(data?.kind, 'columns');
    assert.ok(data.count > 1000 && data.count <= 2001);
    page.zoom(chart, 100, null);
    page.catchUp();
    assert.ok(data.count <= 201);
    page.zoom(chart, 100, [1000, 1100]);
    page.catchUp();
    assert.deepEqual([data.kind, data.count], ['points', 103]);
    page.zoom('99:no such chart', 100, [0, 1]);
    page.feed.viewport({
      type: 'viewport',
      page: 'a',
      generation: page.generation - 1,
      charts: [{ chart, width: 9, domain: null }],
    });
    assert.equal(page.catchUp(), 0);
  });

  it('sends nothing of a series that has not changed', () => {
    const { run, producer } = runOf('a', 'b');
    apply(producer, points(0, 0, 10), points(1, 0, 10));
    const page = new Page(new Feed([run], IDENTITY), 'p');
    page.catchUp();
    apply(producer, points(1, 10, 1));
    const blocks = decodeFrame(frame(page.feed.next()).buffer);
    assert.deepEqual(
      blocks.map(({ chart, from, count }) => [chart, from, count]),
      [[1, 10, 1]],
    );
  });
});
