/**
 * The way a program's own spec takes. Marks of a compiled spec that draw the points as they are become one `shape` item a series, drawn by the page
 * from typed arrays; the domains of their scales come from the extents that the page knows. When nothing else needs the points, they never
 * become rows of Vega.
 */
import type { Spec } from 'vega';
import { isObject } from '../common/record-shape';
import { styleOf, STYLE_CHANNELS } from './mark-style';
import { type Quantity, type Stream, streamsOf, usedData } from './streamed-data';
import { POINTS } from './user-spec';
import { without } from './without';

type Fields = Readonly<Record<string, unknown>>;

/** The expression function that gives a mark's item its drawing. */
export const MARK_FUNCTION = 'sideplotMark';
/** Data sets and signals that the page sets while it draws. */
export const DATA = { series: 'sideplot_series', extents: 'sideplot_extents' } as const;
export const SIGNALS = { revision: 'sideplot_revision', zoom: 'sideplot_zoom' } as const;

export type Interpolation = 'linear' | 'step' | 'step-before' | 'step-after';

/** A mark that the page draws. */
export interface StreamedMark {
  readonly kind: 'line' | 'area' | 'symbol' | 'rule';
  /** Names of the scales; a rule over the whole width or height has one only. */
  readonly x: string | null;
  readonly y: string | null;
  readonly interpolation: Interpolation;
  /** Whether a line goes on over points that are not finite. */
  readonly bridges: boolean;
}

export interface Route {
  readonly compiled: Spec;
  readonly marks: readonly StreamedMark[];
  /** Whether something in the spec needs the points as rows. */
  readonly needsRows: boolean;
  /** Whether the part of x that is shown may be chosen by the page: the spec has neither a domain nor selections of its own. */
  readonly zooms: boolean;
}

const CONTINUOUS = new Set(['linear', 'log', 'pow', 'sqrt', 'symlog']);
const INTERPOLATIONS: readonly unknown[] = ['linear', 'step', 'step-before', 'step-after'];
/** Channels that change nothing in a picture drawn by the page. */
const SILENT = new Set([
  'tooltip',
  'description',
  'cursor',
  'orient',
  'defined',
  'aria',
  'ariaRole',
  'x',
  'y',
  'x2',
  'y2',
]);
const STYLES = new Set<string>(STYLE_CHANNELS);

/** Finds the way of a compiled spec; `chart` is the key under which the page's drawings are known, `seriesCount` says how many series there are. */
export function routeSpec(compiled: Spec, chart: string, seriesCount: number): Route {
  const router = new Router(compiled, chart, seriesCount);
  return router.route();
}

class Router {
  private readonly streams: ReadonlyMap<string, Stream>;
  private readonly scales: ReadonlyMap<string, Fields>;
  private readonly marks: StreamedMark[] = [];
  /** Selections that look at more than the metric: marks that ask them are drawn by Vega. */
  private readonly metricSelections: ReadonlySet<string>;
  private readonly picksMarks: boolean;

  constructor(
    private readonly compiled: Spec,
    private readonly chart: string,
    private readonly seriesCount: number,
  ) {
    this.streams = streamsOf(compiled, seriesCount);
    const scales = (compiled.scales ?? []) as unknown as readonly Fields[];
    this.scales = new Map(scales.map((scale) => [String(scale['name']), scale]));
    const signals = JSON.stringify(allSignals(compiled));
    this.picksMarks = signals.includes('item().mark');
    this.metricSelections = new Set(allSignals(compiled).flatMap((signal) => metricSelection(signal)));
  }

  route(): Route {
    const { compiled } = this;
    const marks = ((compiled.marks ?? []) as unknown as readonly Fields[]).map((mark) => this.replaced(mark));
    const scales = [...this.scales.values()].map((scale) => this.withExtents(scale));
    const xScales = new Set(this.marks.flatMap(({ x }) => x ?? []));
    const zooms =
      xScales.size === 1 && !hasSelections(compiled) && scales.every((scale) => this.mayZoom(scale, xScales));
    const patched = {
      ...compiled,
      marks,
      scales: zooms ? scales.map((scale) => withZoom(scale, xScales)) : scales,
      signals: [{ name: SIGNALS.revision, value: 0 }, { name: SIGNALS.zoom, value: null }, ...(compiled.signals ?? [])],
    } as unknown as Spec;
    const used = usedData(patched);
    const data = ((compiled.data ?? []) as unknown as readonly Fields[]).filter(({ name }) => used.has(String(name)));
    return {
      compiled: {
        ...patched,
        data: [{ name: DATA.series }, { name: DATA.extents }, ...data] as unknown as NonNullable<Spec['data']>,
      },
      marks: this.marks,
      needsRows: used.has(POINTS),
      zooms,
    };
  }

