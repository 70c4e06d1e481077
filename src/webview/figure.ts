import type { Block } from '../common/frame';
import { DEFAULT_CHOICES, type Reading } from '../common/figure-choices';
import type { ChartViewport, FigureDescription, Frame, GapMark, Marker } from '../common/protocol';
import { Chart, layoutKey } from './chart';
import type { ChartLook } from './chart-look';
import { element, setText } from './dom';
import type { MenuEntry } from './menu';
import type { Theme } from './theme';
import { type XWords, xWords } from './x-words';
import { NO_ZOOM, type Zoom } from './zoom';

export interface FigureContext {
  requestDraw(): void;
  /** The user chose other parts of the axes of these charts, by their ids. */
  zoomed(zooms: ReadonlyMap<string, Zoom>): void;
  /** The zoom that a chart had when the page was loaded before. */
  savedZoom(chart: string): Zoom;
  /** What other parts of the page add to a chart's menu. */
  entries(chart: Chart): readonly MenuEntry[];
}

/** Markers that are kept of those that came one after the other. */
const MAX_MARKERS = 2000;

const NONE: readonly Marker[] = [];

/** The charts of a panel in a grid that fills it. */
export class Figure {
  readonly element = element('main', 'figure');
  private readonly grid = element('div', 'charts');
  private readonly empty = element('div', 'empty');
  private readonly seen: IntersectionObserver;
  private charts: Chart[] = [];
  /** The chart that has the whole figure to itself. */
  private maximised: Chart | null = null;
  private reading: Reading = DEFAULT_CHOICES.reading;
  /** Whether the reading is that of a snapshot. */
  private isRead = false;
  private words: XWords = xWords(this.reading.x, this.reading.logX);
  private markers: readonly Marker[] = [];
  private gaps: readonly GapMark[] = [];
  /** For each chart the points that the host could not place, in words. */
  private leftOut: readonly string[] = [];

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
  update(figure: FigureDescription, reading: Reading): void {
    const isSameX = JSON.stringify([this.reading.x, this.reading.logX]) === JSON.stringify([reading.x, reading.logX]);
    if (!isSameX) this.words = xWords(reading.x, reading.logX);
    [this.markers, this.gaps, this.leftOut] = [[], [], []];
    const kept = new Map(this.charts.map((chart) => [chart.layoutKey, chart]));
    this.grid.dataset['count'] = String(figure.charts.length);
    const charts = figure.charts.map((description) => {
      const key = layoutKey(description);
      const old = kept.get(key);
      kept.delete(key);
      if (old !== undefined) {
        old.update(description);
        old.clear();
        if (!isSameX) old.takeZoom(NO_ZOOM);
        this.grid.append(old.element);
        return old;
      }
      const zoom = this.context.savedZoom(description.id);
      const linked = reading.linked && isSameX ? (this.charts.find((one) => one.isPlain)?.zoomed.x ?? null) : null;
      const chart = new Chart(
        description,
        this.theme,
        { ...zoom, x: zoom.x ?? linked },
        this.chartContext(),
        this.grid,
      );
      this.seen.observe(chart.element);
      return chart;
    });
    for (const chart of kept.values()) {
      this.seen.unobserve(chart.element);
      chart.close();
    }
    this.charts = charts;
    this.setReading(reading);
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

  /** The user reads the figure in another way. What the host has to send for that comes with its next snapshot. */
  choose(reading: Reading): void {
    const { x, logX, smoothing } = this.reading;
    this.setReading({ ...reading, x, logX, smoothing });
  }

  /** Takes what a frame tells of the figure besides points. */
  note({ markers, gaps, leftOut }: Pick<Frame, 'markers' | 'gaps' | 'leftOut'>): void {
    if (markers === undefined && gaps === undefined && leftOut === undefined) return;
    if (markers !== undefined) this.markers = [...this.markers, ...markers].slice(-MAX_MARKERS);
    this.gaps = gaps ?? this.gaps;
    this.leftOut = leftOut ?? this.leftOut;
    this.look();
  }

  private setReading(reading: Reading): void {
    const before = this.reading;
    this.reading = reading;
    // A part of y means something else on an axis of another kind; at first the parts are those that were saved.
    if (this.isRead && before.logY !== reading.logY) {
      for (const chart of this.charts) chart.takeZoom({ ...chart.zoomed, y: null });
      this.tellZooms(this.charts);
    }
    this.isRead = true;
    this.look();
  }

  private look(): void {
    this.charts.forEach((chart, index) => chart.read(this.lookOf(index)));
  }

  private lookOf(index: number): ChartLook {
    const { logY, ignoreOutliers, latest, smoothing, markers } = this.reading;
    return {
      ...{ words: this.words, logY, ignoreOutliers, latest },
      smoothed: smoothing > 0,
      markers: markers ? this.markers : NONE,
      gaps: markers ? this.gaps.filter(({ chart }) => chart === index) : [],
      leftOut: this.leftOut[index] ?? '',
    };
  }

  /** A zoom in x is one of all charts, if the user wants that; those of a program's own spec stand for themselves. */
  private onZoom(chart: Chart, zoom: Zoom): void {
    const linked =
      this.reading.linked && chart.isPlain ? this.charts.filter((one) => one.isPlain && one !== chart) : [];
    const others = linked.filter(({ zoomed }) => zoomed.x !== zoom.x);
    for (const other of others) other.takeZoom({ ...other.zoomed, x: zoom.x });
    this.tellZooms([chart, ...others]);
  }

  private tellZooms(charts: readonly Chart[]): void {
    this.context.zoomed(new Map(charts.map(({ description, zoomed }) => [description.id, zoomed])));
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
      zoomed: (chart: Chart, zoom: Zoom) => this.onZoom(chart, zoom),
      pointed: (_: Chart, x: number | null) => this.charts.forEach((chart) => chart.follow(x)),
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
