/** Which points an export takes: those that a panel shows, all of its figure's metrics, or all of its runs. */
import type { ShownChart } from '../../common/feed';
import type { Reading } from '../../common/figure-choices';
import type { Run, RunSeries } from '../../common/run';
import type { PointTest, PointWishes } from './read-points';

export const POINT_SCOPES = ['shown', 'figure', 'runs'] as const;
export type PointScope = (typeof POINT_SCOPES)[number];

const EVERYTHING: PointWishes = { ofSeries: () => 'all' };

/** @param charts that are shown, or the one that the user chose. */
export function wishedPoints(scope: PointScope, charts: readonly ShownChart[], reading: Reading): PointWishes {
  if (scope === 'runs') {
    return EVERYTHING;
  }
  const wished = new Map<string, PointTest[] | 'all'>();
  for (const { series, domain } of charts) {
    for (const one of series) {
      const key = keyOf(one.run.id, one.producer, one.metric);
      const test = scope === 'shown' ? testOf(one, domain, reading) : 'all';
      const before = wished.get(key) ?? [];
      wished.set(key, test === 'all' || before === 'all' ? 'all' : [...before, test]);
    }
  }
  return {
    ofSeries: (id, producer, metric) => {
      const tests = wished.get(keyOf(id, producer, metric));
      return tests === undefined || tests === 'all'
        ? (tests ?? null)
        : (step, time) => tests.some((test) => test(step, time));
    },
  };
}

function keyOf(id: string, producer: string, metric: string): string {
  return JSON.stringify([id, producer, metric]);
}

/** Whether a point lies in the visible interval of the x axis. Over another metric, all do: where a point lies there, the point alone does not tell. */
function testOf({ run }: RunSeries, domain: ShownChart['domain'], { x, logX }: Reading): PointTest | 'all' {
  if (domain === null || x.kind === 'metric') {
    return 'all';
  }
  const [low, high] = domain;
  const start = x.kind === 'relative' ? startOf(run) : 0;
  return (step, time) => {
    const plain = x.kind === 'step' ? step : time - start;
    const at = logX ? Math.log10(plain) : plain;
    return at >= low && at <= high;
  };
}

function startOf(run: Run): number {
  const start = run.opening?.start ?? NaN;
  return Number.isFinite(start) ? start : 0;
}
