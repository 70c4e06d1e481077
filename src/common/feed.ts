/**
 * What one page is to be told next: a snapshot when it is new or its layout changed, else a frame, and nothing while it has not drawn what it was
 * told. Pure: the channel in the extension carries what it gives.
 */
import { configTexts } from './config-texts';
import { metricsOf, pointsOf } from './describe-run';
import type { Missing } from './missing';
import type { DerivedSeries } from './derived-series';
import { DrawnSeries, gridOf, type Grid } from './drawn-series';
import { DEFAULT_CHOICES, type FigureChoices } from './figure-choices';
import { Flight } from './flight';
import { encodeFrame, type Block } from './frame';
import { FigureReading } from './figure-reading';
import { LaidOutFigure } from './laid-out-figure';
import { NearestPoint } from './nearest-point';
import type { SoughtPoint } from './point-questions';
import type {
  ChartDescription,
  ChartViewport,
  Choices,
  Credit,
  Frame,
  HostToPage,
  PanelIdentity,
  PointQuestion,
  Snapshot,
  Viewport,
} from './protocol';
import type { Run, RunSeries } from './run';
import { RunNews } from './run-news';
import { t } from './words';

/** Until the page has said how wide its charts are. */
const DEFAULT_PIXELS = 1000;
/** Values in one frame; more wait for the next, so that a page with hundreds of series is not held up. */
const MAX_FRAME_VALUES = 500_000;

/** After so long in one turn, points that are still to be derived wait for the next. */
const TURN_MILLISECONDS = 8;

interface Drawn {
  readonly chart: number;
  readonly from: RunSeries;
  readonly derived: DerivedSeries | null;
  readonly series: DrawnSeries;
}

/** A chart as a page shows it. */
export interface ShownChart {
  readonly chart: ChartDescription;
  readonly series: readonly RunSeries[];
  readonly domain: readonly [number, number] | null;
}

export class Feed {
  private page: string | null = null;
  /** The page that was hidden. */
  private suspended: string | null = null;
  private generation = 0;
  /** The first generation of the figure that is shown. */
  private since = 1;
  /** The newest choices that a page has told. */
  private told = { page: '', revision: 0 };
  private sequence = 0;
  private readonly flight = new Flight();
  private snapshotDue = false;
  private filter = '';
  private readonly figure = new LaidOutFigure();
  private readonly reading = new FigureReading();
  private drawn: Drawn[] = [];
  private viewports = new Map<string, ChartViewport>();
  private readonly runNews = new RunNews();
  /** Index into `drawn` of the series whose turn is next. */
  private turn = 0;
  private pointsSent = 0;
  private pointsAcknowledged = 0;
  /** Whether the page was free, and there was nothing to tell. */
  private hadNothing = false;

  /** @param runs that are drawn, the main run first; none while the panel waits for one. */
  constructor(
    private runs: readonly Run[],
    private identity: PanelIdentity,
    private trusted = false,
    private choices: FigureChoices = DEFAULT_CHOICES,
  ) {}

  /** How many points the runs had when the newest message was made that the page has drawn. */
  get drawnPoints(): number {
    return this.pointsAcknowledged;
  }

  /** The page that listens, `null` while none does. */
  get listener(): string | null {
    return this.page;
  }

  /** When the oldest message was made that the page has not drawn, `null` when it has drawn all. */
  get waitingSince(): number | null {
    return this.page === null ? null : this.flight.since;
  }

  /** Whether the page has drawn what it was sent last, or something newer than a snapshot. */
  get hasDrawn(): boolean {
    const isEmpty = this.runs.every(({ points }) => points === 0);
    return !this.snapshotDue && (this.pointsAcknowledged > 0 || (isEmpty && this.flight.isEmpty));
  }

  /** The charts of the figure, what each draws, and what part of x its page shows (`null`: all of it). */
  get shown(): readonly ShownChart[] {
    const { description, charts } = this.figure.layout ?? { description: { charts: [] }, charts: [] };
    return description.charts.map((chart, index) => ({
      chart,
      series: charts[index] ?? [],
      domain: this.viewports.get(chart.id)?.domain ?? null,
    }));
  }

  /** Shows other runs from the next message on. */
  show(runs: readonly Run[], identity: PanelIdentity): void {
    this.runs = runs;
    this.identity = identity;
    this.since = this.generation + 1;
    this.figure.forget();
    this.snapshotDue = true;
    this.forgetDomains();
  }

