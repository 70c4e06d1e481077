/** One execution as the host knows it: what the logs of its producers have said so far. */
import { valueAt, type Column } from './column';
import { Problems } from './problems';
import type { RunStatus } from './protocol';
import type { RecordSink } from './log-reader';
import type { FigureRecord, LogRecord, NoteRecord, PointsRecord, RefusalReason, RowRecord, RunRecord } from './record';
import { Series } from './series';
import { shorten } from './shorten';
import { TextLines } from './text-lines';

/** A series with its names. */
export interface RunSeries {
  /** Its place in the run, from 0. */
  readonly index: number;
  readonly metric: string;
  readonly unit: string;
  readonly producer: string;
  readonly series: Series;
}

const STATUS_ORDER: readonly RunStatus[] = ['running', 'failed', 'lost', 'interrupted', 'finished'];

const REFUSALS: Readonly<Record<RefusalReason, string>> = {
  'too-long': 'line longer than 1 MiB',
  'not-json': 'line that is not JSON',
  'not-object': 'line that is not a JSON object',
  'bad-record': 'record of a wrong shape',
  'bad-column': 'column of a wrong shape',
};

const MAX_NOTES = 10_000;
const MAX_NOTE_CHARACTERS = 2000;
const MAX_ERROR_CHARACTERS = 10_000;
const MAX_NAME_CHARACTERS = 200;
const MAX_UNIT_CHARACTERS = 50;

export class Run {
  readonly series: RunSeries[] = [];
  readonly producers = new Map<string, Producer>();
  readonly figures = new Map<string, FigureRecord>();
  readonly notes: NoteRecord[] = [];
  readonly text = new TextLines();
  readonly problems = new Problems();
  /** Points stored so far. */
  points = 0;
  /** The record that opened the run, once it was read. */
  opening: RunRecord | null = null;

  /** @param id of the run; for a file that is followed, its path. */
  constructor(readonly id: string) {}

  get name(): string {
    const name = this.opening?.name ?? '';
    return name === '' ? this.id : shorten(name, MAX_NAME_CHARACTERS);
  }

  /** A run goes on while one of its producers does; else the worst end counts. Forked children do not decide. */
  get status(): RunStatus {
    const statuses = this.deciding().map((producer) => producer.status);
    return STATUS_ORDER.find((status) => statuses.includes(status)) ?? 'running';
  }

  /** Why the run failed, or empty. */
  get error(): string {
    const { status } = this;
    return this.deciding().find((producer) => producer.status === status && producer.error !== '')?.error ?? '';
  }

  /** The producer of a log, made when it is new. */
  producer(id: string): Producer {
    const known = this.producers.get(id);
    if (known !== undefined) {
      return known;
    }
    const producer = new Producer(this, id);
    this.producers.set(id, producer);
    return producer;
  }

  /** Adds a series; names need not be unique, places are. */
  addSeries(metric: string, unit: string, producer: string): RunSeries {
    const short = shorten(unit, MAX_UNIT_CHARACTERS);
    const added = { index: this.series.length, metric, unit: short, producer, series: new Series() };
    this.series.push(added);
    return added;
  }

  addNote(note: NoteRecord): void {
    if (this.notes.length < MAX_NOTES) {
      this.notes.push({ ...note, text: shorten(note.text, MAX_NOTE_CHARACTERS) });
    } else {
      this.problems.add('note beyond the first 10,000');
    }
  }

  /** The producers whose status is the run's: those that are no forked children. */
  private deciding(): readonly Producer[] {
    const producers = [...this.producers.values()];
    const roots = producers.filter((producer) => producer.isRoot);
    return roots.length > 0 ? roots : producers;
  }
}

/** One log of a run: applies its records, in order. */
export class Producer implements RecordSink {
  opening: RunRecord | null = null;
  status: RunStatus = 'running';
  error = '';
  private readonly byId = new Map<number, RunSeries>();
  private readonly byMetric = new Map<string, RunSeries>();
  private rows = 0;

