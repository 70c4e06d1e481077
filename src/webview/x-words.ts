import type { XAxis } from '../common/figure-choices';
import { t } from '../common/words';
import { type AxisKind, formatDuration, formatTime, powerOf } from './axis-ticks';
import { formatStep, formatValue } from './number-format';

const MAX_TITLE = 60;

/** How the x axis of a chart is meant, in words. */
export interface XWords {
  readonly kind: AxisKind;
  /** Title of the axis. Any text: never markup, never an expression. */
  readonly title: string;
  /** Whether x counts whole steps. */
  readonly counts: boolean;
  /** One place, without the axis' name: `53`, `1:23:45`. */
  place(x: number): string;
  /** A place, as `place` writes it, with the axis’ name where that is needed: `step 53`, `1:23:45`. */
  named(place: string): string;
}

const plainly = (place: string) => place;

/** @param log whether the numbers of the axis are decimal logarithms. */
export function xWords(axis: XAxis, log: boolean): XWords {
  const plain = log ? powerOf : (x: number) => x;
  const kind: AxisKind = log ? 'log' : 'linear';
  switch (axis.kind) {
    case 'step':
      return {
        kind,
        title: t('step'),
        counts: !log,
        place: (x) => formatStep(plain(x)),
        named: (place) => t('step {0}', place),
      };
    case 'time':
      return { kind: 'time', title: t('time'), counts: false, place: (x) => formatTime(x, 1), named: plainly };
    case 'relative':
      return {
        ...{ kind: log ? kind : 'relative', title: t('time since start'), counts: false, named: plainly },
        place: (x) => formatDuration(plain(x), plain(x) < 60 ? 2 : 1),
      };
    case 'metric': {
      const name = axis.metric.length > MAX_TITLE ? `${axis.metric.slice(0, MAX_TITLE)}…` : axis.metric;
      return {
        kind,
        title: name,
        counts: false,
        place: (x) => formatValue(plain(x)),
        named: (place) => `${name} ${place}`,
      };
    }
  }
}
