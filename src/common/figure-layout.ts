/** Which charts a figure has and which series each of them draws. */
import type { ChartDescription, FigureDescription, SeriesDescription } from './protocol';
import { arranged, NO_ARRANGEMENT } from './arrangement';
import type { Arrangement } from './figure-choices';
import { isSystemMetric } from './headline';
import { JOB_PRODUCER } from './job-facts';
import { mergeGroups, type Group } from './merge-groups';
import type { ChartLayout, FigureRecord } from './record';
import type { Run, RunSeries } from './run';
import { styleInRuns, styleOfSeries } from './series-style';
import { shorten } from './shorten';
import { t } from './words';

export const MAX_CHARTS = 50;
export const MAX_SERIES_IN_CHART = 50;
/** Over all charts of a figure: beyond, a page is no longer quick. */
const MAX_SERIES_IN_FIGURE = 400;
const MAX_TITLE = 300;
const MAX_TITLE_IN_ID = 100;
/** Of the charts of a program's figure; further ones are not drawn, even if the user hides others. */
const MAX_CHARTS_CONSIDERED = 4 * MAX_CHARTS;

export interface FigureLayout {
  readonly description: FigureDescription;
  /** The series of each chart, in the order of the description. */
  readonly charts: readonly (readonly RunSeries[])[];
}

const untrustedNote = (): string =>
  t('Drawn as plain lines: a Vega-Lite spec can run code, so it is not drawn in an untrusted workspace.');

/**
 * Lays out a figure of one run, or of several that are drawn over each other.
 *
 * @param runs the main run first.
 * @param name of a figure that a run defines, or `null` for all metrics, grouped by what stands before their last slash.
 * @param filter draws only metrics whose name contains this text, whatever its case.
 * @param trusted whether specs of the program may be drawn; else their charts have the usual lines and a note.
 * @param arrangement how the user arranged the charts.
 */
export function layOutFigure(
  runs: readonly Run[],
  name: string | null,
  filter: string,
  trusted = false,
  arrangement: Arrangement = NO_ARRANGEMENT,
): FigureLayout {
  const candidates = candidatesOf(runs, filter);
  const figure = figureOf(runs, name);
  const parts =
    figure === undefined
      ? byPrefix(candidates, new Set(arrangement.merged.flat()))
      : withIds(figure.charts.slice(0, MAX_CHARTS_CONSIDERED).map((chart) => chosen(chart, candidates)));
  const groups = mergeGroups(parts, arrangement.merged, ({ spec }) => trusted && spec != null);
  const hidden = new Set(arrangement.hidden);
  const shown = arranged(
    groups.filter(({ id }) => !hidden.has(id)),
    arrangement,
  );
  const drawn = withinLimits(shown);
  const describe = new ChartDescriber(runs, trusted);
  const unconsidered = Math.max(0, (figure?.charts.length ?? 0) - MAX_CHARTS_CONSIDERED);
  return {
    description: {
      title: name ?? t('All metrics'),
      charts: drawn.map((one) => describe.chart(one)),
      hiddenCharts: shown.length + unconsidered - drawn.length,
      hidden: groups
        .filter(({ id }) => hidden.has(id))
        .map(({ id, title }) => ({ id, title: shorten(title, MAX_TITLE) })),
      filter,
    },
    charts: drawn.map(({ series }) => series),
  };
}

/** The figure of this name: the main run's, or that of the first run that has one. */
export function figureOf(runs: readonly Run[], name: string | null): FigureRecord | undefined {
  return name === null ? undefined : runs.find((run) => run.figures.has(name))?.figures.get(name);
}

/** The series that may be drawn. Of several runs those of one metric stand together. */
function candidatesOf(runs: readonly Run[], filter: string): readonly RunSeries[] {
  const wanted = filter.trim().toLowerCase();
  const [only] = runs;
  if (runs.length === 1 && only !== undefined && wanted === '') {
    return drawable(only, false);
  }
  const byMetric = new Map<string, RunSeries[]>();
  for (const run of runs) {
    for (const series of drawable(run, wanted !== '')) {
      if (series.metric.toLowerCase().includes(wanted)) {
        const same = byMetric.get(series.metric);
        if (same === undefined) {
          byMetric.set(series.metric, [series]);
        } else {
          same.push(series);
        }
      }
    }
  }
  return [...byMetric.values()].flat();
}

