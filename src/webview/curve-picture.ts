import type { SeriesDescription } from '../common/protocol';
import type { ChartLook } from './chart-look';
import { drawCurve, LINE_WIDTH, markBeyond } from './curve';
import { colourOf, dashOf, type ThemeKind } from './palette';
import { Pen } from './pen';
import type { PlotArea } from './plot-area';
import type { PlotCanvas } from './plot-canvas';
import { drawGaps, drawMarkers, type MarkerPlace } from './plot-notes';
import type { PlotGeometry } from './plot-view';
import type { SeriesData } from './series';
import { stripOf } from './strip';

/** What a picture shows besides the entries of its curves. */
export interface PictureOf {
  readonly geometry: PlotGeometry;
  readonly look: ChartLook;
  readonly theme: ThemeKind;
  /** The id of the only series that is not dimmed; empty when none is. */
  readonly highlighted: string;
  readonly markers: readonly MarkerPlace[];
  /** Whether places are marked where curves leave the range of y. */
  readonly marksBeyond: boolean;
}

/** Opacity of the curves beside the one that is pointed at. */
const DIMMED = 0.18;
/** Opacity of a curve behind the smoothed one, and where contrast is to be high. */
const FAINT = 0.28;
const FAINT_IN_CONTRAST = 0.45;

/** Draws the curves of a chart with what lies behind and on them: as long as nothing else changes, only what is new. */
export class CurvePicture {
  private readonly curves: readonly SeriesData[];
  private readonly pens: readonly Pen[];
  /** What the picture is of; empty when it has to be drawn as a whole. */
  private known: readonly unknown[] = [];
  private marked = 0;

  /** @param smooth the smoothed curves, which are drawn when there are any. */
  constructor(
    private readonly series: readonly SeriesDescription[],
    private readonly data: readonly SeriesData[],
    private readonly smooth: readonly SeriesData[],
  ) {
    this.curves = [...data, ...smooth];
    this.pens = this.curves.map(() => new Pen(series.length));
  }

  /** Entries of the picture that are marked as beyond the range of y. */
  get beyond(): number {
    return this.marked;
  }

  /** The axes look otherwise now, or the curves were drawn elsewhere: the next drawing is of all. */
  forget(): void {
    this.known = [];
  }

  draw(canvas: PlotCanvas, axes: HTMLCanvasElement, of: PictureOf): void {
    const now = [of.geometry, of.look, of.highlighted, axes.width, axes.height];
    const isKnown = this.known.length > 0 && !of.marksBeyond && now.every((part, at) => part === this.known[at]);
    const strip = this.takeStrip(of);
    this.known = [];
    const isDone =
      isKnown &&
      strip !== null &&
      (strip === Infinity || canvas.drawStrip(axes, strip, (context) => this.drawCurves(context, of, strip)));
    const isLocal = isDone || canvas.draw(axes, (context) => this.drawCurves(context, of));
    this.marked = of.marksBeyond ? this.drawBeyond(canvas.context, of, areaOnScreen(of)) : 0;
    if (isLocal) this.known = now;
  }

  /** Draws one series, and what belongs behind or on all of them, onto another canvas: where its transform says that the plotting area begins. */
  drawOn(context: CanvasRenderingContext2D, index: number, of: PictureOf): void {
    const { a: ratio, e: left, f: top } = context.getTransform();
    const area = areaOf(of, ratio, left, top);
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (index === 0) this.drawNotes(context, of, area, ratio);
    this.drawSeries(context, index, of, area, ratio);
    if (index === this.series.length - 1 && this.marked > 0) this.drawBeyond(context, of, area);
    context.restore();
  }

  private takeStrip(of: PictureOf): number | null {
    const area = areaOnScreen(of);
    const all = this.curves.map((data, at) => {
      const dash = dashOf(this.series[at % this.series.length] ?? { dash: 0 });
      return { data, same: data.takeSame(), area: { ...area, dash, pen: this.pens[at] ?? area.pen } };
    });
    return stripOf(of.look.smoothed ? all : all.slice(0, this.data.length));
  }

