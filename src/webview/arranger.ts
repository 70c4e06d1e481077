import {
  isMetricOfChart,
  partsOf,
  sizeOf,
  withHidden,
  withMerged,
  withMoved,
  withOwnChart,
  withPinned,
  withSize,
  withSplit,
} from '../common/arrangement';
import type { Arrangement, ChartSize } from '../common/figure-choices';
import { t } from '../common/words';
import type { Chart } from './chart';
import { ChartDrag, type Drop } from './chart-drag';
import { MAX_ROWS, resizeChart } from './chart-resize';
import { element } from './dom';
import type { FigureGrid } from './figure-grid';
import type { MenuEntry } from './menu';

export interface ArrangerContext {
  readonly figure: HTMLElement;
  readonly grid: FigureGrid;
  arrangement(): Arrangement;
  /** The charts in their order. */
  charts(): readonly Chart[];
  /** Whether charts are those of all metrics: then metrics can be taken out of them. */
  isOfAllMetrics(): boolean;
  /** Shows another arrangement; `isKept` when the host is to keep it. `words` say what was done. */
  change(arrangement: Arrangement, isKept: boolean, words: string): void;
}

/** How the user arranges charts: by dragging, by keys, and by entries of their menus. */
export class Arranger {
  constructor(private readonly context: ArrangerContext) {}

  /** Lets a new chart be dragged, resized and moved by keys. */
  attach(chart: Chart): void {
    const { element: box } = chart;
    const corner = element('div', 'chart-resize');
    corner.addEventListener('pointerdown', (event) => this.beginResize(chart, event));
    corner.addEventListener('dblclick', () => this.resize(chart, { columns: 1, rows: 1 }));
    box.append(corner);
    box.addEventListener('pointerdown', (event) => this.beginDrag(chart, event));
    box.addEventListener('keydown', (event) => this.onKey(chart, event));
  }

  /** What a chart's menu offers for its place among the others. */
  entries(chart: Chart): readonly MenuEntry[] {
    const charts = this.context.charts();
    const isAlone = charts.length < 2;
    const { id, title } = chart.description;
    const pinned = this.isPinned(chart);
    const pin = pinned ? t('Unpin') : t('Pin to Top');
    return [
      {
        label: pin,
        run: () =>
          this.change(withPinned(this.now, id, !pinned), pinned ? t('{0}: unpinned', title) : t('{0}: pinned', title)),
      },
      { label: t('Hide'), run: () => this.change(withHidden(this.now, id, true), t('{0}: hidden', title)) },
      { label: t('Move'), separated: true, disabled: isAlone, entries: this.moveEntries(chart) },
      { label: t('Size'), disabled: isAlone, entries: this.sizeEntries(chart) },
      ...this.mergeEntries(chart, charts),
    ];
  }

  private moveEntries(chart: Chart): MenuEntry[] {
    return [
      { label: t('Earlier'), keys: t('Alt+←'), run: () => this.step(chart, -1) },
      { label: t('Later'), keys: t('Alt+→'), run: () => this.step(chart, 1) },
      { label: t('To the Start'), run: () => this.step(chart, -Infinity) },
      { label: t('To the End'), run: () => this.step(chart, Infinity) },
    ];
  }

  private sizeEntries(chart: Chart): MenuEntry[] {
    const size = this.sizeOf(chart);
    const { columns } = this.context.grid;
    const entry = (label: string, keys: string, across: number, down: number, disabled: boolean): MenuEntry => ({
      ...{ label, keys, disabled },
      run: () => this.grow(chart, across, down),
    });
    return [
      entry(t('Wider'), t('Alt+Shift+→'), 1, 0, size.columns >= columns),
      entry(t('Narrower'), t('Alt+Shift+←'), -1, 0, size.columns <= 1),
      entry(t('Higher'), t('Alt+Shift+↓'), 0, 1, size.rows >= MAX_ROWS),
      entry(t('Lower'), t('Alt+Shift+↑'), 0, -1, size.rows <= 1),
      { label: t('One Cell'), separated: true, run: () => this.resize(chart, { columns: 1, rows: 1 }) },
    ];
  }

