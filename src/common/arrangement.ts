/**
 * How a user arranges the charts of a figure. Pure: the host lays figures out by it, the page changes it. A chart that is not there now keeps its
 * place, so that it has it in the next run.
 */
import { DEFAULT_CHOICES, MAX_CELLS, type Arrangement, type ChartSize } from './figure-choices';

export const NO_ARRANGEMENT: Arrangement = DEFAULT_CHOICES.arrangement;

const ONE_CELL: ChartSize = { columns: 1, rows: 1 };
/** Lists of an arrangement are no longer; the oldest entries are forgotten. */
const MAX_LISTED = 500;

export function isArranged(arrangement: Arrangement): boolean {
  const { order, hidden, pinned, merged, sizes } = arrangement;
  return [order, hidden, pinned, merged, Object.keys(sizes)].some(({ length }) => length > 0);
}

/** The charts in the order in which they are shown: pinned ones first, then as the user placed them, then the others as they came. */
export function arranged<Chart extends { readonly id: string }>(
  charts: readonly Chart[],
  arrangement: Arrangement,
): Chart[] {
  const places = new Map(arrangement.order.map((id, place) => [id, place]));
  const pinned = new Set(arrangement.pinned);
  const rank = ({ id }: Chart) => places.get(id) ?? places.size;
  const sorted = [...charts].sort((a, b) => rank(a) - rank(b));
  return [...sorted.filter(({ id }) => pinned.has(id)), ...sorted.filter(({ id }) => !pinned.has(id))];
}

/**
 * Moves a chart.
 *
 * @param shown the ids of the charts that are there, in their order.
 * @param before the chart that it is to stand before, or `null` for the end.
 * @param pinned whether it is moved among the pinned charts.
 */
export function withMoved(
  arrangement: Arrangement,
  shown: readonly string[],
  id: string,
  before: string | null,
  pinned: boolean,
): Arrangement {
  if (id === before) {
    return arrangement;
  }
  // Charts that are not there now stay behind those that they were behind.
  const absent = arrangement.order.filter((one) => !shown.includes(one));
  const order = shown.filter((one) => one !== id);
  order.splice(before === null ? order.length : Math.max(0, order.indexOf(before)), 0, id);
  for (const one of absent) {
    const place = arrangement.order.indexOf(one);
    const behind = [...arrangement.order.slice(0, place)].reverse().find((other) => order.includes(other));
    order.splice(behind === undefined ? 0 : order.indexOf(behind) + 1, 0, one);
  }
  return withPinned({ ...arrangement, order: order.slice(0, MAX_LISTED) }, id, pinned);
}

export function withPinned(arrangement: Arrangement, id: string, pinned: boolean): Arrangement {
  return { ...arrangement, pinned: toggled(arrangement.pinned, id, pinned) };
}

export function withHidden(arrangement: Arrangement, id: string, hidden: boolean): Arrangement {
  return { ...arrangement, hidden: toggled(arrangement.hidden, id, hidden) };
}

export function withAllShown(arrangement: Arrangement): Arrangement {
  return { ...arrangement, hidden: [] };
}

/** How many cells a chart covers. */
export function sizeOf(arrangement: Arrangement, id: string): ChartSize {
  return Object.hasOwn(arrangement.sizes, id) ? (arrangement.sizes[id] ?? ONE_CELL) : ONE_CELL;
}

export function withSize(arrangement: Arrangement, id: string, { columns, rows }: ChartSize): Arrangement {
  const cells = (count: number) => Math.max(1, Math.min(MAX_CELLS, Math.round(count)));
  const size = { columns: cells(columns), rows: cells(rows) };
  const others = Object.entries(arrangement.sizes).filter(([other]) => other !== id);
  const isOne = size.columns === 1 && size.rows === 1;
  const entries = isOne ? others : [...others, [id, size] as const].slice(-MAX_LISTED);
  // Not an object literal with the id as key: it may be `__proto__`.
  return { ...arrangement, sizes: Object.fromEntries(entries) };
}

/** What a chart is made of: charts, and metrics that were taken out of theirs. */
export function partsOf(arrangement: Arrangement, id: string): readonly string[] {
  return arrangement.merged.find(([first]) => first === id) ?? [id];
}

/** Draws a chart, or a metric of a chart, in another chart. */
export function withMerged(arrangement: Arrangement, part: string, into: string): Arrangement {
  const target = partsOf(arrangement, into);
  const added = partsOf(arrangement, part).filter((one) => !target.includes(one));
  if (part === into || added.length === 0) {
    return arrangement;
  }
  const rest = without(arrangement, [...target, ...added]);
  return {
    ...rest,
    merged: [...rest.merged, [...target, ...added]].slice(-MAX_LISTED),
    hidden: toggled(rest.hidden, into, false),
  };
}

/** Gives a metric a chart of its own, after the chart that it was drawn in. */
export function withOwnChart(
  arrangement: Arrangement,
  shown: readonly string[],
  metric: string,
  from: string,
): Arrangement {
  const rest = without(arrangement, [metric]);
  const merged = [...rest.merged, [metric]].slice(-MAX_LISTED);
  // The chart that it comes from may have been named by it.
  const origin = from === metric ? partsOf(arrangement, from)[1] : from;
  const names = shown.map((id) => (id === from ? (origin ?? id) : id));
  const next = names[names.indexOf(origin ?? from) + 1] ?? null;
  const pinned = arrangement.pinned.includes(from);
  const shownAgain = withHidden({ ...rest, merged }, metric, false);
  return withMoved(shownAgain, names, metric, next === metric ? null : next, pinned);
}

/** Draws the parts of a chart in charts of their own again; a metric that was taken out goes back. */
export function withSplit(arrangement: Arrangement, id: string): Arrangement {
  return { ...arrangement, merged: arrangement.merged.filter(([first]) => first !== id) };
}

/** Takes parts out of the charts that they were merged into. A chart that loses the part that names it keeps its place and size. */
function without(arrangement: Arrangement, parts: readonly string[]): Arrangement {
  let changed = arrangement;
  const merged: (readonly string[])[] = [];
  for (const list of arrangement.merged) {
    const left = list.filter((part) => !parts.includes(part));
    const [before, after] = [list[0], left[0]];
    if (before !== undefined && after !== undefined && before !== after) {
      changed = renamed(changed, before, after);
    }
    // One part alone is a chart of its own: of a chart that says nothing, of a metric with a slash it is a choice.
    if (left.length > 1 || (left.length === 1 && isMetricOfChart(left[0] ?? ''))) {
      merged.push(left);
    }
  }
  return { ...changed, merged };
}

/** Whether the name is of a metric that would be drawn in a chart with others of its prefix. */
export function isMetricOfChart(name: string): boolean {
  const slash = name.lastIndexOf('/');
  return slash > 0 && slash < name.length - 1;
}

function renamed(arrangement: Arrangement, from: string, to: string): Arrangement {
  const swap = (ids: readonly string[]) =>
    ids.includes(from) ? ids.filter((id) => id !== to).map((id) => (id === from ? to : id)) : ids;
  const { order, hidden, pinned } = arrangement;
  const size = sizeOf(arrangement, from);
  const sized = withSize(withSize(arrangement, from, ONE_CELL), to, size);
  return { ...sized, order: swap(order), hidden: swap(hidden), pinned: swap(pinned) };
}

function toggled(ids: readonly string[], id: string, on: boolean): readonly string[] {
  if (ids.includes(id) === on) {
    return ids;
  }
  return on ? [...ids, id].slice(-MAX_LISTED) : ids.filter((one) => one !== id);
}
