import type { Block } from '../common/frame';
import type { Point } from '../common/nearest-point';
import type { ChartDescription, ChartViewport } from '../common/protocol';
import { t } from '../common/words';
import { ChartHeader } from './chart-header';
import { type ChartLook, plainLook } from './chart-look';
import { ChartView } from './chart-view';
import type { MenuEntry } from './menu';
import type { PlotGeometry, PlotView, Size } from './plot-view';
import { SpecView } from './spec-view';
import { happeningEntries } from './happenings';
import type { ColumnChart, ShownColumn } from './crosshair-points';
import { currentValue, describeChart } from './current-values';
import { domainOfX, domainOfY } from './domain';
import { element, setText } from './dom';
import type { DrawnChart } from './export/drawn-chart';
import { Legend } from './legend';
import { formatValue } from './number-format';
import { PlotReading } from './plot-reading';
import { SeriesData } from './series';
import type { Theme } from './theme';
import { Throttle } from './throttle';
import { NO_ZOOM, type Zoom } from './zoom';

/** What a chart asks of the figure it is in. */
export interface ChartContext {
  /** Asks for a drawing in the next animation frame. */
  requestDraw(): void;
  /** The user chose other parts of the axes. */
  zoomed(chart: Chart, zoom: Zoom): void;
  /** The chart's crosshair is at this x, or no longer there. `isMoved`: as the user has moved it. */
  pointed(chart: Chart, x: number | null, isMoved: boolean): void;
  wheelScrolls(): boolean;
  /** What the chart's menu offers. */
  entries(chart: Chart): readonly MenuEntry[];
  toggleMaximised(chart: Chart): void;
  /** Has words read out. */
  say(words: string): void;
}

/** The least size, in CSS pixels, that a chart is drawn at. */
const LEAST = 40;
/** The size of a chart that is taken away without being seen. */
const UNSEEN: Size = { width: 640, height: 280 };
/** The element that says which keys a chart has. */
export const KEYS_HINT = 'chart-keys';
const VALUES_INTERVAL = 250;
const DESCRIPTION_INTERVAL = 1000;

/** One chart: its title, curves, legend, and what the pointer and keys do with it. */
export class Chart implements ColumnChart {
  readonly element = element('section', 'chart');
  readonly data: readonly SeriesData[];
  /** The smoothed curves, empty while the host sends none. */
  private readonly smooth: readonly SeriesData[];
  /** Whether something changed since it was drawn. */
  dirty = true;
  /** Whether it is scrolled into view. */
  visible = true;
  private readonly plot = element('div', 'plot');
  private readonly canvas = element('div', 'plot-canvas');
  private readonly header: ChartHeader;
  private readonly note = element('div', 'chart-note');
  private readonly failure = element('div', 'chart-failure');
  /** What is shown in place of the picture, and below it: the page looks at elements only when that changes, as even a look takes time. */
  private failed = '';
  private noted: string | undefined;
  private isHeld = false;
  private waiting: number | undefined;
  private readonly legend: Legend;
  private readonly reading: PlotReading;
  private readonly view: PlotView;
  private readonly opened: Promise<void>;
  private readonly values = new Throttle(VALUES_INTERVAL, () => this.showValues());
  private readonly words = new Throttle(DESCRIPTION_INTERVAL, () => this.describe());
  private readonly resizes = new ResizeObserver(([entry]) => this.onResize(entry?.contentRect));
  /** As long as it is not known, the next drawing measures it; measuring each time would lay out the page for each. */
  private size: Size | undefined;
  private shownGeometry: PlotGeometry | undefined;
  private look = plainLook();
  private standIn: HTMLElement | undefined;

