import type { Block } from '../common/frame';
import type { ChartViewport, FigureDescription } from '../common/protocol';
import { Chart, layoutKey } from './chart';
import type { Interval } from './domain';
import { element, setText } from './dom';
import type { MenuEntry } from './menu';
import type { Theme } from './theme';

export interface FigureContext {
  requestDraw(): void;
  zoomed(chart: string, zoom: Interval | null): void;
  /** The zoom that a chart had when the page was loaded before. */
  savedZoom(chart: string): Interval | null;
  /** What other parts of the page add to a chart's menu. */
  entries(chart: Chart): readonly MenuEntry[];
}

/** The charts of a panel in a grid that fills it. */
export class Figure {
  readonly element = element('main', 'figure');
  private readonly grid = element('div', 'charts');
  private readonly empty = element('div', 'empty');
  private readonly seen: IntersectionObserver;
  private charts: Chart[] = [];
  /** The chart that has the whole figure to itself. */
  private maximised: Chart | null = null;

  constructor(
    private theme: Theme,
    private readonly context: FigureContext,
  ) {
    this.element.append(this.grid, this.empty);
    this.empty.hidden = true;
    // On the document: after a double click nothing has the focus.
    document.addEventListener('keydown', (event) => this.onKey(event));
    this.seen = new IntersectionObserver((entries) => this.onSeen(entries), { root: this.element, rootMargin: '50px' });
  }

  /** Shows these charts. Those that stay keep their view and their picture, but not their points. */
  update(figure: FigureDescription): void {
    const kept = new Map(this.charts.map((chart) => [chart.layoutKey, chart]));
    this.grid.dataset['count'] = String(figure.charts.length);
    const charts = figure.charts.map((description) => {
      const key = layoutKey(description);
      const old = kept.get(key);
      kept.delete(key);
      if (old !== undefined) {
        old.update(description);
        old.clear();
        this.grid.append(old.element);
        return old;
      }
      const zoom = this.context.savedZoom(description.id);
      const chart = new Chart(description, this.theme, zoom, this.chartContext(), this.grid);
      this.seen.observe(chart.element);
      return chart;
    });
    for (const chart of kept.values()) {
      this.seen.unobserve(chart.element);
      chart.close();
    }
    this.charts = charts;
    this.maximise(this.maximised !== null && charts.includes(this.maximised) ? this.maximised : null);
    this.showEmpty(figure);
  }

  /** Throws a RangeError when a block does not fit. */
  apply(blocks: readonly Block[]): void {
    for (const block of blocks) {
      const chart = this.charts[block.chart];
      if (chart === undefined) throw new RangeError(`The figure has no chart ${block.chart}.`);
      chart.apply(block);
    }
  }

  /** Has all charts drawn again, also those without new points. */
  touch(): void {
    for (const chart of this.charts) chart.dirty = true;
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    for (const chart of this.charts) chart.setTheme(theme);
  }

  rescale(): void {
    for (const chart of this.charts) chart.rescale();
  }

  /** Draws the charts in view that changed, and returns what went wrong. */
  async draw(): Promise<unknown[]> {
    const drawn = this.charts.filter((chart) => chart.dirty && chart.visible);
    const outcomes = await Promise.allSettled(drawn.map((chart) => chart.draw()));
    return outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  }

  viewports(): ChartViewport[] {
    return this.charts.map((chart) => chart.viewport());
  }

  private chartContext() {
    return {
      requestDraw: () => this.context.requestDraw(),
      zoomed: (chart: string, zoom: Interval | null) => this.context.zoomed(chart, zoom),
      wheelScrolls: () => this.element.scrollHeight > this.element.clientHeight,
      entries: (chart: Chart) => this.entries(chart),
      toggleMaximised: (chart: Chart) => this.maximise(this.maximised === chart ? null : chart),
    };
  }

  private entries(chart: Chart): readonly MenuEntry[] {
    const others = this.context
      .entries(chart)
      .map((entry, index) => (index > 0 ? entry : { ...entry, separated: true }));
    const maximised = this.maximised === chart;
    return [
      {
        label: maximised ? 'Restore' : 'Maximise',
        keys: maximised ? 'Esc' : 'double click',
        run: () => this.maximise(maximised ? null : chart),
      },
      ...others,
    ];
  }

  /** Gives a chart the whole figure, or each its place again. */
  private maximise(chosen: Chart | null): void {
    this.maximised = chosen;
    this.element.classList.toggle('maximised', chosen !== null);
    for (const chart of this.charts) {
      chart.element.hidden = chosen !== null && chart !== chosen;
      chart.element.classList.toggle('maximised', chart === chosen);
    }
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.defaultPrevented || this.maximised === null) return;
    event.preventDefault();
    event.stopPropagation();
    this.maximise(null);
  }

  private onSeen(entries: readonly IntersectionObserverEntry[]): void {
    for (const entry of entries) {
      const chart = this.charts.find((one) => one.element === entry.target);
      if (chart !== undefined) chart.visible = entry.isIntersecting;
    }
    if (this.charts.some((chart) => chart.visible && chart.dirty)) this.context.requestDraw();
  }

  private showEmpty(figure: FigureDescription): void {
    this.empty.hidden = figure.charts.length > 0;
    this.grid.hidden = figure.charts.length === 0;
    if (figure.charts.length > 0) return;
    this.empty.replaceChildren(...(figure.filter === '' ? this.noMetrics() : this.noMatch(figure.filter)));
  }

  private noMatch(filter: string): HTMLElement[] {
    const line = element('p');
    setText(line, `No metric's name contains “${filter}”.`);
    return [line];
  }

  private noMetrics(): HTMLElement[] {
    const code = element('pre', 'empty-code', 'import sideplot\nsideplot.log(loss=0.3)');
    return [
      element('p', 'empty-title', 'No metrics yet'),
      element('p', '', 'Curves appear here as soon as the code logs a number. In Python:'),
      code,
      element('p', 'empty-hint', 'In any other language, append lines such as {"step":1,"loss":0.3} to the run log.'),
    ];
  }
}
