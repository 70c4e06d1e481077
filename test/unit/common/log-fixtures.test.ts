/** The host's decoder is held to the fixtures that every decoder of run logs is held to; test/fixtures/log/README.md describes them. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { valueAt, type Column } from '../../../src/common/column';
import { LogReader, type ByteDecoders, type RecordSink } from '../../../src/common/log-reader';
import type { LogRecord, RefusalReason } from '../../../src/common/record';
import { byteDecoders } from '../../../src/runner/byte-decoders';
import { cut, Random } from './random';

const FOLDER = resolve(__dirname, '../../../../test/fixtures/log');

type Fields = Readonly<Record<string, unknown>>;

interface Expected {
  readonly records: readonly Fields[];
  readonly refused: readonly { readonly line: number; readonly reason: RefusalReason }[];
  readonly unknown: number;
}

/** Notes what a reader says, and with which line. */
class Notes implements RecordSink {
  readonly records: Fields[] = [];
  readonly refusals: { line: number; reason: RefusalReason }[] = [];
  unknownRecords = 0;
  line = 0;

  record(record: LogRecord): void {
    this.records.push(written(record));
  }

  unknown(): void {
    this.unknownRecords += 1;
  }

  refused(reason: RefusalReason): void {
    this.refusals.push({ line: this.line, reason });
  }
}

function logOf(name: string): Uint8Array {
  if (!name.endsWith('.parts.json')) {
    return readFileSync(join(FOLDER, name));
  }
  const parts = JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as [string, number][];
  return Buffer.concat(parts.map(([text, count]) => Buffer.from(text.repeat(count))));
}

function expectedOf(name: string): Expected {
  const file = name.replace(/\.jsonl$|\.parts\.json$/, '.json');
  return JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Expected;
}

/** With Node's reader of packed columns, as in the editor, and with the portable one. */
const DECODERS: Readonly<Record<string, ByteDecoders>> = {
  'Node\u2019s base64': byteDecoders,
  'portable base64': { text: byteDecoders.text },
};

function read(chunks: readonly Uint8Array[], decoders: ByteDecoders, beforeChunk?: (notes: Notes) => void): Notes {
  const notes = new Notes();
  const reader = new LogReader(notes, decoders);
  for (const chunk of chunks) {
    beforeChunk?.(notes);
    reader.push(chunk);
  }
  return notes;
}

function lines(log: Uint8Array): Uint8Array[] {
  const cuts: Uint8Array[] = [];
  let start = 0;
  for (let end = log.indexOf(10); end >= 0; end = log.indexOf(10, start)) {
    cuts.push(log.subarray(start, end + 1));
    start = end + 1;
  }
  return [...cuts, log.subarray(start)];
}

/** A decoded record in the form of the fixtures, with every key of its type. */
function written(record: LogRecord): Fields {
  switch (record.type) {
    case 'run': {
      const { processStart, notebook, job, listens, ...rest } = record;
      const place =
        notebook === null
          ? null
          : { path: notebook.path, cell: notebook.cell, execution_count: notebook.executionCount };
      const { processStart: programStart, ...program } = job ?? { processStart: null };
      const started = job === null ? null : { ...program, pid_start: programStart };
      return {
        ...{ ...rest, start: number(record.start), pid_start: processStart, notebook: place, job: started },
        ...(listens ? { listens } : {}),
      };
    }
    case 'points': {
      const { series, x, y, t } = record;
      const length = y.length;
      return {
        type: 'points',
        series: typeof series === 'number' ? series : column(series, length),
        x: column(x, length),
        y: column(y, length),
        t: t === null ? null : column(t, length),
      };
    }
    case 'row': {
      const values = [...record.values].map(([name, value]) => [name, number(value)] as const);
      return { ...record, values: Object.fromEntries(values) };
    }
    case 'cell': {
      const { path, cell, executionCount } = record.notebook ?? { path: '', cell: '', executionCount: null };
      const notebook = { path, cell, execution_count: executionCount };
      return { ...record, notebook, time: number(record.time) };
    }
    case 'note': {
      const { level, ...rest } = record;
      return { ...rest, time: number(record.time), ...(level === null ? {} : { level }) };
    }
    case 'control': {
      const { logarithmic, ...rest } = record;
      return { ...rest, scale: logarithmic ? 'log' : 'linear', time: number(record.time) };
    }
    case 'text':
    case 'value':
    case 'progress':
    case 'resume':
    case 'end':
    case 'about':
      return { ...record, time: number(record.time) };
    case 'series':
    case 'figure':
    case 'gap':
      return { ...record };
  }
}