  constructor(
    /** What is drawn; `update` replaces it. */
    public description: ChartDescription,
    theme: Theme,
    private zoom: Zoom,
    private readonly context: ChartContext,
    parent: HTMLElement,
  ) {
    const { series } = description;
    this.data = series.map(() => new SeriesData());
    this.smooth = series.map(() => new SeriesData());
    this.header = new ChartHeader(description, {
      resetZoom: () => this.setZoom(NO_ZOOM),
      entries: () => context.entries(this),
      toggleMaximised: () => context.toggleMaximised(this),
    });
    this.legend = new Legend(series, (id) => this.highlight(id));
    this.failure.hidden = true;
    this.plot.tabIndex = 0;
    // Keys lead the crosshair, so screen readers have to leave them to the page.
    this.plot.setAttribute('role', 'application');
    this.plot.setAttribute('aria-roledescription', t('chart'));
    this.plot.setAttribute('aria-describedby', KEYS_HINT);
    this.canvas.setAttribute('role', 'img');
    this.plot.classList.toggle('own', description.spec !== undefined);
    this.failure.setAttribute('role', 'alert');
    this.plot.append(this.canvas, this.failure);
    this.element.append(this.header.element, this.plot, this.legend.element, this.note);
    parent.append(this.element);
    const size = this.measure();
    this.view =
      description.spec === undefined
        ? new ChartView(series, this.data, this.smooth, theme, size, () => this.change())
        : new SpecView(description.spec, series, this.data, theme, size, () => this.change());
    this.reading = new PlotReading({
      ...{ box: this.plot, view: this.view, series, data: this.data },
      smooth: () => (this.look.smoothed ? this.smooth : []),
      look: () => this.look,
      zoom: () => this.zoom,
      setZoom: (chosen) => this.setZoom(chosen),
      wheelScrolls: () => context.wheelScrolls(),
      pointed: (x, isMoved) => context.pointed(this, x, isMoved),
      say: (words) => context.say(words),
    });
    this.opened = this.view.open(this.canvas, theme);
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
    this.header.setZoomed(isZoomed(this.zoom));
    this.describe();
  }

  /** Whether the chart is drawn by Sideplot, and read as the user chose; one of a program's own spec is left as that says. */
  get isPlain(): boolean {
    return this.description.spec === undefined;
  }

  /** Reads the curves in another way. */
  read(look: ChartLook): void {
    this.look = this.isPlain ? look : { ...plainLook(), leftOut: look.leftOut };
    this.view.read(this.look);
    this.showNote();
    this.values.request();
    this.words.request();
    this.change();
  }

  /** Shows other parts of the axes, without telling so. */
  takeZoom(zoom: Zoom): void {
    this.zoom = zoom;
    this.header.setZoomed(isZoomed(zoom));
    this.change();
  }

  get zoomed(): Zoom {
    return this.zoom;
  }

  /** Shows what the chart has where the crosshair of the figure is: at once when the user has moved it. */
  follow(x: number | null, isMoved: boolean): void {
    if (!this.reading.follow(x)) return;
    if (isMoved) this.values.now();
    else this.values.request();
  }

  get id(): string {
    return this.description.id;
  }

  columnsAt(x: number): readonly ShownColumn[] {
    return this.reading.columnsAt(x);
  }

  takePoints(points: ReadonlyMap<number, Point>): void {
    this.reading.takePoints(points);
    this.values.now();
  }

  /** What the chart's menu offers to find in it: its markers and gaps. */
  happenings(): readonly MenuEntry[] {
    return happeningEntries(this.look, this.description.series, (x) => {
      this.plot.focus();
      this.reading.goTo(x);
    });
  }

  get layoutKey(): string {
    return layoutKey(this.description);
  }

  /** Shows the last picture of a chart that this one replaces, until this one is drawn with points. */
  standInFor(old: Chart): void {
    this.standIn = old.plot.querySelector<HTMLElement>('.plot-canvas') ?? undefined;
    if (this.standIn === undefined) return;
    this.standIn.classList.add('stand-in');
    this.standIn.setAttribute('aria-hidden', 'true');
    this.plot.append(this.standIn);
  }

  setPinned(pinned: boolean): void {
    this.header.setPinned(pinned);
  }

  setMaximised(maximised: boolean): void {
    this.header.setMaximised(maximised);
  }

  clear(): void {
    for (const data of [...this.data, ...this.smooth]) data.clear();
    this.reading.forgetPoints();
  }

  /** Throws a RangeError when the block does not fit. */
  apply(block: Block): void {
    const data = this.data[block.series] ?? this.smooth[block.series - this.data.length];
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
    const size = (this.size ??= this.measureAnew());
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
    if (this.standIn !== undefined && this.data.some(({ count }) => count > 0)) {
      this.standIn.remove();
      this.standIn = undefined;
    }
    if (!this.isPlain) this.showNote();
    this.showGeometry();
    this.reading.refresh();
    this.values.request();
  }