/** What watches a job samples it until its program does. These samples are drawn below metrics of the program, and not in the way of text alone. */
function drawable({ series }: Run, isAsked: boolean): readonly RunSeries[] {
  const isWatched = (one: RunSeries): boolean => one.producer === JOB_PRODUCER && isSystemMetric(one.metric);
  const others = series.filter((one) => !isWatched(one));
  const samplesItself = others.some(({ metric }) => isSystemMetric(metric));
  return samplesItself || (others.length === 0 && !isAsked) ? others : [...others, ...series.filter(isWatched)];
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

/** Puts charts and their series into words and styles. */
class ChartDescriber {
  private readonly places: ReadonlyMap<Run, number>;
  private readonly repeated: ReadonlyMap<Run, ReadonlySet<string>>;

  constructor(
    runs: readonly Run[],
    private readonly trusted: boolean,
  ) {
    this.places = new Map(runs.map((run, place) => [run, place]));
    this.repeated = new Map(runs.map((run) => [run, repeatedMetrics(run)]));
  }

  chart({ group, series }: DrawnGroup): ChartDescription {
    const spec = group.spec ?? null;
    const metrics = [...new Set(series.map(({ metric }) => metric))];
    const metricPlaces = new Map(metrics.map((metric, place) => [metric, place]));
    return {
      id: group.id,
      title: shorten(group.title, MAX_TITLE),
      series: series.map((one, index) => this.series(one, index, metrics, metricPlaces.get(one.metric) ?? 0)),
      hiddenSeries: group.series.length - series.length,
      ...(spec !== null && (this.trusted ? { spec } : { note: untrustedNote() })),
    };
  }

  private series(
    { index: number, run, metric, unit, producer }: RunSeries,
    index: number,
    metrics: readonly string[],
    metricPlace: number,
  ): SeriesDescription {
    const place = this.places.get(run) ?? 0;
    const several = this.places.size > 1;
    const parts = several && metrics.length === 1 ? [run.name] : [metric, ...(several ? [run.name] : [])];
    const isRepeated = this.repeated.get(run)?.has(metric) === true;
    return {
      id: place === 0 ? `s${number}` : `r${place}s${number}`,
      label: `${parts.join(' · ')}${isRepeated ? ` (${producer})` : ''}`,
      unit,
      metric,
      run: place,
      ...(several ? styleInRuns(place, run.colour, metricPlace) : styleOfSeries(index)),
    };
  }
}

/**
 * A metric with a slash is drawn with those of the same prefix; one without has a chart of its own, because its scale is its own.
 *
 * @param own metrics that the user took out of the chart of their prefix.
 */
function byPrefix(candidates: readonly RunSeries[], own: ReadonlySet<string>): Group[] {
  const groups = new Map<string, { id: string; title: string; series: RunSeries[] }>();
  for (const series of candidates) {
    const slash = own.has(series.metric) ? 0 : series.metric.lastIndexOf('/');
    const key = slash > 0 ? series.metric.slice(0, slash + 1) : series.metric;
    const title = slash > 0 ? series.metric.slice(0, slash) : series.metric;
    const group = groups.get(key) ?? { id: key, title, series: [] };
    group.series.push(series);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Names charts by their titles, and by a number where a title is repeated. */
function withIds(groups: readonly Omit<Group, 'id'>[]): Group[] {
  const taken = new Set<string>();
  return groups.map((group) => {
    const title = group.title.slice(0, MAX_TITLE_IN_ID);
    let id = title;
    for (let number = 2; taken.has(id); number += 1) {
      id = `${title} #${number}`;
    }
    taken.add(id);
    return { ...group, id };
  });
}

/** The series of a chart, in the order of its metrics. */
function chosen(layout: ChartLayout, candidates: readonly RunSeries[]): Omit<Group, 'id'> {
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