  /**
   * Draws the curves and what is behind them.
   *
   * @param strip only what is seen from this pixel column on.
   * @returns whether a strip of the picture can be drawn alone.
   */
  private drawCurves(context: CanvasRenderingContext2D, of: PictureOf, strip?: number): boolean {
    const ratio = window.devicePixelRatio;
    const area = { ...areaOnScreen(of), ...(strip !== undefined && { strip }) };
    const thin = this.pens.map((pen) => pen.isThin);
    this.drawNotes(context, of, area, ratio);
    const local = this.series.map(({ id }, index) => {
      context.globalAlpha = of.highlighted === '' || of.highlighted === id ? 1 : DIMMED;
      return this.drawSeries(context, index, of, area, ratio);
    });
    context.globalAlpha = 1;
    const isOther = strip !== undefined && this.pens.some((pen, index) => pen.isThin !== thin[index]);
    return local.every(Boolean) && !isOther;
  }

  /** Markers and gaps, behind the curves. */
  private drawNotes(context: CanvasRenderingContext2D, of: PictureOf, area: PlotArea, ratio: number): void {
    const { gaps } = of.look;
    if (gaps.length > 0) drawGaps(context, gaps, area, ratio, this.colours(of));
    if (gaps.length + of.markers.length > 0) drawMarkers(context, of.markers, area, ratio, of.theme);
  }

  private drawBeyond(context: CanvasRenderingContext2D, of: PictureOf, area: PlotArea): number {
    const colours = this.colours(of);
    return this.data.reduce((total, data, index) => total + markBeyond(context, data, area, colours[index] ?? ''), 0);
  }

  /** Draws one series: its curve, or that faintly and the smoothed one over it. Returns whether a strip of it looks as in the whole. */
  private drawSeries(
    context: CanvasRenderingContext2D,
    index: number,
    of: PictureOf,
    place: PlotArea,
    ratio: number,
  ): boolean {
    const [data, smooth, style] = [this.data[index], this.smooth[index], this.series[index]];
    const [pen, smoothPen] = [this.pens[index], this.pens[this.data.length + index]];
    if (data === undefined || pen === undefined || style === undefined) return true;
    const colour = colourOf(of.theme, style);
    const dash = dashOf(style).map((length) => Math.round(length * ratio));
    const area = { ...place, pen, dash };
    let isLocal: boolean;
    context.save();
    clipTo(context, area);
    if (of.look.smoothed && smooth !== undefined && smoothPen !== undefined) {
      const opacity = context.globalAlpha;
      context.globalAlpha = opacity * (of.theme.startsWith('highContrast') ? FAINT_IN_CONTRAST : FAINT);
      const isRaw = drawCurve(context, data, area, colour);
      context.globalAlpha = opacity;
      isLocal = drawCurve(context, smooth, { ...area, pen: smoothPen }, colour) && isRaw;
    } else {
      isLocal = drawCurve(context, data, area, colour);
    }
    context.restore();
    return isLocal;
  }

  private colours(of: PictureOf): readonly string[] {
    return this.series.map((style) => colourOf(of.theme, style));
  }
}

/** The plotting area on the canvas that is seen. */
function areaOnScreen(of: PictureOf): PlotArea {
  const ratio = window.devicePixelRatio;
  return areaOf(of, ratio, of.geometry.left * ratio, of.geometry.top * ratio);
}

/** The plotting area where it begins at `left` and `top`, in device pixels. */
function areaOf({ geometry: { width, height, x, y } }: PictureOf, ratio: number, left: number, top: number): PlotArea {
  return {
    ...{ left, top, x, y },
    width: width * ratio,
    height: height * ratio,
    line: Math.max(1, Math.round(LINE_WIDTH * ratio)),
    dash: [],
    pen: new Pen(1),
  };
}

/** Clips to the plotting area and as much around it as a line at its edge needs. */
function clipTo(context: CanvasRenderingContext2D, { left, top, width, height, line }: PlotArea): void {
  context.beginPath();
  context.rect(left - line, top - line, width + 2 * line, height + 2 * line);
  context.clip();
}
