import { arranged, NO_ARRANGEMENT, sizeOf, withAllShown } from '../common/arrangement';
import type { Arrangement, FigureChoices, Reading } from '../common/figure-choices';
import type { Block } from '../common/frame';
import type { ChartDescription, ChartViewport, FigureDescription, PointAnswer } from '../common/protocol';
import { t } from '../common/words';
import { Arranger } from './arranger';
import { Chart, KEYS_HINT, layoutKey } from './chart';
import { CrosshairPoints, type Question } from './crosshair-points';
import type { Interval } from './domain';
import { element, setText } from './dom';
import { EmptyFigure } from './empty-figure';
import type { DrawnChart } from './export/drawn-chart';
import { FigureGrid } from './figure-grid';
import { FigureLook, type FigureNews } from './figure-look';
import type { MenuEntry } from './menu';
import type { Theme } from './theme';
import { NO_ZOOM, type Zoom } from './zoom';

export interface FigureContext {
  requestDraw(): void;
  /** The user chose other parts of the axes of these charts, by their ids. */
  zoomed(zooms: ReadonlyMap<string, Zoom>): void;
  /** The zoom that a chart had when the page was loaded before. */
  savedZoom(chart: string): Zoom;
  /** What other parts of the page add to a chart's menu. */
  entries(chart: Chart): readonly MenuEntry[];
  /** The user arranged the charts. */
  arranged(arrangement: Arrangement): void;
  /** A chart was given the whole figure, or none. */
  maximised(chart: string | null): void;
  clearFilter(): void;
  /** The points behind columns are wanted. */
  ask(question: Question): void;
}

/** What a figure shows and how. */
export interface FigureShown {
  readonly figure: FigureDescription;
  readonly choices: FigureChoices;
  /** Whether the charts are those of all metrics, and not those that the program defined. */
  readonly isOfAllMetrics: boolean;
  /** The names of the runs that are drawn. */
  readonly runs: readonly string[];
  /** Whether the runs are those that were shown before. Then charts that stay keep their points until they get them anew. */
  readonly isSameRuns: boolean;
}

/** The charts of a panel in a grid that fills it. */
export class Figure {
  readonly element = element('main', 'figure');
  private readonly grid = new FigureGrid(this.element);
  private readonly empty: EmptyFigure;
  private readonly said = element('div', 'for-readers');
  private readonly arranger: Arranger;
  private readonly seen: IntersectionObserver;
  /** In the host's order, to which frames refer. */
  private charts: Chart[] = [];
  private arrangement: Arrangement = NO_ARRANGEMENT;
  private isOfAllMetrics = false;
  private readonly looks = new FigureLook();
  /** The chart whose crosshair was moved last. */
  private pointed: Chart | undefined;
  private readonly points: CrosshairPoints;
  /** Whether the reading is that of a snapshot. */
  private isRead = false;

  /** @param maximised the id of the chart that has the whole figure to itself. */
  constructor(
    private theme: Theme,
    private readonly context: FigureContext,
    private maximised: string | null,
  ) {
    this.empty = new EmptyFigure({
      clearFilter: () => context.clearFilter(),
      showHidden: () => this.arrange(withAllShown(this.arrangement), true, t('All charts are shown')),
    });
    this.points = new CrosshairPoints(
      () => this.read,
      (question) => context.ask(question),
    );
    this.said.setAttribute('aria-live', 'polite');
    const keys = element('div', 'for-readers', t('Arrow keys read values point by point; Escape leaves them.'));
    keys.id = KEYS_HINT;
    this.element.append(this.empty.element, keys, this.said);
    this.arranger = new Arranger({
      ...{ figure: this.element, grid: this.grid },
      arrangement: () => this.arrangement,
      charts: () => this.shown,
      isOfAllMetrics: () => this.isOfAllMetrics,
      change: (arrangement, isKept, words) => this.arrange(arrangement, isKept, words),
    });
    // On the document: after a double click nothing has the focus.
    document.addEventListener('keydown', (event) => this.onKey(event));
    this.seen = new IntersectionObserver((entries) => this.onSeen(entries), { root: this.element, rootMargin: '50px' });
  }

