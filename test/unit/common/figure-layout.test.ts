import assert from 'node:assert/strict';
import { Feed } from '../../../src/common/feed';
import { layOutFigure, MAX_CHARTS, MAX_SERIES_IN_CHART, type FigureLayout } from '../../../src/common/figure-layout';
import { Run } from '../../../src/common/run';
import { apply, runOf } from './runs';

/** Titles and labels of the charts. */
function told({ description }: FigureLayout): [string, string[]][] {
  return description.charts.map(({ title, series }) => [title, series.map(({ label }) => label)]);
}

function drawnSeries({ charts }: FigureLayout): string[][] {
  return charts.map((chart) => chart.map(({ metric }) => metric));
}

describe('The figure of all metrics', function () {
  this.timeout(60_000);

  it('groups by what stands before the last slash, and gives the others a chart each', () => {
    const { run } = runOf('train/loss', 'lr', 'train/acc', 'val/loss', 'a/b/c', 'a/b/d', 'a/e', 'acc');
    assert.deepEqual(told(layOutFigure([run], null, '')), [
      ['train', ['train/loss', 'train/acc']],
      ['lr', ['lr']],
      ['val', ['val/loss']],
      ['a/b', ['a/b/c', 'a/b/d']],
      ['a', ['a/e']],
      ['acc', ['acc']],
    ]);
  });

  it('draws what samples a job only until its program samples itself', () => {
    const run = new Run('r');
    const log = (producer: string, metric: string): void => apply(run.producer(producer), { [metric]: 1 });
    log('job', 'system/cpu');
    const drawn = (filter: string): string[][] =>
      layOutFigure([run], null, filter).charts.map((chart) =>
        chart.map(({ metric, producer }) => `${producer} ${metric}`),
      );
    assert.deepEqual(drawn(''), []);
    assert.deepEqual(drawn('cpu'), [['job system/cpu']]);
    log('job', 'loss');
    assert.deepEqual(drawn(''), [['job loss'], ['job system/cpu']]);
    log('p1', 'system/cpu');
    assert.deepEqual(drawn(''), [['job loss'], ['p1 system/cpu']]);
    assert.deepEqual(drawn('system'), [['p1 system/cpu']]);
  });

  it('keeps hostile names apart, as text', () => {
    const names = [
      '/',
      '//',
      'a',
      'a/',
      'a//',
      '/a',
      '__proto__',
      '__proto__/x',
      'constructor',
      '<b>/x',
      ' ',
      '%s',
      '*',
    ];
    const layout = layOutFigure([runOf(...names).run], null, '');
    assert.deepEqual(
      layout.charts
        .flat()
        .map(({ metric }) => metric)
        .sort(),
      [...names].sort(),
    );
    const ids = layout.description.charts.map(({ id }) => id);
    assert.equal(new Set(ids).size, names.length);
    const series = layout.description.charts.flatMap((chart) => chart.series);
    assert.ok(series.every(({ id }) => /^s\d+$/.test(id)));
    assert.deepEqual(
      told(layout)
        .map(([title]) => title)
        .slice(0, 6),
      ['/', '/', 'a', 'a', 'a/', '/a'],
    );
  });

  it('names the producer where several write a metric', () => {
    const { run } = runOf('loss', 'lr');
    apply(run.producer('p2'), { type: 'series', id: 0, metric: 'loss' }, { type: 'series', id: 1, metric: 'x/y' });
    assert.deepEqual(told(layOutFigure([run], null, '')), [
      ['loss', ['loss (p1)', 'loss (p2)']],
      ['lr', ['lr']],
      ['x', ['x/y']],
    ]);
  });

  it('draws what the filter chooses, whatever the case', () => {
    const { run } = runOf('train/Loss', 'val/loss', 'acc');
    assert.deepEqual(told(layOutFigure([run], null, ' LOSS')), [
      ['train', ['train/Loss']],
      ['val', ['val/loss']],
    ]);
    assert.deepEqual(told(layOutFigure([run], null, '.*')), []);
  });

  it('tells how many charts and series it leaves out', () => {
    const many = layOutFigure([runOf(...Array.from({ length: 70 }, (_, index) => `m${index}`)).run], null, '');
    assert.deepEqual([many.description.charts.length, many.description.hiddenCharts], [MAX_CHARTS, 20]);
    const wide = layOutFigure([runOf(...Array.from({ length: 70 }, (_, index) => `g/${index}`)).run], null, '');
    assert.equal(wide.charts[0]?.length, MAX_SERIES_IN_CHART);
    assert.equal(wide.description.charts[0]?.hiddenSeries, 20);
  });

  it('draws a bounded number of series in all charts together, and none of them empty', () => {
    const metrics = Array.from({ length: 20 * 60 }, (_, index) => `g${index % 20}/${index}`);
    const layout = layOutFigure([runOf(...metrics).run], null, '');
    assert.equal(layout.charts.flat().length, 400);
    assert.ok(layout.charts.every((chart) => chart.length > 0));
    assert.equal(layout.description.charts.length + layout.description.hiddenCharts, 20);
  });
});

