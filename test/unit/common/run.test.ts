import assert from 'node:assert/strict';
import { describeRun } from '../../../src/common/describe-run';
import type { RunStatus } from '../../../src/common/protocol';
import { Run } from '../../../src/common/run';
import { apply, points, runOf } from './runs';

function opening(producer: string, rest: object = {}): object {
  return { type: 'run', version: 1, id: 'run-1', producer, ...rest };
}

describe('The status of a run', function () {
  this.timeout(60_000);

  const ends: Readonly<Record<string, (run: Run, producer: string) => void>> = {
    running: () => undefined,
    failed: (run, id) => apply(run.producer(id), { type: 'end', status: 'failed', error: `error of ${id}` }),
    lost: (run, id) => run.producer(id).lose(),
    interrupted: (run, id) => apply(run.producer(id), { type: 'end', status: 'interrupted' }),
    finished: (run, id) => apply(run.producer(id), { type: 'end', status: 'finished' }),
  };
  const order = Object.keys(ends) as RunStatus[];

  it('is running before anything is known', () => {
    assert.equal(new Run('r').status, 'running');
    assert.equal(describeRun(null).status, 'running');
  });

  it('is that of the producer that runs, else the worst end of two', () => {
    order.forEach((first, rank) => {
      order.forEach((second, other) => {
        const run = new Run('r');
        apply(run.producer('a'), opening('a'));
        apply(run.producer('b'), opening('b'));
        ends[first]?.(run, 'a');
        ends[second]?.(run, 'b');
        assert.equal(run.status, order[Math.min(rank, other)], `${first} and ${second}`);
      });
    });
  });

  it('is not that of a forked child, unless only children are known', () => {
    const run = new Run('r');
    apply(run.producer('child'), opening('child', { parent: 'a', name: 'of the child' }));
    ends['failed']?.(run, 'child');
    assert.deepEqual([run.status, run.error], ['failed', 'error of child']);
    apply(run.producer('a'), opening('a', { name: 'of the root' }));
    assert.deepEqual([run.status, run.error, run.name], ['running', '', 'of the root']);
    ends['finished']?.(run, 'a');
    assert.deepEqual([run.status, run.error], ['finished', '']);
  });

  it('is running again when a producer that was thought lost writes', () => {
    const { run, producer } = runOf('loss');
    producer.lose();
    assert.equal(run.status, 'lost');
    producer.refused('not-json');
    producer.unknown();
    assert.equal(run.status, 'lost');
    apply(producer, points(0, 0, 1));
    assert.equal(run.status, 'running');
    apply(producer, { type: 'end', status: 'finished' });
    producer.lose();
    assert.equal(run.status, 'finished');
  });

  it('goes on after an end with a resume, and only with that', () => {
    const { run, producer } = runOf('loss');
    apply(producer, { type: 'end', status: 'failed', error: 'E' }, points(0, 0, 3));
    assert.deepEqual([run.status, run.error], ['failed', 'E']);
    apply(producer, { type: 'resume' });
    assert.deepEqual([run.status, run.error], ['running', '']);
    apply(producer, { type: 'end', status: 'finished' });
    assert.equal(run.status, 'finished');
  });

  it('tells an error of bounded length', () => {
    const { run, producer } = runOf();
    apply(producer, { type: 'end', status: 'failed', error: 'x'.repeat(1e6) });
    assert.ok(run.error.length <= 10_001);
  });
});

