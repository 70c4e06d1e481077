/** How series are told apart: by colour and dash, as indices into the palettes of the page. */

/** How many colours the page's palette has; further series differ by their dash. */
export const COLOUR_COUNT = 10;

export interface SeriesStyle {
  /** Index into the colours; the page takes it modulo their number. */
  readonly colour: number;
  /** Index into the dashes, likewise. */
  readonly dash: number;
}

/** The style of a series of a chart that shows one run: one colour a series. */
export function styleOfSeries(index: number): SeriesStyle {
  return { colour: index % COLOUR_COUNT, dash: Math.floor(index / COLOUR_COUNT) };
}

/**
 * The style of a series of a chart that shows several runs: one colour a run, one dash a metric.
 *
 * @param run its place among the runs.
 * @param chosen the colour that the user gave to the run, or `null`.
 * @param metric the place of the metric in the chart.
 */
export function styleInRuns(run: number, chosen: number | null, metric: number): SeriesStyle {
  return {
    colour: chosen ?? run % COLOUR_COUNT,
    dash: metric + (chosen === null ? Math.floor(run / COLOUR_COUNT) : 0),
  };
}
