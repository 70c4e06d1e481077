import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { encodePacked } from './packed';
import { csvText, CsvPoints } from '../../../../src/extension/export/csv-points';
import { JsonPoints } from '../../../../src/extension/export/json-points';
import { ParquetPoints } from '../../../../src/extension/export/parquet-points';
import type { ByteSink, PointFormat } from '../../../../src/extension/export/point-format';
import { readPoints, type LogSource, type PointWishes } from '../../../../src/extension/export/read-points';

const ALL: PointWishes = { ofSeries: () => 'all' };
const RUNS = [{ id: 'run-1', name: 'brave "fox", 1', config: { lr: 0.1 } }];

interface Point {
  readonly run: string;
  readonly producer: string;
  readonly metric: string;
  readonly step: number;
  readonly time: number | null;
  readonly value: number;
}

/** In JSON, numbers that are not finite are words. */
type JsonPoint = Omit<Point, 'value'> & { readonly value: number | string };

/** Names that every format has to carry. */
const METRICS = [
  'loss',
  '=HYPERLINK("http://x")',
  'a,b',
  'quo"te',
  'two\nlines',
  '__proto__',
  ' space ',
  'ünï/🦊',
  '-x',
];

describe('The export of points', function () {
  this.timeout(60_000);
  let folder: string;
  let log: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sideplot-export-'));
    log = join(folder, 'main.jsonl');
    await writeFile(log, logLines().join('\n') + '\n{"type":"points","series":0,"x":[9],"y":[9');
  });
  after(() => rm(folder, { recursive: true }));

  const source = (): LogSource => ({ run: 'brave "fox", 1', id: 'run-1', producer: 'main', path: log });

  async function exported(
    make: (sink: ByteSink) => PointFormat,
    wishes = ALL,
    sources = [source()],
  ): Promise<{ bytes: Buffer; count: number | null }> {
    const parts: Buffer[] = [];
    const format = make({ write: (bytes) => Promise.resolve(void parts.push(Buffer.from(bytes))) });
    await format.begin(RUNS);
    const count = await readPoints(sources, wishes, {
      batch: (batch, series) => format.write(batch, series),
      progress: () => undefined,
      isCancelled: () => false,
    });
    await format.end();
    return { bytes: Buffer.concat(parts), count };
  }

  it('writes every point as CSV, exactly', async () => {
    const { bytes, count } = await exported((sink) => new CsvPoints(sink));
    const [header, ...rows] = parseCsv(bytes.toString());
    assert.deepEqual(header, ['run', 'producer', 'metric', 'step', 'time', 'value']);
    const read = rows.map(([run = '', producer = '', metric = '', step = '', time = '', value = '']): Point => {
      return {
        run,
        producer,
        metric,
        step: Number(step),
        time: time === '' ? null : Number(time),
        value: Number(value),
      };
    });
    const wanted = points().map((point) => ({ ...point, metric: point.metric.replace(/^(?=[=-])/, "'") }));
    assert.equal(count, wanted.length);
    assertSame(read, wanted);
  });

  it('gives spreadsheets no formulas, and leaves other names as they are', () => {
    assert.equal(csvText('=1+1'), "'=1+1");
    assert.equal(csvText('@SUM(A1)'), "'@SUM(A1)");
    assert.equal(csvText('\t=1'), "'\t=1");
    assert.equal(csvText('loss'), 'loss');
    assert.equal(csvText('a"b'), '"a""b"');
  });

  it('writes every point as JSON, exactly, with what is known of the runs', async () => {
    const { bytes } = await exported((sink) => new JsonPoints(sink));
    const document = JSON.parse(bytes.toString()) as { runs: unknown; points: JsonPoint[] };
    assert.deepEqual(document.runs, RUNS);
    const read = document.points.map((point) => ({ ...point, value: Number(point.value) }));
    assertSame(read, points());
  });

  it('writes every point as Parquet, exactly, with what is known of the runs', async () => {
    const { bytes } = await exported((sink) => new ParquetPoints(sink));
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
    assertSame((await parquetReadObjects({ file })) as unknown as Point[], points());
    const { key_value_metadata: metadata } = await parquetMetadataAsync(file);
    const facts = metadata?.find(({ key }) => key === 'sideplot')?.value ?? '';
    assert.deepEqual((JSON.parse(facts) as { runs: unknown }).runs, RUNS);
  });

  it('writes documents without points that can be read', async () => {
    const none: PointWishes = { ofSeries: () => null };
    const json = await exported((sink) => new JsonPoints(sink), none);
    assert.deepEqual((JSON.parse(json.bytes.toString()) as { points: unknown }).points, []);
    const parquet = await exported((sink) => new ParquetPoints(sink), none);
    const file = Uint8Array.from(parquet.bytes).buffer;
    assert.deepEqual(await parquetReadObjects({ file }), []);
  });

  it('writes only the points that are wished for', async () => {
    const wishes: PointWishes = {
      ofSeries: (id, producer, metric) =>
        id === 'run-1' && producer === 'main' && metric === 'loss' ? (step) => step >= 1 && step <= 2 : null,
    };
    const { bytes } = await exported((sink) => new JsonPoints(sink), wishes);
    const { points: read } = JSON.parse(bytes.toString()) as { points: Point[] };
    assert.deepEqual(
      read.map(({ metric, step }) => [metric, step]),
      [
        ['loss', 1],
        ['loss', 2],
      ],
    );
  });

  it('reads rows of other programs, several logs, and each only up to the size it had', async () => {
    const rows = join(folder, 'rows.jsonl');
    await writeFile(rows, '{"loss":1,"acc":"NaN"}\n{"loss":2,"step":7,"time":1.5}\n');
    const sources = [source(), { ...source(), run: 'other', id: 'run-2', producer: 'rows', path: rows }];
    const read: Point[] = [];
    let first = true;
    await readPoints(sources, ALL, {
      batch: async (batch, series) => {
        if (first) await writeFile(rows, '{"loss":3}\n'.repeat(10), { flag: 'a' });
        first = false;
        for (let index = 0; index < batch.count; index += 1) {
          const name = series[batch.series[index] ?? 0] ?? { run: '', producer: '', metric: '' };
          const [step = NaN, time = NaN, value = NaN] = [batch.step[index], batch.time[index], batch.value[index]];
          if (name.run === 'other') read.push({ ...name, step, time: Number.isNaN(time) ? null : time, value });
        }
      },
      progress: () => undefined,
      isCancelled: () => false,
    });
    const at = { run: 'other', producer: 'rows' };
    assertSame(read, [
      { ...at, metric: 'loss', step: 0, time: null, value: 1 },
      { ...at, metric: 'acc', step: 0, time: null, value: NaN },
      { ...at, metric: 'loss', step: 7, time: 1.5, value: 2 },
    ]);
  });

  it('stops when it is cancelled, and takes bounded memory for a large log', async () => {
    const large = join(folder, 'large.jsonl');
    const y = encodePacked(Array.from({ length: 24_000 }, (_, index) => index / 7));
    const lines = ['{"type":"series","id":0,"metric":"loss"}'];
    for (let block = 0; block < 100; block += 1) {
      lines.push(`{"type":"points","series":0,"x":{"start":${block * 24_000},"step":1},"y":"${y}","t":"${y}"}`);
    }
    await writeFile(large, lines.join('\n') + '\n');
    let largest = 0;
    let share = 0;
    let cancelled = false;
    const events = {
      batch: (batch: { count: number }) => {
        largest = Math.max(largest, batch.count);
        return Promise.resolve();
      },
      progress: (now: number) => {
        assert.ok(now >= share);
        share = now;
      },
      isCancelled: () => cancelled,
    };
    const sources = [{ ...source(), path: large }];
    assert.equal(await readPoints(sources, ALL, events), 2_400_000);
    assert.equal(share, 1);
    assert.ok(largest < 100_000, `${largest} points at once`);
    share = 0;
    cancelled = true;
    assert.equal(await readPoints(sources, ALL, events), null);
    assert.ok((await readFile(large)).length > 40_000_000);
  });
});

