/** One execution as the host knows it: what the logs of its producers have said so far. */
import { ChunkReader } from './chunk-reader';
import { valueAt, type Column } from './column';
import { Controls } from './controls';
import { isSystemMetric } from './headline';
import { JOB_PRODUCER } from './job-facts';
import { LoggingCells } from './logging-cells';
import type { Memory } from './memory';
import type { IntervalReading } from './past';
import { PointRouter, type Routed } from './point-router';
import { Problems } from './problems';
import { ProgressBars } from './progress';
import type { RunStatus } from './protocol';
import type { RecordSink } from './log-reader';
import type { CellRecord, FigureRecord, GapRecord, LogRecord, NoteRecord, RefusalReason, RunRecord } from './record';
import { ID_PATTERN } from './record';
import { NO_ABOUT, type RunAbout } from './run-about';
import { Series } from './series';
import { StepClock } from './step-clock';
import { refusalWords } from './refusal-words';
import { shorten } from './shorten';
import { TextLines } from './text-lines';
import { ZoomReader } from './zoom-reader';
import { t } from './words';

/** A series with its names. */
export interface RunSeries {
  /** Its place in the run, from 0. */
  readonly index: number;
  readonly run: Run;
  readonly metric: string;
  readonly unit: string;
  readonly producer: string;
  readonly series: Series;
}

/** A note, and where it belongs. */
export interface RunNote extends NoteRecord {
  /** The note's step, else the one that its producer had logged last; `null` when it had logged none. */
  readonly at: number | null;
}

/** Points of a series that the program had to drop. */
export interface RunGap {
  readonly series: RunSeries;
  readonly count: number;
  readonly reason: string;
  /** First and last step of what was dropped. */
  readonly x: readonly [number, number];
}

const STATUS_ORDER: readonly RunStatus[] = ['running', 'failed', 'lost', 'interrupted', 'finished'];

const MAX_NOTES = 10_000;
const MAX_GAPS = 1000;
const MAX_NOTE_CHARACTERS = 2000;
const MAX_REASON_CHARACTERS = 200;
const MAX_ERROR_CHARACTERS = 10_000;
const MAX_NAME_CHARACTERS = 200;
const MAX_UNIT_CHARACTERS = 50;

export class Run {
  readonly series: RunSeries[] = [];
  readonly producers = new Map<string, Producer>();
  readonly figures = new Map<string, FigureRecord>();
  readonly notes: RunNote[] = [];
  /** Where points are missing, as far as it is known; neighbours are one when there are very many. */
  readonly gaps: RunGap[] = [];
  /** Which step the run had at what time. */
  readonly clock = new StepClock();
  readonly text = new TextLines();
  readonly problems = new Problems();
  readonly progress = new ProgressBars();
  readonly cells = new LoggingCells();
  readonly controls = new Controls();
  /** Points stored so far. */
  points = 0;
  /** The record that opened the run, once it was read. */
  opening: RunRecord | null = null;
  /** What the user said about it. */
  about: RunAbout = NO_ABOUT;

  /**
   * @param id of the run; for a file that is followed, its path.
   * @param memory decides which points stay in memory; without it all do.
   */
  constructor(
    readonly id: string,
    readonly memory: Memory | null = null,
  ) {}

  get name(): string {
    const name = this.about.name || (this.opening?.name ?? '');
    return name === '' ? this.id : shorten(name, MAX_NAME_CHARACTERS);
  }

  /** The colour that the user gave to the run, as an index into the page's palette. */
  get colour(): number | null {
    return this.about.colour;
  }

