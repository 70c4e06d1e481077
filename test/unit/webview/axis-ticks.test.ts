import assert from 'node:assert/strict';
import { formatDuration, formatTime, powerOf, tickLabel, ticksOf } from '../../../src/webview/axis-ticks';
import { widthOf } from '../../../src/webview/latest-width';
import { Random } from '../common/random';

function labels(kind: 'log' | 'time' | 'relative', domain: readonly [number, number], count: number): string[] {
  const { values, unit } = ticksOf(kind, domain, count);
  return (values ?? []).map((value) => tickLabel(value, '', unit));
}

describe('Ticks of axes', () => {
  it('are left to Vega where numbers are plain', () => {
    assert.equal(ticksOf('linear', [0, 1], 5).values, null);
    assert.equal(tickLabel(0.5, '0.5', 'linear'), '0.5');
  });

  it('count time since the start as a clock does', () => {
    assert.deepEqual(labels('relative', [0, 10], 5), ['0:00', '0:02', '0:04', '0:06', '0:08', '0:10']);
    assert.deepEqual(labels('relative', [0, 5400], 6), [
      '0:00',
      '15:00',
      '30:00',
      '45:00',
      '1:00:00',
      '1:15:00',
      '1:30:00',
    ]);
    assert.deepEqual(labels('relative', [3600, 3600.5], 5), [
      '1:00:00.0',
      '1:00:00.1',
      '1:00:00.2',
      '1:00:00.3',
      '1:00:00.4',
      '1:00:00.5',
    ]);
    assert.equal(formatDuration(5025, 0), '1:23:45');
    assert.equal(formatDuration(-61.25, 2), '−1:01.25');
    assert.equal(formatDuration(59.999, 0), '1:00');
  });

  it('are at round local times, with the day at midnight', () => {
    const at = (hour: number, minute = 0) => new Date(2026, 10, 25, hour, minute).getTime() / 1000;
    assert.deepEqual(labels('time', [at(9, 58), at(10, 33)], 4), ['10:00', '10:10', '10:20', '10:30']);
    assert.deepEqual(labels('time', [at(18), at(30)], 4), ['18:00', '21:00', 'Nov 26', '03:00', '06:00']);
    assert.deepEqual(labels('time', [at(10), at(10) + 20], 4), [
      '10:00:00',
      '10:00:05',
      '10:00:10',
      '10:00:15',
      '10:00:20',
    ]);
    assert.equal(formatTime(at(14, 3) + 7.25, 3), 'Nov 25, 14:03:07.250');
  });

  it('are powers of ten on logarithmic axes, numbers between where there is room', () => {
    assert.deepEqual(labels('log', [-3, 3], 6), ['0.001', '0.01', '0.1', '1', '10', '100', '1000']);
    assert.deepEqual(labels('log', [0, 1.5], 8), ['1', '2', '5', '10', '20']);
    assert.deepEqual(labels('log', [Math.log10(20), Math.log10(30)], 5), ['20', '22', '24', '26', '28', '30']);
    assert.ok(labels('log', [-300, 300], 6).length <= 8);
    assert.equal(powerOf(Math.log10(1234)), 1234);
  });

  it('are few and in the axis, whatever it shows', () => {
    const random = new Random(5);
    for (let turn = 0; turn < 2000; turn += 1) {
      const kind = random.pick(['log', 'time', 'relative'] as const);
      const low =
        kind === 'log'
          ? random.between(-300, 299)
          : kind === 'time'
            ? 1.7e9 + random.between(0, 1e8)
            : random.between(-1e3, 1e7);
      const width = 10 ** random.between(-2, kind === 'log' ? 1 : 8);
      const count = random.whole(1, 12);
      const { values, unit } = ticksOf(kind, [low, low + width], count);
      const where = `${kind} ${low} + ${width}, ${count}`;
      assert.ok(values !== null && values.length <= count * 3 + 6, `${where}: ${values?.length} ticks`);
      assert.ok(
        values.every((value) => value >= low - width * 1e-6 && value <= low + width * 1.000001),
        where,
      );
      assert.ok(
        values.every((value) => tickLabel(value, '', unit) !== ''),
        where,
      );
    }
  });

  it('are numbers that a window can be given in', () => {
    const [step, time] = [{ kind: 'step' }, { kind: 'relative' }] as const;
    assert.deepEqual(
      ['500', ' 1,000 ', '1e4', '90s', '10m', '2h', '', 'x', '1.2.3'].map((text) => widthOf(text, time)),
      [500, 1000, 1e4, 90, 600, 7200, NaN, NaN, NaN],
    );
    assert.deepEqual(
      ['500', '90s'].map((text) => widthOf(text, step)),
      [500, NaN],
    );
  });
});
