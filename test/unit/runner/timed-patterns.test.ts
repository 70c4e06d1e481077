import assert from 'node:assert/strict';
import { PrintedMetricParser } from '../../../src/common/printed-metrics';
import { TimedPatterns } from '../../../src/runner/timed-patterns';

/** Takes longer than the universe is old for a line of some 40 times the same letter and another one. */
const ENDLESS = '^(?<loss>(a+)+)$';
const BAIT = `${'a'.repeat(40)}!`;

const never = (pattern: string): void => assert.fail(pattern);

function parse(lines: readonly string[], patterns: TimedPatterns): unknown[] {
  return new PrintedMetricParser(patterns)
    .parseAll(lines)
    .map((found) => found && [found.step, Object.fromEntries(found.values)]);
}

describe('Patterns of the user', () => {
  it('are tried first, in their order, each for a number', () => {
    const patterns = new TimedPatterns(
      [
        'name (?<name>[a-z]+)',
        String.raw`it (?<step>\d+) err (?<error>\S+)`,
        '(?<any>[0-9]+)',
        '(',
        'no groups',
        '(?<step>x)',
      ],
      never,
    );
    assert.deepEqual(parse(['name ab, it 7 err 1e-2 loss=5', 'loss=4 it', 'loss=nan'], patterns), [
      [7, { error: 0.01 }],
      [null, { any: 4 }],
      [null, { loss: NaN }],
    ]);
  });

  it('that take for ever for a line are given up, and nothing else is lost by them', function () {
    this.timeout(20_000);
    const givenUp: string[] = [];
    const patterns = new TimedPatterns([ENDLESS, '(?<err>[0-9]+) wrong'], (pattern) => givenUp.push(pattern));
    const lines = ['aaa', BAIT, '12 wrong', 'loss=4'];
    const start = performance.now();
    assert.deepEqual(parse(lines, patterns), [null, null, [null, { err: 12 }], [null, { loss: 4 }]]);
    assert.deepEqual(givenUp, [ENDLESS]);
    assert.deepEqual(parse([BAIT, '3 wrong'], patterns), [null, [null, { err: 3 }]]);
    // Generous: other tests may have the processor.
    assert.ok(performance.now() - start < 10_000);
    assert.equal(givenUp.length, 1);
  });

  it('cost little for many lines', () => {
    const patterns = new TimedPatterns([String.raw`it (?<step>\d+) err (?<error>\S+)`], never);
    const lines = Array.from({ length: 20_000 }, (_, index) => `it ${index} err ${index / 2}`);
    const start = process.cpuUsage();
    assert.equal(parse(lines, patterns).length, 20_000);
    assert.ok(process.cpuUsage(start).user < 2_000_000);
  });
});
