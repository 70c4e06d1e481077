import type { Point } from '../common/nearest-point';
import { decodePoints, MAX_PLACES } from '../common/point-answer';
import type { PointAnswer, PointQuestion } from '../common/protocol';

/** Milliseconds for which the crosshair rests before the host is asked. */
const REST = 100;
/** Milliseconds between two questions while the axis moves on under a crosshair that rests. */
const AGAIN = 250;

/** A column of many points that a chart shows at the crosshair. */
export interface ShownColumn {
  readonly series: number;
  readonly low: number;
  readonly high: number;
}

/** A chart with columns. */
export interface ColumnChart {
  readonly id: string;
  /** The columns at `x`. */
  columnsAt(x: number): readonly ShownColumn[];
  /** Takes points as they were logged, by series. */
  takePoints(points: ReadonlyMap<number, Point>): void;
}

/** A question to the host, which knows the rest. */
export type Question = Pick<PointQuestion, 'request' | 'x' | 'places'>;

/**
 * Asks the host for the points behind the columns at the crosshair, once it rests: for all charts in one question, and for no others before it has
 * answered.
 */
export class CrosshairPoints {
  private x: number | null = null;
  private timer: number | undefined;
  private askedAt = -Infinity;
  private request = 0;
  /** Of the last question, in the order of its places. */
  private asked: readonly { readonly chart: ColumnChart; readonly series: number }[] = [];
  /** Whether the question has no answer yet. */
  private isWaiting = false;
  /** Whether there is to be another one after it. */
  private isDue = false;

  /** @param charts gives the charts in view, the most important one first. */
  constructor(
    private readonly charts: () => readonly ColumnChart[],
    private readonly ask: (question: Question) => void,
  ) {}

  /**
   * The crosshair is at this x, or no longer there.
   *
   * @param isMoved whether the user has moved it, and not the axis under it.
   */
  at(x: number | null, isMoved: boolean): void {
    this.x = x;
    if (x === null) {
      this.stop();
      return;
    }
    if (isMoved) this.stop();
    const wait = isMoved ? REST : Math.max(REST, this.askedAt + AGAIN - performance.now());
    this.timer ??= window.setTimeout(() => this.rest(), wait);
  }

  /** Points come at once, and those that are read from a log later. */
  answer({ request, buffer }: PointAnswer): void {
    if (request !== this.request) return;
    const byChart = new Map<ColumnChart, Map<number, Point>>();
    for (const [place, point] of decodePoints(buffer)) {
      const asked = this.asked[place];
      if (asked === undefined) continue;
      const points = byChart.get(asked.chart) ?? new Map<number, Point>();
      byChart.set(asked.chart, points.set(asked.series, point));
    }
    byChart.forEach((points, chart) => chart.takePoints(points));
    this.isWaiting = false;
    if (this.isDue) this.rest();
  }

  /** What is shown is replaced: a question that was asked will not be answered. */
  forget(): void {
    this.stop();
    this.request += 1;
    this.isWaiting = false;
    this.isDue = false;
    if (this.x !== null) this.at(this.x, true);
  }

  private stop(): void {
    window.clearTimeout(this.timer);
    this.timer = undefined;
    this.isDue = false;
  }

  private rest(): void {
    this.timer = undefined;
    const { x } = this;
    this.isDue = this.isWaiting && x !== null;
    if (x === null || this.isWaiting) return;
    const columns = this.charts()
      .flatMap((chart) => chart.columnsAt(x).map((column) => ({ chart, ...column })))
      .slice(0, MAX_PLACES);
    if (columns.length === 0) return;
    this.request += 1;
    this.askedAt = performance.now();
    this.asked = columns;
    this.isWaiting = true;
    const places = columns.map(({ chart: { id }, series, low, high }) => ({ chart: id, series, low, high }));
    this.ask({ request: this.request, x, places });
  }
}
