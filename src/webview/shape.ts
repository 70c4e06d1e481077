import type { Mark, Scale, Spec } from 'vega';
import { PARAMETERS } from './spec';

/** The expression function that gives a mark the drawing of its series. */
export const CURVE_FUNCTION = 'sideplotCurve';

/** Draws what the mark's item stands for, in the style of Vega's `shape` marks: first given the context, then called. */
export interface Shape {
  context(context: CanvasRenderingContext2D | BoundsContext): () => void;
}

/** What Vega gives instead of a canvas when it asks how large an item is. */
export interface BoundsContext {
  rect(x: number, y: number, width: number, height: number): void;
}

/** The drawings of the charts that are shown, by chart and index of the series: expressions of all views share one set of functions. */
const drawings = new Map<string, readonly Shape[]>();

/** Makes the drawings of a chart known to its view. */
export function registerShapes(chart: string, shapes: readonly Shape[]): void {
  drawings.set(chart, shapes);
}

export function forgetShapes(chart: string): void {
  drawings.delete(chart);
}

/** The body of the expression function `CURVE_FUNCTION`. */
export function shapeOf(chart: string, index: number): Shape | null {
  return drawings.get(chart)?.[index] ?? null;
}

/** Vega-Lite has no way to take a whole range of colours, or an axis' title, from a parameter. */
function withColours(scale: Scale): Scale {
  return Object.assign({}, scale, { range: { signal: PARAMETERS.colours } });
}

/**
 * Replaces the line mark of a compiled spec by one `shape` item a series, drawn by the page from typed arrays. Scales, axes and grid stay as they were
 * compiled. Throws an Error when the spec has no line mark.
 *
 * @param chart the key under which the drawings are registered; never a text of the user.
 */
export function patchShapes(compiled: Spec, chart: string): Spec {
  const lines = compiled.marks?.findIndex((mark) => mark.type === 'group') ?? -1;
  if (lines < 0) throw new Error('The compiled spec has no group of lines.');
  const shapes: Mark = {
    name: 'curves',
    type: 'shape',
    clip: true,
    interactive: false,
    from: { data: 'series' },
    encode: {
      update: {
        stroke: { scale: 'color', field: 'id' },
        strokeJoin: { value: 'round' },
        shape: { signal: `${CURVE_FUNCTION}(${JSON.stringify(chart)}, datum.index)` },
      },
    },
  };
  return {
    ...compiled,
    scales: (compiled.scales ?? []).map((scale) => (scale.name === 'color' ? withColours(scale) : scale)),
    data: (compiled.data ?? []).filter((data) => data.name === 'series'),
    axes: (compiled.axes ?? []).map((axis) =>
      axis.title === undefined ? axis : { ...axis, title: { signal: PARAMETERS.xTitle } },
    ),
    marks: (compiled.marks ?? []).map((mark, index) => (index === lines ? shapes : mark)),
  };
}