  /** From now on the workspace is trusted: what the program gave as code may be drawn. */
  trust(): void {
    this.trusted = true;
    this.figure.forget();
  }

  /**
   * A page tells what the user chose.
   *
   * @returns whether that is for the figure that is shown: the page may not know yet that another has taken its place.
   */
  hearChoices({ page, generation, revision }: Choices): boolean {
    this.told = { page, revision };
    return generation >= this.since;
  }

  /**
   * Arranges and reads the figure in another way from the next message on.
   *
   * @param known whether the page knows of it, as it told so itself: then it gets a snapshot only when other things are to be drawn.
   */
  choose(choices: FigureChoices, known: boolean): void {
    const [before, after] = [this.choices.reading, choices.reading];
    if (JSON.stringify([before.x, before.logX]) !== JSON.stringify([after.x, after.logX])) {
      this.forgetDomains();
      this.snapshotDue = true;
    }
    this.choices = choices;
    this.figure.forget();
    this.snapshotDue ||= !known;
  }

  /** A page has loaded, or asks to start over. */
  ready(page: string): void {
    if (page !== this.page) {
      this.viewports = new Map();
    }
    this.page = page;
    this.suspended = null;
    this.flight.clear();
    this.snapshotDue = true;
  }

  /** The page is hidden or gone: nothing is sent until one is ready. */
  suspend(): void {
    this.suspended = this.page ?? this.suspended;
    this.page = null;
    this.reading.release();
    this.drawn = [];
  }

  /** The panel is visible again. As a rule a new page says so itself; one that was never unloaded does not, and gets a snapshot. */
  resume(): void {
    if (this.page === null && this.suspended !== null) {
      this.ready(this.suspended);
    }
  }

  credit({ page, generation, sequence }: Credit): void {
    if (page === this.page && generation === this.generation) {
      this.pointsAcknowledged = this.flight.drawn(sequence) ?? this.pointsAcknowledged;
    }
  }

  /** What a page tells of a picture that is about to be replaced it tells anew of the next one. */
  viewport({ page, generation, charts }: Viewport): void {
    if (page !== this.page || generation !== this.generation || this.snapshotDue) {
      return;
    }
    const known = new Set(this.figure.layout?.description.charts.map(({ id }) => id));
    charts.filter(({ chart }) => known.has(chart)).forEach((chart) => this.viewports.set(chart.chart, chart));
  }

  /** Draws only the metrics whose name contains the text. */
  filterMetrics(page: string, filter: string): void {
    if (page === this.page && filter !== this.filter) {
      this.filter = filter;
      this.figure.forget();
    }
  }

  /** Looks in memory for the points of a page's question; for none when the page asks for those of another picture. */
  seek({ page, generation, x, places }: PointQuestion): readonly SoughtPoint[] {
    if (page !== this.page || generation !== this.generation) {
      return [];
    }
    return places.flatMap(({ chart, series, low, high }, place) => {
      const read = this.reading.seriesOf(chart, series);
      if (read === undefined) {
        return [];
      }
      const nearest = new NearestPoint(read.series, x, { low, high });
      return [{ place, from: read.from, nearest, isLogged: read.derived === null }];
    });
  }

  /**
   * The message that is due, to be posted at once; `null` when there is none or the page is busy.
   *
   * @param now milliseconds of any clock that does not go back; without a clock, one message at a time is on its way.
   * @param clock tells the same, later; without it, all that can be derived is.
   */
  next(now = 0, clock: (() => number) | null = null): HostToPage | null {
    this.hadNothing = false;
    if (this.page === null || !this.flight.hasRoom(now)) {
      return null;
    }
    this.layOut();
    if (this.snapshotDue && !this.flight.isEmpty) {
      return null;
    }
    const message = this.snapshotDue
      ? this.snapshot(this.page)
      : this.nextFrame(() => clock !== null && clock() - now >= TURN_MILLISECONDS);
    this.hadNothing = message === null;
    if (message !== null) {
      this.flight.add(this.sequence, now, this.pointsSent);
    }
    return message;
  }

  /** Whether there would be more to tell if `next` had another turn, though nothing else happens. */
  get wantsTurn(): boolean {
    return this.hadNothing && this.reading.hasWork;
  }

