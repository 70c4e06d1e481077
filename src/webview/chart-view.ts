import embed, { type Result } from 'vega-embed';
import type { View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { drawCurve, LINE_WIDTH } from './curve';
import { element } from './dom';
import { domainOfX, domainOfY, type Interval } from './domain';
import { formatTick } from './number-format';
import { colourOf, dashOf } from './palette';
import { Pen } from './pen';
import { PlotCanvas } from './plot-canvas';
import type { SeriesData } from './series';
import { CURVE_FUNCTION, forgetShapes, patchShapes, registerShapes, type Shape, shapeOf } from './shape';
import { buildSpec, PARAMETERS, TICK_FUNCTION } from './spec';
import type { SeriesDescription } from '../common/protocol';
import type { Theme } from './theme';
import { leftMargin, MARGINS } from './margins';
import type { PlotGeometry, PlotView, Size } from './plot-view';
import { lockedLoader } from './locked-loader';
import { VegaFailure } from './vega-failure';

/** A Vega view of axes, on a canvas that is never seen itself, and lines on top of its picture whose points are drawn straight from typed arrays. */
export class ChartView implements PlotView {
  readonly zooms = true;
  readonly hovers = true;
  readonly note = '';
  geometry: PlotGeometry;
  private readonly key = `chart-${(nextKey += 1)}`;
  private embedded: Result | undefined;
  private readonly failure = new VegaFailure();
  private readonly canvas = new PlotCanvas();
  private axes: HTMLCanvasElement | undefined;
  /** Whether the axes look otherwise than when Vega drew them last, at the same place and of the same intervals. */
  private restyled = true;
  private highlighted = '';
  private drawnSize = { width: 0, height: 0 };
  private readonly pens: readonly Pen[];

  constructor(
    private readonly series: readonly SeriesDescription[],
    private readonly data: readonly SeriesData[],
    private theme: Theme,
    size: Size,
  ) {
    this.pens = series.map(() => new Pen(series.length));
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
        [TICK_FUNCTION]: (...given: unknown[]) => formatTick(Number(given[0]), String(given[1])),
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
    this.embedded?.finalize();
    this.embedded = undefined;
  }

  wait(): number {
    return 0;
  }

  request(zoom: Interval | null) {
    return { width: Math.max(1, Math.round(this.geometry.width * window.devicePixelRatio)), domain: zoom };
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
  async draw(size: Size, zoom: Interval | null): Promise<void> {
    const view = this.embedded?.view;
    const { axes } = this;
    if (view === undefined || axes === undefined) return;
    const before = this.geometry;
    this.geometry = this.nextGeometry(size, zoom);
    if (this.geometry !== before || this.restyled) await this.drawAxes(view, before);
    const ratio = window.devicePixelRatio;
    const { left, top } = this.geometry;
    const colours = this.colours();
    this.canvas.draw(axes, (context) => {
      this.series.forEach(({ id }, index) => {
        context.globalAlpha = this.highlighted === '' || this.highlighted === id ? 1 : DIMMED;
        this.paint(context, index, colours[index] ?? '', ratio, left * ratio, top * ratio);
      });
      context.globalAlpha = 1;
    });
  }

  /** Where curves are to be drawn, and of what: the same object as before as long as that has not changed. */
  private nextGeometry(size: Size, zoom: Interval | null): PlotGeometry {
    const { geometry } = this;
    const sized = this.isSized(size);
    const x = zoom ?? this.wholeX(sized);
    const y = domainOfY(this.data, x);
    if (sized && isSame(geometry.x, x) && isSame(geometry.y, y)) return geometry;
    const margin = leftMargin(y, size.height);
    return geometryOf(size, sized ? Math.max(margin, geometry.left) : margin, x, y);
  }

  private wholeX(sized: boolean): Interval {
    const x = domainOfX(this.data);
    return sized && isWithinPixel(this.geometry, x) ? this.geometry.x : x;
  }

  private async drawAxes(view: View, before: PlotGeometry): Promise<void> {
    this.place(view, before);
    view.signal(PARAMETERS.xDomain, this.geometry.x);
    view.signal(PARAMETERS.yDomain, this.geometry.y);
    this.failure.clear();
    await view.runAsync();
    this.failure.throw();
    this.restyled = false;
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
          const { a: ratio, e: left, f: top } = context.getTransform();
          this.paint(context, index, this.colours()[index] ?? '', ratio, left, top);
          // Vega strokes the path that is left: none.
          context.beginPath();
        } else {
          context.rect(-EDGE, -EDGE, this.geometry.width + 2 * EDGE, this.geometry.height + 2 * EDGE);
        }
      },
    };
  }

  /** Draws one curve; the plotting area begins at `left` and `top`, in device pixels. */
  private paint(
    context: CanvasRenderingContext2D,
    index: number,
    colour: string,
    ratio: number,
    left: number,
    top: number,
  ): void {
    const data = this.data[index];
    const pen = this.pens[index];
    const style = this.series[index];
    if (data === undefined || pen === undefined || style === undefined) return;
    const { width, height, x, y } = this.geometry;
    const line = Math.max(1, Math.round(LINE_WIDTH * ratio));
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    clipTo(context, left, top, width * ratio, height * ratio, line);
    const area = {
      ...{ left, top, x, y, pen },
      width: width * ratio,
      height: height * ratio,
      line,
      dash: dashOf(style).map((length) => Math.round(length * ratio)),
    };
    drawCurve(context, data, area, colour);
    context.restore();
  }
}

/** How far, in CSS pixels, curves may reach beyond the plotting area. */
const EDGE = 2 * LINE_WIDTH;
/** Opacity of the curves beside the one that is pointed at. */
const DIMMED = 0.18;
let nextKey = 0;

/** Clips to the plotting area and as much around it as a line at its edge needs. */
function clipTo(
  context: CanvasRenderingContext2D,
  left: number,
  top: number,
  width: number,
  height: number,
  line: number,
) {
  context.beginPath();
  context.rect(left - line, top - line, width + 2 * line, height + 2 * line);
  context.clip();
}

/** Whether both ends of x would move by less than a device pixel: then the axis stays, as Vega takes longer to draw it than all curves take. */
function isWithinPixel({ x: [low, high], width }: PlotGeometry, [from, to]: Interval): boolean {
  const pixel = (high / 2 - low / 2) / (width * window.devicePixelRatio);
  return Math.abs(from / 2 - low / 2) < pixel && Math.abs(to / 2 - high / 2) < pixel;
}

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
