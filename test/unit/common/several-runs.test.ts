import assert from 'node:assert/strict';
import { configTexts } from '../../../src/common/config-texts';
import { DEFAULT_CHOICES } from '../../../src/common/figure-choices';
import type { Choices } from '../../../src/common/protocol';
import { Feed } from '../../../src/common/feed';
import { layOutFigure } from '../../../src/common/figure-layout';
import { Run } from '../../../src/common/run';
import { NO_ABOUT } from '../../../src/common/run-about';
import { counts, frame, IDENTITY, Page, snapshot } from './page';
import { apply, points } from './runs';

function runNamed(id: string, name: string, config: object, ...metrics: readonly string[]) {
  const run = new Run(id);
  const producer = run.producer('p1');
  apply(
    producer,
    { type: 'run', version: 1, id, producer: 'p1', name, config },
    ...metrics.map((metric, series) => ({ type: 'series', id: series, metric })),
  );
  return { run, producer };
}

describe('Several runs in one figure', () => {
  const first = runNamed('run-1', 'one', { lr: 0.1 }, 'loss', 'train/a', 'train/b');
  const second = runNamed('run-2', 'two', { lr: 0.2 }, 'train/b', 'loss', 'only');

  it('share charts: one colour a run, one dash a metric', () => {
    const { description } = layOutFigure([first.run, second.run], null, '');
    assert.deepEqual(
      description.charts.map(({ id, series }) => [
        id,
        series.map(({ label, run, colour, dash }) => [label, run, colour, dash]),
      ]),
      [
        [
          'loss',
          [
            ['one', 0, 0, 0],
            ['two', 1, 1, 0],
          ],
        ],
        [
          'train/',
          [
            ['train/a · one', 0, 0, 0],
            ['train/b · one', 0, 0, 1],
            ['train/b · two', 1, 1, 1],
          ],
        ],
        ['only', [['two', 1, 1, 0]]],
      ],
    );
    const ids = description.charts.flatMap(({ series }) => series.map(({ id }) => id));
    assert.equal(new Set(ids).size, ids.length);
  });

  it('keep the colours that the user gave to them', () => {
    second.run.about = { ...NO_ABOUT, colour: 7 };
    const [loss] = layOutFigure([first.run, second.run], null, 'loss').description.charts;
    assert.deepEqual(
      loss?.series.map(({ colour }) => colour),
      [0, 7],
    );
    second.run.about = NO_ABOUT;
  });

  it('use the figure that any of them defines', () => {
    apply(second.producer, { type: 'figure', name: 'F', charts: [['loss'], { title: 'loss', metrics: ['train/*'] }] });
    const { description } = layOutFigure([first.run, second.run], 'F', '');
    assert.deepEqual(
      description.charts.map(({ id, series }) => [id, series.length]),
      [
        ['loss', 2],
        ['loss #2', 3],
      ],
    );
  });

  it('stream together, each to its own series, and their states are told apart', () => {
    const page = new Page(new Feed([first.run, second.run], { ...IDENTITY, others: ['run-2'] }), 'a');
    const told = snapshot(page.feed.next());
    assert.deepEqual(
      told.others.map(({ id }) => id),
      ['run-2'],
    );
    assert.deepEqual(told.configs, [{ lr: '0.1' }, { lr: '0.2' }]);
    page.receive(told);
    page.credit();
    page.catchUp();
    apply(first.producer, points(0, 0, 10));
    apply(second.producer, points(1, 0, 20), points(2, 0, 5));
    const next = frame(page.feed.next());
    assert.deepEqual([next.run?.points, next.others?.map((run) => run.points)], [10, [25]]);
    page.receive(next);
    page.credit();
    assert.deepEqual(counts(page), [[10, 20], [0, 0, 0], [5]]);
    apply(second.producer, { type: 'end', status: 'finished' });
    const last = frame(page.feed.next());
    assert.deepEqual([last.run, last.others?.[0]?.status], [undefined, 'finished']);
  });

  it('are told anew when the name of one becomes known', () => {
    const late = new Run('late');
    const page = new Page(new Feed([first.run, late], { ...IDENTITY, others: ['late'] }), 'a');
    page.catchUp();
    assert.equal(page.snapshots, 1);
    apply(late.producer('p'), { type: 'run', version: 1, id: 'late', producer: 'p', name: 'late one', config: {} });
    page.catchUp();
    assert.equal(page.snapshots, 2);
  });
});

