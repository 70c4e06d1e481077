/**
 * What one page is to be told next: a snapshot when it is new or its layout changed, else a frame, and nothing while it has not drawn what it was
 * told. Pure: the channel in the extension carries what it gives.
 */
import { configTexts } from './config-texts';
import type { Missing } from './missing';
import type { DerivedSeries } from './derived-series';
import { DrawnSeries, gridOf, type Grid } from './drawn-series';
import { DEFAULT_CHOICES, type FigureChoices } from './figure-choices';
import { figureOf, layOutFigure, type FigureLayout } from './figure-layout';
import { Flight } from './flight';
import { encodeFrame, type Block } from './frame';
import { FigureReading } from './figure-reading';
import type {
  ChartDescription,
  ChartViewport,
  Choices,
  Credit,
  Frame,
  HostToPage,
  PanelIdentity,
  RunDescription,
  Snapshot,
  TextLine,
  Viewport,
} from './protocol';
import { derivedReading } from './read-series';
import type { Run, RunSeries } from './run';
import type { RunAbout } from './run-about';
import { shorten } from './shorten';
import { t } from './words';

/** Until the page has said how wide its charts are. */
const DEFAULT_PIXELS = 1000;
/** Values in one frame; more wait for the next, so that a page with hundreds of series is not held up. */
const MAX_FRAME_VALUES = 500_000;
const MAX_PROJECT_CHARACTERS = 200;

/** After so long in one turn, points that are still to be derived wait for the next. */
const TURN_MILLISECONDS = 8;

