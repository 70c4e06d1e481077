/** Which charts a figure has and which series each of them draws. */
import type { ChartDescription, FigureDescription } from './protocol';
import type { ChartLayout, ChartSpec } from './record';
import type { Run, RunSeries } from './run';
import { shorten } from './shorten';

export const MAX_CHARTS = 50;
export const MAX_SERIES_IN_CHART = 50;
/** Over all charts of a figure: beyond, a page is no longer quick. */
const MAX_SERIES_IN_FIGURE = 400;
const MAX_TITLE = 300;

export interface FigureLayout {
  readonly description: FigureDescription;
  /** The series of each chart, in the order of the description. */
  readonly charts: readonly (readonly RunSeries[])[];
}

interface Group {
  readonly title: string;
  readonly series: readonly RunSeries[];
  readonly spec?: ChartSpec | null;
}

const UNTRUSTED_NOTE =
  'Drawn as plain lines: a Vega-Lite spec can run code, so it is not drawn in an untrusted workspace.';

/**
 * Lays out a figure of a run.
 *
 * @param name of a figure that the run defines, or `null` for all metrics, grouped by what stands before their last slash.
 * @param filter draws only metrics whose name contains this text, whatever its case.
 * @param trusted whether specs of the program may be drawn; else their charts have the usual lines and a note.
 */
export function layOutFigure(run: Run, name: string | null, filter: string, trusted = false): FigureLayout {
  const wanted = filter.trim().toLowerCase();
  const candidates = wanted === '' ? run.series : run.series.filter((one) => one.metric.toLowerCase().includes(wanted));
  const figure = name === null ? undefined : run.figures.get(name);
  const groups =
    figure === undefined
      ? byPrefix(candidates)
      : figure.charts.slice(0, MAX_CHARTS).map((chart) => chosen(chart, candidates));
  const drawn = withinLimits(groups);
  const repeated = repeatedMetrics(run);
  return {
    description: {
      title: name ?? 'All metrics',
      charts: drawn.map(({ group, series }, index) => describe(group, series, index, repeated, trusted)),
      hiddenCharts: (figure?.charts ?? groups).length - drawn.length,
      filter,
    },
    charts: drawn.map(({ series }) => series),
  };
}

interface DrawnGroup {
  readonly group: Group;
  readonly series: readonly RunSeries[];
}

/** The groups that are drawn, and the series of each that are. */
function withinLimits(groups: readonly Group[]): DrawnGroup[] {
  const drawn: DrawnGroup[] = [];
  let room = MAX_SERIES_IN_FIGURE;
  for (const group of groups.slice(0, MAX_CHARTS)) {
    const series = group.series.slice(0, Math.min(MAX_SERIES_IN_CHART, room));
    // A chart of nothing but hidden series is better hidden itself.
    if (series.length === 0 && group.series.length > 0) {
      break;
    }
    room -= series.length;
    drawn.push({ group, series });
  }
  return drawn;
}

function describe(
  group: Group,
  series: readonly RunSeries[],
  index: number,
  repeated: ReadonlySet<string>,
  trusted: boolean,
): ChartDescription {
  const spec = group.spec ?? null;
  return {
    id: `${index}:${group.title.slice(0, 100)}`,
    title: shorten(group.title, MAX_TITLE),
    series: series.map((one) => ({
      id: `s${one.index}`,
      label: repeated.has(one.metric) ? `${one.metric} (${one.producer})` : one.metric,
      unit: one.unit,
    })),
    hiddenSeries: group.series.length - series.length,
    ...(spec !== null && (trusted ? { spec } : { note: UNTRUSTED_NOTE })),
  };
}

/** A metric with a slash is drawn with those of the same prefix; one without has a chart of its own, because its scale is its own. */
function byPrefix(candidates: readonly RunSeries[]): Group[] {
  const groups = new Map<string, { title: string; series: RunSeries[] }>();
  for (const series of candidates) {
    const slash = series.metric.lastIndexOf('/');
    const key = slash > 0 ? series.metric.slice(0, slash + 1) : series.metric;
    const group = groups.get(key) ?? { title: slash > 0 ? series.metric.slice(0, slash) : series.metric, series: [] };
    group.series.push(series);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The series of a chart, in the order of its metrics. */
function chosen(layout: ChartLayout, candidates: readonly RunSeries[]): Group {
  const place = placeIn(layout.metrics);
  const found: { series: RunSeries; place: number }[] = [];
  for (const series of candidates) {
    const at = place(series.metric);
    if (at < layout.metrics.length) {
      found.push({ series, place: at });
    }
  }
  found.sort((a, b) => a.place - b.place);
  const title = layout.title ?? layout.metrics.join(', ');
  return { title, series: found.map((one) => one.series), spec: layout.spec };
}

/**
 * Finds a metric's place in a list of names, some of which end in `*`: the first that stands for it, Infinity when none does. In one look-up for each
 * length of those that end in `*`, since both the list and the metrics may be thousands.
 */
function placeIn(patterns: readonly string[]): (metric: string) => number {
  const names = new Map<string, number>();
  const beginnings = new Map<string, number>();
  patterns.forEach((pattern, place) => {
    const target = pattern.endsWith('*') ? beginnings : names;
    const key = pattern.endsWith('*') ? pattern.slice(0, -1) : pattern;
    target.set(key, target.get(key) ?? place);
  });
  const lengths = [...new Set([...beginnings.keys()].map((beginning) => beginning.length))];
  return (metric) =>
    lengths.reduce(
      (least, length) =>
        length <= metric.length ? Math.min(least, beginnings.get(metric.slice(0, length)) ?? Infinity) : least,
      names.get(metric) ?? Infinity,
    );
}

/** Metrics that several producers write: their labels name the producer. */
function repeatedMetrics(run: Run): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  if (run.producers.size > 1) {
    for (const { metric } of run.series) {
      (seen.has(metric) ? repeated : seen).add(metric);
    }
  }
  return repeated;
}
