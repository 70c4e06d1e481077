import embed, { type Result } from 'vega-embed';
import type { View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import type { SeriesDescription } from '../common/protocol';
import type { ChartSpec } from '../common/record';
import { t } from '../common/words';
import { axisOf, intervalOf, plotAxis, type VegaScale } from './axis-scale';
import type { Interval } from './domain';
import { lockedLoader } from './locked-loader';
import { drawMarkColumns } from './mark-columns';
import type { MarkItem } from './mark-item';
import { drawMarkPoints, type MarkPlace } from './mark-points';
import { type BoundsContext, reachOf } from './mark-reach';
import { colourOf } from './palette';
import type { PlotGeometry, PlotView, Size } from './plot-view';
import { inPlace, MAX_ROWS, PointRows } from './point-rows';
import type { SeriesData } from './series';
import { specConfig } from './spec-config';
import { Extents } from './spec-extents';
import { DATA, MARK_FUNCTION, type Route, routeSpec, SIGNALS, type StreamedMark } from './spec-route';
import type { Theme } from './theme';
import { POINTS, prepareSpec, type PreparedSpec } from './user-spec';
import { VegaFailure } from './vega-failure';
import type { Zoom } from './zoom';
import { ingest } from 'vega';

/** A chart made of rows that takes longer than this, in milliseconds, leaves three times as long to the others. */
const QUICK = 8;
const SHARE = 3;
/** After so many runs the layout is taken as it is: it may go to and fro. */
const MAX_RUNS = 4;
/** Points that a panel draws of marks that would look different as columns. */
const MAX_SYMBOLS = 10_000;
interface Drawing {
  context(context: unknown): (item: MarkItem) => void;
}

/** The drawings of the views that are shown: expressions of all views share one set of functions. */
const drawings = new Map<string, (mark: number, series: number) => Drawing | null>();
let nextKey = 0;

/** A Vega view of a program's own spec. */
export class SpecView implements PlotView {
  note = '';
  private readonly key = `spec-${(nextKey += 1)}`;
  private embedded: Result | undefined;
  private prepared: PreparedSpec | undefined;
  private route: Route | undefined;
  private rows: PointRows;
  private extents = new Extents();
  private opening: Promise<void> = Promise.resolve();
  private box: HTMLElement | undefined;
  private readonly failure = new VegaFailure();
  private revision = 0;
  private zoom: Interval | null = null;
  private busyUntil = 0;
  private place: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  /** The part of x that was shown before. */
  private told = 'null';
  private painted: (string | undefined)[] = [];

  /** @param changed is told when the spec's own interactions show another part of x. */
  constructor(
    private readonly spec: ChartSpec,
    private readonly series: readonly SeriesDescription[],
    private readonly data: readonly SeriesData[],
    private theme: Theme,
    private size: Size,
    private readonly changed: () => void,
  ) {
    this.rows = this.newRows();
    this.place = { left: 0, top: 0, width: size.width, height: size.height };
  }

  get zooms(): boolean {
    return this.route?.zooms ?? false;
  }

  readonly zoomsY = false;
  readonly markers = [];

  get hovers(): boolean {
    return this.pointed !== undefined;
  }

  get geometry(): PlotGeometry {
    const { place } = this;
    const view = this.embedded?.view;
    const scales = view === undefined ? undefined : this.pointedScales(view);
    if (scales === undefined) return { ...place, x: [0, 1], y: [0, 1] };
    const [x, y] = scales;
    const canvas = this.box?.querySelector('canvas')?.getBoundingClientRect();
    const plot = this.box?.parentElement?.getBoundingClientRect();
    return {
      ...place,
      left: place.left + (canvas?.left ?? 0) - (plot?.left ?? 0),
      top: place.top + (canvas?.top ?? 0) - (plot?.top ?? 0),
      ...{ x: intervalOf(x), y: intervalOf(y), axes: { x: plotAxis(x), y: plotAxis(y) } },
    };
  }

  open(box: HTMLElement, theme: Theme): Promise<void> {
    this.box = box;
    this.theme = theme;
    this.opening = this.compile(box);
    return this.opening;
  }

  close(): void {
    drawings.delete(this.key);
    this.embedded?.finalize();
    this.embedded = undefined;
  }

  /** Colours are in many places of a compiled spec, so it is compiled again. */
  read(): void {
    // The program's own spec says what stands on its axes.
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.painted = [];
    const { box } = this;
    if (box === undefined) return;
    this.opening = this.opening.then(
      () => this.compile(box),
      () => this.compile(box),
    );
    this.opening.catch(() => undefined);
  }

  highlight(): void {
    // The legend is the spec's own.
  }

  forceResize(): void {
    const view = this.embedded?.view;
    view?.background(view.background() === 'transparent' ? 'rgba(0, 0, 0, 0)' : 'transparent');
  }

  wait(): number {
    return Math.max(0, this.busyUntil - performance.now());
  }

  async draw(size: Size, { x: zoom }: Zoom): Promise<void> {
    await this.opening;
    const view = this.embedded?.view;
    const { route, prepared } = this;
    if (view === undefined || route === undefined || prepared === undefined) return;
    const started = performance.now();
    if (prepared.fits.width && size.width !== this.size.width) view.width(size.width);
    if (prepared.fits.height && size.height !== this.size.height) view.height(size.height);
    this.size = size;
    this.zoom = this.zooms ? zoom : null;
    this.extents.update(view, this.data, this.zoom);
    if (route.needsRows) this.rows.update(view, POINTS, this.data);
    view.signal(SIGNALS.zoom, this.zoom);
    this.note = this.noteNow(route);
    await this.run(view, prepared.fits.width && prepared.fits.height);
    const cost = performance.now() - started;
    this.busyUntil = route.needsRows && cost > QUICK ? performance.now() + Math.min(1000, SHARE * cost) : 0;
  }

  request(): { readonly width: number; readonly domain: Interval | null } {
    const { route, place } = this;
    const pixels = Math.max(1, Math.round(place.width * window.devicePixelRatio));
    const many = Math.max(1, this.series.length);
    const hasSymbols = route?.marks.some(({ kind }) => kind === 'symbol' || kind === 'rule') ?? false;
    // The host sends up to two points a pixel.
    if (route?.needsRows) return { width: Math.ceil(MAX_ROWS / many / 2), domain: null };
    const width = hasSymbols ? Math.max(pixels, Math.ceil(MAX_SYMBOLS / many / 2)) : pixels;
    return { width, domain: this.shownPart() };
  }

  async picture(scale: number): Promise<HTMLCanvasElement> {
    const view = this.embedded?.view;
    if (view === undefined) throw new Error(t('The chart is not drawn yet.'));
    return view.toCanvas(scale);
  }

  colours(): readonly string[] {
    return this.series.map((style, index) => this.painted[index] ?? colourOf(this.theme.kind, style));
  }

  private newRows(): PointRows {
    return new PointRows(this.series.map(({ label }) => label));
  }

  private async compile(box: HTMLElement): Promise<void> {
    this.close();
    this.rows = this.newRows();
    this.extents = new Extents();
    this.failure.clear();
    this.prepared = prepareSpec(this.spec, this.size);
    drawings.set(this.key, (mark, series) => this.drawing(mark, series));
    this.embedded = await embed(box, this.prepared.spec, {
      mode: 'vega-lite',
      config: specConfig(this.theme),
      actions: false,
      defaultStyle: false,
      tooltip: { disableDefaultStyle: true, theme: 'custom' },
      renderer: 'canvas',
      ast: true,
      expr: expressionInterpreter,
      expressionFunctions: {
        [MARK_FUNCTION]: (...given: unknown[]) =>
          drawings.get(String(given[0]))?.(Number(given[1]), Number(given[2])) ?? null,
      },
      loader: lockedLoader,
      logger: this.failure.logger,
      patch: (compiled) => {
        this.route = routeSpec(compiled, this.key, this.series.length);
        return this.route.compiled;
      },
    });
    const { view } = this.embedded;
    inPlace(view, DATA.series, (pulse) => {
      pulse.add.push(
        ...this.series.map(({ label }, index) => ingest({ index, metric: label, step: 0, value: 0 }) as unknown),
      );
    });
    this.failure.throw();
  }

  /** Runs the view until the room that its axes and legends take no longer changes: Vega finds it only once they are laid out. */
  private async run(view: View, fits: boolean): Promise<void> {
    this.failure.clear();
    for (let runs = 0; runs < MAX_RUNS; runs += 1) {
      const before = this.layout(view);
      view.signal(SIGNALS.revision, (this.revision += 1));
      await view.runAsync();
      this.failure.throw();
      // A picture of its own size may get or lose parts with the data, which the next run makes room for.
      if (before === this.layout(view) && (fits || runs > 0)) return;
      if (!fits) view.resize();
    }
  }

  private layout(view: View): string {
    const canvas = this.box?.querySelector('canvas');
    return [view.width(), view.height(), ...view.origin(), canvas?.width, canvas?.height].join(' ');
  }

  private noteNow(route: Route): string {
    const isDecimated = route.needsRows && this.data.some(({ kind }) => kind === 'columns');
    return isDecimated
      ? t(
          'Made of the least and the greatest value of each interval of steps: there are more points than such a chart can take.',
        )
      : '';
  }

  /** The mark whose points the pointer reads. */
  private get pointed(): StreamedMark | undefined {
    return this.route?.marks.find(({ x, y }) => x !== null && y !== null);
  }

  private pointedScales(view: View): readonly [VegaScale, VegaScale] | undefined {
    const { pointed } = this;
    if (pointed === undefined) return undefined;
    return [scaleOf(view, pointed.x ?? ''), scaleOf(view, pointed.y ?? '')];
  }

  /** The part of x that is shown, or `null` when it is all there is. */
  private shownPart(): Interval | null {
    const view = this.embedded?.view;
    const scales = view === undefined ? undefined : this.pointedScales(view);
    const all = this.extents.step;
    if (scales === undefined || all === null) return this.zoom;
    const [low, high] = intervalOf(scales[0]);
    return low > all[0] || high < all[1] ? [low, high] : null;
  }

  private drawing(mark: number, series: number): Drawing {
    return {
      context: (context) => (item) => {
        if (context instanceof CanvasRenderingContext2D) this.paint(context, item, mark, series);
        else this.bound(context as BoundsContext, item, mark, series);
      },
    };
  }

  /** Tells Vega how far a series reaches: axes and legends make room for it. */
  private bound(context: BoundsContext, item: MarkItem, markIndex: number, seriesIndex: number): void {
    const view = this.embedded?.view;
    const mark = this.route?.marks[markIndex];
    const data = this.data[seriesIndex];
    if (view === undefined || mark === undefined || data === undefined) return;
    const place = this.markPlace(view, mark, item);
    const box = this.zoom === null ? reachOf(data, mark, item, place) : ([0, 0, place.width, place.height] as const);
    if (box !== undefined) context.rect(...box);
  }

  private markPlace(view: View, mark: StreamedMark, item: MarkItem): MarkPlace {
    const { width = 0, height = 0 } = item.mark.group;
    const x = mark.x === null ? undefined : scaleOf(view, mark.x);
    const y = mark.y === null ? undefined : scaleOf(view, mark.y);
    return { width, height, x: x ? axisOf(x) : nowhere, y: y ? axisOf(y) : nowhere };
  }

  private paint(context: CanvasRenderingContext2D, item: MarkItem, markIndex: number, seriesIndex: number): void {
    const view = this.embedded?.view;
    const mark = this.route?.marks[markIndex];
    const data = this.data[seriesIndex];
    if (view === undefined || mark === undefined || data === undefined) return;
    const place = this.markPlace(view, mark, item);
    const x = mark.x === null ? undefined : scaleOf(view, mark.x);
    const shown: Interval = x === undefined || this.zoom === null ? [-Infinity, Infinity] : intervalOf(x);
    if (mark === this.pointed) this.notePlace(context, item, seriesIndex);
    context.save();
    if (this.zoom !== null) {
      context.beginPath();
      context.rect(0, 0, place.width, place.height);
      context.clip();
    }
    const draw = data.kind === 'points' ? drawMarkPoints : drawMarkColumns;
    draw(context, mark, item, data, data.visible(shown[0], shown[1]), place);
    context.restore();
    // Vega fills and strokes the path that is left: none.
    context.beginPath();
  }

  /** Keeps where the plotting area is, and the colours, for the pointer; tells when another part of x is shown than before. */
  private notePlace(context: CanvasRenderingContext2D, item: MarkItem, series: number): void {
    const { a: ratio, e, f } = context.getTransform();
    const { width = 0, height = 0 } = item.mark.group;
    this.place = { left: e / ratio, top: f / ratio, width, height };
    const colour = item.stroke ?? item.fill;
    this.painted[series] = colour === 'transparent' ? item.fill : colour;
    const part = String(this.shownPart());
    if (part === this.told) return;
    this.told = part;
    this.changed();
  }
}

/** Of a rule that reaches over all of the axis. */
function nowhere(): number {
  return 0;
}

function scaleOf(view: View, name: string): VegaScale {
  return view.scale(name) as VegaScale;
}
