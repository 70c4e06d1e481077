/** Reads one line of a run log, as if it were hostile: it becomes a record of exactly the declared shape, or it is refused with a reason. */
import { decodeColumn, decodePacked, decodeValues, isRegular, type Column, type Unpack } from './column';
import { decodeControl, decodeValue } from './decode-control';
import { decodeRow } from './decode-row';
import { decodeJob } from './job-facts';
import type {
  AboutRecord,
  AlertLevel,
  CellRecord,
  ChartLayout,
  DecodedLine,
  EndRecord,
  FigureRecord,
  GapRecord,
  LogRecord,
  NotebookPlace,
  NoteRecord,
  PointsRecord,
  ProgressRecord,
  RefusalReason,
  RunRecord,
  SeriesRecord,
  TextRecord,
} from './record';
import { decodeSweep } from './sweep-facts';
import { hasShape, isCount, isObject, isTextArray } from './record-shape';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Decodes a line without its line end. Never throws.
 *
 * @param unpack reads packed columns.
 */
export function decodeLine(line: string, unpack: Unpack = decodePacked): DecodedLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { kind: 'refused', reason: 'not-json' };
  }
  if (!isObject(value)) {
    return { kind: 'refused', reason: 'not-object' };
  }
  if (!Object.hasOwn(value, 'type')) {
    return { kind: 'record', record: decodeRow(value) };
  }
  const type = value['type'];
  if (typeof type !== 'string') {
    return { kind: 'refused', reason: 'bad-record' };
  }
  if (!isKnownType(type)) {
    return { kind: 'unknown' };
  }
  const decoded = hasShape(type, value) ? decoders[type](value, unpack) : 'bad-record';
  return typeof decoded === 'string' ? { kind: 'refused', reason: decoded } : { kind: 'record', record: decoded };
}

// The decoders get fields whose shape was checked: what is not there becomes its neutral value.
const decoders = {
  run: decodeRun,
  series: decodeSeries,
  points: decodePoints,
  text: decodeText,
  figure: decodeFigure,
  note: decodeNote,
  progress: decodeProgress,
  control: decodeControl,
  value: decodeValue,
  cell: decodeCell,
  gap: decodeGap,
  resume: (fields) => ({ type: 'resume', time: number(fields['time']) }),
  end: decodeEnd,
  about: decodeAbout,
} satisfies Readonly<Record<string, (fields: Fields, unpack: Unpack) => LogRecord | RefusalReason>>;

function isKnownType(type: string): type is keyof typeof decoders {
  return Object.hasOwn(decoders, type);
}

function decodeRun(fields: Fields): RunRecord {
  const { config } = fields;
  return {
    type: 'run',
    version: number(fields['version']),
    id: text(fields['id']),
    producer: text(fields['producer']),
    name: text(fields['name']),
    project: text(fields['project']),
    config: isObject(config) ? config : {},
    start: number(fields['start']),
    cwd: text(fields['cwd']),
    argv: texts(fields['argv']),
    pid: finite(fields['pid']) ?? null,
    processStart: finite(fields['pid_start']) ?? null,
    host: text(fields['host']),
    user: text(fields['user']),
    language: text(fields['language']),
    executable: text(fields['executable']),
    workspace: text(fields['workspace']),
    notebook: decodeNotebook(fields['notebook']),
    parent: text(fields['parent']),
    listens: fields['listens'] === true,
    job: decodeJob(fields['job']),
    sweep: decodeSweep(fields['sweep']),
  };
}

function decodeNotebook(value: unknown): NotebookPlace | null {
  if (!isObject(value) || typeof value['path'] !== 'string') {
    return null;
  }
  return { path: value['path'], cell: text(value['cell']), executionCount: finite(value['execution_count']) ?? null };
}

function decodeSeries(fields: Fields): SeriesRecord {
  const { id, metric, unit, kind } = fields;
  return { type: 'series', id: number(id), metric: text(metric), unit: text(unit), kind: text(kind) };
}

