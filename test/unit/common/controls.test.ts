import assert from 'node:assert/strict';
import { decodeLine } from '../../../src/common/decode';
import { describeRun } from '../../../src/common/describe-run';
import type { LogRecord } from '../../../src/common/record';
import { Run } from '../../../src/common/run';

/** A run of two processes, and what its logs say. */
function runOf(...lines: readonly object[]): Run {
  const run = new Run('run-1');
  say(run, 'p1', { type: 'run', version: 1, id: 'run-1', listens: true }, ...lines);
  return run;
}

function say(run: Run, producer: string, ...lines: readonly object[]): void {
  lines.forEach((line) => run.producer(producer).record(recordOf(line), 0));
}

function recordOf(line: object): LogRecord {
  const decoded = decodeLine(JSON.stringify(line));
  return decoded.kind === 'record' ? decoded.record : assert.fail(`${decoded.kind}: ${JSON.stringify(line)}`);
}

const RATE = { type: 'control', name: 'rate', kind: 'slider', value: 0.5, min: 0, max: 1 };
const MODE = { type: 'control', name: 'mode', kind: 'choice', value: 'a', options: ['a', 'b'] };
const SAVE = { type: 'control', name: 'Save', kind: 'button', value: 0 };

describe('Controls of a run', () => {
  const valuesOf = (run: Run): unknown => describeRun(run).controls?.map(({ name, value }) => [name, value]);

  it('are told in the order in which they were made, with the newest value', () => {
    const run = runOf(RATE, MODE, SAVE, { type: 'value', name: 'mode', value: 'b' });
    say(run, 'p1', { type: 'value', name: 'Save', value: 2 }, { type: 'value', name: 'rate', value: 1 });
    assert.deepEqual(valuesOf(run), [
      ['rate', 1],
      ['mode', 'b'],
      ['Save', 2],
    ]);
    assert.deepEqual(run.problems.toRecord(), {});
  });

  it('are not told where there are none', () => {
    assert.equal('controls' in describeRun(runOf()), false);
  });

  it('are one where several processes ask for the same', () => {
    const run = runOf(RATE);
    say(run, 'p2', { type: 'run', version: 1, id: 'run-1' }, { ...RATE, max: 2 });
    say(run, 'p2', { type: 'value', name: 'rate', value: 2 });
    assert.deepEqual(valuesOf(run), [['rate', 2]]);
  });

  it('count what they cannot have, and keep what they had', () => {
    const run = runOf(RATE, MODE, SAVE);
    for (const value of [-0.1, 1.1, 'x', true]) say(run, 'p1', { type: 'value', name: 'rate', value });
    say(run, 'p1', { type: 'value', name: 'mode', value: 'c' }, { type: 'value', name: 'Save', value: true });
    say(run, 'p1', { type: 'value', name: 'nobody', value: 1 }, { type: 'value', name: '__proto__', value: 1 });
    assert.deepEqual(valuesOf(run), [
      ['rate', 0.5],
      ['mode', 'a'],
      ['Save', 0],
    ]);
    assert.deepEqual(run.problems.toRecord(), { 'value that its control cannot have': 8 });
  });

  it('are a hundred at most', () => {
    const run = runOf(...Array.from({ length: 103 }, (_, index) => ({ ...RATE, name: `rate ${index}` })), RATE);
    assert.equal(describeRun(run).controls?.length, 100);
    assert.deepEqual(run.problems.toRecord(), { 'control beyond the first 100': 4 });
  });

  it('have a marker where the run was when the value changed', () => {
    const points = { type: 'points', series: 0, x: [0, 1, 2], y: [0, 1, 2], t: [100, 110, 120] };
    const run = runOf({ type: 'series', id: 0, metric: 'loss' }, points);
    for (const step of [0, 1, 2]) run.clock.add(100 + 10 * step, step);
    say(run, 'p1', { type: 'note', kind: 'control', text: 'rate = 1', time: 111 });
    say(run, 'p1', { type: 'note', kind: 'note', text: 'now', time: 111 });
    assert.deepEqual(
      run.notes.map(({ at }) => at),
      [1, 2],
    );
  });
});

describe('A run that can be stopped', () => {
  it('is one whose program listens, while it goes on', () => {
    const run = runOf();
    assert.equal(describeRun(run).stoppable, true);
    say(run, 'p1', { type: 'end', status: 'finished' });
    assert.equal(describeRun(run).stoppable, undefined);
    say(run, 'p1', { type: 'resume' });
    assert.equal(describeRun(run).stoppable, true);
  });

  it('is one that is a job', () => {
    const run = new Run('run-1');
    say(run, 'job', { type: 'run', version: 1, id: 'run-1', job: { command: 'a' } });
    assert.equal(describeRun(run).stoppable, true);
  });

  it('is none whose program does not listen, and no file that is followed', () => {
    const run = new Run('run-1');
    say(run, 'p1', { type: 'run', version: 1, id: 'run-1' });
    assert.equal(describeRun(run).stoppable, undefined);
    const file = new Run('/home/ada/run.jsonl');
    say(file, 'run', { type: 'run', version: 1, id: 'run-1', listens: true }, RATE);
    assert.equal(describeRun(file).stoppable, undefined);
    assert.equal(describeRun(file).controls, undefined);
  });
});
