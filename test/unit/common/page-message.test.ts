import assert from 'node:assert/strict';
import { DEFAULT_CHOICES } from '../../../src/common/figure-choices';
import { readPageMessage } from '../../../src/common/page-message';
import type { PageToHost } from '../../../src/common/protocol';

const PLACE = { chart: '0:loss', series: 0, low: 40, high: 50 };
const CHART = { chart: '0:loss', width: 640, domain: null };

const good: readonly PageToHost[] = [
  { type: 'ready', page: 'p' },
  { type: 'credit', page: 'p', generation: 0, sequence: 0 },
  { type: 'credit', page: 'p', generation: Number.MAX_SAFE_INTEGER, sequence: 7 },
  { type: 'viewport', page: 'p', generation: 1, charts: [] },
  { type: 'viewport', page: 'p', generation: 1, charts: [CHART, { ...CHART, domain: [-1e308, 1e308] }] },
  { type: 'viewport', page: 'p', generation: 1, charts: Array.from({ length: 50 }, () => CHART) },
  { type: 'filter', page: 'p', text: '' },
  { type: 'filter', page: 'p', text: '<b>' },
  { type: 'choices', page: 'p', generation: 3, revision: 1, choices: DEFAULT_CHOICES },
  { type: 'pong', page: 'p' },
  { type: 'action', page: 'p', action: 'compare' },
  { type: 'action', page: 'p', action: 'stop' },
  { type: 'control', page: 'p', name: 'rate', value: 0.5 },
  { type: 'control', page: 'p', name: '__proto__', value: true },
  { type: 'control', page: 'p', name: '<b>', value: 'x'.repeat(200) },
  { type: 'open', page: 'p', path: '/home/ada/train.py', line: 1 },
  { type: 'open', page: 'p', path: 'Cell In[3]', line: 12 },
  { type: 'question', page: 'p', generation: 2, request: 7, x: -0.5, places: [] },
  { type: 'question', page: 'p', generation: 2, request: 7, x: 44.5, places: [PLACE, { ...PLACE, low: -1e308 }] },
  { type: 'question', page: 'p', generation: 2, request: 7, x: 1, places: Array.from({ length: 256 }, () => PLACE) },
  { type: 'trouble', page: 'p', message: 'TypeError' },
];

const viewport = (chart: unknown): unknown => ({ type: 'viewport', page: 'p', generation: 1, charts: [chart] });

const question = (change: object): unknown => ({
  ...{ type: 'question', page: 'p', generation: 1, request: 1, x: 5, places: [PLACE] },
  ...change,
});

function sparse(length: number): unknown[] {
  const charts: unknown[] = [CHART];
  charts.length = length;
  return charts;
}