  /** Shows these charts. Those that stay keep their view and their picture. */
  update({ figure, choices: { arrangement, reading }, isOfAllMetrics, runs, isSameRuns }: FigureShown): void {
    this.arrangement = arrangement;
    this.isOfAllMetrics = isOfAllMetrics;
    const before = this.looks.reading;
    const isSameX = isSame([before.x, before.logX], [reading.x, reading.logX]);
    const isSameData = isSameRuns && isSameX && before.smoothing === reading.smoothing;
    const linked = reading.linked && isSameX ? (this.charts.find((one) => one.isPlain)?.zoomed.x ?? null) : null;
    this.looks.begin(reading, isSameX);
    this.looks.runs = runs;
    const kept = new Map(this.charts.map((chart) => [chart.layoutKey, chart]));
    const replaced = new Map(this.charts.map((chart) => [chart.description.id, chart]));
    this.charts = figure.charts.map((description) => {
      const key = layoutKey(description);
      const old = kept.get(key);
      kept.delete(key);
      if (old === undefined) return this.open(description, linked, replaced.get(description.id));
      old.update(description);
      if (!isSameData) old.clear();
      if (!isSameX) old.takeZoom(NO_ZOOM);
      return old;
    });
    for (const chart of kept.values()) {
      this.seen.unobserve(chart.element);
      chart.close();
    }
    this.points.forget();
    this.setReading(reading);
    this.empty.show(figure);
    this.place();
  }

  /** Shows the charts in another arrangement, until the host has it too. */
  arrange(arrangement: Arrangement, isKept: boolean, words: string): void {
    this.arrangement = arrangement;
    this.place();
    setText(this.said, words);
    if (isKept) this.context.arranged(arrangement);
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
    const { x, logX, smoothing } = this.looks.reading;
    this.setReading({ ...reading, x, logX, smoothing });
  }

  /** Takes what a frame tells of the figure besides points. */
  note(news: FigureNews): void {
    if (this.looks.note(news)) this.look();
  }

  /** Takes points that were asked for. Throws a RangeError when they are none. */
  takePoints(answer: PointAnswer): void {
    this.points.answer(answer);
  }

  /** Markers that are not shown, because there are too many. */
  get earlierMarkers(): number {
    return this.looks.earlierMarkers;
  }

  private setReading(reading: Reading): void {
    const before = this.looks.reading;
    this.looks.reading = reading;
    // A part of y means something else on an axis of another kind; at first the parts are those that were saved.
    if (this.isRead && before.logY !== reading.logY) {
      for (const chart of this.charts) chart.takeZoom({ ...chart.zoomed, y: null });
      this.tellZooms(this.charts);
    }
    this.isRead = true;
    this.look();
  }

  private look(): void {
    this.charts.forEach((chart, index) => chart.read(this.looks.of(index)));
  }

