/** Reads one line of a run log, as if it were hostile: it becomes a record of exactly the declared shape, or it is refused with a reason. */
import { decodeColumn, decodeNumber, decodeValues, type Column } from './column';
import { decodeRow } from './decode-row';
import {
  ID_PATTERN,
  MAX_METRIC_NAME,
  type ChartLayout,
  type DecodedLine,
  type EndRecord,
  type FigureRecord,
  type GapRecord,
  type LogRecord,
  type NotebookPlace,
  type NoteRecord,
  type PointsRecord,
  type RefusalReason,
  type RunRecord,
  type SeriesRecord,
  type TextRecord,
} from './record';

type Fields = Readonly<Record<string, unknown>>;
type Decoder = (fields: Fields) => LogRecord | RefusalReason;

const decoders: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ['run', decodeRun],
  ['series', decodeSeries],
  ['points', decodePoints],
  ['text', decodeText],
  ['figure', decodeFigure],
  ['note', decodeNote],
  ['gap', decodeGap],
  ['resume', (fields) => ({ type: 'resume', time: time(fields) })],
  ['end', decodeEnd],
]);

/** Decodes a line without its line end. Never throws. */
export function decodeLine(line: string): DecodedLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { kind: 'refused', reason: 'not-json' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { kind: 'refused', reason: 'not-object' };
  }
  const fields = value as Fields;
  if (!Object.hasOwn(fields, 'type')) {
    return { kind: 'record', record: decodeRow(fields) };
  }
  const type = fields['type'];
  if (typeof type !== 'string') {
    return { kind: 'refused', reason: 'bad-record' };
  }
  const decoder = decoders.get(type);
  if (decoder === undefined) {
    return { kind: 'unknown' };
  }
  const decoded = decoder(fields);
  return typeof decoded === 'string' ? { kind: 'refused', reason: decoded } : { kind: 'record', record: decoded };
}

function decodeRun(fields: Fields): RunRecord | RefusalReason {
  const { version, id, config, argv } = fields;
  if (typeof version !== 'number' || typeof id !== 'string' || !ID_PATTERN.test(id)) {
    return 'bad-record';
  }
  return {
    type: 'run',
    version,
    id,
    producer: text(fields['producer']),
    name: text(fields['name']),
    project: text(fields['project']),
    config: isObject(config) ? config : {},
    start: finite(fields['start']) ?? NaN,
    cwd: text(fields['cwd']),
    argv: Array.isArray(argv) ? argv.map(text) : [],
    pid: finite(fields['pid']) ?? null,
    processStart: finite(fields['pid_start']) ?? null,
    host: text(fields['host']),
    user: text(fields['user']),
    language: text(fields['language']),
    workspace: text(fields['workspace']),
    notebook: decodeNotebook(fields['notebook']),
    parent: text(fields['parent']),
  };
}

function decodeNotebook(value: unknown): NotebookPlace | null {
  if (!isObject(value) || typeof value['path'] !== 'string') {
    return null;
  }
  return { path: value['path'], cell: text(value['cell']), executionCount: finite(value['execution_count']) ?? null };
}

function decodeSeries(fields: Fields): SeriesRecord | RefusalReason {
  const { id, metric } = fields;
  if (!isSeriesId(id) || typeof metric !== 'string' || metric.length === 0 || metric.length > MAX_METRIC_NAME) {
    return 'bad-record';
  }
  return { type: 'series', id, metric, unit: text(fields['unit']), kind: text(fields['kind']) };
}

function decodePoints(fields: Fields): PointsRecord | RefusalReason {
  const { series: id, t } = fields;
  if (!Object.hasOwn(fields, 'y') || !Object.hasOwn(fields, 'x') || (typeof id === 'number' && !isSeriesId(id))) {
    return 'bad-record';
  }
  const y = decodeValues(fields['y']);
  if (y === undefined) {
    return 'bad-column';
  }
  const x = decodeColumn(fields['x'], y.length);
  const times = t === undefined || t === null ? null : decodeColumn(t, y.length);
  const series: number | Column | undefined = isSeriesId(id) ? id : decodeColumn(id, y.length);
  return x === undefined || times === undefined || series === undefined
    ? 'bad-column'
    : { type: 'points', series, x, y, t: times };
}

function decodeText(fields: Fields): TextRecord | RefusalReason {
  const { lines } = fields;
  if (!isTextArray(lines)) {
    return 'bad-record';
  }
  return { type: 'text', stream: text(fields['stream']), lines, time: time(fields) };
}

function decodeFigure(fields: Fields): FigureRecord | RefusalReason {
  const { name, charts, open } = fields;
  if (typeof name !== 'string' || name.length === 0 || name.length > MAX_METRIC_NAME || !Array.isArray(charts)) {
    return 'bad-record';
  }
  const layouts = charts.map(decodeChart);
  if (!layouts.every((layout) => layout !== undefined)) {
    return 'bad-record';
  }
  const place = open === 'beside' || open === 'window' || open === 'never' ? open : null;
  return { type: 'figure', name, charts: layouts, open: place };
}

function decodeChart(value: unknown): ChartLayout | undefined {
  if (isTextArray(value)) {
    return { title: null, metrics: value };
  }
  if (!isObject(value) || !isTextArray(value['metrics'])) {
    return undefined;
  }
  const title = value['title'];
  return { title: typeof title === 'string' ? title : null, metrics: value['metrics'] };
}

function decodeNote(fields: Fields): NoteRecord | RefusalReason {
  if (typeof fields['text'] !== 'string') {
    return 'bad-record';
  }
  const step = finite(fields['step']) ?? null;
  return { type: 'note', kind: text(fields['kind']), text: fields['text'], time: time(fields), step };
}

function decodeGap(fields: Fields): GapRecord | RefusalReason {
  const { series, count, x } = fields;
  const known = series === undefined || series === null || isSeriesId(series);
  if (typeof count !== 'number' || !(count >= 0) || !known) {
    return 'bad-record';
  }
  const [low, high] = Array.isArray(x) && x.length === 2 ? x.map(finite) : [];
  const interval = low !== undefined && high !== undefined ? ([low, high] as const) : null;
  return {
    type: 'gap',
    series: isSeriesId(series) ? series : null,
    count,
    reason: text(fields['reason']),
    x: interval,
  };
}

function decodeEnd(fields: Fields): EndRecord | RefusalReason {
  const { status } = fields;
  if (status !== 'finished' && status !== 'failed' && status !== 'interrupted') {
    return 'bad-record';
  }
  return { type: 'end', status, error: text(fields['error']), time: time(fields) };
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextArray(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

function isSeriesId(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function finite(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function time(fields: Fields): number {
  return decodeNumber(fields['time']) ?? NaN;
}