  constructor(
    private readonly run: Run,
    readonly id: string,
  ) {}

  get isRoot(): boolean {
    return this.opening === null || this.opening.parent === '';
  }

  /** The process is gone and the log has no end. */
  lose(): void {
    if (this.status === 'running') {
      this.status = 'lost';
    }
  }

  refused(reason: RefusalReason): void {
    this.run.problems.add(REFUSALS[reason]);
  }

  unknown(): void {
    this.run.problems.add('record of an unknown type');
  }

  record(record: LogRecord): void {
    // A process that was thought lost and writes is not.
    if (this.status === 'lost') {
      this.status = 'running';
    }
    switch (record.type) {
      case 'run':
        this.open(record);
        break;
      case 'series':
        this.declare(record.id, record.metric, record.unit);
        break;
      case 'points':
        this.addPoints(record);
        break;
      case 'row':
        this.addRow(record);
        break;
      case 'text':
        this.run.text.add(record.stream, record.lines);
        break;
      case 'figure':
        this.run.figures.set(record.name, record);
        break;
      case 'note':
        this.run.addNote(record);
        break;
      case 'gap':
        this.run.problems.add(`dropped by the program: ${record.reason || 'no reason given'}`, record.count);
        break;
      case 'resume':
        this.status = 'running';
        this.error = '';
        break;
      case 'end':
        this.status = record.status;
        this.error = shorten(record.error, MAX_ERROR_CHARACTERS);
        break;
    }
  }

  private open(record: RunRecord): void {
    this.opening = record;
    // The log of a forked child may be read before that of the process that began the run.
    if (this.run.opening === null || (this.run.opening.parent !== '' && record.parent === '')) {
      this.run.opening = record;
    }
  }

  private declare(id: number, metric: string, unit: string): void {
    if (this.byId.has(id)) {
      this.run.problems.add('series declared twice');
      return;
    }
    this.byId.set(id, this.seriesOf(metric, unit));
  }

  /** Two ids of one metric are one series. */
  private seriesOf(metric: string, unit: string): RunSeries {
    const known = this.byMetric.get(metric);
    if (known !== undefined) {
      return known;
    }
    const added = this.run.addSeries(metric, unit, this.id);
    this.byMetric.set(metric, added);
    return added;
  }

  private addPoints(record: PointsRecord): void {
    const { series: id, x, y, t } = record;
    if (typeof id === 'number') {
      const series = this.byId.get(id);
      if (series === undefined) {
        this.run.problems.add('point of an undeclared series', y.length);
        return;
      }
      const refused = series.series.appendAll(x, y, t);
      this.count(y.length - refused, refused);
      return;
    }
    this.addMixed(id, record);
  }

  private addMixed(ids: Column, { x, y, t }: PointsRecord): void {
    let stored = 0;
    let refused = 0;
    for (let index = 0; index < y.length; index += 1) {
      const series = this.byId.get(valueAt(ids, index));
      const at = valueAt(x, index);
      if (series === undefined) {
        this.run.problems.add('point of an undeclared series');
      } else if (Number.isFinite(at)) {
        series.series.append(at, y[index] ?? NaN, t === null ? NaN : valueAt(t, index));
        stored += 1;
      } else {
        refused += 1;
      }
    }
    this.count(stored, refused);
  }

  private addRow(row: RowRecord): void {
    const x = row.step ?? this.rows;
    this.rows += 1;
    if (row.refusedValues > 0) {
      this.run.problems.add('value that is not a number', row.refusedValues);
    }
    if (!Number.isFinite(x)) {
      this.count(0, row.values.size);
      return;
    }
    for (const [metric, y] of row.values) {
      this.seriesOf(metric, '').series.append(x, y, row.time ?? NaN);
    }
    this.count(row.values.size, 0);
  }

  private count(stored: number, refused: number): void {
    this.run.points += stored;
    if (refused > 0) {
      this.run.problems.add('point whose step is not finite', refused);
    }
  }
}
