/** Where the charts of a figure stand in a grid that follows the panel's size. Pure: sizes in CSS pixels. */
import type { ChartSize } from '../common/figure-choices';

/** The least size at which a chart with its title, axes and legend can be read. */
export const LEAST_CHART = { width: 260, height: 180 } as const;
/** The proportion of width to height at which curves are read best. */
const IDEAL_RATIO = 1.5;
/** How much an empty cell counts against a number of columns. */
const WASTE_WEIGHT = 0.6;
/** Of a grid that scrolls. */
const SCROLLED = { width: 340, ratio: 1.7, height: 320 } as const;
/** Pinned charts stay on top while the others scroll if they leave them this share of the height. */
const PINNED_SHARE = 0.55;

export interface Cell {
  /** From 0. */
  readonly column: number;
  readonly row: number;
  readonly columns: number;
  readonly rows: number;
}

/** One part of a figure: the pinned charts, or the others. */
export interface GridPart {
  readonly columns: number;
  readonly rows: number;
  readonly cells: readonly Cell[];
}

export interface FigureGridLayout {
  /** How many columns there are room for; a part with few charts has fewer. */
  readonly columns: number;
  readonly pinned: GridPart;
  readonly others: GridPart;
  /** Height of a row when the grid scrolls, else `null`: then the rows share the height. */
  readonly rowHeight: number | null;
  /** Whether the pinned charts stay while the others scroll. */
  readonly sticks: boolean;
}

/** Lays out charts of these sizes, the pinned ones first. */
export function layOutGrid(
  pinned: readonly ChartSize[],
  others: readonly ChartSize[],
  width: number,
  height: number,
): FigureGridLayout {
  const count = pinned.length + others.length;
  const columns = columnsFor(count, width, height);
  const [top, rest] = [placeCharts(pinned, columns), placeCharts(others, columns)];
  const rows = top.rows + rest.rows;
  if (rows === 0 || height / rows >= LEAST_CHART.height || rows === 1) {
    return { columns, pinned: top, others: rest, rowHeight: null, sticks: false };
  }
  const wanted = Math.min(SCROLLED.height, width / columns / SCROLLED.ratio);
  const rowHeight = Math.round(Math.max(LEAST_CHART.height, Math.min(wanted, height)));
  return { columns, pinned: top, others: rest, rowHeight, sticks: top.rows * rowHeight <= height * PINNED_SHARE };
}

/** How many columns a number of charts is best read in. It does not depend on their sizes, so that resizing one leaves the others in their columns. */
export function columnsFor(count: number, width: number, height: number): number {
  const most = Math.max(1, Math.min(count, Math.floor(width / LEAST_CHART.width)));
  let best = { columns: 0, cost: Infinity };
  for (let columns = 1; columns <= most; columns += 1) {
    const rows = Math.ceil(count / columns);
    const ratio = width / columns / (height / rows);
    // The last chart takes one empty cell beside it.
    const empty = Math.max(0, columns * rows - count - 1);
    const cost = Math.abs(Math.log(ratio / IDEAL_RATIO)) + (WASTE_WEIGHT * empty) / rows;
    const fits = rows === 1 || height / rows >= LEAST_CHART.height;
    if (fits && cost < best.cost) best = { columns, cost };
  }
  if (best.columns > 0) return best.columns;
  return Math.max(1, Math.min(most, Math.floor(width / SCROLLED.width)));
}

/** Places charts one after the other, row by row, never before the one that came before. A last chart beside one empty cell takes that too. */
export function placeCharts(sizes: readonly ChartSize[], most: number): GridPart {
  const wide = sizes.reduce((sum, size) => sum + Math.min(size.columns, most), 0);
  const columns = Math.max(1, Math.min(most, wide));
  const taken = new Set<number>();
  const cells: Cell[] = [];
  let at = 0;
  for (const size of sizes) {
    const span = { columns: Math.min(size.columns, columns), rows: size.rows };
    while (!isFree(taken, at, span, columns)) at += 1;
    const cell = { column: at % columns, row: Math.floor(at / columns), ...span };
    covered(cell, columns).forEach((place) => taken.add(place));
    cells.push(cell);
  }
  const rows = cells.reduce((least, cell) => Math.max(least, cell.row + cell.rows), 0);
  const last = cells.at(-1);
  const right = last === undefined ? -1 : last.row * columns + last.column + last.columns;
  if (last?.rows === 1 && last.column + last.columns === columns - 1 && !taken.has(right)) {
    cells.splice(-1, 1, { ...last, columns: last.columns + 1 });
  }
  return { columns, rows, cells };
}

function isFree(taken: ReadonlySet<number>, at: number, span: ChartSize, columns: number): boolean {
  const column = at % columns;
  if (column + span.columns > columns) return false;
  return covered({ column, row: Math.floor(at / columns), ...span }, columns).every((place) => !taken.has(place));
}

function covered({ column, row, columns: width, rows }: Cell, columns: number): number[] {
  return Array.from(
    { length: width * rows },
    (_, index) => (row + Math.floor(index / width)) * columns + column + (index % width),
  );
}
