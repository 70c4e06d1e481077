import assert from 'node:assert/strict';
import { RunEvents, type RunEvent } from '../../../src/common/run-events';
import { StallWatch } from '../../../src/common/stall';
import type { Producer, Run } from '../../../src/common/run';
import { apply, points, runOf } from './runs';

/** When the window opened. */
const OPENED = 1795371539;
const alive = (): boolean => true;

function watched(...metrics: readonly string[]): {
  run: Run;
  producer: Producer;
  look: (seconds: number, isAlive?: () => boolean) => readonly RunEvent[];
} {
  const { run, producer } = runOf(...metrics);
  const events = new RunEvents(run, OPENED);
  return { run, producer, look: (seconds, isAlive = alive) => events.look(OPENED + seconds, isAlive) };
}

describe('The end of a run', () => {
  const start = { type: 'run', version: 1, id: 'run-1', start: OPENED - 100 };
  const end = (status: string, time?: number): object => ({
    type: 'end',
    status,
    error: status === 'failed' ? 'ValueError: no' : '',
    ...(time === undefined ? {} : { time }),
  });

  it('is told once, with how long the run took', () => {
    const { producer, look } = watched('loss');
    apply(producer, start);
    assert.deepEqual(look(0), []);
    apply(producer, end('finished', OPENED + 5));
    assert.deepEqual(look(6), [{ kind: 'finished', seconds: 105 }]);
    assert.deepEqual(look(7), []);
  });

  it('is told of a run that began and ended between two looks', () => {
    const { producer, look } = watched('loss');
    apply(producer, start, end('failed', OPENED + 1));
    assert.deepEqual(look(2), [{ kind: 'failed', error: 'ValueError: no', lost: false }]);
  });

  it('is not told of a run that ended before the window opened', () => {
    for (const time of [OPENED - 1, undefined]) {
      const { producer, look } = watched('loss');
      apply(producer, start, end('failed', time));
      assert.deepEqual(look(1), []);
    }
  });

  it('is told when the program went away, not when somebody interrupted it', () => {
    const lost = watched('loss');
    lost.look(0);
    lost.producer.lose();
    assert.deepEqual(lost.look(1), [{ kind: 'failed', error: '', lost: true }]);
    const interrupted = watched('loss');
    interrupted.look(0);
    apply(interrupted.producer, end('interrupted', OPENED + 1));
    assert.deepEqual(interrupted.look(1), []);
  });

  it('is told again of a run that went on', () => {
    const { producer, look } = watched('loss');
    apply(producer, start, end('finished', OPENED + 1));
    assert.equal(look(1).length, 1);
    apply(producer, { type: 'resume', time: OPENED + 2 });
    assert.deepEqual(look(2), []);
    apply(producer, end('failed', OPENED + 3));
    assert.equal(look(3).length, 1);
  });
});

describe('Values that are not finite', () => {
  const row = (values: object, seconds = 1): object => ({ time: OPENED + seconds, step: 7, ...values });

  it('are told once for each metric, with the first of them', () => {
    const { producer, look } = watched();
    apply(producer, row({ loss: 1 }), row({ loss: 'NaN' }), row({ loss: 'Infinity' }));
    assert.deepEqual(look(1), [
      { kind: 'not-finite', metrics: [{ metric: 'loss', value: NaN, step: 7 }], more: false },
    ]);
    apply(producer, row({ loss: 'NaN' }));
    assert.deepEqual(look(2), []);
    apply(
      producer,
      { type: 'series', id: 0, metric: 'norm' },
      { type: 'points', series: 0, x: [1, 2, 3], y: [1, '-Infinity', 'NaN'], t: [OPENED, OPENED, OPENED] },
    );
    assert.deepEqual(look(3), [
      { kind: 'not-finite', metrics: [{ metric: 'norm', value: -Infinity, step: 2 }], more: false },
    ]);
  });

  it('are told by name of three metrics, then once that there are more', () => {
    const { producer, look } = watched();
    apply(producer, row({ a: 'NaN', b: 'NaN' }));
    assert.equal(names(look(1)), 'a b');
    apply(producer, row({ c: 'NaN', d: 'NaN' }));
    const [event] = look(2);
    assert.ok(event?.kind === 'not-finite');
    assert.deepEqual([names([event]), event.more], ['c', true]);
    apply(producer, row({ e: 'NaN' }));
    assert.deepEqual(look(3), []);
  });

  it('are old news when they were there before the window', () => {
    const { producer, look } = watched();
    apply(producer, row({ loss: 'NaN' }, -10), { untimed: 'NaN' });
    assert.deepEqual(look(0), []);
    apply(producer, row({ loss: 'NaN' }), { fresh: 'NaN' });
    assert.equal(names(look(1)), 'fresh');
  });

  it('of two processes of a run are one', () => {
    const { run, producer, look } = watched();
    apply(producer, row({ loss: 'NaN' }));
    apply(run.producer('p2'), row({ loss: 'NaN' }));
    assert.equal(names(look(1)), 'loss');
    assert.deepEqual(look(2), []);
  });

  const names = (events: readonly RunEvent[]): string =>
    events.flatMap((event) => (event.kind === 'not-finite' ? event.metrics.map(({ metric }) => metric) : [])).join(' ');
});

