/** Which data sets of a compiled spec are the points of the chart's metrics as they are, and which are made of them otherwise. */
import type { Spec } from 'vega';
import { isObject } from '../common/record-shape';
import { POINTS } from './user-spec';

type Fields = Readonly<Record<string, unknown>>;

/** What a field of a data set stands for; `zero` is the foot of an area. */
export type Quantity = 'step' | 'value' | 'metric' | 'zero';

/** A data set that holds each point once, unchanged. */
export interface Stream {
  readonly fields: ReadonlyMap<string, Quantity>;
  /** Whether points whose step or value is not finite are left out. */
  readonly filtered: boolean;
}

const VALID = /^isValid\(datum\["(step|value)"\]\) && isFinite\(\+datum\["\1"\]\)$/;

/** The data sets by name. One whose transforms are others than those that Vega-Lite adds to each chart is not among them. */
export function streamsOf(compiled: Spec, seriesCount: number): ReadonlyMap<string, Stream> {
  const streams = new Map<string, Stream>();
  const plain = new Map<string, Quantity>([
    ['step', 'step'],
    ['value', 'value'],
    ['metric', 'metric'],
  ]);
  for (const data of (compiled.data ?? []) as unknown as readonly Fields[]) {
    const name = String(data['name']);
    const source = typeof data['source'] === 'string' ? streams.get(data['source']) : undefined;
    const base = name === POINTS ? { fields: plain, filtered: false } : source;
    const transforms = (data['transform'] ?? []) as readonly Fields[];
    const stream = transforms.reduce<Stream | undefined>(
      (before, transform) => before && afterTransform(before, transform, seriesCount),
      base,
    );
    if (stream !== undefined) streams.set(name, stream);
  }
  return streams;
}

function afterTransform(stream: Stream, transform: Fields, seriesCount: number): Stream | undefined {
  const { type, expr, as } = transform;
  if (type === 'formula') {
    return (as === 'step' || as === 'value') && expr === `toNumber(datum["${as}"])` ? stream : undefined;
  }
  if (type === 'filter') {
    const parts = String(expr).match(/isValid\(.*?\) && isFinite\(.*?\)/g) ?? [];
    const isValidity = parts.every((part) => VALID.test(part)) && parts.join(' && ') === expr;
    return isValidity ? { ...stream, filtered: true } : undefined;
  }
  // Of one series, nothing is to be stacked: its areas stand on zero.
  const isAlone = seriesCount <= 1 && transform['field'] === 'value';
  if (type === 'impute') {
    return isAlone && transform['key'] === 'step' && transform['value'] === 0 && isEmpty(transform['groupby'])
      ? stream
      : undefined;
  }
  if (type === 'stack' && isAlone && transform['offset'] === 'zero' && Array.isArray(as)) {
    const byStep = JSON.stringify(transform['groupby']) === '["step"]';
    const fields = new Map(stream.fields).set(String(as[0]), 'zero').set(String(as[1]), 'value');
    return byStep ? { ...stream, fields } : undefined;
  }
  return undefined;
}

function isEmpty(list: unknown): boolean {
  return list === undefined || (Array.isArray(list) && list.length === 0);
}

/** The names of the data sets that a spec uses, also by way of others. */
export function usedData(compiled: Spec): ReadonlySet<string> {
  const { data, ...rest } = compiled;
  const all = (data ?? []) as unknown as readonly Fields[];
  const used = new Set<string>();
  const names = all.map(({ name }) => String(name));
  note(rest, names, used);
  // Sources come before the data sets that are made of them.
  for (const one of [...all].reverse()) {
    const { name, ...parts } = one;
    if (used.has(String(name)) || isStore(one)) {
      used.add(String(name));
      note(parts, names, used);
    }
  }
  return used;
}

/** The data sets in which Vega keeps what is selected. */
function isStore({ name }: Fields): boolean {
  return String(name).endsWith('_store');
}

function note(value: unknown, names: readonly string[], used: Set<string>): void {
  if (typeof value === 'string') {
    for (const name of names) {
      if (value.includes(`"${name}"`) || value.includes(`'${name}'`)) used.add(name);
    }
    return;
  }
  if (Array.isArray(value)) {
    value.forEach((part) => note(part, names, used));
    return;
  }
  if (!isObject(value)) return;
  for (const [key, part] of Object.entries(value)) {
    if (typeof part === 'string' && (key === 'data' || key === 'source' || key === 'from')) used.add(part);
    if (key !== 'values') note(part, names, used);
  }
}
