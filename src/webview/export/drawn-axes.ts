/** The axes of a chart in Vega-Lite's own terms: its scales and its units instead of the page's. */
import type { AxisKind } from '../axis-ticks';
import type { Interval } from '../domain';
import type { DrawnChart } from './drawn-chart';

export interface ChartAxis {
  /** A place of the page's axis in units of Vega-Lite's. */
  value(place: number): number;
  /** The channel without its field. */
  readonly channel: object;
}

export interface ChartAxes {
  readonly x: ChartAxis;
  readonly y: ChartAxis;
}

const LOOK = { domain: false, ticks: false, labelPadding: 5 };
/** Seconds as `1:05`, `1:02:05`, and from a day on as hours. */
const DURATION = [
  "datum.value >= 86400 ? format(datum.value / 3600, ',.0f') + ' h'",
  "datum.value >= 3600 ? utcFormat(datum.value * 1000, '%-H:%M:%S')",
  "utcFormat(datum.value * 1000, '%-M:%S')",
].join(' : ');

export function axesOf({ look, x, y }: DrawnChart): ChartAxes {
  const title = { title: look.words.title, titleAnchor: 'end', tickCount: { expr: 'ceil(width / 90)' } };
  const up = { title: null, tickCount: { expr: 'ceil(height / 36)' } };
  return { x: axisOf(look.words.kind, x, title), y: axisOf(look.logY ? 'log' : 'linear', y, up) };
}

function axisOf(kind: AxisKind, domain: Interval, words: object): ChartAxis {
  const value = UNITS[kind];
  const labels = kind === 'relative' ? { labelExpr: DURATION } : {};
  return {
    value,
    channel: {
      type: kind === 'time' ? 'temporal' : 'quantitative',
      scale: {
        ...(kind === 'log' && { type: 'log' }),
        domain: domain.map(value),
        nice: false,
        ...(kind !== 'time' && kind !== 'log' && { zero: false }),
      },
      axis: { ...words, ...labels, ...LOOK },
    },
  };
}

const UNITS: Readonly<Record<AxisKind, (place: number) => number>> = {
  linear: (place) => place,
  relative: (place) => place,
  // The page keeps decimal logarithms; what is beyond float64 stays at its edge.
  log: (place) => Math.min(Math.max(10 ** place, Number.MIN_VALUE), Number.MAX_VALUE),
  time: (place) => place * 1000,
};
