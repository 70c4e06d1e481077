import { scale } from 'vega';
import type { Interval } from './domain';

/** The part of Vega's linear scale that the page uses; Vega's own declaration is untyped. */
interface LinearScale {
  domain(): number[];
  domain(ends: readonly number[]): LinearScale;
  nice(count: number): LinearScale;
  ticks(count: number): number[];
  tickFormat(count: number): (value: number) => string;
}

/** The scale that Vega uses for an axis of numbers that shows `domain`. */
export function linearScale(domain: Interval): LinearScale {
  const make = scale('linear') as () => LinearScale;
  return make().domain([...domain]);
}
