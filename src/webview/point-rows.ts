/** The points as rows of a Vega data set, for specs that do more with them than draw them. Rows are changed in place. */
import { changeset, ingest, type View } from 'vega';
import type { SeriesData } from './series';

/** How many rows a chart may have: more would take longer than a frame. */
export const MAX_ROWS = 10_000;

export interface PointRow {
  step: number | null;
  value: number | null;
  readonly metric: string;
}

/** What Vega's dataflow takes in, as far as it is written here. */
interface Pulse {
  add: unknown[];
  rem: unknown[];
  mod: unknown[];
  modifies(fields: readonly string[]): void;
}

/** Tells Vega what became of rows without a look at each that it holds, which its own change sets take. */
export function inPlace(view: View, data: string, apply: (pulse: Pulse) => void): void {
  const changes = {
    constructor: changeset,
    pulse: (pulse: Pulse) => {
      apply(pulse);
      return pulse;
    },
  };
  view.change(data, changes as unknown as ReturnType<typeof changeset>);
}

/** Keeps the rows of a data set as the series are. */
export class PointRows {
  private readonly rows: PointRow[][];

  constructor(private readonly labels: readonly string[]) {
    this.rows = labels.map(() => []);
  }

  /** Brings the data set up to date with the next run of the view. */
  update(view: View, data: string, series: readonly SeriesData[]): void {
    inPlace(view, data, (pulse) => {
      series.forEach((one, index) => this.updateSeries(pulse, one, index));
      pulse.modifies(['step', 'value']);
    });
  }

  private updateSeries(pulse: Pulse, data: SeriesData, series: number): void {
    const rows = this.rows[series] ?? [];
    let count = 0;
    const put = (step: number, value: number) => {
      const [wantedStep, wantedValue] = [finite(step), finite(value)];
      const row = rows[count];
      if (row === undefined) {
        const made: PointRow = { step: wantedStep, value: wantedValue, metric: this.labels[series] ?? '' };
        rows.push(ingest(made) as PointRow);
        pulse.add.push(made);
      } else if (row.step !== wantedStep || row.value !== wantedValue) {
        row.step = wantedStep;
        row.value = wantedValue;
        pulse.mod.push(row);
      }
      count += 1;
    };
    if (data.kind === 'points') putPoints(data, put);
    else putColumns(data, put);
    pulse.rem.push(...rows.splice(count));
  }
}

/** The rows of a series, by themselves. */
export function rowsOfPoints(data: SeriesData, metric: string): PointRow[] {
  const rows: PointRow[] = [];
  const put = (step: number, value: number) => void rows.push({ step: finite(step), value: finite(value), metric });
  if (data.kind === 'points') putPoints(data, put);
  else putColumns(data, put);
  return rows;
}

type Put = (step: number, value: number) => void;

function putPoints(data: SeriesData, put: Put): void {
  for (let index = 0; index < data.count; index += 1) {
    put(data.fields[0]?.[index] ?? NaN, data.fields[1]?.[index] ?? NaN);
  }
}

/** Two rows a column, its least and its greatest value; one where they are the same. */
function putColumns(data: SeriesData, put: Put): void {
  for (let index = 0; index < data.count; index += 1) {
    const start = Math.max(data.start(index), data.low);
    const end = Math.min(data.end(index), data.high);
    const [low = NaN, high = NaN] = [data.fields[1]?.[index], data.fields[2]?.[index]];
    if (Object.is(low, high)) put((start + end) / 2, low);
    else {
      put(start + (end - start) / 4, low);
      put(start + ((end - start) * 3) / 4, high);
    }
  }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
