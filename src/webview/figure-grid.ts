import type { ChartSize } from '../common/figure-choices';
import { element } from './dom';
import { type FigureGridLayout, type GridPart, layOutGrid } from './grid-layout';
import './figure-grid.css';

/** A chart's place in the grid. */
export interface GridItem {
  readonly element: HTMLElement;
  readonly pinned: boolean;
  readonly size: ChartSize;
}

/** Puts the charts of a figure on the page: the pinned ones on top, all in a grid that follows the figure's size. */
export class FigureGrid {
  private readonly pinned = element('div', 'charts pinned');
  private readonly others = element('div', 'charts');
  private items: readonly GridItem[] = [];
  private maximised: HTMLElement | null = null;
  /** Of the figure, in CSS pixels; told by an observer, so that nothing is measured while charts are drawn. */
  private size = { width: 0, height: 0 };
  private layout: FigureGridLayout = layOutGrid([], [], 0, 0);

  constructor(private readonly figure: HTMLElement) {
    figure.append(this.pinned, this.others);
    new ResizeObserver(([entry]) => {
      // The border box: it does not change when a scrollbar comes.
      const [box] = entry?.borderBoxSize ?? [];
      if (box !== undefined) this.size = { width: box.inlineSize, height: box.blockSize };
      this.layOut();
    }).observe(figure);
  }

  /** Where a new chart is put until it has its place. */
  get nursery(): HTMLElement {
    return this.others;
  }

  get columns(): number {
    return this.layout.columns;
  }

  get scrolls(): boolean {
    return this.layout.rowHeight !== null && this.maximised === null;
  }

  /** Shows these charts in their order. What stays in its place is not touched. */
  show(items: readonly GridItem[]): void {
    this.items = items;
    const focused = document.activeElement;
    fill(
      this.pinned,
      items.filter(({ pinned }) => pinned),
    );
    fill(
      this.others,
      items.filter(({ pinned }) => !pinned),
    );
    // An element that is moved loses the focus.
    if (focused !== document.activeElement && focused instanceof HTMLElement && this.figure.contains(focused)) {
      focused.focus({ preventScroll: true });
    }
    this.layOut();
  }

  /** Gives a chart the whole figure, or each its place again. */
  maximise(chosen: HTMLElement | null): void {
    this.maximised = chosen;
    this.layOut();
  }

  /** Width and height of a cell, in CSS pixels. */
  cell(): { readonly width: number; readonly height: number } {
    const { columns, pinned, others, rowHeight } = this.layout;
    return {
      width: this.size.width / columns,
      height: rowHeight ?? this.size.height / Math.max(1, pinned.rows + others.rows),
    };
  }

  private layOut(): void {
    const { width, height } = this.size;
    const [pinned, others] = [this.items.filter((item) => item.pinned), this.items.filter((item) => !item.pinned)];
    const sizes = (items: readonly GridItem[]) => items.map(({ size }) => size);
    this.layout = layOutGrid(sizes(pinned), sizes(others), width, height);
    const { rowHeight, sticks } = this.layout;
    this.figure.classList.toggle('scrolls', this.scrolls);
    this.figure.classList.toggle('maximised', this.maximised !== null);
    this.pinned.classList.toggle('sticks', sticks && this.maximised === null);
    this.apply(this.pinned, pinned, this.layout.pinned, rowHeight);
    this.apply(this.others, others, this.layout.others, rowHeight);
  }

  private apply(grid: HTMLElement, items: readonly GridItem[], part: GridPart, rowHeight: number | null): void {
    const shown = items.filter(({ element: box }) => this.maximised === null || box === this.maximised);
    grid.hidden = shown.length === 0;
    const whole = this.maximised !== null;
    const row = rowHeight === null || whole ? 'minmax(0, 1fr)' : `${rowHeight}px`;
    grid.style.flexGrow = String(whole ? 1 : part.rows);
    grid.style.gridTemplateColumns = `repeat(${whole ? 1 : part.columns}, minmax(0, 1fr))`;
    grid.style.gridTemplateRows = `repeat(${whole ? 1 : Math.max(1, part.rows)}, ${row})`;
    items.forEach(({ element: box }, index) => {
      const cell = part.cells[index];
      box.hidden = whole && box !== this.maximised;
      if (cell === undefined) return;
      const { column, row: line, columns, rows } = cell;
      const area = `${line + 1} / ${column + 1} / span ${rows} / span ${columns}`;
      box.style.gridArea = whole ? '1 / 1' : area;
    });
  }
}

/** Makes the items the children of a box, moving as few as it can. */
function fill(box: HTMLElement, items: readonly GridItem[]): void {
  const wanted = new Set(items.map((item) => item.element));
  let at = box.firstElementChild;
  for (const { element: child } of items) {
    // A chart that goes elsewhere is moved by that place.
    while (at !== null && !(at instanceof HTMLElement && wanted.has(at))) at = at.nextElementSibling;
    if (at === child) at = at.nextElementSibling;
    else box.insertBefore(child, at);
  }
}