  /** What the last frame would have needed of what was dropped from memory. Each is told once. */
  takeMissing(): readonly Missing[] {
    const missing: Missing[] = [];
    for (const { from, derived, series } of this.drawn) {
      const wanted = series.takeWanted();
      if (wanted !== null && derived === null) {
        missing.push({ series: from, ...wanted });
      }
      for (const chunk of series.takeMissing()) {
        if (derived === null) {
          missing.push({ series: from, chunk });
        } else {
          derived.restore(chunk);
        }
      }
    }
    return [...missing, ...this.reading.takeMissing()];
  }

  /** How wide charts are is worth keeping when they show something else, what part of x they show is not. */
  private forgetDomains(): void {
    this.viewports.forEach((chart, id) => this.viewports.set(id, { ...chart, domain: null }));
  }

  private layOut(): void {
    const { runs, identity, filter, trusted, choices } = this;
    const isOther = this.figure.update(runs, { figure: identity.figure, filter, trusted, choices });
    this.snapshotDue ||= isOther;
  }

  private snapshot(page: string): Snapshot {
    this.generation += 1;
    this.sequence = 0;
    this.snapshotDue = false;
    this.turn = 0;
    this.pointsSent = 0;
    this.reading.show(this.runs, this.figure.layout, this.choices.reading);
    this.drawn = this.reading.charts.flatMap(({ raw, smoothed }, chart) =>
      [...raw, ...smoothed].map(({ from, derived, series }, index) => {
        return { chart, from, derived, series: new DrawnSeries(series, chart, index) };
      }),
    );
    return {
      type: 'snapshot',
      page,
      generation: this.generation,
      identity: this.identity,
      figure: this.figure.layout?.description ?? {
        title: t('Plots'),
        charts: [],
        hiddenCharts: 0,
        hidden: [],
        filter: this.filter,
      },
      configs: this.runs.length <= 1 ? [] : this.runs.map(({ config }) => configTexts(config)),
      choices: this.choices,
      revision: this.told.page === page ? this.told.revision : 0,
      metrics: metricsOf(this.runs),
      ...this.runNews.all(this.runs),
    };
  }

  /** Derives first what it has the time for. */
  private nextFrame(isLate: () => boolean): Frame | null {
    do {
      this.reading.advance();
    } while (this.reading.hasWork && !isLate());
    return this.frame();
  }

  private frame(): Frame | null {
    const [run, ...others] = this.runs;
    if (run === undefined) {
      return null;
    }
    const { blocks, complete } = this.blocks();
    const news = { ...this.runNews.fresh(run, others), ...this.reading.news() };
    if (blocks.length === 0 && Object.keys(news).length === 0) {
      this.pointsAcknowledged = this.flight.isEmpty ? pointsOf(this.runs) : this.pointsAcknowledged;
      return null;
    }
    this.sequence += 1;
    const frame: Frame = {
      type: 'frame',
      generation: this.generation,
      sequence: this.sequence,
      buffer: encodeFrame(blocks),
      ...news,
    };
    this.pointsSent = complete && !this.reading.isBehind ? pointsOf(this.runs) : this.pointsSent;
    return frame;
  }

  /** Goes on where the frame before stopped for its size, so that each series has its turn. */
  private blocks(): { blocks: Block[]; complete: boolean } {
    const blocks: Block[] = [];
    const grids = this.figure.layout?.charts.map((_, chart) => this.gridOfChart(chart)) ?? [];
    const count = this.drawn.length;
    let values = 0;
    let turns = 0;
    for (; turns < count && values < MAX_FRAME_VALUES; turns += 1) {
      const drawn = this.drawn[this.turn];
      const grid = drawn === undefined ? undefined : grids[drawn.chart];
      const block = grid == null ? undefined : drawn?.series.update(grid);
      if (block != null) {
        blocks.push(block);
        values += block.count * block.values.length;
      }
      this.turn = (this.turn + 1) % count;
    }
    return { blocks, complete: turns === count };
  }

  private gridOfChart(index: number): Grid | null {
    const viewport = this.viewports.get(this.figure.layout?.description.charts[index]?.id ?? '');
    const pixels = viewport?.width ?? DEFAULT_PIXELS;
    if (viewport?.domain != null) {
      return gridOf(viewport.domain[0], viewport.domain[1], false, pixels);
    }
    return this.reading.gridOfAll(index, pixels);
  }
}