function column(values: Column, length: number): readonly unknown[] {
  return Array.from({ length }, (_, index) => number(valueAt(values, index)));
}

function number(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** What a key is when the line does not have it. */
const MISSING: Readonly<Record<string, Fields>> = {
  run: {
    producer: '',
    name: '',
    project: '',
    config: {},
    start: 'NaN',
    cwd: '',
    argv: [],
    pid: null,
    pid_start: null,
    host: '',
    user: '',
    language: '',
    executable: '',
    workspace: '',
    notebook: null,
    parent: '',
    job: null,
    sweep: null,
  },
  series: { unit: '', kind: '' },
  points: { t: null },
  text: { time: 'NaN' },
  figure: { open: null },
  note: { kind: '', time: 'NaN', step: null },
  progress: { label: '', total: null, unit: '', finished: false, time: 'NaN' },
  control: { unit: '', min: 0, max: 0, step: null, scale: 'linear', options: [], time: 'NaN' },
  value: { time: 'NaN' },
  cell: { time: 'NaN' },
  gap: { series: null, reason: '', x: null },
  resume: { time: 'NaN' },
  end: { error: '', time: 'NaN' },
  about: { name: null, colour: null, pinned: null, note: null, archived: null, time: 'NaN' },
};

function complete(record: Fields): Fields {
  const whole = { ...MISSING[String(record['type'])], ...record };
  if (record['type'] === 'note') {
    // A word that is no level is as good as none.
    const { level, ...rest } = whole as Fields;
    return ['info', 'warning', 'error'].includes(String(level)) ? whole : rest;
  }
  if (record['type'] !== 'figure') {
    return whole;
  }
  const charts = (record['charts'] as readonly (string[] | Fields)[]).map((chart) => ({
    title: null,
    spec: null,
    ...(chart instanceof Array ? { metrics: chart } : chart),
  }));
  return { ...whole, charts };
}

describe('fixtures of the run log', function () {
  this.timeout(60_000);

  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.jsonl') || name.endsWith('.parts.json'));

  it('are found, each with what it says', () => {
    const results = readdirSync(FOLDER).filter((name) => name.endsWith('.json') && !name.endsWith('.parts.json'));
    assert.ok(names.length >= 12);
    assert.equal(names.length, results.length);
  });

  for (const [reader, decoders] of Object.entries(DECODERS)) {
    for (const name of names) {
      it(`${name}, line by line, ${reader}`, () => {
        const expected = expectedOf(name);
        const notes = read(lines(logOf(name)), decoders, (before) => {
          before.line += 1;
        });
        assert.deepEqual(notes.records, expected.records.map(complete));
        assert.deepEqual(notes.refusals, expected.refused);
        assert.equal(notes.unknownRecords, expected.unknown);
      });

      it(`${name}, whole and in chunks of any size, ${reader}`, () => {
        const expected = expectedOf(name);
        const log = logOf(name);
        const largest = [log.length + 1, 3, 10, 100, 65_536].filter((size) => log.length / size < 100_000);
        largest.forEach((size, seed) => {
          const chunks = seed === 0 ? [log] : cut(log, new Random(seed), size);
          const notes = read(chunks, decoders);
          const trace = `seed ${seed}, chunks up to ${size} bytes`;
          assert.deepEqual(notes.records, expected.records.map(complete), trace);
          const reasons = [notes, { refusals: expected.refused }].map(({ refusals }) =>
            refusals.map(({ reason }) => reason),
          );
          assert.deepEqual(reasons[0], reasons[1], trace);
          assert.equal(notes.unknownRecords, expected.unknown, trace);
        });
      });
    }
  }
});

describe('A byte order mark', () => {
  const row = '{"step":1,"loss":0.5}\n';
  const kinds = (log: string): [number, string[]] => {
    const { records, refusals } = read([Buffer.from(log)], byteDecoders);
    return [records.length, refusals.map(({ reason }) => reason)];
  };

  it('is passed over at the beginning of a log only', () => {
    assert.deepEqual(kinds(`\ufeff${row}${row}`), [2, []]);
    assert.deepEqual(kinds(`\ufeff\ufeff${row}${row}`), [1, ['not-json']]);
    assert.deepEqual(kinds(`${row}\ufeff${row}`), [1, ['not-json']]);
    assert.deepEqual(kinds(`\n\ufeff${row}`), [0, ['not-json']]);
    assert.deepEqual(kinds(`${' '.repeat(1_048_577)}\n\ufeff${row}`), [0, ['too-long', 'not-json']]);
  });
});
