import embed, { type Result } from 'vega-embed';
import type { View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { type AxisKind, tickLabel, ticksOf } from './axis-ticks';
import { type ChartLook, plainLook } from './chart-look';
import { LINE_WIDTH } from './curve';
import { CurvePicture, type PictureOf } from './curve-picture';
import { element } from './dom';
import { domainOfX, domainOfY, entriesWithin, type Interval, latestOf, RoundEnds } from './domain';
import { colourOf } from './palette';
import { PlotCanvas } from './plot-canvas';
import { type MarkerPlace, placeMarkers } from './plot-notes';
import type { SeriesData } from './series';
import { CURVE_FUNCTION, forgetShapes, patchShapes, registerShapes, type Shape, shapeOf } from './shape';
import { buildSpec, PARAMETERS, TICK_FUNCTION } from './spec';
import type { SeriesDescription } from '../common/protocol';
import { counted, t } from '../common/words';
import type { Theme } from './theme';
import { leftMargin, MARGINS, ticksAlongY } from './margins';
import type { PlotGeometry, PlotView, Size } from './plot-view';
import { GrowingAxis } from './growing-axis';
import { lockedLoader } from './locked-loader';
import { VegaFailure } from './vega-failure';
import type { Zoom } from './zoom';

/** A Vega view of axes, on a canvas that is never seen itself, and lines on top of its picture whose points are drawn straight from typed arrays. */
export class ChartView implements PlotView {
  readonly zooms = true;
  readonly zoomsY = true;
  readonly hovers = true;
  geometry: PlotGeometry;
  markers: readonly MarkerPlace[] = [];
  private readonly key = `chart-${(nextKey += 1)}`;
  private embedded: Result | undefined;
  private readonly failure = new VegaFailure();
  private readonly canvas = new PlotCanvas();
  private axes: HTMLCanvasElement | undefined;
  /** Whether the axes look otherwise than when Vega drew them last, at the same place and of the same intervals. */
  private restyled = true;
  private highlighted = '';
  private drawnSize = { width: 0, height: 0 };
  private look = plainLook();
  /** What the markers were placed for. */
  private marked: readonly unknown[] = [];
  /** Whether extreme values are ignored, and the places where they are marked. */
  private marksBeyond = false;
  private readonly picturing: CurvePicture;
  private readonly growing: GrowingAxis;
  private readonly round = new RoundEnds();

  /**
   * @param smooth the smoothed curves, which are drawn when there are any.
   * @param settled the picture has changed, though nothing else has.
   */
  constructor(
    private readonly series: readonly SeriesDescription[],
    private readonly data: readonly SeriesData[],
    private readonly smooth: readonly SeriesData[],
    private theme: Theme,
    size: Size,
    settled: () => void,
  ) {
    this.growing = new GrowingAxis(settled);
    this.picturing = new CurvePicture(series, data, smooth);
    this.geometry = geometryOf(size, leftMargin([0, 1], size.height), [0, 1], [0, 1]);
    registerShapes(
      this.key,
      data.map((_, index) => this.shape(index)),
    );
  }

  /** Compiles the chart into `box`. Rejects when Vega refuses it. */
  async open(box: HTMLElement, theme: Theme): Promise<void> {
    const axes = element('div');
    this.embedded = await embed(axes, buildSpec(this.series), {
      mode: 'vega-lite',
      actions: false,
      defaultStyle: false,
      tooltip: false,
      renderer: 'canvas',
      ast: true,
      expr: expressionInterpreter,
      expressionFunctions: {
        [CURVE_FUNCTION]: (...given: unknown[]) => shapeOf(String(given[0]), Number(given[1])),
        [TICK_FUNCTION]: (...given: unknown[]) => tickLabel(Number(given[0]), String(given[1]), String(given[2])),
      },
      loader: lockedLoader,
      logger: this.failure.logger,
      patch: (compiled) => patchShapes(compiled, this.key),
      width: this.geometry.width,
      height: this.geometry.height,
      padding: paddingOf(this.geometry),
    });
    this.axes = axes.querySelector('canvas') ?? undefined;
    box.append(this.canvas.element);
    this.setTheme(theme);
  }

  close(): void {
    forgetShapes(this.key);
    this.growing.forget();
    this.embedded?.finalize();
    this.embedded = undefined;
  }

  wait(): number {
    return 0;
  }

  request({ x }: Zoom) {
    return { width: Math.max(1, Math.round(this.geometry.width * window.devicePixelRatio)), domain: x };
  }

  read(look: ChartLook): void {
    this.restyled ||= look.words !== this.look.words || look.logY !== this.look.logY;
    this.look = look;
    for (const data of [...this.data, ...this.smooth]) data.setLogarithmic(look.logY);
  }

  /** What of the values is not in the picture. */
  get note(): string {
    const parts = [];
    if (this.look.logY) {
      const { count, isExact } = this.countNotPositive();
      if (count > 0)
        parts.push(
          isExact
            ? counted(count, '{0} value ≤ 0 not shown', '{0} values ≤ 0 not shown')
            : counted(count, '{0} column ≤ 0 not shown', '{0} columns ≤ 0 not shown'),
        );
    }
    if (this.picturing.beyond > 0)
      parts.push(
        counted(this.picturing.beyond, '{0} place beyond the range shown', '{0} places beyond the range shown'),
      );
    return parts.join(' · ');
  }

  async picture(scale: number): Promise<HTMLCanvasElement> {
    const view = this.embedded?.view;
    if (view === undefined) throw new Error(t('The chart is not drawn yet.'));
    const canvas = await view.toCanvas(scale);
    // The pens were used for that, too.
    this.picturing.forget();
    return canvas;
  }

  colours(): readonly string[] {
    return this.series.map((style) => colourOf(this.theme.kind, style));
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    const view = this.embedded?.view;
    view?.signal(PARAMETERS.colours, this.colours());
    view?.signal(PARAMETERS.label, theme.label);
    view?.signal(PARAMETERS.grid, theme.grid);
    view?.signal(PARAMETERS.font, theme.font);
    this.restyled = true;
  }

  /** Dims all series but the one of this id; an empty id dims none. */
  highlight(id: string): void {
    this.highlighted = id;
  }

  /** Sizes the canvas anew even if its size in CSS pixels has not changed. */
  forceResize(): void {
    const view = this.embedded?.view;
    // Vega sizes its canvas when a size or the background changes: these two names mean the same.
    view?.background(view.background() === 'transparent' ? 'rgba(0, 0, 0, 0)' : 'transparent');
    this.restyled = true;
  }

  /** Draws the data as they are now. Rejects when Vega or the drawing fails. */
  async draw(size: Size, zoom: Zoom): Promise<void> {
    const view = this.embedded?.view;
    const { axes } = this;
    if (view === undefined || axes === undefined) return;
    const before = this.geometry;
    this.geometry = this.nextGeometry(size, zoom);
    if (this.geometry !== before || this.restyled) await this.drawAxes(view, before);
    this.placeMarkers();
    this.marksBeyond = this.look.ignoreOutliers && zoom.y === null;
    this.picturing.draw(this.canvas, axes, this.pictureOf());
  }

  private pictureOf(): PictureOf {
    const { geometry, look, highlighted, markers, marksBeyond } = this;
    return { geometry, look, theme: this.theme.kind, highlighted, markers, marksBeyond };
  }

  private placeMarkers(): void {
    const { markers } = this.look;
    const now = [markers, this.geometry];
    if (now.every((part, index) => part === this.marked[index])) return;
    this.marked = now;
    this.markers = markers.length === 0 ? [] : placeMarkers(markers, this.geometry);
  }

  /** How many values of the picture a logarithmic axis does not have; of columns it is not known how many values they stand for. */
  private countNotPositive(): { readonly count: number; readonly isExact: boolean } {
    let count = 0;
    let isExact = true;
    for (const data of this.data) {
      const [from, to] = entriesWithin(data, this.geometry.x);
      for (let index = from; index < to; index += 1) {
        if (data.fields[1]?.[index] !== -Infinity) continue;
        count += 1;
        isExact &&= data.kind === 'points';
      }
    }
    return { count, isExact };
  }

  /** Where curves are to be drawn, and of what: the same object as before as long as that has not changed. */
  private nextGeometry(size: Size, zoom: Zoom): PlotGeometry {
    const { geometry, look } = this;
    const drawn = look.smoothed ? [...this.data, ...this.smooth] : this.data;
    const sized = this.isSized(size);
    const x = zoom.x ?? this.wholeX(latestOf(domainOfX(drawn), look.latest), sized);
    if (zoom.x !== null) this.growing.forget();
    const y = zoom.y ?? domainOfY(drawn, x, { log: look.logY, ignoreOutliers: look.ignoreOutliers }, this.round);
    if (sized && isSame(geometry.x, x) && isSame(geometry.y, y)) return geometry;
    const margin = leftMargin(y, size.height, this.kindOfY);
    return geometryOf(size, sized ? Math.max(margin, geometry.left) : margin, x, y);
  }

  private wholeX(x: Interval, sized: boolean): Interval {
    if (!sized) this.growing.forget();
    return this.growing.next(x, this.geometry.width * window.devicePixelRatio);
  }

  private get kindOfY(): AxisKind {
    return this.look.logY ? 'log' : 'linear';
  }

  private async drawAxes(view: View, before: PlotGeometry): Promise<void> {
    this.picturing.forget();
    this.place(view, before);
    view.signal(PARAMETERS.xDomain, this.geometry.x);
    view.signal(PARAMETERS.yDomain, this.geometry.y);
    this.setTicks(view);
    this.failure.clear();
    await view.runAsync();
    this.failure.throw();
    this.restyled = false;
  }

  private setTicks(view: View): void {
    const { x, y, width, height } = this.geometry;
    const across = ticksOf(this.look.words.kind, x, Math.ceil(width / 90));
    const up = ticksOf(this.kindOfY, y, ticksAlongY(height + MARGINS.top + MARGINS.bottom));
    view.signal(PARAMETERS.xTicks, across.values);
    view.signal(PARAMETERS.xUnit, across.unit);
    view.signal(PARAMETERS.yTicks, up.values);
    view.signal(PARAMETERS.yUnit, up.unit);
    view.signal(PARAMETERS.xTitle, this.look.words.title);
  }

  /** Whether the chart was drawn at this size before: then the margin does not shrink, as each change of width costs all columns. */
  private isSized(size: Size): boolean {
    const same = this.drawnSize.width === size.width && this.drawnSize.height === size.height;
    this.drawnSize = { ...size };
    return same;
  }

  private place(view: View, before: PlotGeometry): void {
    const { left, width, height } = this.geometry;
    if (before.left !== left) view.padding(paddingOf(this.geometry));
    if (before.width !== width) view.width(width);
    if (before.height !== height) view.height(height);
  }

  /** What Vega draws for a series: nothing on its own canvas, as the curve comes on top of that, but the curve in a picture that it makes of all. */
  private shape(index: number): Shape {
    return {
      context: (context) => () => {
        if (context instanceof CanvasRenderingContext2D) {
          if (context.canvas === this.axes) return;
          this.picturing.drawOn(context, index, this.pictureOf());
          // Vega strokes the path that is left: none.
          context.beginPath();
        } else {
          context.rect(-EDGE, -EDGE, this.geometry.width + 2 * EDGE, this.geometry.height + 2 * EDGE);
        }
      },
    };
  }
}

/** How far, in CSS pixels, curves may reach beyond the plotting area. */
const EDGE = 2 * LINE_WIDTH;
let nextKey = 0;

function isSame(one: Interval, other: Interval): boolean {
  return one[0] === other[0] && one[1] === other[1];
}

function geometryOf(size: { width: number; height: number }, left: number, x: Interval, y: Interval): PlotGeometry {
  const { top, right, bottom } = MARGINS;
  const [width, height] = [Math.max(10, size.width - left - right), Math.max(10, size.height - top - bottom)];
  return { left, top, width, height, x, y };
}

function paddingOf(geometry: PlotGeometry) {
  return { left: geometry.left, top: geometry.top, right: MARGINS.right, bottom: MARGINS.bottom };
}