  /** The mark, or what is drawn in its place; groups are looked into. */
  private replaced(mark: Fields): Fields {
    if (this.picksMarks) return mark;
    const { from } = mark;
    const facet = isObject(from) && isObject(from['facet']) ? from['facet'] : undefined;
    const children = Array.isArray(mark['marks']) ? (mark['marks'] as readonly Fields[]) : [];
    if (mark['type'] !== 'group') return this.shape(mark, isObject(from) ? from['data'] : undefined, false) ?? mark;
    if (from === undefined) return { ...mark, marks: children.map((child) => this.replaced(child)) };
    const [line] = children;
    const byMetric = JSON.stringify(facet?.['groupby']) === '["metric"]';
    if (facet === undefined || !byMetric || children.length !== 1 || line === undefined) return mark;
    const source = isObject(line['from']) ? line['from']['data'] : undefined;
    const shape = source === facet['name'] ? this.shape(line, facet['data'], true) : undefined;
    if (shape === undefined) return mark;
    // The group stays, as Vega makes room for what is in a group in another way.
    return { ...without(mark, 'from'), marks: [shape] };
  }

  /** What the page draws instead of the mark, or nothing when the mark is not of a kind that it draws. */
  private shape(mark: Fields, data: unknown, isOneSeries: boolean): Fields | undefined {
    const stream = this.streams.get(String(data));
    const { encode } = mark;
    if (stream === undefined || !isObject(encode) || Object.keys(encode).join() !== 'update') return undefined;
    const update = encode['update'] as Fields;
    const drawn = this.drawnAs(mark, update, stream, isOneSeries);
    const isPlain = Object.entries(update).every(
      ([channel, value]) => SILENT.has(channel) || (STYLES.has(channel) && this.isOfSeries(value)),
    );
    if (drawn === undefined || !isPlain) return undefined;
    const { shape: symbol, ...style } = without(styleOf(mark, update, this.compiled.config), 'interpolate');
    const index = this.marks.push(drawn) - 1;
    return {
      ...(mark['name'] !== undefined && { name: mark['name'] }),
      ...(mark['clip'] !== undefined && { clip: mark['clip'] }),
      ...(mark['zindex'] !== undefined && { zindex: mark['zindex'] }),
      type: 'shape',
      interactive: false,
      from: { data: DATA.series },
      encode: {
        update: {
          ...style,
          // Vega would leave room for pointed corners.
          ...(drawn.kind === 'rule' && { strokeJoin: { value: 'round' } }),
          ...(symbol !== undefined && { symbol }),
          shape: { signal: `${MARK_FUNCTION}(${JSON.stringify(this.chart)}, ${index}, datum.index)` },
          revision: { signal: revisionOf(drawn) },
        },
      },
    };
  }

  private drawnAs(mark: Fields, update: Fields, stream: Stream, isOneSeries: boolean): StreamedMark | undefined {
    const interpolation = interpolationOf(update['interpolate']);
    const x = this.scaleOf(update['x'], stream, 'step');
    const y = this.scaleOf(update['y'], stream, 'value');
    const base = { x, y, interpolation: interpolation ?? 'linear', bridges: stream.filtered } as const;
    switch (mark['type']) {
      case 'line':
      case 'area': {
        const isWhole = isOneSeries || this.seriesCount <= 1;
        const breaks = stream.filtered || update['defined'] !== undefined;
        if (!isWhole || !breaks || interpolation === undefined || x === null || y === null || !isSortedByX(mark)) {
          return undefined;
        }
        if (mark['type'] === 'line') return { ...base, kind: 'line' };
        return this.standsOnZero(update, y, stream) ? { ...base, kind: 'area' } : undefined;
      }
      case 'symbol':
        return x !== null && y !== null && update['x2'] === undefined ? { ...base, kind: 'symbol' } : undefined;
      case 'rule': {
        const isUpright = x !== null && isValue(update['y'], 0) && isGroup(update['y2'], 'height');
        const isLevel = y !== null && isGroup(update['x'], 'width') && isValue(update['x2'], 0);
        if (isUpright && update['x2'] === undefined) return { ...base, y: null, kind: 'rule' };
        return isLevel && update['y2'] === undefined ? { ...base, x: null, kind: 'rule' } : undefined;
      }
      default:
        return undefined;
    }
  }

  private standsOnZero(update: Fields, scale: string, stream: Stream): boolean {
    const { y2, orient } = update;
    if (!isObject(y2) || y2['scale'] !== scale || (orient !== undefined && !isValue(orient, 'vertical'))) return false;
    return y2['value'] === 0 || stream.fields.get(String(y2['field'])) === 'zero';
  }

  /** The scale of a channel that shows the quantity as it is. */
  private scaleOf(channel: unknown, stream: Stream, quantity: Quantity): string | null {
    if (!isObject(channel) || Object.keys(channel).sort().join() !== 'field,scale') return null;
    const { scale, field } = channel;
    const known = typeof scale === 'string' ? this.scales.get(scale) : undefined;
    if (known === undefined || typeof field !== 'string' || stream.fields.get(field) !== quantity) return null;
    const isUsual = CONTINUOUS.has(typeOf(known)) && !(quantity === 'step' && isReversed(known));
    return isUsual ? String(scale) : null;
  }

