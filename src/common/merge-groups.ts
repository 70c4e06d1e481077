/** Series that are drawn in one chart, and how charts become one. */
import type { ChartSpec } from './record';
import type { RunSeries } from './run';
import { t } from './words';

export interface Group {
  readonly id: string;
  readonly title: string;
  readonly series: readonly RunSeries[];
  readonly spec?: ChartSpec | null;
}

/** Titles that the title of a merged chart consists of; of more, it says how many. */
const TOLD = 3;

/**
 * Makes one group of those that a list names, in the place of the first of them that there is, and in the order of the list.
 *
 * @param isFixed tells groups that stay by themselves.
 */
export function mergeGroups(
  groups: readonly Group[],
  merged: readonly (readonly string[])[],
  isFixed: (group: Group) => boolean,
): Group[] {
  const lists = new Map<string, readonly string[]>();
  // A part is in one list only: the first that names it.
  merged.forEach((list) => list.forEach((part) => lists.set(part, lists.get(part) ?? list)));
  const taken = new Map<readonly string[], Group[]>();
  for (const group of groups) {
    const list = lists.get(group.id);
    if (list !== undefined && !isFixed(group)) {
      taken.set(list, [...(taken.get(list) ?? []), group]);
    }
  }
  const placed = new Set<readonly string[]>();
  return groups.flatMap((group) => {
    const list = lists.get(group.id);
    const parts = list === undefined || isFixed(group) ? undefined : taken.get(list);
    if (list === undefined || parts === undefined) {
      return [group];
    }
    if (placed.has(list)) {
      return [];
    }
    placed.add(list);
    const inOrder = [...parts].sort((a, b) => list.indexOf(a.id) - list.indexOf(b.id));
    return [joined(list[0] ?? group.id, inOrder)];
  });
}

/** One group of several, named by the part that leads the list, whether that is there or not. */
function joined(id: string, groups: readonly Group[]): Group {
  const titles = groups.slice(0, TOLD).map(({ title }) => title);
  const more = groups.length - titles.length;
  const title = [...titles, ...(more > 0 ? [t('{0} more', more)] : [])].join(' + ');
  const series = [...new Set(groups.flatMap((group) => group.series))];
  const spec = groups.find((group) => group.spec != null)?.spec ?? null;
  return { id, title, series, spec };
}