  private mergeEntries(chart: Chart, charts: readonly Chart[]): MenuEntry[] {
    const { id, title } = chart.description;
    const others = charts.filter((other) => other !== chart && canMerge(other));
    const merge = others.map((other): MenuEntry => {
      const name = other.description.title;
      const run = () =>
        this.change(withMerged(this.now, id, other.description.id), t('{0}: merged with {1}', title, name));
      return { label: name, run };
    });
    const parts = partsOf(this.now, id);
    const isMerged = parts.length > 1;
    const isTaken = !isMerged && isMetricOfChart(id) && this.now.merged.some(([first]) => first === id);
    const metrics = this.metricsOf(chart);
    const own = metrics.map((metric): MenuEntry => ({ label: metric, run: () => this.takeOut(chart, metric) }));
    return [
      ...(canMerge(chart) && merge.length > 0 ? [{ label: t('Merge with'), separated: true, entries: merge }] : []),
      ...(own.length > 1 ? [{ label: t('Give Own Chart to'), entries: own }] : []),
      ...(isMerged || isTaken
        ? [
            {
              label: isMerged ? t('Split') : t('Put Back with Its Prefix'),
              run: () => this.change(withSplit(this.now, id), t('{0}: split', title)),
            },
          ]
        : []),
    ];
  }

  /** Metrics that can be taken out of a chart: those of a prefix, when there are others beside them. */
  private metricsOf({ description }: Chart): string[] {
    if (!this.context.isOfAllMetrics() || description.spec !== undefined) return [];
    const metrics = [...new Set(description.series.map(({ metric }) => metric))];
    return metrics.length > 1 ? metrics.filter(isMetricOfChart) : [];
  }

  private takeOut(chart: Chart, metric: string): void {
    this.change(
      withOwnChart(this.now, this.ids, metric, chart.description.id),
      t('{0}: has a chart of its own', metric),
    );
  }

  private onKey(chart: Chart, event: KeyboardEvent): void {
    const { altKey, shiftKey, ctrlKey, metaKey, key } = event;
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    const [across = 0, down = 0] = arrow ?? [];
    if (arrow === undefined || !altKey || ctrlKey || metaKey) return;
    event.preventDefault();
    // Else the editor takes the keys for its own: Alt+← goes back to the file before.
    event.stopPropagation();
    if (shiftKey) this.grow(chart, across, down);
    else this.step(chart, across + down * this.context.grid.columns);
  }

  /** Moves a chart by so many places among the pinned charts, or among the others. */
  private step(chart: Chart, places: number): void {
    const pinned = this.isPinned(chart);
    const row = this.context.charts().filter((other) => this.isPinned(other) === pinned);
    const from = row.indexOf(chart);
    const to = Math.max(0, Math.min(row.length - 1, from + places));
    if (to === from) return;
    const before = row.filter((other) => other !== chart)[to];
    this.place(chart, before ?? this.follower(row.at(-1), chart), pinned);
  }

  /** The chart after another, not counting one. */
  private follower(after: Chart | undefined, but: Chart): Chart | null {
    const charts = this.context.charts().filter((chart) => chart !== but || chart === after);
    const next = charts[charts.findIndex((chart) => chart === after) + 1];
    return next ?? null;
  }

  private place(chart: Chart, before: Chart | null, pinned: boolean): void {
    const { id, title } = chart.description;
    const next = withMoved(this.now, this.ids, id, before?.description.id ?? null, pinned);
    const words =
      before === null ? t('{0}: moved to the end', title) : t('{0}: moved before {1}', title, before.description.title);
    this.change(next, words);
  }

  private grow(chart: Chart, across: number, down: number): void {
    const { columns, rows } = this.sizeOf(chart);
    const most = this.context.grid.columns;
    const wanted = {
      columns: Math.max(1, Math.min(most, columns + across)),
      rows: Math.max(1, Math.min(MAX_ROWS, rows + down)),
    };
    if (wanted.columns !== columns || wanted.rows !== rows) this.resize(chart, wanted);
  }

