/** A chart as a Vega-Lite spec with its data: it is drawn the same by Vega-Lite alone, in the Vega editor or anywhere. */
import { mergeConfig } from 'vega';
import type { Config, TopLevelSpec } from 'vega-lite';
import { isObject } from '../../common/record-shape';
import { LINE_WIDTH } from '../curve';
import { labelOf } from '../legend';
import { colourOf, dashOf } from '../palette';
import { rowsOfPoints } from '../point-rows';
import { specConfig } from '../spec-config';
import type { Theme } from '../theme';
import { POINTS, prepareSpec } from '../user-spec';
import type { DrawnChart } from './drawn-chart';
import { axesOf, type ChartAxes } from './drawn-axes';
import { type DrawnRow, type DrawnRows, rowsOf } from './drawn-rows';

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';
/** Width of a letter in the legend and room around its entries, in pixels, as a rule. */
const LETTER = 7;
const ENTRY = 48;

/** Opacity of a curve behind the smoothed one. */
const FAINT = 0.28;

/** Throws a SpecError when the chart is of a program's own spec that is not drawn. */
export function drawnSpec(chart: DrawnChart, theme: Theme): TopLevelSpec {
  return chart.description.spec === undefined ? lineSpec(chart, theme) : ownSpec(chart, theme);
}

/** Names for the series that differ, as a scale knows them by name. */
function distinctLabels({ description }: DrawnChart): readonly string[] {
  const taken = new Set<string>();
  return description.series.map((series) => {
    const label = labelOf(series);
    let name = label;
    for (let number = 2; taken.has(name); number += 1) name = `${label} #${number}`;
    taken.add(name);
    return name;
  });
}

function lineSpec(chart: DrawnChart, theme: Theme): TopLevelSpec {
  const labels = distinctLabels(chart);
  const { data, smooth, x, y } = chart;
  const drawn = smooth.length > 0 ? smooth : data;
  const rows = drawn.map((one, index) => rowsOf(labels[index] ?? '', one, x, y));
  const faint = smooth.length > 0 ? data.map((one, index) => rowsOf(labels[index] ?? '', one, x, y)) : [];
  const axes = axesOf(chart);
  const placed = (given: readonly DrawnRow[]): object[] =>
    given.map((row) => ({
      series: row.series,
      x: axes.x.value(row.x),
      y: row.y === null ? null : axes.y.value(row.y),
    }));
  const all = (lists: readonly DrawnRows[], key: keyof DrawnRows): object[] => placed(lists.flatMap((one) => one[key]));
  const datasets = {
    gaps: gapsOf(chart, labels, axes),
    markers: chart.look.markers.map((marker) => ({ x: axes.x.value(marker.x), text: marker.text })),
    faint: all(faint, 'lines'),
    lines: all(rows, 'lines'),
    dots: all(rows, 'dots'),
    above: all(rows, 'above'),
    below: all(rows, 'below'),
  };
  const layers = layersOf(chart, labels, axes, theme);
  const used = Object.entries(datasets).filter(([name, given]) => name === 'lines' || given.length > 0);
  return {
    $schema: SCHEMA,
    ...frame(chart, theme),
    ...wholeSize(chart),
    datasets: Object.fromEntries(used),
    layer: used.map(([name]) => ({ data: { name }, ...layers[name as keyof typeof datasets] })),
    config: configOf(theme),
  } as unknown as TopLevelSpec;
}

function gapsOf({ look }: DrawnChart, labels: readonly string[], axes: ChartAxes): object[] {
  return look.gaps.map((gap) => ({
    series: labels[gap.series] ?? '',
    x: axes.x.value(gap.from),
    x2: axes.x.value(gap.to),
  }));
}

