/** Checks what a page says as if the page were hostile. */
import { MAX_PART_BYTES, MAX_PARTS } from './drawings';
import { isExportFormat } from './export-format';
import { MAX_CHART_ID, readChoices } from './figure-choices';
import { MAX_CHARTS } from './figure-layout';
import { MAX_PLACES } from './point-answer';
import type { ChartViewport, ColumnPlace, PageToHost } from './protocol';
import { MAX_CONTROL_TEXT } from './record';
import { isControlValue, isCount, isObject } from './record-shape';

const MAX_TEXT = 2000;
/** No system opens a longer path. */
const MAX_PATH = 4096;

type Fields = Readonly<Record<string, unknown>>;

/** @returns the message with its declared fields alone, or `undefined` when it is none. */
export function readPageMessage(value: unknown): PageToHost | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const { type, page, generation, sequence, text, action, message } = value;
  if (!isText(page, 100) || page === '') {
    return undefined;
  }
  switch (type) {
    case 'ready':
    case 'pong':
      return { type, page };
    case 'credit':
      return isCount(generation) && isCount(sequence) ? { type, page, generation, sequence } : undefined;
    case 'viewport': {
      const charts = readCharts(value['charts']);
      return isCount(generation) && charts !== undefined ? { type, page, generation, charts } : undefined;
    }
    case 'filter':
      return isText(text, MAX_TEXT) ? { type, page, text } : undefined;
    case 'choices':
      return readChosen(page, value);
    case 'action':
      return action === 'compare' || action === 'stop' ? { type, page, action } : undefined;
    case 'control':
      return readControl(page, value);
    case 'open':
      return readOpenSource(page, value);
    case 'question':
      return readQuestion(page, value);
    case 'drawing':
      return readDrawing(page, value);
    case 'noDrawing':
      return readNoDrawing(page, value);
    case 'export':
      return readExport(page, value);
    case 'trouble':
      return typeof message === 'string' ? { type, page, message: message.slice(0, MAX_TEXT) } : undefined;
    default:
      return undefined;
  }
}

function readChosen(page: string, { generation, revision, choices }: Fields): PageToHost | undefined {
  const chosen = readChoices(choices);
  return isCount(generation) && isCount(revision) && chosen !== undefined
    ? { type: 'choices', page, generation, revision, choices: chosen }
    : undefined;
}

/** Whether the control can have the value, only the host can tell. */
function readControl(page: string, { name, value }: Fields): PageToHost | undefined {
  return isText(name, MAX_CONTROL_TEXT) && isControlValue(value) ? { type: 'control', page, name, value } : undefined;
}

/** What a path is good for, only the host can tell. */
function readOpenSource(page: string, { path, line }: Fields): PageToHost | undefined {
  const isPath = isText(path, MAX_PATH) && path !== '' && !path.includes('\0');
  return isPath && isCount(line) && line > 0 ? { type: 'open', page, path, line } : undefined;
}

function readQuestion(page: string, { generation, request, x, places }: Fields): PageToHost | undefined {
  if (!Array.isArray(places) || places.length > MAX_PLACES) {
    return undefined;
  }
  const read = Array.from(places, readPlace);
  return isCount(generation) && isCount(request) && isFinite(x) && read.every((place) => place !== undefined)
    ? { type: 'question', page, generation, request, x, places: read }
    : undefined;
}

function readPlace(value: unknown): ColumnPlace | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const { chart, series, low, high } = value;
  const isColumn = isFinite(low) && isFinite(high) && low < high;
  return isText(chart, MAX_CHART_ID) && isCount(series) && isColumn ? { chart, series, low, high } : undefined;
}

function readDrawing(page: string, { request, part, parts, bytes }: Fields): PageToHost | undefined {
  const isPart = isCount(part) && isCount(parts) && part < parts && parts <= MAX_PARTS;
  const isSound = bytes instanceof ArrayBuffer && bytes.byteLength <= MAX_PART_BYTES;
  return isCount(request) && isPart && isSound ? { type: 'drawing', page, request, part, parts, bytes } : undefined;
}

function readNoDrawing(page: string, { request, reason }: Fields): PageToHost | undefined {
  const isAnswer = isCount(request) && typeof reason === 'string';
  return isAnswer ? { type: 'noDrawing', page, request, reason: reason.slice(0, MAX_TEXT) } : undefined;
}

function readExport(page: string, { format, chart }: Fields): PageToHost | undefined {
  const isFormat = format === null || isExportFormat(format);
  return isFormat && (chart === null || isText(chart, MAX_CHART_ID))
    ? { type: 'export', page, format, chart }
    : undefined;
}

function readCharts(value: unknown): readonly ChartViewport[] | undefined {
  if (!Array.isArray(value) || value.length > MAX_CHARTS) {
    return undefined;
  }
  // Not map: it passes over the holes of a sparse array.
  const charts = Array.from(value, readChart);
  return charts.every((chart) => chart !== undefined) ? charts : undefined;
}

function readChart(value: unknown): ChartViewport | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const { chart, width, domain } = value;
  if (!isText(chart, MAX_CHART_ID) || !isFinite(width) || width < 0) {
    return undefined;
  }
  if (domain === null) {
    return { chart, width, domain };
  }
  if (!Array.isArray(domain) || domain.length !== 2) {
    return undefined;
  }
  const low: unknown = domain[0];
  const high: unknown = domain[1];
  return isFinite(low) && isFinite(high) && low < high ? { chart, width, domain: [low, high] } : undefined;
}

function isText(value: unknown, limit: number): value is string {
  return typeof value === 'string' && value.length <= limit;
}

function isFinite(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