  private resize(chart: Chart, size: ChartSize): void {
    const words = t('{0}: {1} × {2} cells', chart.description.title, size.columns, size.rows);
    this.change(withSize(this.now, chart.description.id, size), words);
  }

  private beginResize(chart: Chart, event: PointerEvent): void {
    if (event.button !== 0) return;
    event.stopPropagation();
    const before = this.now;
    const { grid } = this.context;
    let size = this.sizeOf(chart);
    resizeChart(event, chart.element, {
      ...{ cell: grid.cell(), columns: grid.columns, size },
      changed: (next) => {
        size = next;
        this.context.change(withSize(before, chart.description.id, next), false, '');
      },
      ended: (isKept) => {
        if (isKept) this.resize(chart, size);
        else this.context.change(before, false, '');
      },
    });
  }

  private beginDrag(chart: Chart, event: PointerEvent): void {
    const { target, button } = event;
    if (button !== 0 || !(target instanceof Element) || target.closest('button') !== null) return;
    const { figure } = this.context;
    if (figure.classList.contains('maximised') || figure.classList.contains('single')) return;
    const entry = target.closest<HTMLElement>('.legend-entry');
    const series = chart.description.series.find(({ id }) => id === entry?.dataset['series']);
    const metric = series !== undefined && this.metricsOf(chart).includes(series.metric) ? series.metric : null;
    if (metric === null && target.closest('.chart-header') === null) return;
    new ChartDrag(event, chart.element, {
      figure,
      isOneColumn: () => this.context.grid.columns === 1,
      mergeWords: (on) => this.mergeWords(chart, metric, on),
      dropped: (drop) => this.drop(chart, metric, drop),
    });
  }

  private mergeWords(source: Chart, metric: string | null, on: HTMLElement): string | null {
    const target = this.chartAt(on);
    if (target === undefined || !canMerge(source) || !canMerge(target)) return null;
    return t('Draw {0} in {1}', metric ?? source.description.title, target.description.title);
  }

  private drop(source: Chart, metric: string | null, { on, side }: Drop): void {
    const target = this.chartAt(on);
    if (target === undefined) return;
    const part = metric ?? source.description.id;
    const name = metric ?? source.description.title;
    if (side === 'onto') {
      if (target !== source) {
        this.change(
          withMerged(this.now, part, target.description.id),
          t('{0}: merged with {1}', name, target.description.title),
        );
      }
      return;
    }
    const pinned = this.isPinned(target);
    if (metric === null) {
      const before = side === 'before' ? target : this.follower(target, source);
      if (before !== source && (target !== source || side === 'before')) this.place(source, before, pinned);
      return;
    }
    const taken = withOwnChart(this.now, this.ids, metric, source.description.id);
    const ids = this.ids.includes(metric) ? this.ids : [...this.ids, metric];
    const before = side === 'before' ? target : this.follower(target, source);
    this.change(
      withMoved(taken, ids, metric, before?.description.id ?? null, pinned),
      t('{0}: has a chart of its own', metric),
    );
  }

  private get now(): Arrangement {
    return this.context.arrangement();
  }

  private get ids(): string[] {
    return this.context.charts().map(({ description }) => description.id);
  }

  private isPinned(chart: Chart): boolean {
    return this.now.pinned.includes(chart.description.id);
  }

  /** How many cells a chart covers in the grid as it is now. */
  private sizeOf(chart: Chart): ChartSize {
    const { columns, rows } = sizeOf(this.now, chart.description.id);
    return { columns: Math.min(columns, this.context.grid.columns), rows };
  }

  private chartAt(box: HTMLElement): Chart | undefined {
    return this.context.charts().find((chart) => chart.element === box);
  }

  private change(arrangement: Arrangement, words: string): void {
    if (arrangement !== this.now) this.context.change(arrangement, true, words);
  }
}

/** Charts of the program's own specs stay by themselves. */
function canMerge({ description }: Chart): boolean {
  return description.spec === undefined;
}
