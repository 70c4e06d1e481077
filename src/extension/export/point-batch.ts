/** Points on their way from a log to a file, as columns that grow. */

/** The name of exported points: what the columns `run`, `producer` and `metric` hold. */
export interface ExportedSeries {
  readonly run: string;
  readonly producer: string;
  readonly metric: string;
}

const FIRST_CAPACITY = 4096;

export class PointBatch {
  count = 0;
  /** Index of each point's series among all that were met so far. */
  series = new Int32Array(FIRST_CAPACITY);
  step = new Float64Array(FIRST_CAPACITY);
  /** Seconds since 1970, NaN when not known. */
  time = new Float64Array(FIRST_CAPACITY);
  value = new Float64Array(FIRST_CAPACITY);

  add(series: number, step: number, time: number, value: number): void {
    const at = this.count;
    if (at === this.series.length) {
      this.grow();
    }
    this.series[at] = series;
    this.step[at] = step;
    this.time[at] = time;
    this.value[at] = value;
    this.count = at + 1;
  }

  clear(): void {
    this.count = 0;
  }

  private grow(): void {
    const capacity = this.series.length * 4;
    const series = new Int32Array(capacity);
    series.set(this.series);
    this.series = series;
    this.step = grown(this.step, capacity);
    this.time = grown(this.time, capacity);
    this.value = grown(this.value, capacity);
  }
}

function grown(column: Float64Array<ArrayBuffer>, capacity: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(capacity);
  larger.set(column);
  return larger;
}
