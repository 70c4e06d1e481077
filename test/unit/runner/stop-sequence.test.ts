import assert from 'node:assert/strict';

import { EventEmitter, once } from 'node:events';
import { signalWay, type StopSignal } from '../../../src/runner/job/process-group';
import { stagesOf, StopSequence } from '../../../src/runner/job/stop-sequence';

/** A program that nothing ends: what is done to it, in its order. */
class Stubborn extends EventEmitter {
  readonly seen: string[] = [];
  now = 1000;
  readonly sequence: StopSequence;

  constructor(listens: boolean) {
    super();
    const note = (what: string): void => {
      this.seen.push(what);
      this.emit(what);
    };
    const actions = {
      listens: () => listens,
      signal: (signal: StopSignal) => note(signal),
      say: (text: string) => note(text.split(';')[0] ?? ''),
      giveUp: () => note('given up'),
    };
    this.sequence = new StopSequence(actions, () => this.now);
  }
}

const AT_ONCE = { ask: 0.01, interrupt: 0.01, terminate: 0.01 };
const NEVER = { ask: 600, interrupt: 600, terminate: 600 };

describe('Stopping', () => {
  it('asks, then sends one signal after the other, each said', async () => {
    const program = new Stubborn(true);
    program.sequence.request(AT_ONCE);
    await once(program, 'SIGKILL');
    program.sequence.end();
    assert.deepEqual(program.seen, [
      'The program is asked to stop',
      ...['SIGINT sent', 'SIGINT', 'SIGTERM sent', 'SIGTERM', 'SIGKILL sent', 'SIGKILL'],
    ]);
  });

  it('goes on at once when it is asked for again, and not beyond the last signal', () => {
    const program = new Stubborn(false);
    for (let request = 0; request < 6; request += 1) {
      program.sequence.request(NEVER);
      program.now += 1000;
    }
    program.sequence.end();
    assert.deepEqual(
      program.seen.filter((what) => /^SIG\w+$/.test(what)),
      ['SIGINT', 'SIGTERM', 'SIGKILL'],
    );
  });

  it('takes a double click, and two windows at once, for one wish', () => {
    const program = new Stubborn(false);
    program.sequence.request(NEVER);
    program.now += 300;
    program.sequence.request(NEVER);
    program.now += 300;
    program.sequence.request(NEVER);
    program.sequence.end();
    assert.deepEqual(program.seen, ['SIGINT sent', 'SIGINT']);
  });

  it('has no signals to send on Windows: it asks, or asks to close, and then ends by force', () => {
    const steps = (listens: boolean): unknown =>
      stagesOf(NEVER, listens, 'win32').map(({ signal, text }) => [signal, text]);
    const forced = ['SIGKILL', 'Ended by force'];
    assert.deepEqual(steps(true), [[null, 'The program is asked to stop'], forced]);
    assert.deepEqual(steps(false), [['SIGTERM', 'The program is asked to close its windows'], forced]);
    assert.ok(stagesOf(NEVER, true, 'win32').every(({ next }) => !next.includes('SIG')));
  });

  it('gives up what even SIGKILL does not end', async function () {
    this.timeout(20_000);
    const program = new Stubborn(false);
    program.sequence.request(AT_ONCE);
    await once(program, 'given up');
    program.sequence.end();
  });
});

describe('A signal to a group', () => {
  it('is a kill of the group where there are groups', () => {
    for (const platform of ['linux', 'darwin'] as const) {
      assert.deepEqual(signalWay(42, 'SIGINT', platform), { kind: 'kill', target: -42, signal: 'SIGINT' });
    }
  });

  it('is sent to nobody for a number that would reach strangers', () => {
    for (const pid of [1, 0, -1, -42, NaN, Infinity, 1.5]) {
      assert.equal(signalWay(pid, 'SIGKILL', 'linux'), null);
      assert.equal(signalWay(pid, 'SIGKILL', 'win32'), null);
    }
  });

  it('is the end of the tree of processes on Windows, by force only at last', () => {
    const way = (signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): unknown => signalWay(42, signal, 'win32');
    const asked = { kind: 'program', command: 'taskkill', args: ['/PID', '42', '/T'] };
    assert.deepEqual(way('SIGINT'), asked);
    assert.deepEqual(way('SIGTERM'), asked);
    assert.deepEqual(way('SIGKILL'), { ...asked, args: [...asked.args, '/F'] });
  });
});