/** Metrics that are offered for the x axis. */
const MAX_METRICS = 200;

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
  private layout: FigureLayout | null = null;
  private layoutKey = '';
  private readonly reading = new FigureReading();
  private drawn: Drawn[] = [];
  private viewports = new Map<string, ChartViewport>();
  private seriesSeen = 0;
  private figuresSeen: unknown = null;
  private openingsSeen = 0;
  /** What the user said about each run when the figure was laid out: it may change names and colours. */
  private aboutsSeen: readonly RunAbout[] = [];
  private textSeen = 0;
  private runSeen = '';
  private othersSeen = '';
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
    const { description, charts } = this.layout ?? { description: { charts: [] }, charts: [] };
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
    this.layout = null;
    this.snapshotDue = true;
    this.forgetDomains();
  }

  /** From now on the workspace is trusted: what the program gave as code may be drawn. */
  trust(): void {
    this.trusted = true;
    this.layout = null;
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
    }
    this.choices = choices;
    this.layout = null;
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

  viewport({ page, generation, charts }: Viewport): void {
    if (page !== this.page || generation !== this.generation) {
      return;
    }
    const known = new Set(this.layout?.description.charts.map(({ id }) => id));
    charts.filter(({ chart }) => known.has(chart)).forEach((chart) => this.viewports.set(chart.chart, chart));
  }

  /** Draws only the metrics whose name contains the text. */
  filterMetrics(page: string, filter: string): void {
    if (page === this.page && filter !== this.filter) {
      this.filter = filter;
      this.layout = null;
    }
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
    const { runs } = this;
    if (runs.length === 0) {
      return;
    }
    const figure = figureOf(runs, this.identity.figure);
    const series = runs.reduce((total, run) => total + run.series.length, 0);
    const openings = runs.length > 1 ? runs.filter(({ opening }) => opening !== null).length : 0;
    const isSame = this.seriesSeen === series && this.openingsSeen === openings && this.figuresSeen === figure;
    const sameAbouts = runs.every(({ about }, index) => about === this.aboutsSeen[index]);
    if (this.layout !== null && isSame && sameAbouts) {
      return;
    }
    this.seriesSeen = series;
    this.openingsSeen = openings;
    this.aboutsSeen = runs.map(({ about }) => about);
    this.figuresSeen = figure;
    this.layout = layOutFigure(runs, this.identity.figure, this.filter, this.trusted, this.choices.arrangement);
    const reading = derivedReading(this.choices.reading);
    const key = JSON.stringify([runs.map(({ id }) => id), openings, reading, this.layout.description]);
    this.snapshotDue ||= key !== this.layoutKey;
    this.layoutKey = key;
  }

  private snapshot(page: string): Snapshot {
    const [run = null, ...others] = this.runs;
    const text = run?.text.since(0) ?? [];
    this.generation += 1;
    this.sequence = 0;
    this.snapshotDue = false;
    this.turn = 0;
    this.pointsSent = 0;
    this.reading.show(this.runs, this.layout, this.choices.reading);
    this.drawn = this.reading.charts.flatMap(({ raw, smoothed }, chart) =>
      [...raw, ...smoothed].map(({ from, derived, series }, index) => {
        return { chart, from, derived, series: new DrawnSeries(series, chart, index) };
      }),
    );
    this.textSeen = run?.text.total ?? 0;
    const description = describeRun(run);
    this.runSeen = JSON.stringify(description);
    const otherDescriptions = others.map(describeRun);
    this.othersSeen = JSON.stringify(otherDescriptions);
    return {
      type: 'snapshot',
      page,
      generation: this.generation,
      identity: this.identity,
      figure: this.layout?.description ?? {
        title: t('Plots'),
        charts: [],
        hiddenCharts: 0,
        hidden: [],
        filter: this.filter,
      },
      run: description,
      others: otherDescriptions,
      configs: others.length === 0 ? [] : this.runs.map(({ config }) => configTexts(config)),
      choices: this.choices,
      revision: this.told.page === page ? this.told.revision : 0,
      metrics: metricsOf(this.runs),
      text,
      earlierLines: this.textSeen - text.length,
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
    const text = this.freshText(run);
    const description = describeRun(run);
    const runNow = JSON.stringify(description);
    const otherDescriptions = others.map(describeRun);
    const othersNow = JSON.stringify(otherDescriptions);
    const news = this.reading.news();
    const isSame = runNow === this.runSeen && othersNow === this.othersSeen && Object.keys(news).length === 0;
    if (blocks.length === 0 && text.length === 0 && isSame) {
      this.pointsAcknowledged = this.flight.isEmpty ? pointsOf(this.runs) : this.pointsAcknowledged;
      return null;
    }
    this.sequence += 1;
    const frame: Frame = {
      type: 'frame',
      generation: this.generation,
      sequence: this.sequence,
      buffer: encodeFrame(blocks),
      ...(text.length > 0 ? { text } : {}),
      ...(runNow === this.runSeen ? {} : { run: description }),
      ...(othersNow === this.othersSeen ? {} : { others: otherDescriptions }),
      ...news,
    };
    this.textSeen = run.text.total;
    this.runSeen = runNow;
    this.othersSeen = othersNow;
    this.pointsSent = complete && !this.reading.isBehind ? pointsOf(this.runs) : this.pointsSent;
    return frame;
  }

  /** The lines printed since the message before; where there were more than are kept, one that says so comes first. */
  private freshText(run: Run): readonly TextLine[] {
    const text = run.text.since(this.textSeen);
    const missed = run.text.total - this.textSeen - text.length;
    return missed === 0 ? text : [{ stream: 'sideplot', text: t('… {0} lines are only in the log', missed) }, ...text];
  }

  /** Goes on where the frame before stopped for its size, so that each series has its turn. */
  private blocks(): { blocks: Block[]; complete: boolean } {
    const blocks: Block[] = [];
    const grids = this.layout?.charts.map((_, chart) => this.gridOfChart(chart)) ?? [];
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
    const viewport = this.viewports.get(this.layout?.description.charts[index]?.id ?? '');
    const pixels = viewport?.width ?? DEFAULT_PIXELS;
    if (viewport?.domain != null) {
      return gridOf(viewport.domain[0], viewport.domain[1], false, pixels);
    }
    return this.reading.gridOfAll(index, pixels);
  }
}

function pointsOf(runs: readonly Run[]): number {
  return runs.reduce((total, run) => total + run.points, 0);
}

function metricsOf(runs: readonly Run[]): readonly string[] {
  const metrics = new Set<string>();
  for (const { series } of runs) {
    for (const { metric } of series) {
      if (metrics.size < MAX_METRICS) {
        metrics.add(metric);
      }
    }
  }
  return [...metrics];
}

/** What a page is told of a run; of none while the panel waits for the first. */
export function describeRun(run: Run | null): RunDescription {
  const progress = run?.progress.describe(run.status === 'running');
  return {
    id: run?.id ?? '',
    name: run?.name ?? '',
    project: shorten(run?.opening?.project ?? '', MAX_PROJECT_CHARACTERS),
    status: run?.status ?? 'running',
    error: run?.error ?? '',
    start: Number.isFinite(run?.opening?.start) ? (run?.opening?.start ?? null) : null,
    points: run?.points ?? 0,
    problems: run?.problems.toRecord() ?? {},
    colour: run?.colour ?? null,
    ...(progress !== undefined && progress.bars.length > 0 ? { progress } : {}),
  };
}
