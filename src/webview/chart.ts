import type { Block } from '../common/frame';
import type { ChartDescription, ChartViewport } from '../common/protocol';
import { ChartView } from './chart-view';
import { ChartHeader } from './chart-header';
import type { MenuEntry } from './menu';
import type { PlotGeometry, PlotView, Size } from './plot-view';
import { SpecView } from './spec-view';
import { currentValue, describeChart } from './current-values';
import { domainOfX, type Interval } from './domain';
import { element, setText } from './dom';
import { Hover } from './hover';
import { Legend } from './legend';
import { formatStep, formatValue } from './number-format';
import { SeriesData } from './series';
import type { Theme } from './theme';
import { Throttle } from './throttle';
import { attachZoom } from './zoom';

/** What a chart asks of the figure it is in. */
export interface ChartContext {
  /** Asks for a drawing in the next animation frame. */
  requestDraw(): void;
  /** The user chose another part of x. */
  zoomed(chart: string, zoom: Interval | null): void;
  wheelScrolls(): boolean;
  /** What the chart's menu offers. */
  entries(chart: Chart): readonly MenuEntry[];
  toggleMaximised(chart: Chart): void;
}

/** The least size, in CSS pixels, that a chart is drawn at. */
const LEAST = 40;
const VALUES_INTERVAL = 250;
const DESCRIPTION_INTERVAL = 1000;

/** One chart: its title, curves, legend, and what the pointer and keys do with it. */
export class Chart {
  readonly element = element('section', 'chart');
  readonly data: readonly SeriesData[];
  /** Whether something changed since it was drawn. */
  dirty = true;
  /** Whether it is scrolled into view. */
  visible = true;
  private readonly plot = element('div', 'plot');
  private readonly header: ChartHeader;
  private readonly note = element('div', 'chart-note');
  private readonly failure = element('div', 'chart-failure');
  private waiting: number | undefined;
  private readonly legend: Legend;
  private readonly hover: Hover;
  private readonly view: PlotView;
  private readonly opened: Promise<void>;
  private readonly values = new Throttle(VALUES_INTERVAL, () => this.showValues());
  private readonly words = new Throttle(DESCRIPTION_INTERVAL, () => this.describe());
  private readonly resizes = new ResizeObserver(([entry]) => this.onResize(entry?.contentRect));
  /** As long as it is not known, the next drawing measures it; measuring each time would lay out the page for each. */
  private size: Size | undefined;
  private shownGeometry: PlotGeometry | undefined;

  constructor(
    /** What is drawn; `update` replaces it. */
    public description: ChartDescription,
    theme: Theme,
    private zoom: Interval | null,
    private readonly context: ChartContext,
    parent: HTMLElement,
  ) {
    const { series } = description;
    this.data = series.map(() => new SeriesData());
    this.header = new ChartHeader(description, {
      resetZoom: () => this.setZoom(null),
      entries: () => context.entries(this),
      toggleMaximised: () => context.toggleMaximised(this),
    });
    this.legend = new Legend(series, (id) => this.highlight(id));
    const canvas = element('div', 'plot-canvas');
    this.failure.hidden = true;
    this.plot.classList.toggle('own', description.spec !== undefined);
    this.failure.setAttribute('role', 'alert');
    this.plot.append(canvas, this.failure);
    this.element.append(this.header.element, this.plot, this.legend.element, this.note);
    parent.append(this.element);
    const size = this.measure();
    this.view =
      description.spec === undefined
        ? new ChartView(series, this.data, theme, size)
        : new SpecView(description.spec, series, this.data, theme, size, () => this.change());
    this.hover = new Hover(
      this.plot,
      series,
      this.data,
      () => this.colours(),
      () => this.view.geometry,
    );
    this.listen();
    this.opened = this.view.open(canvas, theme);
    // A failure is reported by the drawing that waits for it.
    this.opened.catch(() => undefined);
    this.update(description);
    this.legend.setColours(this.colours());
    this.resizes.observe(this.plot);
  }

  /** Takes over a description with the same series. */
  update(description: ChartDescription): void {
    this.description = description;
    // Charts beside it may be others now.
    this.size = undefined;
    this.element.dataset['chart'] = description.id;
    this.legend.element.hidden = description.series.length < 2 || description.spec !== undefined;
    this.showNote();
    this.header.setZoomed(this.zoom !== null);
    this.describe();
  }

  get layoutKey(): string {
    return layoutKey(this.description);
  }

  clear(): void {
    for (const data of this.data) data.clear();
  }

  /** Throws a RangeError when the block does not fit. */
  apply(block: Block): void {
    const data = this.data[block.series];
    if (data === undefined) throw new RangeError(`Chart ${block.chart} has no series ${block.series}.`);
    data.apply(block);
    this.dirty = true;
    // Also of a chart out of sight, which is not drawn.
    this.words.request();
  }

  setTheme(theme: Theme): void {
    this.view.setTheme(theme);
    this.legend.setColours(this.colours());
    this.change();
  }