  /** The plotting area's width and part of x, for the host to decimate to. */
  viewport(): ChartViewport {
    return { chart: this.description.id, ...this.view.request(this.zoom) };
  }

  /** The chart as it is drawn now, to be taken away. */
  async drawn(): Promise<DrawnChart> {
    await this.draw();
    const { width, height } = this.size ?? this.measure();
    const isDrawn = this.shownGeometry !== undefined && this.view.hovers;
    const { logY, ignoreOutliers } = this.look;
    const x = isDrawn ? this.view.geometry.x : (this.zoom.x ?? domainOfX(this.data));
    return {
      description: this.description,
      data: this.data,
      smooth: this.look.smoothed ? this.smooth : [],
      look: this.look,
      x,
      y: isDrawn ? this.view.geometry.y : domainOfY(this.data, x, { log: logY, ignoreOutliers }),
      size: width < LEAST || height < LEAST ? UNSEEN : { width, height },
      box: this.element.getBoundingClientRect(),
      picture: (scale) => this.view.picture(scale),
    };
  }

  close(): void {
    this.resizes.disconnect();
    window.clearTimeout(this.waiting);
    this.values.cancel();
    this.words.cancel();
    this.reading.close();
    this.view.close();
    this.element.remove();
  }

  private setZoom(zoom: Zoom): void {
    if (!isZoomed(zoom) && !isZoomed(this.zoom)) return;
    this.takeZoom(zoom);
    this.context.zoomed(this, zoom);
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

  /** What is laid out later in this frame may give the chart back the size that was told last, of which nothing more would be heard. */
  private measureAnew(): Size {
    this.resizes.unobserve(this.plot);
    this.resizes.observe(this.plot);
    return this.measure();
  }

  /** The box has no padding and no border, and its size is told in whole pixels as `clientWidth` tells it. */
  private onResize(box: DOMRectReadOnly | undefined): void {
    const size = box && { width: Math.round(box.width), height: Math.round(box.height) };
    if (size !== undefined && size.width === this.size?.width && size.height === this.size.height) return;
    this.size = size;
    this.change();
  }

  private colours(): readonly string[] {
    return this.view.colours();
  }

  private showValues(): void {
    const { words } = this.look;
    const current = this.data.map(currentValue);
    const newest = current.map((one) => (one === undefined ? '' : formatValue(one.value)));
    const texts = this.reading.texts() ?? newest;
    this.legend.setValues(texts);
    const [only] = current;
    const place = only === undefined ? '' : t('at {0}', words.named(words.place(only.step)));
    this.header.setValue(this.data.length === 1 ? (texts[0] ?? '') : '', place);
    this.showNote();
  }

  /** Whether the chart is to be drawn later; then it asks for that itself. */
  private isWaiting(): boolean {
    const wait = this.view.wait();
    if (wait > 0 !== this.isHeld) {
      this.isHeld = wait > 0;
      this.plot.classList.toggle('waiting', this.isHeld);
    }
    if (wait === 0) return false;
    this.waiting ??= window.setTimeout(() => {
      this.waiting = undefined;
      this.context.requestDraw();
    }, wait);
    return true;
  }

  private showNote(): void {
    const { hiddenSeries: more, note = '' } = this.description;
    const hidden = more === 0 ? '' : t('{0} further series not drawn', more.toLocaleString('en'));
    const text = [note, this.view.note, this.look.leftOut, hidden].filter((part) => part !== '').join(' · ');
    if (text === this.noted) return;
    this.noted = text;
    setText(this.note, text);
    this.note.hidden = text === '';
  }

  private showFailure(message: string): void {
    if (message === this.failed) return;
    this.failed = message;
    setText(this.failure, message === '' ? '' : t('This chart’s Vega-Lite spec cannot be drawn: {0}', message));
    this.failure.hidden = message === '';
    this.plot.classList.toggle('failed', message !== '');
  }

  private describe(): void {
    const words = describeChart(this.description, this.data, this.look);
    if (this.plot.getAttribute('aria-label') === words) return;
    this.plot.setAttribute('aria-label', words);
    this.canvas.setAttribute('aria-label', words);
  }
}

function isZoomed({ x, y }: Zoom): boolean {
  return x !== null || y !== null;
}

/** Charts of one key can use the same compiled view. */
export function layoutKey(description: ChartDescription): string {
  return JSON.stringify([description.id, description.title, description.series, description.spec, description.note]);
}