describe('Alerts', () => {
  const alert = (text: string, seconds: number, level?: string): object => ({
    type: 'note',
    kind: 'alert',
    text,
    time: OPENED + seconds,
    ...(level === undefined ? {} : { level }),
  });

  it('are told at once, and those that follow soon together, the gravest by its text', () => {
    const { producer, look } = watched();
    apply(producer, { type: 'note', kind: 'note', text: 'quiet' }, alert('first', 1));
    assert.deepEqual(look(1), [{ kind: 'alert', text: 'first', level: 'warning', further: 0 }]);
    apply(producer, alert('second', 2, 'error'), alert('third', 3, 'info'), alert('fourth', 3));
    assert.deepEqual(look(4), []);
    assert.deepEqual(look(11), [{ kind: 'alert', text: 'second', level: 'error', further: 2 }]);
    assert.deepEqual(look(100), []);
  });

  it('do not wait for longer than the run', () => {
    const { producer, look } = watched();
    apply(producer, alert('first', 1));
    look(1);
    apply(producer, alert('second', 2), { type: 'end', status: 'finished', time: OPENED + 2 });
    assert.deepEqual(
      look(2).map(({ kind }) => kind),
      ['alert', 'finished'],
    );
  });

  it('from before the window are not told', () => {
    const { producer, look } = watched();
    apply(producer, alert('old', -5));
    assert.deepEqual(look(0), []);
  });
});

describe('A run that stalls', () => {
  it('is told once for each stall, when its program is alive', () => {
    const { producer, look } = watched('loss');
    let second = 0;
    const goOn = (count: number): void => {
      for (let more = 0; more < count; more += 1, second += 1) {
        apply(producer, points(0, second, 1));
        assert.deepEqual(look(second), []);
      }
    };
    const told = (until: number, isAlive = alive): readonly RunEvent[] => {
      const events: RunEvent[] = [];
      for (; second < until; second += 1) events.push(...look(second, isAlive));
      return events;
    };
    goOn(20);
    assert.deepEqual(told(75), []);
    assert.deepEqual(told(300), [{ kind: 'stalled', seconds: 60 }]);
    goOn(5);
    assert.deepEqual(
      told(700, () => false),
      [],
      'the program is gone',
    );
  });

  it('is not one that logs nothing but the use of the machine, nor one that waits for its user', () => {
    const { producer, look } = watched('loss', 'system/memory');
    const events: RunEvent[] = [];
    for (let second = 0; second < 400; second += 1) {
      if (second < 20) apply(producer, points(0, second, 1));
      apply(producer, points(1, second, 1));
      events.push(...look(second));
    }
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['stalled'],
    );
    const waiting = watched('loss');
    const cell = { path: '/a.ipynb', cell: 'c', execution_count: 1 };
    apply(waiting.producer, { type: 'cell', state: 'running', notebook: cell });
    for (let second = 0; second < 400; second += 1) {
      if (second < 20) apply(waiting.producer, points(0, second, 1));
      if (second === 20) apply(waiting.producer, { type: 'cell', state: 'ended', notebook: cell });
      assert.deepEqual(waiting.look(second), []);
    }
  });

  /** Looks each second at a run that gives a sign of life at some of them. */
  const stalls = (seconds: number, isActive: (second: number) => boolean): number[] => {
    const watch = new StallWatch();
    const told: number[] = [];
    let activity = 0;
    for (let second = 0; second < seconds; second += 1) {
      activity += isActive(second) ? 1 : 0;
      if (watch.look(activity, second) !== null) told.push(second);
    }
    return told;
  };

  it('is silent for ten times its usual interval at least', () => {
    assert.deepEqual(
      stalls(1000, (second) => second < 300 && second % 30 === 0),
      [570],
    );
  });

  it('may pause after each epoch, once that is known', () => {
    const isActive = (second: number): boolean => second % 300 < 200;
    assert.deepEqual(stalls(3000, isActive), [259]);
  });

  it('is not one that never had a habit, nor one of a machine that slept', () => {
    assert.deepEqual(
      stalls(1000, (second) => second < 2),
      [],
    );
    const watch = new StallWatch();
    for (let second = 0; second < 20; second += 1) watch.look(second, second);
    assert.equal(watch.look(19, 8000), null);
    assert.equal(watch.look(19, 8001), null);
  });
});
