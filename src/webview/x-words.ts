import type { XAxis } from '../common/figure-choices';
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
  /** What stands before a place in a sentence: `step `, or nothing for times. */
  readonly before: string;
}

/** @param log whether the numbers of the axis are decimal logarithms. */
export function xWords(axis: XAxis, log: boolean): XWords {
  const plain = log ? powerOf : (x: number) => x;
  const kind: AxisKind = log ? 'log' : 'linear';
  switch (axis.kind) {
    case 'step':
      return { kind, title: 'step', counts: !log, place: (x) => formatStep(plain(x)), before: 'step ' };
    case 'time':
      return { kind: 'time', title: 'time', counts: false, place: (x) => formatTime(x, 1), before: '' };
    case 'relative':
      return {
        ...{ kind: log ? kind : 'relative', title: 'time since start', counts: false, before: '' },
        place: (x) => formatDuration(plain(x), plain(x) < 60 ? 2 : 1),
      };
    case 'metric': {
      const name = axis.metric.length > MAX_TITLE ? `${axis.metric.slice(0, MAX_TITLE)}…` : axis.metric;
      return { kind, title: name, counts: false, place: (x) => formatValue(plain(x)), before: `${name} ` };
    }
  }
}
