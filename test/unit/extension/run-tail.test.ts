import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_ABOUT } from '../../../src/common/run-about';
import { readRun, type RunReading } from '../../../src/extension/run-tail';

const DAY = 24 * 3600;

function lines(...records: object[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

const opening = { type: 'run', version: 1, id: 'r1', pid: process.pid, host: hostname() };

describe('A run that is not followed', () => {
  let folder: string;
  let log: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sideplot-tail-'));
    log = join(folder, 'p1.jsonl');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = async (before: RunReading | null = null): Promise<RunReading> =>
    (await readRun(folder, before)) ?? assert.fail('no log');
  const valuesOf = ({ summary }: RunReading): unknown =>
    summary.values.map(({ metric, value, step }) => [metric, value, step]);

  it('is read whole where its logs are short', async () => {
    writeFileSync(
      log,
      lines(
        { ...opening, config: { lr: 0.1 } },
        { type: 'series', id: 0, metric: 'loss', unit: 'nats' },
        { type: 'points', series: 0, x: [1, 2], y: [0.5, 0.25] },
        { type: 'figure', name: 'Losses', charts: [['loss']] },
        { type: 'of tomorrow' },
        { type: 'end', status: 'failed', error: 'no data', time: 1e9 },
      ),
    );
    const { summary, about, bytes } = await read();
    assert.deepEqual(summary, {
      status: 'failed',
      error: 'no data',
      points: 2,
      end: 1e9,
      config: { lr: 0.1 },
      values: [{ metric: 'loss', unit: 'nats', value: 0.25, step: 2 }],
      moreValues: 0,
      figures: ['Losses'],
      problems: { 'record of an unknown type': 1 },
    });
    assert.equal(about, NO_ABOUT);
    assert.ok(bytes > 100);
  });

  it('is read at both ends where its log is long', async () => {
    const series = [0, 1].map((id) => ({ type: 'series', id, metric: `m/${id}` }));
    writeFileSync(log, lines(opening, ...series));
    for (let block = 0; block < 50; block += 1) {
      const points = Array.from({ length: 100 }, (_, index) => ({
        type: 'points',
        series: [0, 1],
        x: [block * 100 + index, block * 100 + index],
        y: [block, -index],
      }));
      appendFileSync(log, lines(...points));
    }
    appendFileSync(log, lines({ type: 'end', status: 'finished' }));
    const reading = await read();
    assert.ok(reading.bytes > 200_000);
    assert.equal(reading.summary.status, 'finished');
    assert.deepEqual(valuesOf(reading), [
      ['m/0', 49, 4999],
      ['m/1', -99, 4999],
    ]);
    assert.equal(reading.summary.points, null);
    assert.equal(reading.summary.problems, null);
  });

  it('is read from further before its end where lines are long', async () => {
    const many = { start: 0, step: 1 };
    const long = (from: number): object => ({
      type: 'points',
      series: 0,
      x: many,
      y: Array.from({ length: 40_000 }, (_, index) => from + index),
    });
    writeFileSync(
      log,
      lines(opening, { type: 'series', id: 0, metric: 'loss' }, long(0), long(1e5), long(2e5), long(3e5)),
    );
    appendFileSync(log, lines({ type: 'end', status: 'interrupted' }));
    const reading = await read();
    assert.equal(reading.summary.status, 'interrupted');
    assert.deepEqual(valuesOf(reading), [['loss', 339_999, 39_999]]);
  });

  it('has no steps where they would have to be counted from the beginning', async () => {
    writeFileSync(log, lines(opening));
    for (let block = 0; block < 100; block += 1) {
      appendFileSync(log, lines(...Array.from({ length: 200 }, () => ({ loss: block }))));
    }
    assert.deepEqual(valuesOf(await read()), [['loss', 99, null]]);
  });

  it('goes on while its process is there, and is lost when that is gone', async () => {
    writeFileSync(log, lines(opening, { loss: 1 }));
    assert.equal((await read()).summary.status, 'running');
    writeFileSync(log, lines({ ...opening, pid: 999_999_999 }, { loss: 1 }));
    assert.equal((await read()).summary.status, 'lost');
  });

  it('of another machine is lost after a day of silence', async () => {
    writeFileSync(log, lines({ ...opening, host: 'elsewhere.example' }));
    const reading = await read();
    assert.equal(reading.summary.status, 'running');
    const then = Date.now() / 1000 - 2 * DAY;
    utimesSync(log, then, then);
    assert.equal((await read(reading)).summary.status, 'lost');
  });

  it('is not read again while nothing has changed', async () => {
    writeFileSync(log, lines(opening, { loss: 1 }, { type: 'end', status: 'finished' }));
    const first = await read();
    assert.equal(await read(first), first);
    appendFileSync(log, lines({ type: 'resume' }, { loss: 0.5 }));
    const second = await read(first);
    assert.deepEqual([second.summary.status, second.summary.values[0]?.value], ['running', 0.5]);
    appendFileSync(join(folder, 'control.jsonl'), lines({ type: 'about', pinned: true }));
    assert.equal((await read(second)).about.pinned, true);
  });

  it('takes the word of the process that began it, not of a forked child', async () => {
    writeFileSync(log, lines(opening, { type: 'end', status: 'finished' }));
    writeFileSync(join(folder, 'p2.jsonl'), lines({ ...opening, parent: 'p1' }, { type: 'end', status: 'failed' }));
    assert.equal((await read()).summary.status, 'finished');
  });

  it('is none where there is no log', async () => {
    writeFileSync(join(folder, 'control.jsonl'), lines({ type: 'about', note: 'kept' }));
    assert.equal(await readRun(folder), null);
    assert.equal(await readRun(join(folder, 'nowhere')), null);
  });
});