  /** A zoom in x is one of all charts, if the user wants that; those of a program's own spec stand for themselves. */
  private onZoom(chart: Chart, zoom: Zoom): void {
    const linked =
      this.looks.reading.linked && chart.isPlain ? this.charts.filter((one) => one.isPlain && one !== chart) : [];
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

  /** The charts as they are drawn, to be taken away. */
  drawn(): Promise<DrawnChart[]> {
    return Promise.all(this.shown.map((chart) => chart.drawn()));
  }

  viewports(): ChartViewport[] {
    return this.charts.map((chart) => chart.viewport());
  }

  /** The charts in the user's order. Those that were just hidden wait for the host to leave them out. */
  private get shown(): Chart[] {
    const hidden = new Set(this.arrangement.hidden);
    const charts = this.charts.map((chart) => ({ id: chart.description.id, chart }));
    return arranged(charts, this.arrangement)
      .filter(({ id }) => !hidden.has(id))
      .map(({ chart }) => chart);
  }

  /**
   * @param linked the part of x that the other charts show, if all are to show the same.
   * @param old the chart of the same name, with other series. Its picture stays until the new one is drawn.
   */
  private open(description: ChartDescription, linked: Interval | null, old: Chart | undefined): Chart {
    const saved = this.context.savedZoom(description.id);
    const zoom = { ...saved, x: saved.x ?? linked };
    const chart = new Chart(description, this.theme, zoom, this.chartContext(), this.grid.nursery);
    if (old !== undefined) chart.standInFor(old);
    this.arranger.attach(chart);
    this.seen.observe(chart.element);
    return chart;
  }

  private place(): void {
    const shown = this.shown;
    const pinned = new Set(this.arrangement.pinned);
    for (const chart of this.charts) {
      chart.setPinned(pinned.has(chart.description.id));
      chart.element.hidden = !shown.includes(chart);
    }
    this.element.classList.toggle('single', shown.length < 2);
    this.grid.show(
      shown.map(({ element: box, description: { id } }) => {
        return { element: box, pinned: pinned.has(id), size: sizeOf(this.arrangement, id) };
      }),
    );
    this.showMaximised();
  }

  private chartContext() {
    return {
      requestDraw: () => this.context.requestDraw(),
      zoomed: (chart: Chart, zoom: Zoom) => this.onZoom(chart, zoom),
      pointed: (chart: Chart, x: number | null, isMoved: boolean) => this.point(chart, x, isMoved),
      wheelScrolls: () => this.grid.scrolls,
      entries: (chart: Chart) => this.entries(chart),
      toggleMaximised: (chart: Chart) => this.toggleMaximised(chart),
      say: (words: string) => setText(this.said, words),
    };
  }

  private point(pointed: Chart, x: number | null, isMoved: boolean): void {
    this.pointed = pointed;
    for (const chart of this.charts) chart.follow(x, isMoved);
    this.points.at(x, isMoved);
  }

  /** The charts in view, that with the crosshair first. */
  private get read(): readonly Chart[] {
    const shown = this.charts.filter(({ visible, element: box }) => visible && !box.hidden);
    return shown.sort((one, other) => Number(other === this.pointed) - Number(one === this.pointed));
  }

  private entries(chart: Chart): readonly MenuEntry[] {
    const others = this.context
      .entries(chart)
      .map((entry, index) => (index > 0 ? entry : { ...entry, separated: true }));
    const isMaximised = this.maximised === chart.description.id;
    return [
      {
        label: isMaximised ? t('Restore') : t('Maximise'),
        keys: isMaximised ? t('Esc') : t('double click'),
        run: () => this.toggleMaximised(chart),
      },
      ...(isMaximised ? [] : this.arranger.entries(chart)),
      ...happenings(chart),
      ...others,
    ];
  }

  private toggleMaximised({ description: { id } }: Chart): void {
    this.setMaximised(this.maximised === id ? null : id);
  }

  private setMaximised(chart: string | null): void {
    this.maximised = chart;
    this.context.maximised(chart);
    this.showMaximised();
  }

  private showMaximised(): void {
    const chosen = this.shown.find(({ description }) => description.id === this.maximised);
    this.grid.maximise(chosen?.element ?? null);
    for (const chart of this.charts) chart.setMaximised(chart === chosen);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.defaultPrevented || !this.element.classList.contains('maximised')) return;
    event.preventDefault();
    event.stopPropagation();
    this.setMaximised(null);
  }

  private onSeen(entries: readonly IntersectionObserverEntry[]): void {
    for (const entry of entries) {
      const chart = this.charts.find((one) => one.element === entry.target);
      if (chart !== undefined) chart.visible = entry.isIntersecting;
    }
    if (this.charts.some((chart) => chart.visible && chart.dirty)) this.context.requestDraw();
  }
}

/** An entry with the markers and gaps of a chart; none for a chart that draws none. */
function happenings(chart: Chart): readonly MenuEntry[] {
  if (!chart.isPlain) return [];
  const entries = chart.happenings();
  return [{ label: t('Markers and Gaps'), separated: true, disabled: entries.length === 0, entries }];
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