  /** Whether a channel is the same for all points of a series. */
  private isOfSeries(value: unknown): boolean {
    if (Array.isArray(value)) return value.every((part) => this.isOfSeries(part));
    if (!isObject(value)) return false;
    return Object.entries(value).every(([key, part]) => {
      if (key === 'field') return part === 'metric';
      if (key === 'test' || key === 'signal') return this.isExpressionOfSeries(String(part));
      return !isObject(part);
    });
  }

  private isExpressionOfSeries(expression: string): boolean {
    const rest = expression
      .replaceAll(/vlSelectionTest\("(\w+)_store", datum\)/g, (whole, name: string) =>
        this.metricSelections.has(name) ? '' : whole,
      )
      .replaceAll(/datum\["metric"\]|datum\.metric\b/g, '');
    return !/\bdatum\b/.test(rest) && !/\b(item|group|parent)\b/.test(rest);
  }

  /** The scale with its domain taken from what the page knows, where it was taken from the points. */
  private withExtents(scale: Fields): Fields {
    const { domain } = scale;
    if (!isObject(domain)) return scale;
    const isContinuous = CONTINUOUS.has(typeOf(scale));
    const suffix = typeOf(scale) === 'log' ? '_positive' : '';
    const of = (data: unknown, field: unknown, rest: Fields): Fields | undefined => {
      const quantity = this.streams.get(String(data))?.fields.get(String(field));
      if (quantity === 'metric') return { ...rest, data: DATA.series, field: 'metric' };
      if (quantity === undefined || !isContinuous) return undefined;
      return { data: DATA.extents, field: quantity === 'zero' ? 'zero' : `${quantity}${suffix}` };
    };
    const { data, field, fields, ...rest } = domain;
    if (!Array.isArray(fields)) return { ...scale, domain: of(data, field, rest) ?? domain };
    const parts = (fields as readonly unknown[]).map((part) =>
      isObject(part)
        ? (of(part['data'], part['field'], {}) ?? part)
        : typeof part === 'string'
          ? (of(data, part, {}) ?? { data, field: part })
          : part,
    );
    return { ...scale, domain: { ...rest, fields: unique(parts) } };
  }

  private mayZoom(scale: Fields, xScales: ReadonlySet<string>): boolean {
    const { name, domain } = scale;
    if (!xScales.has(String(name))) return true;
    const isLinear = typeOf(scale) === 'linear';
    return isLinear && scale['domainRaw'] === undefined && JSON.stringify(domain ?? null).includes(`"${DATA.extents}"`);
  }
}

function typeOf({ type }: Fields): string {
  return typeof type === 'string' ? type : 'linear';
}

function withZoom(scale: Fields, xScales: ReadonlySet<string>): Fields {
  return xScales.has(String(scale['name'])) ? { ...scale, domainRaw: { signal: SIGNALS.zoom } } : scale;
}

/** Changes whenever the mark has to be drawn again: with new points, and when one of its scales changes. */
function revisionOf({ x, y }: StreamedMark): string {
  const scales = [x, y].flatMap((name) => (name === null ? [] : [`domain("${name}")`, `range("${name}")`]));
  return `[${[SIGNALS.revision, 'width', 'height', ...scales].join(', ')}]`;
}

function interpolationOf(channel: unknown): Interpolation | undefined {
  if (channel === undefined) return 'linear';
  const value = isObject(channel) ? channel['value'] : undefined;
  return INTERPOLATIONS.includes(value) ? (value as Interpolation) : undefined;
}

function isSortedByX({ sort }: Fields): boolean {
  return (
    isObject(sort) && (sort['field'] === 'x' || sort['field'] === 'datum["step"]') && sort['order'] !== 'descending'
  );
}

function isReversed({ reverse, domain, range }: Fields): boolean {
  const falls = (ends: unknown) => Array.isArray(ends) && Number(ends[0]) > Number(ends[ends.length - 1]);
  return (reverse !== undefined && reverse !== false) || falls(domain) || falls(range);
}

function isValue(channel: unknown, value: unknown): boolean {
  return isObject(channel) && Object.keys(channel).length === 1 && channel['value'] === value;
}

function isGroup(channel: unknown, length: string): boolean {
  return isObject(channel) && isObject(channel['field']) && channel['field']['group'] === length;
}

function unique(parts: readonly unknown[]): unknown[] {
  return [...new Map(parts.map((part) => [JSON.stringify(part), part])).values()];
}

function allSignals(scope: unknown): Fields[] {
  if (!isObject(scope)) return [];
  const own = Array.isArray(scope['signals']) ? (scope['signals'] as Fields[]) : [];
  const marks = Array.isArray(scope['marks']) ? (scope['marks'] as Fields[]) : [];
  return [...own, ...marks.flatMap((mark) => allSignals(mark))];
}

function hasSelections(compiled: Spec): boolean {
  return (compiled.data ?? []).some(({ name }) => name.endsWith('_store'));
}

/** The name of the selection whose fields a signal tells, if they are the metric only. */
function metricSelection({ name, value }: Fields): string[] {
  const selection = /^(\w+)_tuple_fields$/.exec(String(name))?.[1];
  if (selection === undefined || !Array.isArray(value)) return [];
  return (value as readonly Fields[]).every(({ field }) => field === 'metric') ? [selection] : [];
}