function decodePoints(fields: Fields, unpack: Unpack): PointsRecord | RefusalReason {
  const y = decodeValues(fields['y'], unpack);
  if (y === undefined) {
    return 'bad-column';
  }
  const x = decodeColumn(fields['x'], y.length, unpack);
  const t = fields['t'] == null ? null : decodeColumn(fields['t'], y.length, unpack);
  const series = decodeSeriesIds(fields['series'], y.length, unpack);
  return x === undefined || t === undefined || series === undefined
    ? 'bad-column'
    : { type: 'points', series, x, y, t };
}

function decodeSeriesIds(value: unknown, length: number, unpack: Unpack): number | Column | undefined {
  if (typeof value === 'number') {
    return value;
  }
  const ids = decodeColumn(value, length, unpack);
  return ids === undefined || !areIds(ids) ? undefined : ids;
}

function areIds(ids: Column): boolean {
  if (!isRegular(ids)) {
    return ids.every(isCount);
  }
  const last = ids.start + (ids.length - 1) * ids.step;
  return ids.length === 0 || (isCount(ids.start) && isCount(last) && (ids.length === 1 || Number.isInteger(ids.step)));
}

function decodeText(fields: Fields): TextRecord {
  return {
    type: 'text',
    stream: text(fields['stream']),
    lines: texts(fields['lines']),
    time: number(fields['time']),
  };
}

function decodeFigure(fields: Fields): FigureRecord {
  const { name, charts, open } = fields;
  return {
    type: 'figure',
    name: text(name),
    charts: Array.isArray(charts) ? charts.map(decodeChart) : [],
    open: open === 'beside' || open === 'window' || open === 'never' ? open : null,
  };
}

function decodeChart(value: unknown): ChartLayout {
  if (!isObject(value)) {
    return { title: null, metrics: texts(value), spec: null };
  }
  const { title, metrics, spec } = value;
  return {
    title: typeof title === 'string' ? title : null,
    metrics: texts(metrics),
    spec: isObject(spec) ? spec : null,
  };
}

function decodeNote(fields: Fields): NoteRecord {
  const { kind, time, step } = fields;
  return {
    type: 'note',
    kind: text(kind),
    text: text(fields['text']),
    time: number(time),
    step: finite(step) ?? null,
    level: decodeLevel(fields['level']),
  };
}

function decodeLevel(value: unknown): AlertLevel | null {
  return value === 'info' || value === 'warning' || value === 'error' ? value : null;
}

function decodeProgress(fields: Fields): ProgressRecord {
  const { id, label, done, total, unit, finished, time } = fields;
  return {
    type: 'progress',
    id: number(id),
    label: text(label),
    done: number(done),
    total: finite(total) ?? null,
    unit: text(unit),
    finished: finished === true,
    time: number(time),
  };
}

function decodeCell(fields: Fields): CellRecord {
  return {
    type: 'cell',
    state: fields['state'] === 'running' ? 'running' : 'ended',
    notebook: decodeNotebook(fields['notebook']),
    time: number(fields['time']),
  };
}

function decodeGap(fields: Fields): GapRecord {
  const { series, count, reason, x } = fields;
  const [low, high] = Array.isArray(x) ? x.map(finite) : [];
  return {
    type: 'gap',
    series: isCount(series) ? series : null,
    count: number(count),
    reason: text(reason),
    x: low !== undefined && high !== undefined ? [low, high] : null,
  };
}

function decodeEnd(fields: Fields): EndRecord {
  const { status, error, time } = fields;
  return {
    type: 'end',
    status: status === 'failed' || status === 'interrupted' ? status : 'finished',
    error: text(error),
    time: number(time),
  };
}

function decodeAbout(fields: Fields): AboutRecord {
  const { name, colour, pinned, note, archived } = fields;
  return {
    type: 'about',
    name: typeof name === 'string' ? name : null,
    colour: finite(colour) ?? null,
    pinned: typeof pinned === 'boolean' ? pinned : null,
    note: typeof note === 'string' ? note : null,
    archived: typeof archived === 'boolean' ? archived : null,
    time: number(fields['time']),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: unknown): readonly string[] {
  return isTextArray(value) ? value : [];
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : NaN;
}

function finite(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