const bad: Readonly<Record<string, readonly unknown[]>> = {
  'no object': [undefined, null, 0, NaN, 'ready', true, Symbol('ready'), () => good[0], [], [good[0]]],
  'no known type': [{}, { page: 'p' }, { type: 'Ready', page: 'p' }, { type: ['ready'], page: 'p' }],
  'a type of the prototype': ['__proto__', 'constructor', 'toString'].map((type) => ({ type, page: 'p' })),
  'no page': [undefined, null, 1, '', 'x'.repeat(101), ['p'], {}].map((page) => ({ type: 'ready', page })),
  'no generation or sequence': [undefined, null, -1, 0.5, NaN, Infinity, 2 ** 53, '1', [1], {}].flatMap((wrong) => [
    { type: 'credit', page: 'p', generation: wrong, sequence: 0 },
    { type: 'credit', page: 'p', generation: 0, sequence: wrong },
    { type: 'viewport', page: 'p', generation: wrong, charts: [] },
    { type: 'choices', page: 'p', generation: wrong, revision: 1, choices: DEFAULT_CHOICES },
    { type: 'choices', page: 'p', generation: 1, revision: wrong, choices: DEFAULT_CHOICES },
  ]),
  'no choices': [undefined, null, [], {}, { ...DEFAULT_CHOICES, reading: null }].map((choices) => ({
    type: 'choices',
    page: 'p',
    generation: 1,
    revision: 1,
    choices,
  })),
  'no charts': [undefined, null, {}, 'x', { length: 1, 0: CHART }, Array.from({ length: 51 }, () => CHART)].map(
    (charts) => ({ type: 'viewport', page: 'p', generation: 1, charts }),
  ),
  'holes in the charts': [1e9, 50, 2].map((length) => ({
    type: 'viewport',
    page: 'p',
    generation: 1,
    charts: sparse(length),
  })),
  'no chart': [null, undefined, 1, 'x', [], { ...CHART, chart: 1 }, { ...CHART, chart: 'x'.repeat(1201) }].map(
    viewport,
  ),
  'no width': [undefined, null, NaN, Infinity, -1, -0.001, '640', [640]].map((width) => viewport({ ...CHART, width })),
  'no interval': [
    undefined,
    [],
    [1],
    [1, 2, 3],
    [1, 1],
    [2, 1],
    [NaN, 1],
    [0, NaN],
    [-Infinity, 0],
    [0, Infinity],
    ['0', '1'],
    [null, 1],
    'ab',
    { 0: 0, 1: 1, length: 2 },
    Float64Array.of(0, 1),
  ].map((domain) => viewport({ ...CHART, domain })),
  'no text': [undefined, null, 1, ['a'], 'x'.repeat(2001)].map((text) => ({ type: 'filter', page: 'p', text })),
  'no control': [undefined, null, 5, ['rate'], {}, 'x'.repeat(201)].map((name) => ({
    ...{ type: 'control', page: 'p', value: 1 },
    name,
  })),
  'no value': [undefined, null, NaN, Infinity, [1], {}, 'x'.repeat(201)].map((value) => ({
    ...{ type: 'control', page: 'p', name: 'rate' },
    value,
  })),
  'no action': [undefined, 'close', 'float', 'Compare', ['compare'], {}].map((action) => ({
    type: 'action',
    page: 'p',
    action,
  })),
  'no path': [undefined, null, 1, '', ['a.py'], 'a\0.py', 'x'.repeat(4097)].map((path) => ({
    type: 'open',
    page: 'p',
    path,
    line: 1,
  })),
  'no line': [undefined, null, 0, -1, 0.5, NaN, Infinity, 2 ** 53, '1', [1]].map((line) => ({
    type: 'open',
    page: 'p',
    path: 'a.py',
    line,
  })),
  'no number of a question': [undefined, null, -1, 0.5, NaN, '1', [1]].flatMap((wrong) => [
    question({ generation: wrong }),
    question({ request: wrong }),
  ]),
  'no place on x': [undefined, null, NaN, Infinity, '5', [5]].map((x) => question({ x })),
  'no list of places': [undefined, null, {}, 'x', { length: 1, 0: PLACE }].map((places) => question({ places })),
  'too many places, or holes in them': [
    question({ places: Array.from({ length: 257 }, () => PLACE) }),
    question({ places: sparse(3).fill(PLACE, 0, 1) }),
  ],
  'no column': [
    ...[null, undefined, 1, [], {}, { ...PLACE, chart: 1 }, { ...PLACE, chart: 'x'.repeat(1201) }],
    ...[-1, 0.5, '0', null].map((series) => ({ ...PLACE, series })),
    ...[50, 51, NaN, -Infinity, '4', null].map((low) => ({ ...PLACE, low })),
    ...[40, Infinity, '50', undefined].map((high) => ({ ...PLACE, high })),
  ].map((place) => question({ places: [place] })),
  'no trouble': [undefined, null, 7, { toString: () => 'x' }].map((message) => ({
    type: 'trouble',
    page: 'p',
    message,
  })),
};

describe('A message of a page', () => {
  good.forEach((message, index) => {
    it(`is read: ${message.type} (${index})`, () => {
      assert.deepEqual(readPageMessage(message), message);
    });
  });

  it('is rid of what it should not have', () => {
    const own = JSON.parse(
      '{"__proto__":{"polluted":1},"constructor":1,"extra":{"a":1},"type":"ready","page":"p"}',
    ) as unknown;
    assert.deepEqual(readPageMessage(own), { type: 'ready', page: 'p' });
    const chart = { ...CHART, domain: Object.assign([0, 1], { extra: 1 }), extra: 1 };
    const read = readPageMessage(viewport(chart));
    assert.deepEqual(read, {
      type: 'viewport',
      page: 'p',
      generation: 1,
      charts: [{ ...CHART, domain: [0, 1] }],
    });
    assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
  });

  it('tells of trouble in a bounded number of words', () => {
    const read = readPageMessage({ type: 'trouble', page: 'p', message: 'x'.repeat(1e6) });
    assert.ok(read?.type === 'trouble' && read.message.length === 2000);
  });

  for (const [what, messages] of Object.entries(bad)) {
    it(`is refused when it has ${what}`, () => {
      messages.forEach((message, index) => assert.equal(readPageMessage(message), undefined, `number ${index}`));
    });
  }
});
