import type { TopLevelSpec } from 'vega-lite';
import type { SeriesDescription } from '../common/protocol';
import { LINE_WIDTH } from './curve';
import { MARGINS } from './margins';
import { dashOf } from './palette';

/** The Vega-Lite parameters that the page sets while it draws; see `buildSpec`. */
export const PARAMETERS = {
  xDomain: 'x_domain',
  yDomain: 'y_domain',
  colours: 'colours',
  label: 'label_colour',
  grid: 'grid_colour',
  font: 'label_font',
  xTicks: 'x_ticks',
  yTicks: 'y_ticks',
  xUnit: 'x_unit',
  yUnit: 'y_unit',
  xTitle: 'x_title',
} as const;

/** The expression function that names the ticks of axes. */
export const TICK_FUNCTION = 'sideplotTick';

/** One row a series: what the marks are made of. Metrics' names are not among it, so none can be taken for a field or an expression. */
export interface SeriesRow {
  readonly id: string;
  readonly index: number;
  readonly dash: readonly number[];
  readonly x: number;
  readonly y: number;
}

/**
 * The Vega-Lite spec of a chart: lines over the step, one colour a series. It has no title and no legend, as the page shows both as text that can be
 * selected and read aloud. The points are not in it either: see `patchShapes`.
 */
export function buildSpec(series: readonly SeriesDescription[]): TopLevelSpec {
  const rows: SeriesRow[] = series.map((one, index) => ({ id: one.id, index, dash: dashOf(one), x: 0, y: 0 }));
  const parameter = (name: string) => ({ expr: name });
  const axis = {
    labelColor: parameter(PARAMETERS.label),
    labelFont: parameter(PARAMETERS.font),
    labelFontSize: 11,
    titleColor: parameter(PARAMETERS.label),
    titleFont: parameter(PARAMETERS.font),
    titleFontSize: 11,
    titleFontWeight: 'normal' as const,
    gridColor: parameter(PARAMETERS.grid),
    domain: false,
    ticks: false,
    labelPadding: 5,
  };
  return {
    data: { name: 'series', values: rows },
    width: 300,
    height: 200,
    autosize: 'none',
    background: 'transparent',
    params: [
      { name: PARAMETERS.xDomain, value: [0, 1] },
      { name: PARAMETERS.yDomain, value: [0, 1] },
      { name: PARAMETERS.colours, value: [] },
      { name: PARAMETERS.label, value: '' },
      { name: PARAMETERS.grid, value: '' },
      { name: PARAMETERS.font, value: '' },
      { name: PARAMETERS.xTicks, value: null },
      { name: PARAMETERS.yTicks, value: null },
      { name: PARAMETERS.xUnit, value: 'linear' },
      { name: PARAMETERS.yUnit, value: 'linear' },
      { name: PARAMETERS.xTitle, value: 'step' },
    ],
    mark: { type: 'line', clip: true, strokeWidth: LINE_WIDTH, strokeJoin: 'round' },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        scale: { domain: parameter(PARAMETERS.xDomain), nice: false, zero: false },
        // The title is one of those that `patchShapes` takes from a parameter.
        axis: {
          ...axis,
          ...ticks(PARAMETERS.xTicks, PARAMETERS.xUnit, 'ceil(width / 90)'),
          ...{ title: 'step', titlePadding: 0, titleAnchor: 'end' },
          // Half of a long label would not find room beyond the end.
          labelFlush: MARGINS.right,
        },
      },
      y: {
        field: 'y',
        type: 'quantitative',
        scale: { domain: parameter(PARAMETERS.yDomain), nice: false, zero: false },
        axis: { ...axis, title: null, ...ticks(PARAMETERS.yTicks, PARAMETERS.yUnit, 'ceil(height / 36)') },
      },
      color: {
        field: 'id',
        type: 'nominal',
        scale: { domain: series.map(({ id }) => id) },
        legend: null,
      },
    },
    config: { view: { stroke: null }, aria: false },
  };
}

/** Ticks that the page sets, or about `count` that Vega chooses while it sets none. */
function ticks(values: string, unit: string, count: string) {
  return {
    values: { expr: values },
    tickCount: { expr: `${values} ? length(${values}) : ${count}` },
    labelExpr: `${TICK_FUNCTION}(datum.value, datum.label, ${unit})`,
  };
}
