import embed, { type Result } from 'vega-embed';
import type { LoggerInterface, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { drawCurve, LINE_WIDTH } from './curve';
import { domainOfX, domainOfY, type Interval } from './domain';
import { formatTick } from './number-format';
import { colourOf, dashOf } from './palette';
import { Pen } from './pen';
import type { SeriesData } from './series';
import {
  CURVE_FUNCTION,
  forgetShapes,
  patchShapes,
  registerShapes,
  type Shape,
  type ShapeItem,
  shapeOf,
} from './shape';
import { buildSpec, PARAMETERS, TICK_FUNCTION } from './spec';
import type { SeriesDescription } from '../common/protocol';
import type { Theme } from './theme';
import { leftMargin, MARGINS } from './margins';
import type { PlotGeometry, PlotView, Size } from './plot-view';
import { lockedLoader } from './locked-loader';

/** A Vega view of lines whose points are drawn straight from typed arrays. */
export class ChartView implements PlotView {
  readonly zooms = true;
  readonly hovers = true;
  readonly note = '';
  geometry: PlotGeometry;
  private readonly key = `chart-${(nextKey += 1)}`;
  private embedded: Result | undefined;
  private failure: Error | undefined;
  private revision = 0;
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
    this.embedded = await embed(box, buildSpec(this.series), {
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
      logger: this.logger(),
      patch: (compiled) => patchShapes(compiled, this.key),
      width: this.geometry.width,
      height: this.geometry.height,
      padding: paddingOf(this.geometry),
    });
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
  }

  /** Dims all series but the one of this id; an empty id dims none. */
  highlight(id: string): void {
    this.embedded?.view.signal(PARAMETERS.highlighted, id);
  }

  /** Sizes the canvas anew even if its size in CSS pixels has not changed. */
  forceResize(): void {
    const view = this.embedded?.view;
    // Vega sizes its canvas when a size or the background changes: these two names mean the same.
    view?.background(view.background() === 'transparent' ? 'rgba(0, 0, 0, 0)' : 'transparent');
  }

  /** Draws the data as they are now. Rejects when Vega or the drawing fails. */
  async draw(size: Size, zoom: Interval | null): Promise<void> {
    const view = this.embedded?.view;
    if (view === undefined) return;
    const x = zoom ?? domainOfX(this.data);
    const y = domainOfY(this.data, x);
    const before = this.geometry;
    const margin = leftMargin(y, size.height);
    this.geometry = geometryOf(size, this.isSized(size) ? Math.max(margin, before.left) : margin, x, y);
    this.place(view, before);
    setIfChanged(view, PARAMETERS.xDomain, x);
    setIfChanged(view, PARAMETERS.yDomain, y);
    view.signal(PARAMETERS.revision, (this.revision += 1));
    this.failure = undefined;
    await view.runAsync();
    this.throwFailure();
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

  private throwFailure(): void {
    if (this.failure !== undefined) throw this.failure;
  }

  /** Vega reports errors of its dataflow to the logger instead of rejecting. */
  private logger(): LoggerInterface {
    const logger: LoggerInterface = {
      level: () => 1,
      error: (...given: unknown[]) => {
        const [error] = given;
        this.failure ??= error instanceof Error ? error : new Error(String(error));
        return logger;
      },
      warn: () => logger,
      info: () => logger,
      debug: () => logger,
    };
    return logger;
  }

  private shape(index: number): Shape {
    return {
      context: (context) => (item) => {
        if (context instanceof CanvasRenderingContext2D) this.paint(context, item, index);
        else context.rect(-EDGE, -EDGE, this.geometry.width + 2 * EDGE, this.geometry.height + 2 * EDGE);
      },
    };
  }

  private paint(context: CanvasRenderingContext2D, item: ShapeItem, index: number): void {
    const data = this.data[index];
    const pen = this.pens[index];
    const style = this.series[index];
    if (data === undefined || pen === undefined || style === undefined) return;
    const { a: ratio, e: left, f: top } = context.getTransform();
    const { width, height, x, y } = this.geometry;
    const line = Math.max(1, Math.round(LINE_WIDTH * ratio));
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    clipTo(context, left, top, width * ratio, height * ratio, line);
    context.globalAlpha = item.opacity ?? 1;
    const area = {
      ...{ left, top, x, y, pen },
      width: width * ratio,
      height: height * ratio,
      line,
      dash: dashOf(style).map((length) => Math.round(length * ratio)),
    };
    drawCurve(context, data, area, item.stroke ?? '');
    context.restore();
    // Vega strokes the path that is left: none.
    context.beginPath();
  }
}

/** How far, in CSS pixels, curves may reach beyond the plotting area. */
const EDGE = 2 * LINE_WIDTH;
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

function setIfChanged(view: View, name: string, interval: Interval): void {
  const before: unknown = view.signal(name);
  if (Array.isArray(before) && before[0] === interval[0] && before[1] === interval[1]) return;
  view.signal(name, interval);
}

function geometryOf(size: { width: number; height: number }, left: number, x: Interval, y: Interval): PlotGeometry {
  const { top, right, bottom } = MARGINS;
  const [width, height] = [Math.max(10, size.width - left - right), Math.max(10, size.height - top - bottom)];
  return { left, top, width, height, x, y };
}

function paddingOf(geometry: PlotGeometry) {
  return { left: geometry.left, top: geometry.top, right: MARGINS.right, bottom: MARGINS.bottom };
}