describe('A run that the user names and colours while it is drawn', () => {
  it('is drawn by its new name and colour over others', () => {
    const runs = [runNamed('run-1', 'one', {}, 'loss').run, runNamed('run-2', 'two', {}, 'loss').run];
    const page = new Page(new Feed(runs, { ...IDENTITY, others: ['run-2'] }), 'a');
    page.catchUp();
    const second = runs[1] ?? assert.fail();
    second.about = { ...NO_ABOUT, name: 'best', colour: 5 };
    const told = snapshot(page.feed.next());
    assert.deepEqual(
      told.figure.charts[0]?.series.map(({ label, colour }) => [label, colour]),
      [
        ['one', 0],
        ['best', 5],
      ],
    );
    assert.deepEqual([told.others[0]?.name, told.others[0]?.colour], ['best', 5]);
  });

  it('alone keeps its picture and gets a new heading', () => {
    const { run } = runNamed('run-1', 'one', {}, 'loss');
    const page = new Page(new Feed([run], IDENTITY), 'a');
    page.catchUp();
    run.about = { ...NO_ABOUT, name: 'best' };
    assert.equal(frame(page.feed.next()).run?.name, 'best');
    assert.equal(page.snapshots, 1);
  });
});

describe('A figure whose choices change', () => {
  const changed = { ...DEFAULT_CHOICES, reading: { ...DEFAULT_CHOICES.reading, logY: true } };

  it('tells the page what was chosen elsewhere, and not what the page itself said', () => {
    const page = new Page(new Feed([runNamed('run-1', 'one', {}, 'loss').run], IDENTITY), 'a');
    assert.deepEqual(snapshot(page.feed.next()).choices, DEFAULT_CHOICES);
    page.feed.ready('a');
    page.catchUp();
    const { snapshots } = page;
    page.feed.choose(changed, true);
    page.catchUp();
    assert.equal(page.snapshots, snapshots);
    page.feed.choose(changed, false);
    page.receive(snapshot(page.feed.next()));
    page.feed.ready('a');
    assert.deepEqual(snapshot(page.feed.next()).choices, changed);
  });
});

describe('Choices that meet a snapshot on their way', () => {
  const choices = { ...DEFAULT_CHOICES, reading: { ...DEFAULT_CHOICES.reading, logY: true } };
  const told = (page: Page, revision: number): Choices => {
    return { type: 'choices', page: page.id, generation: page.generation, revision, choices };
  };

  it('are named in the next snapshot of the page that told them, and of no other page', () => {
    const page = new Page(new Feed([runNamed('run-1', 'one', {}, 'loss').run], IDENTITY), 'a');
    assert.equal(snapshot(page.feed.next()).revision, 0);
    page.feed.ready('a');
    page.catchUp();
    assert.equal(page.feed.hearChoices(told(page, 1)), true);
    assert.equal(page.feed.hearChoices(told(page, 2)), true);
    page.feed.choose(choices, false);
    assert.equal(snapshot(page.feed.next()).revision, 2);
    page.feed.ready('a');
    assert.equal(snapshot(page.feed.next()).revision, 2);
    page.feed.ready('b');
    assert.equal(snapshot(page.feed.next()).revision, 0);
  });

  it('are not for a figure that took the place of theirs', () => {
    const [one, two] = [runNamed('run-1', 'one', {}, 'loss').run, runNamed('run-2', 'two', {}, 'loss').run];
    const page = new Page(new Feed([one], IDENTITY), 'a');
    page.catchUp();
    const late = told(page, 1);
    page.feed.show([two], { ...IDENTITY, run: 'run-2' });
    assert.equal(page.feed.hearChoices(late), false);
    const next = snapshot(page.feed.next());
    assert.equal(next.revision, 1, 'the page need not wait for it');
    page.receive(next);
    assert.equal(page.feed.hearChoices(told(page, 2)), true);
  });
});

describe('A config in words', () => {
  it('names nested values by their path', () => {
    const config = { lr: 0.1, opt: { name: 'adam', betas: [0.9, 0.99], none: null, empty: {} }, flag: true };
    assert.deepEqual(configTexts(config), {
      lr: '0.1',
      'opt.name': 'adam',
      'opt.betas': '[0.9,0.99]',
      'opt.none': 'null',
      'opt.empty': '{}',
      flag: 'true',
    });
  });

  it('is bounded', () => {
    const many = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`k${index}`, 'x'.repeat(10_000)]));
    const texts = configTexts(many);
    assert.equal(Object.keys(texts).length, 501);
    assert.equal(texts['…'], '1500 more');
    assert.ok(JSON.stringify(texts).length < 200_000);
  });
});
