import type { ChartDescription } from '../../common/protocol';
import type { ChartLook } from '../chart-look';
import type { Interval } from '../domain';
import type { Size } from '../plot-view';
import type { SeriesData } from '../series';

/** A chart as it is drawn, to be taken away. */
export interface DrawnChart {
  readonly description: ChartDescription;
  /** What is drawn of each series. */
  readonly data: readonly SeriesData[];
  /** The smoothed curve of each series, which is drawn over a faint one; empty when none is. */
  readonly smooth: readonly SeriesData[];
  /** How the curves are read: on logarithmic axes, x and y are decimal logarithms. */
  readonly look: ChartLook;
  /** What part of the axes is shown. */
  readonly x: Interval;
  readonly y: Interval;
  /** Size of the plot with its axes, in CSS pixels. */
  readonly size: Size;
  /** Where the whole chart is in the window, in CSS pixels; of no size while it is not shown. */
  readonly box: DOMRectReadOnly;
  /** The plot with its axes and curves, `scale` pixels for each CSS pixel. */
  picture(scale: number): Promise<HTMLCanvasElement>;
}
