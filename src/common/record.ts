/**
 * The records of a run log, version 1, as decoded: docs/log-format.md is the contract, src/runner/python/sideplot writes them, and both are held to
 * the fixtures in test/fixtures/log.
 */
import type { Column } from './column';
import type { JobFacts } from './job-facts';
import type { SweepFacts } from './sweep-facts';

export interface RunRecord {
  readonly type: 'run';
  readonly version: number;
  readonly id: string;
  readonly producer: string;
  readonly name: string;
  readonly project: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Seconds since 1970; NaN when not told. */
  readonly start: number;
  readonly cwd: string;
  readonly argv: readonly string[];
  readonly pid: number | null;
  /** Clock ticks after boot. */
  readonly processStart: number | null;
  readonly host: string;
  readonly user: string;
  readonly language: string;
  /** The program that interprets the code, or empty. */
  readonly executable: string;
  readonly workspace: string;
  readonly notebook: NotebookPlace | null;
  readonly parent: string;
  /** Whether the program reads the control log: it can be asked to stop. */
  readonly listens: boolean;
  /** What a job runs; `null` for a run that is none. */
  readonly job: JobFacts | null;
  /** The sweep that the job belongs to, or `null`. */
  readonly sweep: SweepFacts | null;
}

export interface NotebookPlace {
  readonly path: string;
  readonly cell: string;
  readonly executionCount: number | null;
}

export interface SeriesRecord {
  readonly type: 'series';
  readonly id: number;
  readonly metric: string;
  readonly unit: string;
  readonly kind: string;
}

export interface PointsRecord {
  readonly type: 'points';
  /** One id for all points, or one for each. */
  readonly series: number | Column;
  readonly x: Column;
  readonly y: Float64Array;
  readonly t: Column | null;
}

export interface TextRecord {
  readonly type: 'text';
  readonly stream: string;
  readonly lines: readonly string[];
  readonly time: number;
}

export interface FigureRecord {
  readonly type: 'figure';
  readonly name: string;
  readonly charts: readonly ChartLayout[];
  readonly open: OpenPlace | null;
}

export interface ChartLayout {
  readonly title: string | null;
  /** Metric names; one that ends in `*` stands for all that begin so. */
  readonly metrics: readonly string[];
  /** The program's own Vega-Lite spec for the chart; `null` for the usual lines. It is code: not to be drawn where code is not trusted. */
  readonly spec: ChartSpec | null;
}

/** A Vega-Lite spec as the program gave it, unchecked. */
export type ChartSpec = Readonly<Record<string, unknown>>;

export type OpenPlace = 'beside' | 'window' | 'never';

export interface NoteRecord {
  readonly type: 'note';
  readonly kind: string;
  readonly text: string;
  readonly time: number;
  readonly step: number | null;
  /** How grave an alert is; `null` when the record does not say, or says another word. */
  readonly level: AlertLevel | null;
}

export type AlertLevel = 'info' | 'warning' | 'error';

/** How far something is: the newest record of an id is the state of its bar. */
export interface ProgressRecord {
  readonly type: 'progress';
  readonly id: number;
  readonly label: string;
  readonly done: number;
  /** `null` when it is not known. */
  readonly total: number | null;
  readonly unit: string;
  /** The loop is over, at its end or before. */
  readonly finished: boolean;
  readonly time: number;
}

export type ControlKind = 'slider' | 'toggle' | 'choice' | 'button';

export type ControlValue = number | boolean | string;

/** The program wants a widget in the panel; a later one of the same name replaces it. */
export interface ControlRecord {
  readonly type: 'control';
  /** Names it in its run. */
  readonly name: string;
  readonly kind: ControlKind;
  /** What the program has: of a slider a number, of a toggle a boolean, of a choice one of its options, of a button how often it was pressed. */
  readonly value: ControlValue;
  readonly unit: string;
  /** Of a slider, as all up to `logarithmic`. */
  readonly min: number;
  readonly max: number;
  /** Distance of its values; `null` when all are allowed. */
  readonly step: number | null;
  /** Whether equal ways are equal factors. */
  readonly logarithmic: boolean;
  /** Of a choice. */
  readonly options: readonly string[];
  readonly time: number;
}

/** The program has taken another value of a control. */
export interface ValueRecord {
  readonly type: 'value';
  readonly name: string;
  readonly value: ControlValue;
  readonly time: number;
}

/** A notebook's cell logs to the run, or has ended. */
export interface CellRecord {
  readonly type: 'cell';
  readonly state: 'running' | 'ended';
  /** `null` when the record does not name the notebook's file. */
  readonly notebook: NotebookPlace | null;
  readonly time: number;
}

export interface GapRecord {
  readonly type: 'gap';
  readonly series: number | null;
  readonly count: number;
  readonly reason: string;
  readonly x: readonly [number, number] | null;
}

export interface ResumeRecord {
  readonly type: 'resume';
  readonly time: number;
}

export interface EndRecord {
  readonly type: 'end';
  readonly status: 'finished' | 'failed' | 'interrupted';
  readonly error: string;
  readonly time: number;
}

/** What the user says about a run. Stands in the control log only; a value that is `null` leaves what was said before. */
export interface AboutRecord {
  readonly type: 'about';
  /** Empty: the name that the program gave. */
  readonly name: string | null;
  /** Index into the palette; −1: chosen by the editor. */
  readonly colour: number | null;
  readonly pinned: boolean | null;
  readonly note: string | null;
  readonly archived: boolean | null;
  readonly time: number;
}

/** An object without a type: each number in it is a point. */
export interface RowRecord {
  readonly type: 'row';
  readonly step: number | null;
  readonly time: number | null;
  /** Metric names and values; a Map, because a name may be `__proto__`. */
  readonly values: ReadonlyMap<string, number>;
  /** How many values of the row were not numbers. */
  readonly refusedValues: number;
}

export type LogRecord =
  | RunRecord
  | SeriesRecord
  | PointsRecord
  | TextRecord
  | FigureRecord
  | NoteRecord
  | ProgressRecord
  | ControlRecord
  | ValueRecord
  | CellRecord
  | GapRecord
  | ResumeRecord
  | EndRecord
  | AboutRecord
  | RowRecord;

/** Why a line was refused. */
export type RefusalReason = 'too-long' | 'not-json' | 'not-object' | 'bad-record' | 'bad-column';

export type DecodedLine =
  | { readonly kind: 'record'; readonly record: LogRecord }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly reason: RefusalReason };

/** The longest line that is read, in bytes. */
export const MAX_LINE_BYTES = 1024 * 1024;

/** The longest Vega-Lite spec of a chart, in characters of its JSON. */
export const MAX_SPEC_CHARACTERS = 256 * 1024;

/** The longest metric name, in characters. */
export const MAX_METRIC_NAME = 1024;

/** The longest name of a control and of each option, in characters. */
export const MAX_CONTROL_TEXT = 200;

/** So many options a choice may have. */
export const MAX_OPTIONS = 200;

/** What a run id and a producer id look like. */
export const ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
