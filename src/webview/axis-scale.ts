/** The axes of a compiled spec, as the drawing of marks and the pointer use them. */
import { type Interval, shareOf } from './domain';
import type { Axis } from './plot-area';
import type { PlotAxis } from './plot-view';

/** A continuous scale of Vega, as far as the page uses it; Vega's own declaration is untyped. */
export interface VegaScale {
  (value: number): number;
  readonly type?: string;
  domain(): number[];
  range(): number[];
  invert(pixel: number): number;
}

/** Where values lie, in CSS pixels within the plotting area. */
export function axisOf(scale: VegaScale): Axis {
  const domain = scale.domain();
  const [from = 0, to = 1] = domain;
  const [start = 0, end = 1] = scale.range();
  if (scale.type !== 'linear' || domain.length !== 2) return (value) => scale(value);
  return (value) => start + shareOf(value, [from, to]) * (end - start);
}

/** What the scale shows. */
export function intervalOf(scale: VegaScale): Interval {
  const domain = scale.domain();
  return [domain[0] ?? 0, domain[domain.length - 1] ?? 1];
}

/** The scale as shares of the length that it covers. */
export function plotAxis(scale: VegaScale): PlotAxis {
  const range = scale.range();
  const [start, end] = [range[0] ?? 0, range[range.length - 1] ?? 1];
  return {
    share: (value) => (scale(value) - start) / (end - start),
    value: (share) => scale.invert(start + share * (end - start)),
  };
}
