/** What the user chose for a figure: how its charts are arranged and how its curves are read. Kept by the host, so that it serves the next run too. */
import { MAX_METRIC_NAME } from './record';
import { isCount, isObject } from './record-shape';

export interface FigureChoices {
  readonly arrangement: Arrangement;
  readonly reading: Reading;
}

/** Charts are named by their ids. */
export interface Arrangement {
  /** Charts in the user's order; those that are not listed follow in their own. */
  readonly order: readonly string[];
  readonly hidden: readonly string[];
  /** Shown before all others. */
  readonly pinned: readonly string[];
  /** Each list is drawn as one chart, the first one's. */
  readonly merged: readonly (readonly string[])[];
  readonly sizes: Readonly<Record<string, ChartSize>>;
}

/** How many cells of the grid a chart covers. */
export interface ChartSize {
  readonly columns: number;
  readonly rows: number;
}

export interface Reading {
  readonly x: XAxis;
  readonly logX: boolean;
  readonly logY: boolean;
  /** Weight of the past in the moving average, from 0 (none) to below 1. */
  readonly smoothing: number;
  /** Whether the y range leaves extreme values out. */
  readonly ignoreOutliers: boolean;
  /** Width of the window that follows the newest points, in units of x; `null` shows all. */
  readonly latest: number | null;
  /** Whether a zoom in x is one of all charts. */
  readonly linked: boolean;
  /** Whether notes of the runs and gaps of their series are shown. */
  readonly markers: boolean;
}

export type XAxis =
  { readonly kind: 'step' | 'time' | 'relative' } | { readonly kind: 'metric'; readonly metric: string };

export const DEFAULT_CHOICES: FigureChoices = {
  arrangement: { order: [], hidden: [], pinned: [], merged: [], sizes: {} },
  reading: {
    x: { kind: 'step' },
    logX: false,
    logY: false,
    smoothing: 0,
    ignoreOutliers: false,
    latest: null,
    linked: true,
    markers: true,
  },
};

export const MAX_SMOOTHING = 0.999;
/** Longer than any id that a chart has: metric names are no longer than this. */
export const MAX_CHART_ID = MAX_METRIC_NAME + 100;
/** Charts that can be arranged. */
const MAX_ARRANGED = 1000;
/** The most rows or columns of the grid that a chart covers. */
export const MAX_CELLS = 12;

/** @returns the choices with their declared fields alone, or `undefined` when the value is none. */
export function readChoices(value: unknown): FigureChoices | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const arrangement = readArrangement(value['arrangement']);
  const reading = readReading(value['reading']);
  return arrangement === undefined || reading === undefined ? undefined : { arrangement, reading };
}

function readArrangement(value: unknown): Arrangement | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const { order, hidden, pinned, merged, sizes } = value;
  const areIds = isIdList(order) && isIdList(hidden) && isIdList(pinned);
  if (!areIds || !isList(merged) || !merged.every(isIdList) || !isObject(sizes)) {
    return undefined;
  }
  const cells = Object.entries(sizes).map(([id, size]) => [id, readSize(size)] as const);
  if (cells.length > MAX_ARRANGED || cells.some(([id, size]) => !isChartId(id) || size === undefined)) {
    return undefined;
  }
  const known = cells.flatMap(([id, size]) => (size === undefined ? [] : [[id, size] as const]));
  return { order, hidden, pinned, merged, sizes: Object.fromEntries(known) };
}

function readSize(value: unknown): ChartSize | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const { columns, rows } = value;
  return isCells(columns) && isCells(rows) ? { columns, rows } : undefined;
}

function readReading(value: unknown): Reading | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const { logX, logY, smoothing, ignoreOutliers, latest, linked, markers } = value;
  const x = readAxis(value['x']);
  const isSmoothing = typeof smoothing === 'number' && smoothing >= 0 && smoothing <= MAX_SMOOTHING;
  const isWindow = latest === null || (typeof latest === 'number' && latest > 0 && Number.isFinite(latest));
  if (x === undefined || !isSmoothing || !isWindow || !isFlag(logX) || !isFlag(logY)) {
    return undefined;
  }
  return isFlag(ignoreOutliers) && isFlag(linked) && isFlag(markers)
    ? { x, logX, logY, smoothing, ignoreOutliers, latest, linked, markers }
    : undefined;
}

function readAxis(value: unknown): XAxis | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const { kind, metric } = value;
  if (kind === 'metric') {
    return typeof metric === 'string' && metric.length <= MAX_METRIC_NAME ? { kind, metric } : undefined;
  }
  return kind === 'step' || kind === 'time' || kind === 'relative' ? { kind } : undefined;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length <= MAX_ARRANGED;
}

function isIdList(value: unknown): value is readonly string[] {
  // Not every: it passes over the holes of a sparse array.
  return isList(value) && Array.from(value).every(isChartId);
}

function isChartId(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_CHART_ID;
}

function isCells(value: unknown): value is number {
  return isCount(value) && value >= 1 && value <= MAX_CELLS;
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}
