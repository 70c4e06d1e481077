/** Smooths the values of a series. */

/** What a moving average knows of the values before. */
export interface Average {
  /** Weighted sum of the values so far. */
  readonly sum: number;
  /** Share of the weights that the values so far have: 1 after very many. */
  readonly share: number;
}

export const NO_AVERAGE: Average = { sum: 0, share: 0 };

/**
 * An exponential moving average over points, whatever their distance in x, without the bias towards 0 that it would have at its beginning: each average
 * is divided by the share of weights that came from values. As TensorBoard does it (`classicSmoothing` in tensorboard/webapp/widgets/line_chart_v2/data_transformer.ts):
 * a value that is not finite stays as it is and leaves no trace in the average.
 */
export class Smoother {
  private sum: number;
  private share: number;

  /** @param weight of the past, from 0 (none) to below 1. */
  constructor(
    private readonly weight: number,
    { sum, share }: Average = NO_AVERAGE,
  ) {
    this.sum = sum;
    this.share = share;
  }

  get state(): Average {
    return { sum: this.sum, share: this.share };
  }

  /** Takes in the next value and gives the average with it. */
  next(value: number): number {
    if (this.weight === 0 || !Number.isFinite(value)) {
      return value;
    }
    this.sum = this.sum * this.weight + value * (1 - this.weight);
    this.share = this.share * this.weight + (1 - this.weight);
    return this.sum / this.share;
  }
}
