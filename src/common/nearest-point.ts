/** Finds the point of a series that is nearest to a place on x: in memory, and as far as points were dropped from there, in the log. */
import { KEPT_LEVEL } from './pyramid';
import type { Interval, IntervalReading } from './past';
import type { Series } from './series';
import { pointsUnder, visit } from './walk';

/** A point as it was logged. */
export interface Point {
  readonly x: number;
  readonly y: number;
  /** Seconds since 1970; NaN when the log does not tell. */
  readonly time: number;
}

/** Shares of a distance and of a place by which the interval that is read is wider: floating point rounds. */
const DISTANCE_MARGIN = 2 ** -20;
const PLACE_MARGIN = 2 ** -50;

export class NearestPoint implements IntervalReading {
  /** What is to be read from the log: without it the nearest point is not known. `null` when it is. */
  readonly missing: Interval | null;
  readonly isCancelled = false;
  private best: Point | null = null;
  private distance = Infinity;

  /**
   * Looks for it in memory.
   *
   * @param at the place on x.
   * @param within the interval that the point lies in.
   */
  constructor(
    readonly series: Series,
    private readonly at: number,
    private readonly within: Interval,
  ) {
    this.missing = this.look(this.bound());
  }

  /** The nearest point that was found, `null` when there is none in the interval. */
  get point(): Point | null {
    return this.best;
  }

  /** What is read from the log. */
  get interval(): Interval {
    return this.missing ?? this.within;
  }

  reach(): void {
    // Only columns have to know what is to come.
  }

  add(x: number, y: number, time: number): void {
    const distance = Math.abs(x - this.at);
    // Far from zero the distance may be infinite.
    if ((distance < this.distance || this.best === null) && this.holds(x)) {
      this.distance = distance;
      this.best = { x, y, time };
    }
  }

  private holds(x: number): boolean {
    return x >= this.within.low && x < this.within.high;
  }

  /** How far the place is from a node of the pyramid. */
  private distanceOf(level: number, node: number): number {
    const { nodes } = this.series;
    return Math.max(nodes.lowX(level, node) - this.at, this.at - nodes.highX(level, node), 0);
  }

  private isOutside(level: number, node: number): boolean {
    const { nodes } = this.series;
    return nodes.highX(level, node) < this.within.low || nodes.lowX(level, node) >= this.within.high;
  }

  /** A distance within which there is a point: both ends of a node are places of points. Only what is around the place is looked into. */
  private bound(): number {
    const { nodes } = this.series;
    let bound = Infinity;
    const offer = (x: number): void => {
      bound = this.holds(x) ? Math.min(bound, Math.abs(x - this.at)) : bound;
    };
    visit(this.series, {
      node: (level, node) => {
        if (this.isOutside(level, node)) {
          return true;
        }
        offer(nodes.lowX(level, node));
        offer(nodes.highX(level, node));
        return this.distanceOf(level, node) > 0;
      },
      points: (from, to) => {
        for (let index = from; index < to && this.series.evictedChunkOf(from) < 0; index += 1) {
          offer(this.series.xAt(index));
        }
      },
    });
    return bound;
  }

  /** Takes the nearest point in memory that is not further than that. @returns where a nearer one may have been dropped. */
  private look(bound: number): Interval | null {
    const { series, at, within } = this;
    let dropped = Infinity;
    visit(series, {
      node: (level, node) => {
        const distance = this.distanceOf(level, node);
        return this.isOutside(level, node) || distance > bound || (this.best !== null && distance >= this.distance);
      },
      points: (from, to) => {
        if (series.evictedChunkOf(from) >= 0) {
          dropped = Math.min(dropped, this.distanceOf(KEPT_LEVEL, from / pointsUnder(KEPT_LEVEL)));
          return;
        }
        for (let index = from; index < to; index += 1) {
          this.add(series.xAt(index), series.yAt(index), series.timeAt(index));
        }
      },
    });
    if (dropped >= this.distance || dropped === Infinity) {
      return null;
    }
    const reach = bound * (1 + DISTANCE_MARGIN) + Math.abs(at) * PLACE_MARGIN;
    return { low: Math.max(within.low, at - reach), high: Math.min(within.high, at + reach) };
  }
}
