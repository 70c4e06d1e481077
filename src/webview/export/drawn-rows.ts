/** What is drawn of a series as rows for Vega-Lite's own line, dot and triangle marks: the same picture without Sideplot. */
import type { Interval } from '../domain';
import type { SeriesData } from '../series';

/** A place of a curve; without a value the curve is broken there. */
export interface DrawnRow {
  readonly series: string;
  readonly x: number;
  readonly y: number | null;
}

export interface DrawnRows {
  /** The curve's places, in the order in which they are joined. */
  readonly lines: DrawnRow[];
  /** Places that are joined with no other. */
  readonly dots: DrawnRow[];
  /** Where the curve leaves to infinity, at the edge of the plot. */
  readonly above: DrawnRow[];
  readonly below: DrawnRow[];
}

/** @param series the name that the rows bear: data, never a field. */
export function rowsOf(series: string, data: SeriesData, x: Interval, y: Interval): DrawnRows {
  const rows = new RowList(series, y);
  const [from, to] = data.visible(x[0], x[1]);
  for (let index = from; index < to; index += 1) {
    if (data.kind === 'points') rows.add(data.fields[0]?.[index] ?? NaN, data.fields[1]?.[index] ?? NaN);
    else addColumn(rows, data, index);
  }
  rows.close();
  return rows;
}

/** A column is a way from its first value by the least and the greatest to its last one (the four that M4 keeps: Jugel et al., VLDB 2014). */
function addColumn(rows: RowList, data: SeriesData, index: number): void {
  const start = Math.max(data.start(index), data.low);
  const end = Math.min(data.end(index), data.high);
  const [, least = NaN, greatest = NaN, first = NaN, last = NaN] = data.fields.map((field) => field[index]);
  const turns = Math.abs(first - least) <= Math.abs(first - greatest) ? [least, greatest] : [greatest, least];
  const values = [first, ...turns, last].filter((value, at, all) => at === 0 || !Object.is(value, all[at - 1]));
  const at = (place: number) => start + ((end - start) * (place + 0.5)) / values.length;
  values.forEach((value, place) => rows.add(at(place), value));
}

class RowList implements DrawnRows {
  readonly lines: DrawnRow[] = [];
  readonly dots: DrawnRow[] = [];
  readonly above: DrawnRow[] = [];
  readonly below: DrawnRow[] = [];
  /** How many places the curve has since it was broken. */
  private joined = 0;

  constructor(
    private readonly series: string,
    private readonly edges: Interval,
  ) {}

  add(x: number, y: number): void {
    const { series } = this;
    if (Number.isFinite(y)) {
      this.lines.push({ series, x, y });
      this.joined += 1;
      return;
    }
    if (y === Infinity) this.above.push({ series, x, y: this.edges[1] });
    if (y === -Infinity) this.below.push({ series, x, y: this.edges[0] });
    this.close();
    if (this.lines.at(-1)?.y !== null && this.lines.length > 0) this.lines.push({ series, x, y: null });
  }

  /** The curve is broken, or at its end. */
  close(): void {
    const last = this.lines.at(-1);
    if (this.joined === 1 && last !== undefined) this.dots.push(last);
    this.joined = 0;
  }
}
