import assert from 'node:assert/strict';

import { EventEmitter, once } from 'node:events';
import { signalWay } from '../../../src/runner/job/process-group';
import { StopSequence } from '../../../src/runner/job/stop-sequence';

/** A program that nothing ends: what is done to it, in its order. */
class Stubborn extends EventEmitter {
  readonly seen: string[] = [];
  readonly sequence: StopSequence;

  constructor(listens: boolean) {
    super();
    const note = (what: string): void => {
      this.seen.push(what);
      this.emit(what);
    };
    this.sequence = new StopSequence({
      listens: () => listens,
      signal: (signal) => note(signal),
      say: (text) => note(text.split(';')[0] ?? ''),
      giveUp: () => note('given up'),
    });
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
    }
    program.sequence.end();
    assert.deepEqual(
      program.seen.filter((what) => /^SIG\w+$/.test(what)),
      ['SIGINT', 'SIGTERM', 'SIGKILL'],
    );
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

  it('is the end of the tree of processes on Windows, by force only at last', () => {
    const way = (signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): unknown => signalWay(42, signal, 'win32');
    const asked = { kind: 'program', command: 'taskkill', args: ['/PID', '42', '/T'] };
    assert.deepEqual(way('SIGINT'), asked);
    assert.deepEqual(way('SIGTERM'), asked);
    assert.deepEqual(way('SIGKILL'), { ...asked, args: [...asked.args, '/F'] });
  });
});