describe('A figure of the program', function () {
  this.timeout(60_000);

  function figureOf(run: Run, charts: readonly unknown[]): FigureLayout {
    apply(run.producer('p1'), { type: 'figure', name: 'F', charts });
    return layOutFigure([run], 'F', '');
  }

  it('draws the metrics in its order, each once, some by their beginning', () => {
    const { run } = runOf('acc/b', 'loss', 'acc/a', 'accuracy', 'acc*');
    const layout = figureOf(run, [
      ['loss', 'acc/*', 'acc*'],
      { title: 'T', metrics: ['acc*', 'acc/a'] },
      ['acc/a', 'acc*'],
      ['*'],
      ['los', 'Loss', ''],
      ['loss', 'acc/*', 'accuracy', 'acc/*', 'loss'],
    ]);
    assert.deepEqual(drawnSeries(layout), [
      ['loss', 'acc/b', 'acc/a', 'accuracy', 'acc*'],
      ['acc/b', 'acc/a', 'accuracy', 'acc*'],
      ['acc/a', 'acc/b', 'accuracy', 'acc*'],
      ['acc/b', 'loss', 'acc/a', 'accuracy', 'acc*'],
      [],
      ['loss', 'acc/b', 'acc/a', 'accuracy'],
    ]);
    assert.deepEqual(layout.description.charts.map(({ title }) => title).slice(0, 5), [
      'loss, acc/*, acc*',
      'T',
      'acc/a, acc*',
      '*',
      'los, Loss, ',
    ]);
  });

  it('has the program’s own specs where code is trusted, and elsewhere the usual lines with a note', () => {
    const { run } = runOf('loss', 'acc');
    const spec = { mark: 'line', data: { name: 'points' } };
    const untrusted = figureOf(run, [{ metrics: ['loss'], spec }, { metrics: ['acc'], spec: null }, ['acc']]);
    assert.deepEqual(
      untrusted.description.charts.map((chart) => [chart.spec, chart.note?.includes('untrusted workspace')]),
      [
        [undefined, true],
        [undefined, undefined],
        [undefined, undefined],
      ],
    );
    assert.deepEqual(drawnSeries(untrusted), [['loss'], ['acc'], ['acc']]);
    const trusted = layOutFigure([run], 'F', '', true);
    assert.deepEqual(
      trusted.description.charts.map((chart) => [chart.spec, chart.note]),
      [
        [spec, undefined],
        [undefined, undefined],
        [undefined, undefined],
      ],
    );
  });

  it('takes a metric of every producer', () => {
    const { run } = runOf('loss');
    apply(run.producer('p2'), { type: 'series', id: 0, metric: 'loss' });
    assert.deepEqual(told(figureOf(run, [['loss']])), [['loss', ['loss (p1)', 'loss (p2)']]]);
  });

  it('is the figure of all metrics until it is defined', () => {
    assert.deepEqual(told(layOutFigure([runOf('loss').run], '__proto__', '')), [['loss', ['loss']]]);
  });

  it('has a title of bounded length, and counts charts beyond the limit', () => {
    const { run } = runOf('loss');
    const layout = figureOf(run, [
      { title: 'x'.repeat(100_000), metrics: ['loss'] },
      Array.from({ length: 5000 }, (_, index) => `metric ${index}`),
      ...Array.from({ length: 60 }, () => ['loss']),
    ]);
    assert.equal(layout.description.charts.length, MAX_CHARTS);
    assert.equal(layout.description.hiddenCharts, 12);
    assert.ok(layout.description.charts.every(({ title, id }) => title.length <= 301 && id.length <= 104));
  });
});

describe('A run of a hundred thousand series', function () {
  this.timeout(60_000);

  /** Counts how often its series are gone through. */
  class CountedRun extends Run {
    looks = 0;
    private readonly watched = new Proxy(this.series, {
      get: (target, key, receiver): unknown => {
        if (key === Symbol.iterator || key === 'filter') {
          this.looks += 1;
        }
        return Reflect.get(target, key, receiver) as unknown;
      },
    });

    watch(): void {
      Object.defineProperty(this, 'series', { value: this.watched });
    }
  }

  const run = new CountedRun('many');

  before(() => {
    for (let index = 0; index < 100_000; index += 1) {
      run.addSeries(`group ${index % 1000}/metric ${index}`, '', 'p');
    }
    run.watch();
  });

  it('has a small description', () => {
    const { description } = layOutFigure([run], null, '');
    assert.ok(JSON.stringify(description).length < 50_000);
    assert.equal(description.charts.length + description.hiddenCharts, 1000);
    apply(run.producer('p'), { type: 'figure', name: 'F', charts: [['group*'], ['*', 'group 7/metric 7']] });
    const { description: figure } = layOutFigure([run], 'F', '');
    assert.deepEqual(
      figure.charts.map(({ hiddenSeries }) => hiddenSeries),
      [99_950, 99_950],
    );
  });

  it('is laid out once for each change, not for each message', () => {
    const feed = new Feed([run], { run: 'many', others: [], figure: null, file: null });
    feed.ready('p');
    const credit = { type: 'credit', page: 'p', generation: 1 } as const;
    run.looks = 0;
    assert.equal(feed.next()?.type, 'snapshot');
    const once = run.looks;
    assert.ok(once > 0);
    feed.credit({ ...credit, sequence: 0 });
    for (let sequence = 1; sequence <= 5; sequence += 1) {
      run.series[0]?.series.append(sequence, 1, NaN);
      assert.equal(feed.next()?.type, 'frame');
      feed.credit({ ...credit, sequence });
      assert.equal(feed.next(), null);
    }
    assert.equal(run.looks, once);
    feed.filterMetrics('p', 'metric 99999');
    assert.equal(feed.next()?.type, 'snapshot');
    assert.ok(run.looks > once);
  });
});