const VALUES = [0.1 + 0.2, -0, NaN, Infinity, -Infinity, 5e-324, 1.7976931348623157e308, 1e21, 123456789.12345679];

function logLines(): string[] {
  const declared = METRICS.map((metric, id) => JSON.stringify({ type: 'series', id, metric }));
  const wrong = [
    'no json',
    '{"type":"points","series":77,"x":[1],"y":[1]}',
    '{"type":"text","stream":"stdout","lines":["x"],"time":1}',
  ];
  const blocks = METRICS.map((_, id) => {
    const y = encodePacked(VALUES);
    return `{"type":"points","series":${id},"x":{"start":0,"step":1},"y":"${y}"}`;
  });
  const timed =
    '{"type":"points","series":[0,1,0],"x":[0.5,1e300,"NaN"],"y":["NaN",0.1,3],"t":[1795371539.123456,null,3]}';
  return ['{"type":"run","version":1,"id":"run-1"}', ...declared, ...wrong, ...blocks, timed];
}

function points(): Point[] {
  const at = { run: 'brave "fox", 1', producer: 'main' };
  return [
    ...METRICS.flatMap((metric) => VALUES.map((value, step) => ({ ...at, metric, step, time: null, value }))),
    { ...at, metric: 'loss', step: 0.5, time: 1795371539.123456, value: NaN },
    { ...at, metric: METRICS[1] ?? '', step: 1e300, time: null, value: 0.1 },
  ];
}

/** The same numbers, also NaN and the sign of 0. */
function assertSame(read: readonly Point[], wanted: readonly Point[]): void {
  assert.equal(read.length, wanted.length);
  wanted.forEach((point, index) => assert.deepEqual({ ...read[index] }, { ...point }, `point ${index}`));
  assert.ok(wanted.every((point, index) => Object.is(point.value, read[index]?.value)));
}

/** A reader of RFC 4180 of its own. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [whole, quoted, plain = '', end = ''] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\n"]*))(,|\n|$)/g)) {
    if (whole === '') break;
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ',') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}