  /** The density of the screen's pixels changed. */
  rescale(): void {
    this.view.forceResize();
    this.change();
  }

  /** Draws what changed. Rejects when that fails; the chart stays usable. */
  async draw(): Promise<void> {
    if (this.isWaiting()) return;
    this.dirty = false;
    const size = (this.size ??= this.measure());
    if (size.width < LEAST || size.height < LEAST) return;
    try {
      await this.opened;
      await this.view.draw(size, this.zoom);
      this.showFailure('');
    } catch (error) {
      if (this.description.spec === undefined) throw error;
      // A mistake in a program's own spec is told in its place; the other charts go on.
      this.showFailure(error instanceof Error ? error.message : String(error));
      return;
    }
    this.showNote();
    this.showGeometry();
    if (this.view.hovers) this.hover.refresh();
    this.values.request();
  }

  /** The plotting area's width and part of x, for the host to decimate to. */
  viewport(): ChartViewport {
    return { chart: this.description.id, ...this.view.request(this.zoom) };
  }

  close(): void {
    this.resizes.disconnect();
    window.clearTimeout(this.waiting);
    this.values.cancel();
    this.words.cancel();
    this.view.close();
    this.element.remove();
  }

  private listen(): void {
    const { plot } = this;
    plot.tabIndex = 0;
    plot.setAttribute('role', 'img');
    plot.addEventListener('pointermove', (event) => {
      if (!this.view.hovers) return;
      const box = plot.getBoundingClientRect();
      this.hover.show(event.clientX - box.left, event.clientY - box.top);
    });
    plot.addEventListener('pointerleave', () => this.hover.hide());
    attachZoom({
      box: plot,
      geometry: () => this.view.geometry,
      whole: () => domainOfX(this.data),
      zoom: () => this.zoom,
      setZoom: (zoom) => this.setZoom(zoom),
      enabled: () => this.view.zooms,
      wheelScrolls: () => this.context.wheelScrolls(),
    });
  }

  private setZoom(zoom: Interval | null): void {
    if (zoom === null && this.zoom === null) return;
    this.zoom = zoom;
    this.header.setZoomed(zoom !== null);
    this.context.zoomed(this.description.id, zoom);
    this.change();
  }

  /** Says where curves are, in CSS pixels within the plot, and what part of the axes is shown. */
  private showGeometry(): void {
    const { geometry } = this.view;
    if (geometry === this.shownGeometry) return;
    this.shownGeometry = geometry;
    const { left, top, width, height, x, y } = geometry;
    Object.assign(this.plot.dataset, { area: [left, top, width, height].join(' '), x: x.join(' '), y: y.join(' ') });
  }

  private highlight(id: string): void {
    this.view.highlight(id);
    this.change();
  }

  private change(): void {
    this.dirty = true;
    this.context.requestDraw();
  }

  private measure(): Size {
    return { width: this.plot.clientWidth, height: this.plot.clientHeight };
  }

  /** The box has no padding and no border, and its size is told in whole pixels as `clientWidth` tells it. */
  private onResize(box: DOMRectReadOnly | undefined): void {
    this.size = box && { width: Math.round(box.width), height: Math.round(box.height) };
    this.change();
  }

  private colours(): readonly string[] {
    return this.view.colours();
  }

  private showValues(): void {
    const current = this.data.map(currentValue);
    const texts = current.map((one) => (one === undefined ? '' : formatValue(one.value)));
    this.legend.setValues(texts);
    const [only] = current;
    const place = only === undefined ? '' : `at step ${formatStep(only.step)}`;
    this.header.setValue(this.data.length === 1 ? (texts[0] ?? '') : '', place);
  }

  /** Whether the chart is to be drawn later; then it asks for that itself. */
  private isWaiting(): boolean {
    const wait = this.view.wait();
    this.plot.classList.toggle('waiting', wait > 0);
    if (wait === 0) return false;
    this.waiting ??= window.setTimeout(() => {
      this.waiting = undefined;
      this.context.requestDraw();
    }, wait);
    return true;
  }

  private showNote(): void {
    const { hiddenSeries: more, note = '' } = this.description;
    const hidden = more === 0 ? '' : `${more.toLocaleString('en')} further series not drawn`;
    const text = [note, this.view.note, hidden].filter((part) => part !== '').join(' · ');
    setText(this.note, text);
    this.note.hidden = text === '';
  }

  private showFailure(message: string): void {
    setText(this.failure, message === '' ? '' : `This chart’s Vega-Lite spec cannot be drawn: ${message}`);
    this.failure.hidden = message === '';
    this.plot.classList.toggle('failed', message !== '');
  }

  private describe(): void {
    const words = describeChart(this.description, this.data);
    if (this.plot.getAttribute('aria-label') !== words) this.plot.setAttribute('aria-label', words);
  }
}

/** Charts of one key can use the same compiled view. */
export function layoutKey(description: ChartDescription): string {
  return JSON.stringify([description.id, description.title, description.series, description.spec, description.note]);
}
