import type { Point } from '../common/nearest-point';
import type { SeriesDescription } from '../common/protocol';
import type { ChartLook } from './chart-look';
import type { ShownColumn } from './crosshair-points';
import { CrosshairKeys } from './crosshair-keys';
import { domainOfX } from './domain';
import { placesOf } from './happenings';
import { Hover } from './hover';
import { notesAt } from './note-words';
import type { PlotView } from './plot-view';
import { formatValue } from './number-format';
import { readAt, type Reading } from './reading-at';
import type { SeriesData } from './series';
import { attachZoom, type Zoom } from './zoom';

export interface PlotReadingTarget {
  readonly box: HTMLElement;
  readonly view: PlotView;
  readonly series: readonly SeriesDescription[];
  readonly data: readonly SeriesData[];
  /** The smoothed curves that are drawn. */
  smooth(): readonly SeriesData[];
  look(): ChartLook;
  zoom(): Zoom;
  setZoom(zoom: Zoom): void;
  wheelScrolls(): boolean;
  /** The crosshair is at this x, or no longer there. `isMoved`: as the user has moved it. */
  pointed(x: number | null, isMoved: boolean): void;
  /** Has words read out. */
  say(words: string): void;
}

/** What the pointer and the keys do over a chart: the crosshair with its table of values, and the choice of what is shown. */
export class PlotReading {
  private readonly hover: Hover;
  private readonly keys: CrosshairKeys;
  /** Where the crosshair of the figure is. */
  private pointed: number | null = null;
  /** Points as they were logged, by series, of columns at the crosshair. */
  private points: ReadonlyMap<number, Point> = new Map();

  constructor(private readonly target: PlotReadingTarget) {
    const { box, view, series, data } = target;
    const geometry = () => view.geometry;
    this.hover = new Hover({
      ...{ box, series, data, geometry },
      smooth: () => target.smooth(),
      colours: () => view.colours(),
      words: () => target.look().words,
      notes: (x) => notesAt(x, view, target.look(), series),
      point: (index) => this.points.get(index),
      pointed: (x, isMoved) => target.pointed(x, isMoved),
    });
    box.addEventListener('pointermove', (event) => this.onMove(event));
    box.addEventListener('pointerleave', () => this.hover.hide());
    const setZoom = (zoom: Zoom) => target.setZoom(view.zoomsY ? zoom : { ...zoom, y: null });
    const zoom = () => target.zoom();
    // Before the zoom: what keys do with the crosshair is not done with what is shown.
    this.keys = new CrosshairKeys({
      ...{ box, data, geometry, zoom, setZoom },
      enabled: () => view.hovers,
      at: () => this.hover.at,
      put: (x) => this.hover.put(x),
      marked: () => placesOf(target.look()),
      spoken: () => this.hover.spoken(),
      say: (words) => target.say(words),
    });
    attachZoom({
      ...{ box, geometry, zoom, setZoom },
      whole: () => domainOfX(data),
      enabled: () => view.zooms,
      wheelScrolls: () => target.wheelScrolls(),
    });
  }

  /** Shows what the chart has where the crosshair of the figure is. Returns whether that changes anything. */
  follow(x: number | null): boolean {
    if (x === this.pointed || !this.target.view.hovers) return false;
    this.pointed = x;
    this.hover.follow(x);
    return true;
  }

  /** Puts the crosshair at this x, as keys do. */
  goTo(x: number): void {
    this.keys.goTo(x);
  }

  /** Reads again at the same place, after the data or the size changed. */
  refresh(): void {
    if (this.target.view.hovers) this.hover.refresh();
  }

  /** For each series the value at the crosshair, in words; nothing while there is no crosshair. */
  texts(): readonly string[] | null {
    const { pointed: x } = this;
    if (x === null) return null;
    return this.read(x).map((reading) => {
      const point = reading?.point ?? null;
      return reading?.smoothed ?? (point === null ? reading?.text : formatValue(point.y)) ?? '';
    });
  }

  /** The columns of many points that series have at `x`. */
  columnsAt(x: number): readonly ShownColumn[] {
    if (!this.target.view.hovers) return [];
    return this.read(x).flatMap((reading) =>
      reading?.column == null ? [] : [{ series: reading.index, low: reading.column[0], high: reading.column[1] }],
    );
  }

  /** Takes points of columns at the crosshair as they were logged, by series. */
  takePoints(points: ReadonlyMap<number, Point>): void {
    this.points = new Map([...this.points, ...points]);
    this.refresh();
    this.keys.readPoints();
  }

  close(): void {
    this.keys.close();
  }

  /** Other points are drawn. */
  forgetPoints(): void {
    this.points = new Map();
  }

  private read(x: number): readonly (Reading | undefined)[] {
    const { data, view } = this.target;
    const smooth = this.target.smooth();
    const { counts } = this.target.look().words;
    return data.map((one, index) =>
      readAt(one, smooth[index], index, x, view.geometry, counts, this.points.get(index)),
    );
  }

  private onMove(event: PointerEvent): void {
    const { box, view } = this.target;
    if (!view.hovers) return;
    const { left, top } = box.getBoundingClientRect();
    this.hover.show(event.clientX - left, event.clientY - top);
  }
}
