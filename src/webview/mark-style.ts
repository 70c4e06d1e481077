/** How a mark of a compiled spec looks: what Vega takes from the mark itself, its styles, the configuration and its own defaults. */
import type { Spec } from 'vega';
import { isObject } from '../common/record-shape';
import { without } from './without';

type Fields = Readonly<Record<string, unknown>>;

/** The channels that say how a mark looks. */
export const STYLE_CHANNELS = [
  'stroke',
  'fill',
  'opacity',
  'strokeOpacity',
  'fillOpacity',
  'strokeWidth',
  'strokeDash',
  'strokeDashOffset',
  'strokeCap',
  'strokeJoin',
  'strokeMiterLimit',
  'size',
  'shape',
  'interpolate',
] as const;

const COLOUR = '#4c78a8';
/** Vega's own, by type of mark. */
const TYPES: Readonly<Record<string, Fields>> = {
  line: { stroke: COLOUR, strokeWidth: 2 },
  area: { fill: COLOUR },
  symbol: { fill: COLOUR, size: 64 },
  rule: { stroke: '#000' },
};
/** Vega's own, by style. */
const STYLES: Readonly<Record<string, Fields>> = {
  point: { size: 30, strokeWidth: 2, shape: 'circle' },
  circle: { size: 30, strokeWidth: 2 },
  square: { size: 30, strokeWidth: 2, shape: 'square' },
};

/** The style channels of a mark as Vega encodes them; what nothing gives is left out. */
export function styleOf(mark: Fields, update: Fields, config: Spec['config']): Readonly<Record<string, unknown>> {
  const given = (config ?? {}) as Fields;
  const type = String(mark['type']);
  const names = [mark['style'] ?? []].flat().map(String);
  const ofType = { ...own(given['mark']), ...own(TYPES[type]), ...own(given[type]) };
  const uncoloured = without(ofType, 'fill', 'stroke');
  const layers: Fields[] = [
    update['fill'] === undefined && update['stroke'] === undefined ? ofType : uncoloured,
    ...names.flatMap((name) => [own(STYLES[name]), own(own(given['style'])[name])]),
  ];
  const defaults: Fields = Object.assign({}, ...layers) as Fields;
  return Object.fromEntries(
    STYLE_CHANNELS.flatMap((channel): [string, unknown][] => {
      if (update[channel] !== undefined) return [[channel, update[channel]]];
      const value = defaults[channel];
      return value == null ? [] : [[channel, isSignal(value) ? value : { value }]];
    }),
  );
}

function own(value: unknown): Fields {
  return isObject(value) ? value : {};
}

function isSignal(value: unknown): boolean {
  return isObject(value) && typeof value['signal'] === 'string';
}