/** How each data set is drawn, those behind first. */
function layersOf(chart: DrawnChart, labels: readonly string[], axes: ChartAxes, theme: Theme) {
  const { description, size } = chart;
  const dashes = description.series.map((series) => dashOf(series));
  const domain = [...labels];
  const legend = labels.length < 2 ? null : legendOf(labels, size.width);
  const named = { field: 'series', type: 'nominal' };
  const range = description.series.map((series) => colourOf(theme.kind, series));
  const color = { ...named, scale: { domain, range }, legend };
  const x = { field: 'x', ...axes.x.channel };
  const encoding = { x, y: { field: 'y', ...axes.y.channel }, color };
  const strokes = dashes.map((lengths) => (lengths.length === 0 ? [1, 0] : [...lengths]));
  const strokeDash = dashes.some((dash) => dash.length > 0) && { ...named, scale: { domain, range: strokes }, legend };
  // In the order of the rows, which is not always that of x.
  const curve = { ...encoding, order: { value: null }, ...(strokeDash && { strokeDash }) };
  const line = { type: 'line', clip: true, strokeWidth: LINE_WIDTH, strokeJoin: 'round' };
  const triangle = (shape: string) => ({
    mark: { type: 'point', shape, filled: true, size: 40, opacity: 1 },
    encoding,
  });
  return {
    gaps: { mark: { type: 'rect', clip: true, opacity: 0.15 }, encoding: { x, x2: { field: 'x2' }, color } },
    markers: {
      mark: { type: 'rule', clip: true, strokeDash: [3, 3], color: theme.label, tooltip: { content: 'data' } },
      encoding: { x },
    },
    faint: { mark: { ...line, opacity: FAINT }, encoding: curve },
    lines: { mark: line, encoding: curve },
    dots: { mark: { type: 'circle', clip: true, size: 14, opacity: 1 }, encoding },
    above: triangle('triangle-up'),
    below: triangle('triangle-down'),
  };
}

function legendOf(labels: readonly string[], width: number) {
  const longest = Math.max(...labels.map((label) => label.length), 1);
  return {
    ...{ title: null, orient: 'bottom', symbolType: 'stroke', symbolStrokeWidth: 2, labelFontSize: 12 },
    columns: Math.max(1, Math.floor(width / (ENTRY + longest * LETTER))),
    labelLimit: width,
  };
}

function ownSpec(chart: DrawnChart, theme: Theme): TopLevelSpec {
  const given = chart.description.spec ?? {};
  const { spec } = prepareSpec(given, chart.size);
  const labels = chart.description.series.map(({ label }) => label);
  const points = chart.data.flatMap((data, index) => rowsOfPoints(data, labels[index] ?? ''));
  const datasets = isObject(given['datasets']) ? given['datasets'] : {};
  const own = isObject(given['config']) ? given['config'] : {};
  return {
    $schema: SCHEMA,
    ...frame(chart, theme),
    ...spec,
    datasets: { ...datasets, [POINTS]: points },
    config: mergeConfig<Config>(configOf(theme), own),
  } as TopLevelSpec;
}

/** The title in words for all, and the background. */
function frame({ description }: DrawnChart, theme: Theme) {
  const { title, series } = description;
  const [only] = series;
  const subtitle = series.length === 1 && only !== undefined && labelOf(only) !== title ? labelOf(only) : undefined;
  return {
    title: {
      text: title,
      ...(subtitle !== undefined && { subtitle }),
      anchor: 'start',
      fontSize: 13,
      offset: 10,
    },
    background: theme.background,
  };
}

/** As large as the chart with its title, axes and legend. */
function wholeSize({ size, box, description }: DrawnChart) {
  const around = 24 + (description.series.length > 1 ? 24 : 0);
  const height = box.height > 0 ? box.height : size.height + around;
  return {
    width: Math.round(box.width > 0 ? box.width : size.width),
    height: Math.round(height),
    autosize: { type: 'fit', contains: 'padding' },
    padding: 8,
  };
}

function configOf(theme: Theme): Config {
  return { ...specConfig(theme), font: theme.font, background: theme.background };
}