  /** What the program said of its configuration, and for a job what was known before it began. */
  get config(): Readonly<Record<string, unknown>> {
    const programs = [...this.producers.values()].filter(({ opening }) => opening?.parent === JOB_PRODUCER);
    return programs.reduce((config, { opening }) => ({ ...config, ...opening?.config }), this.opening?.config ?? {});
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

  /** Whether there is a log by which the editor reaches the program: a file that is followed has none. */
  get hasControlLog(): boolean {
    return ID_PATTERN.test(this.id);
  }

  /** Whether the run goes on and the editor can ask it to stop. */
  get isStoppable(): boolean {
    const goingOn = this.deciding().filter((producer) => producer.status === 'running');
    return (
      this.hasControlLog && goingOn.some(({ opening }) => opening !== null && (opening.listens || opening.job !== null))
    );
  }

  /** When the run ended, in seconds since 1970; NaN while it goes on or when no log tells. */
  get endTime(): number {
    const times = this.deciding().map((producer) => producer.endTime);
    const known = this.status === 'running' ? [] : times.filter(Number.isFinite);
    return known.length === 0 ? NaN : Math.max(...known);
  }

  /** When the run began, in seconds since 1970, as far as the log tells: else its first point with a time; `null` when there is none. */
  get start(): number | null {
    const start = this.opening?.start ?? NaN;
    return Number.isFinite(start) ? start : this.clock.earliest;
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
    const series = new Series(this.memory);
    const added = { index: this.series.length, run: this, metric, unit: short, producer, series };
    this.series.push(added);
    return added;
  }

  /** Gives back the memory that the run's points are counted in. The run is not to be used afterwards. */
  dispose(): void {
    this.memory?.release(new Set(this.series.map(({ series }) => series)));
  }

  /** A producer's log was replaced: what is dropped of its points is gone. */
  forgetSources(producer: string): void {
    this.series.filter((one) => one.producer === producer).forEach(({ series }) => series.forgetSources());
  }

  /** Neighbours become one gap when there are very many. */
  addGap(gap: RunGap): void {
    if (this.gaps.length < MAX_GAPS) {
      this.gaps.push(gap);
      return;
    }
    const place = this.gaps.map(({ series }) => series).lastIndexOf(gap.series);
    const before = this.gaps[place];
    if (before !== undefined) {
      const x = [Math.min(before.x[0], gap.x[0]), Math.max(before.x[1], gap.x[1])] as const;
      this.gaps[place] = { ...before, count: before.count + gap.count, x };
    }
  }

  addNote(note: RunNote): void {
    if (this.notes.length < MAX_NOTES) {
      this.notes.push({ ...note, text: shorten(note.text, MAX_NOTE_CHARACTERS) });
    } else {
      this.problems.add(t('note beyond the first 10,000'));
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
  /** When the producer ended, in seconds since 1970; NaN before, or when its log does not tell. */
  endTime = NaN;
  private readonly router: PointRouter<Series>;
  private lastStep: number | null = null;
  /** Ids of metrics of the machine. */
  private readonly systemSeries = new Set<number>();
  /** The execution count of the cell that has a marker already: the client sets one when a cell begins, whether it will log or not. */
  private markedCell: number | null = null;

  constructor(
    private readonly run: Run,
    readonly id: string,
  ) {
    this.router = new PointRouter((metric, unit) => run.addSeries(metric, unit, id).series);
  }

  get isRoot(): boolean {
    return this.opening === null || this.opening.parent === '';
  }

  /** The process is gone and the log has no end. */
  lose(): void {
    if (this.status === 'running') {
      this.status = 'lost';
    }
  }

  /** What reads a dropped chunk of one of this log's series again; `null` when it cannot be read. */
  chunkReader(series: Series, chunk: number): ChunkReader | null {
    const source = series.sourceOf(chunk);
    return source === null ? null : new ChunkReader(this.router, series, source);
  }

  /** What reads intervals of this log's series again. */
  zoomReader(wanted: ReadonlyMap<Series, IntervalReading>): ZoomReader {
    return new ZoomReader(this.router, wanted);
  }

  refused(reason: RefusalReason): void {
    this.run.problems.add(refusalWords(reason));
  }

  unknown(): void {
    this.run.problems.add(t('record of an unknown type'));
  }

  record(record: LogRecord, offset: number): void {
    // A process that was thought lost and writes is not.
    if (this.status === 'lost') {
      this.status = 'running';
    }
    switch (record.type) {
      case 'run':
        this.open(record);
        break;
      case 'series':
        if (!this.router.declare(record.id, record.metric, record.unit)) {
          this.run.problems.add(t('series declared twice'));
        }
        if (isSystemMetric(record.metric)) {
          this.systemSeries.add(record.id);
        }
        break;
      case 'points':
        this.run.cells.logged();
        this.count(this.router.routePoints(record, { offset, rows: this.router.rows }));
        // The step of a sample of the machine is a second, not one of the program.
        if (typeof record.series !== 'number' || !this.systemSeries.has(record.series)) {
          this.seeStep(lastOf(record.x), record.t === null ? NaN : lastOf(record.t));
        }
        break;
      case 'row':
        this.run.cells.logged();
        this.run.problems.add(t('value that is not a number'), record.refusedValues);
        this.seeStep(record.step ?? this.router.rows, record.time ?? NaN);
        this.count(this.router.routeRow(record, { offset, rows: this.router.rows }));
        break;
      case 'text':
        this.run.cells.logged();
        this.run.text.add(record.stream, record.lines);
        break;
      case 'figure':
        this.run.figures.set(record.name, record);
        break;
      case 'note':
        this.run.addNote({ ...record, at: record.step ?? this.placeOf(record) });
        this.markedCell = record.kind === 'cell' ? executionCountOf(record.text) : this.markedCell;
        break;
      case 'progress':
        this.run.cells.logged();
        if (!this.run.progress.apply(this.id, record)) {
          this.run.problems.add(t('progress bar beyond the first 200'));
        }
        break;
      case 'control':
        if (!this.run.controls.define(record)) {
          this.run.problems.add(t('control beyond the first 100'));
        }
        break;
      case 'value':
        if (!this.run.controls.change(record)) {
          this.run.problems.add(t('value that its control cannot have'));
        }
        break;
      case 'cell':
        this.run.cells.apply(record);
        this.addCellNote(record);
        break;
      case 'gap':
        this.addGap(record);
        break;
      case 'resume':
        this.status = 'running';
        this.error = '';
        break;
      case 'end':
        this.status = record.status;
        this.error = shorten(record.error, MAX_ERROR_CHARACTERS);
        this.endTime = record.time;
        break;
      case 'about':
        // What the user says stands in the control log; a program's word does not count.
        this.unknown();
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

  /** A cell that begins to log is a marker. */
  private addCellNote({ state, notebook, time }: CellRecord): void {
    const isMarked = notebook?.executionCount != null && notebook.executionCount === this.markedCell;
    if (state === 'running' && notebook !== null && !isMarked) {
      const text =
        notebook.executionCount === null ? t('cell executed') : t('cell [{0}] executed', notebook.executionCount);
      this.run.addNote({ type: 'note', kind: 'cell', text, time, step: null, level: null, at: this.lastStep });
    }
  }

  /** A program tells of a control's new value when it has rested for a moment: the marker belongs to the moment of the change. */
  private placeOf({ kind, time }: NoteRecord): number | null {
    return (kind === 'control' ? this.run.clock.stepAt(time) : null) ?? this.lastStep;
  }

  private addGap({ series: id, count, reason, x }: GapRecord): void {
    this.run.problems.add(t('dropped by the program: {0}', reason || t('no reason given')), count);
    const sink = id === null ? undefined : this.router.sinkOf(id);
    const series = sink === undefined ? undefined : this.run.series.find((one) => one.series === sink);
    if (series !== undefined && x !== null) {
      this.run.addGap({ series, count, reason: shorten(reason, MAX_REASON_CHARACTERS), x });
    }
  }

  private seeStep(step: number, time: number): void {
    if (Number.isFinite(step)) {
      this.lastStep = step;
      this.run.clock.add(time, step);
    }
  }

  private count({ stored, refused, undeclared }: Routed): void {
    this.run.points += stored;
    this.run.problems.add(t('point whose step is not finite'), refused);
    this.run.problems.add(t('point of an undeclared series'), undeclared);
  }
}

/** Of a cell's marker as the client writes it, `In [3]: train()`; `null` when it tells none. */
function executionCountOf(text: string): number | null {
  const [, count] = /^In \[(\d+)\]/.exec(text) ?? [];
  return count === undefined ? null : Number(count);
}

function lastOf(column: Column): number {
  return column.length === 0 ? NaN : valueAt(column, column.length - 1);
}
