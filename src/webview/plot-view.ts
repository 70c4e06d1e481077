/** What a chart needs of the picture in its box, whether it is of the usual lines or of a spec of the program. */
import type { ChartLook } from './chart-look';
import { type Interval, shareOf } from './domain';
import type { MarkerPlace } from './plot-notes';
import type { Theme } from './theme';
import type { Zoom } from './zoom';

/** The plotting area within a chart's box, in CSS pixels, and what it shows. */
export interface PlotGeometry {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: Interval;
  readonly y: Interval;
  /** The axes, when they are not evenly divided. */
  readonly axes?: { readonly x: PlotAxis; readonly y: PlotAxis };
}

/** An axis of its own kind: shares are 0 at its start (left, bottom) and 1 at its end. */
export interface PlotAxis {
  share(value: number): number;
  value(share: number): number;
}

/** Where a value lies between the left (0) and the right (1) of the plotting area. */
export function shareX(value: number, { x, axes }: PlotGeometry): number {
  return axes === undefined ? shareOf(value, x) : axes.x.share(value);
}

/** Where a value lies between the bottom (0) and the top (1) of the plotting area. */
export function shareY(value: number, { y, axes }: PlotGeometry): number {
  return axes === undefined ? shareOf(value, y) : axes.y.share(value);
}

/** The value of x at a share of the width. */
export function valueX(share: number, { x, axes }: PlotGeometry): number {
  return axes === undefined ? x[0] + share * (x[1] - x[0]) : axes.x.value(share);
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface PlotView {
  readonly geometry: PlotGeometry;
  /** Whether the wheel, dragging and keys choose a part of x; else they are left to the spec. */
  readonly zooms: boolean;
  /** Whether they choose a part of y too. */
  readonly zoomsY: boolean;
  /** The markers in view. */
  readonly markers: readonly MarkerPlace[];
  /** Whether what is near the pointer is read from the series; else it is left to the spec. */
  readonly hovers: boolean;
  /** Something that the user should know of the picture, or empty. */
  readonly note: string;
  /** Compiles the chart into `box`. Rejects when Vega refuses it. */
  open(box: HTMLElement, theme: Theme): Promise<void>;
  close(): void;
  setTheme(theme: Theme): void;
  /** Reads the curves in another way from the next drawing on. */
  read(look: ChartLook): void;
  /** Dims all series but the one of this id; an empty id dims none. */
  highlight(id: string): void;
  /** Sizes the canvas anew even if its size in CSS pixels has not changed. */
  forceResize(): void;
  /** How many milliseconds the next drawing should wait, so that a slow chart leaves time to the others. */
  wait(): number;
  /** Draws the data as they are now. Rejects when Vega or the drawing fails. */
  draw(size: Size, zoom: Zoom): Promise<void>;
  /** The picture as it was drawn last, anew, `scale` pixels for each CSS pixel. */
  picture(scale: number): Promise<HTMLCanvasElement>;
  /** For how many device pixels, and what part of x, the host is to send points. */
  request(zoom: Zoom): { readonly width: number; readonly domain: Interval | null };
  /** The colours of the series, in their order. */
  colours(): readonly string[];
}