describe('The points of a run', function () {
  this.timeout(60_000);

  it('go to their series, one id or many', () => {
    const { run, producer } = runOf('a', 'b');
    apply(producer, points(0, 0, 5), {
      type: 'points',
      series: [1, 0, 1],
      x: [1, 7, 2],
      y: [10, 'NaN', 'Infinity'],
      t: [100, 101, 102],
    });
    assert.deepEqual(
      run.series.map(({ series }) => series.length),
      [6, 2],
    );
    const second = run.series[1]?.series;
    assert.deepEqual([second?.xAt(1), second?.yAt(1), second?.timeAt(1)], [2, Infinity, 102]);
    assert.equal(run.points, 8);
    assert.equal(run.problems.total, 0);
  });

  it('are counted as a problem when their series is not declared or their step is not finite', () => {
    const { run, producer } = runOf('a');
    apply(
      producer,
      points(9, 0, 5),
      { type: 'points', series: [0, 9], x: ['NaN', 1], y: [1, 1] },
      { type: 'points', series: 0, x: ['Infinity', 1, null], y: [1, 2, 3] },
      { type: 'points', series: 9, x: [], y: [] },
      { step: 1, b: 1 },
    );
    assert.deepEqual(run.problems.toRecord(), {
      'point of an undeclared series': 6,
      'point whose step is not finite': 3,
    });
    assert.equal(run.points, 2);
  });

  it('of an id that is declared twice go to the first, and that is told', () => {
    const { run, producer } = runOf('a');
    apply(producer, { type: 'series', id: 0, metric: 'b' }, points(0, 0, 2));
    assert.deepEqual(
      run.series.map(({ metric, series }) => [metric, series.length]),
      [['a', 2]],
    );
    assert.deepEqual(run.problems.toRecord(), { 'series declared twice': 1 });
  });

  it('of two ids of a metric are one series, of two producers two', () => {
    const { run, producer } = runOf('a', 'a');
    apply(producer, points(0, 0, 2), points(1, 2, 3));
    apply(run.producer('p2'), { type: 'series', id: 0, metric: 'a' }, points(0, 0, 7));
    assert.deepEqual(
      run.series.map(({ index, producer: name, series }) => [index, name, series.length]),
      [
        [0, 'p1', 5],
        [1, 'p2', 7],
      ],
    );
  });

  it('of rows have the step of the row, or its number', () => {
    const run = new Run('file.jsonl');
    const producer = run.producer('file');
    apply(
      producer,
      { loss: 1, val: { loss: 2 } },
      { step: 10, loss: 3, time: 5 },
      { loss: 'NaN', name: 'x', ok: null },
    );
    const [loss, val] = run.series.map(({ series }) => series);
    assert.deepEqual(
      run.series.map(({ metric }) => metric),
      ['loss', 'val/loss'],
    );
    assert.deepEqual(
      [0, 1, 2].map((index) => [loss?.xAt(index), loss?.yAt(index), loss?.timeAt(index)]),
      [
        [0, 1, NaN],
        [10, 3, 5],
        [2, NaN, NaN],
      ],
    );
    assert.equal(val?.length, 1);
    assert.deepEqual(run.problems.toRecord(), { 'value that is not a number': 2 });
    assert.equal(run.name, 'file.jsonl');
  });

  it('of a row with a step or time that is no number keep no metric of that name', () => {
    const { run, producer } = runOf();
    apply(producer, { step: 'NaN', time: 'Infinity', loss: 1 }, { step: null, time: null, loss: 2 });
    assert.deepEqual(
      run.series.map(({ metric, series }) => [metric, series.length]),
      [['loss', 2]],
    );
    assert.deepEqual(run.problems.toRecord(), { 'value that is not a number': 4 });
  });

  it('that the program dropped are counted with its reason', () => {
    const { run, producer } = runOf('a');
    apply(
      producer,
      { type: 'gap', series: 0, count: 120, reason: 'disk full', x: [1, 120] },
      { type: 'gap', count: 3, reason: 'disk full' },
      { type: 'gap', count: 4 },
      { type: 'gap', count: 0, reason: 'nothing' },
    );
    assert.deepEqual(run.problems.toRecord(), {
      'dropped by the program: disk full': 123,
      'dropped by the program: no reason given': 4,
    });
  });
});

describe('What a run keeps', function () {
  this.timeout(60_000);

  it('of reasons is bounded, and none is lost', () => {
    const { run, producer } = runOf();
    for (let index = 0; index < 5000; index += 1) {
      apply(producer, { type: 'gap', count: 2, reason: `${'x'.repeat(50_000 * Number(index < 30))} ${index}` });
    }
    producer.refused('too-long');
    const record = run.problems.toRecord();
    assert.ok(Object.keys(record).length <= 21);
    assert.ok(Object.keys(record).every((reason) => reason.length <= 201));
    assert.equal(run.problems.total, 10_001);
    assert.ok((record['other problems'] ?? 0) > 1000);
  });

  it('places a note at the step of the program, not at the second of a sample of the machine', () => {
    const run = new Run('r');
    const producer = run.producer('p');
    apply(producer, { type: 'series', id: 0, metric: 'loss' });
    apply(producer, { type: 'series', id: 1, metric: 'system/cpu' });
    apply(producer, { type: 'points', series: 0, x: [500], y: [1], t: [1000] });
    apply(producer, { type: 'points', series: 1, x: [3], y: [1], t: [1001] });
    apply(producer, { type: 'note', text: 'here', time: 1002 });
    assert.equal(run.notes[0]?.at, 500);
    assert.equal(run.clock.stepAt(1002), 500);
  });

  it('of notes is bounded, and those beyond are counted', () => {
    const { run, producer } = runOf();
    for (let index = 0; index < 10_005; index += 1) {
      apply(producer, { type: 'note', text: index === 0 ? 'x'.repeat(100_000) : `${index}`, step: index });
    }
    assert.equal(run.notes.length, 10_000);
    assert.ok((run.notes[0]?.text.length ?? Infinity) <= 2001);
    assert.equal(run.problems.total, 5);
  });

  it('of printed lines is bounded in number and size, the newest ones', () => {
    const { run, producer } = runOf();
    const print = (...lines: string[]): void => apply(producer, { type: 'text', stream: 'out', lines });
    for (let index = 0; index < 30_000; index += 1) {
      print(`${index}`);
    }
    assert.equal(run.text.total, 30_000);
    const kept = run.text.since(0);
    assert.deepEqual(
      kept.map(({ text }) => text),
      Array.from({ length: 5000 }, (_, index) => `${25_000 + index}`),
    );
    assert.deepEqual(run.text.since(29_999), [{ stream: 'out', text: '29999' }]);
    assert.deepEqual(run.text.since(30_000), []);
    print('y'.repeat(500_000));
    assert.match(run.text.since(30_000)[0]?.text ?? '', /^y{10000} … \(490000 more characters are in the log\)$/);
    print(...Array.from({ length: 600 }, () => 'z'.repeat(10_000)));
    const characters = run.text.since(0).reduce((total, { text }) => total + text.length, 0);
    assert.ok(characters <= 4_000_000 && characters > 3_900_000, `${characters} characters`);
  });

  it('of names is bounded where a page is told them', () => {
    const { run, producer } = runOf();
    const long = 'n'.repeat(500_000);
    apply(producer, opening('p1', { name: long, project: long }), { type: 'series', id: 0, metric: 'm', unit: long });
    assert.ok(JSON.stringify(describeRun(run)).length < 1000);
    assert.ok((run.series[0]?.unit.length ?? Infinity) < 100);
  });
});
