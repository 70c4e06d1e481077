/** Specs and data that the panel must draw as Vega-Lite does by itself. */
export type Spec = Record<string, unknown>;

export interface Case {
  readonly name: string;
  readonly spec: Spec;
  readonly series: Readonly<Record<string, Series>>;
  readonly scale?: number;
}

export interface Series {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

export const x = { field: 'step', type: 'quantitative' };
export const y = { field: 'value', type: 'quantitative' };
export const color = { field: 'metric', type: 'nominal' };
export const data = { name: 'points' };

const STEPS = Array.from({ length: 120 }, (_, index) => index);
export const wave: Series = { x: STEPS, y: STEPS.map((step) => 2 + Math.sin(step / 9) + 0.2 * Math.cos(step * 2)) };
export const decay: Series = { x: STEPS, y: STEPS.map((step) => 4 * Math.exp(-step / 30) + 0.01) };
const gappy: Series = { x: STEPS, y: wave.y.map((value, index) => (index % 40 > 30 ? NaN : value)) };
export const few: Series = { x: [0, 10, 20, 30, 40, 50], y: [1, 3, 2, 5, 4, 2] };

const noise = random(11);
const rough: Series = { x: STEPS, y: STEPS.map(() => noise() * 6 - 3) };
const two = { 'train/loss': wave, 'val/loss.a[0]': decay };
const line = (more: object = {}): Spec => ({ data, mark: 'line', encoding: { x, y, color, ...more } });

/** Specs whose marks the page draws. */
export const CASES: readonly Case[] = [
  { name: 'one line', spec: { data, mark: 'line', encoding: { x, y } }, series: { loss: wave } },
  { name: 'two colours', spec: line(), series: two },
  { name: 'two colours at a density of 2', spec: line(), series: two, scale: 2 },
  { name: 'dashes by metric', spec: line({ strokeDash: { field: 'metric' } }), series: two },
  {
    name: 'dashes and opacity by value',
    spec: { data, mark: { type: 'line', strokeDash: [8, 4], opacity: 0.5 }, encoding: { x, y } },
    series: { loss: wave },
  },
  ...['step', 'step-before', 'step-after'].map((interpolate) => ({
    name: interpolate,
    spec: { data, mark: { type: 'line', interpolate }, encoding: { x, y } },
    series: { loss: few },
  })),
  {
    name: 'a wide line with round ends',
    spec: {
      data,
      mark: { type: 'line', strokeWidth: 9, strokeCap: 'round', strokeJoin: 'round', color: 'crimson' },
      encoding: { x, y },
    },
    series: { loss: few },
  },
  {
    name: 'pointed corners',
    spec: { data, mark: { type: 'line', strokeWidth: 4 }, encoding: { x, y } },
    series: { loss: rough },
  },
  { name: 'an area', spec: { data, mark: 'area', encoding: { x, y } }, series: { loss: wave } },
  { name: 'an area below and above zero', spec: { data, mark: 'area', encoding: { x, y } }, series: { loss: rough } },
  {
    name: 'areas over each other',
    spec: { data, mark: { type: 'area', opacity: 0.4, line: true }, encoding: { x, y: { ...y, stack: null }, color } },
    series: two,
  },
  {
    name: 'an area in steps',
    spec: { data, mark: { type: 'area', interpolate: 'step-after' }, encoding: { x, y } },
    series: { loss: few },
  },
  { name: 'points', spec: { data, mark: 'point', encoding: { x, y, color, shape: { field: 'metric' } } }, series: two },
  {
    name: 'filled points',
    spec: { data, mark: { type: 'point', filled: true, size: 90 }, encoding: { x, y, color } },
    series: two,
  },
  { name: 'circles', spec: { data, mark: 'circle', encoding: { x, y } }, series: { loss: rough } },
  { name: 'rules at steps', spec: { data, height: 200, mark: 'rule', encoding: { x } }, series: { loss: few } },
  {
    name: 'rules at values',
    spec: { data, width: 300, mark: { type: 'rule', strokeDash: [4, 2], opacity: 0.6 }, encoding: { y, color } },
    series: { loss: few },
  },
  {
    name: 'gaps at NaN',
    spec: { data, mark: { type: 'line', point: true }, encoding: { x, y } },
    series: { loss: gappy },
  },
  { name: 'gaps in an area', spec: { data, mark: 'area', encoding: { x, y } }, series: { loss: gappy } },
  {
    name: 'lines over what is not valid',
    spec: { data, mark: 'line', encoding: { x, y }, config: { mark: { invalid: 'filter' } } },
    series: { loss: { x: STEPS.slice(0, 81), y: gappy.y.slice(0, 81) } },
  },
  { name: 'a logarithmic axis', spec: line({ y: { ...y, scale: { type: 'log' } } }), series: two },
  {
    name: 'two logarithmic axes',
    spec: line({ x: { ...x, scale: { type: 'log' } }, y: { ...y, scale: { type: 'symlog' } } }),
    series: { loss: { x: [1, 10, 100, 1000], y: [-5, 2, 30, 400] } },
  },
  {
    name: 'a fixed domain',
    spec: line({ y: { ...y, scale: { domain: [0, 10] } }, x: { ...x, scale: { domain: [-50, 200] } } }),
    series: two,
  },
  {
    name: 'a domain that cuts the lines',
    spec: { data, mark: { type: 'line', clip: true }, encoding: { x, y: { ...y, scale: { domain: [1, 2] } }, color } },
    series: two,
  },
  { name: 'values downwards', spec: line({ y: { ...y, scale: { reverse: true } } }), series: two },
  {
    name: 'layers with a threshold of their own data',
    spec: {
      data,
      title: 'Loss',
      layer: [
        { mark: 'line', encoding: { x, y, color } },
        { mark: { type: 'point', filled: true }, encoding: { x, y, color } },
        { data: { values: [{ limit: 5 }] }, mark: 'rule', encoding: { y: { field: 'limit', type: 'quantitative' } } },
      ],
    },
    series: two,
  },
  {
    name: 'a look of its own',
    spec: {
      ...line(),
      background: '#223',
      config: { line: { strokeWidth: 5 }, range: { category: ['#f00', '#0f0'] }, legend: { orient: 'bottom' } },
    },
    series: two,
  },
  {
    name: 'two charts side by side',
    spec: {
      data,
      hconcat: [
        { ...line(), width: 200 },
        { ...line(), width: 150, mark: 'point' },
      ],
    },
    series: two,
  },
];

/** Specs whose points Vega has as rows. */
export const ROW_CASES: readonly Case[] = [
  { name: 'a stacked area', spec: { data, mark: 'area', encoding: { x, y, color } }, series: two },
  {
    name: 'a smooth line',
    spec: { data, mark: { type: 'line', interpolate: 'monotone' }, encoding: { x, y, color } },
    series: two,
  },
  {
    name: 'a histogram',
    spec: { data, mark: 'bar', encoding: { x: { ...y, bin: true }, y: { aggregate: 'count' }, color } },
    series: two,
  },
  { name: 'colours by value', spec: { data, mark: 'circle', encoding: { x, y, color: y } }, series: { loss: wave } },
  {
    name: 'a mean over a line',
    spec: {
      data,
      layer: [
        { mark: 'line', encoding: { x, y, color } },
        { mark: 'rule', encoding: { y: { ...y, aggregate: 'mean' }, color, size: { value: 3 } } },
      ],
    },
    series: two,
  },
  {
    name: 'a moving average',
    spec: {
      data,
      transform: [{ window: [{ op: 'mean', field: 'value', as: 'mean' }], frame: [-10, 0], groupby: ['metric'] }],
      mark: 'line',
      encoding: { x, y: { field: 'mean', type: 'quantitative' }, color },
    },
    series: two,
  },
];

/** Numbers between 0 and 1 that are the same in each run. */
export function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}
