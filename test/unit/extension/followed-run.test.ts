import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DrawnSeries, gridOf } from '../../../src/common/drawn-series';
import { FollowedRun } from '../../../src/extension/followed-run';
import { NearestPoint } from '../../../src/common/nearest-point';
import { Memory } from '../../../src/common/memory';
import type { Run } from '../../../src/common/run';

const noFailure = (error: Error): void => assert.fail(error);

/** Lines of a log, each with its end. */
function lines(...records: object[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

describe('A followed run', () => {
  let folder: string;
  let followed: FollowedRun | undefined;
  let waiting: { until: (run: Run) => boolean; done: () => void }[] = [];

  const changed = ({ run }: FollowedRun): void => {
    waiting = waiting.filter(({ until, done }) => {
      const reached = until(run);
      if (reached) {
        done();
      }
      return !reached;
    });
  };
  const follow = async (): Promise<FollowedRun> => {
    followed = FollowedRun.ofFolder(folder, new Memory(Infinity), changed, noFailure);
    await followed.caughtUp;
    return followed;
  };
  const reaches = (run: Run, until: (run: Run) => boolean): Promise<void> =>
    until(run) ? Promise.resolve() : new Promise((done) => waiting.push({ until, done }));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sideplot-run-'));
    waiting = [];
  });
  afterEach(() => {
    followed?.dispose();
    rmSync(folder, { recursive: true });
  });

  it('reads what is there, then what is appended, each line once and whole', async () => {
    const log = join(folder, 'p1.jsonl');
    writeFileSync(log, lines({ step: 0, loss: 3 }, { step: 1, loss: 2 }));
    const { run } = await follow();
    assert.equal(run.points, 2);
    appendFileSync(log, '{"step":2,"lo');
    appendFileSync(log, 'ss":1}\n{"step":3,"loss":0.5}');
    await reaches(run, ({ points }) => points === 3);
    appendFileSync(log, '\n');
    await reaches(run, ({ points }) => points === 4);
    const series = run.series[0]?.series;
    assert.deepEqual(
      [0, 1, 2, 3].map((index) => series?.yAt(index)),
      [3, 2, 1, 0.5],
    );
    assert.deepEqual(run.problems.toRecord(), {});
  });

  it('finds the log of a producer that joins later', async () => {
    const { run } = await follow();
    writeFileSync(join(folder, 'rank1.jsonl'), lines({ loss: 1 }));
    await reaches(run, ({ points }) => points === 1);
    assert.deepEqual([...run.producers.keys()], ['rank1']);
  });

  it('leaves the control log and other files alone', async () => {
    writeFileSync(join(folder, 'control.jsonl'), lines({ loss: 1 }));
    writeFileSync(join(folder, 'notes.txt'), 'no log');
    const { run } = await follow();
    assert.equal(run.producers.size, 0);
  });

  it('reads a log anew that was cut, and says so', async () => {
    const log = join(folder, 'p1.jsonl');
    writeFileSync(log, lines({ loss: 1 }, { loss: 2 }));
    const { run } = await follow();
    writeFileSync(log, lines({ other: 5 }));
    await reaches(run, ({ series }) => series.some((one) => one.metric === 'other'));
    assert.equal(Object.keys(run.problems.toRecord()).length, 1);
  });

  it('shows a run as lost when its process is gone without an end, and not before', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
    await once(child, 'spawn');
    const opening = { type: 'run', version: 1, id: 'r', pid: child.pid, host: hostname() };
    writeFileSync(join(folder, 'p1.jsonl'), lines(opening, { loss: 1 }));
    const { run } = await follow();
    assert.equal(run.status, 'running');
    child.kill('SIGKILL');
    await once(child, 'exit');
    await reaches(run, ({ status }) => status === 'lost');
    assert.equal(run.points, 1);
  });

  it('goes on beside lines that are junk, and counts them', async () => {
    const log = join(folder, 'p1.jsonl');
    writeFileSync(log, Buffer.from([0, 255, 10, 123, 10, 91, 93, 10]));
    appendFileSync(log, `${'x'.repeat(3 * 1024 * 1024)}\n`);
    appendFileSync(log, lines({ loss: 1 }));
    const { run } = await follow();
    assert.equal(run.points, 1);
    assert.equal(run.problems.total, 4);
  });

  it('reads more logs at once than there are buffers, packed and plain, while the event loop goes on', async () => {
    const points = 20_000;
    const y = Buffer.from(Float64Array.from({ length: points }, (_, index) => index / 3).buffer).toString('base64');
    const packed = { type: 'points', series: 0, x: { start: 0, step: 1 }, y, t: y };
    const rows = lines(...Array.from({ length: 2000 }, (_, index) => ({ step: index, row: index })));
    for (let log = 0; log < 12; log += 1) {
      const opening = lines({ type: 'series', id: 0, metric: 'loss' });
      writeFileSync(join(folder, `p${log}.jsonl`), opening + lines(packed, packed, packed) + rows);
    }
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    const { run } = await follow();
    clearInterval(timer);
    assert.equal(run.points, 12 * (3 * points + 2000));
    assert.deepEqual(run.problems.toRecord(), {});
    for (const { metric, series } of run.series) {
      const last = series.length - 1;
      assert.equal(series.length, metric === 'row' ? 2000 : 3 * points);
      assert.equal(series.yAt(last), metric === 'row' ? 1999 : (points - 1) / 3);
      assert.equal(series.xAt(last), metric === 'row' ? 1999 : points - 1);
    }
    assert.ok(turns > 2, `${turns} turns`);
  });

  it('finds points in the logs that were dropped from memory, as long as they are wanted', async () => {
    const steps = 200_000;
    const records: object[] = ['a', 'b'].map((metric, id) => ({ type: 'series', id, metric }));
    for (let start = 0; start < steps; start += 5000) {
      const x = { start, step: 1 };
      for (const series of [0, 1]) {
        const y = Array.from({ length: 5000 }, (_, index) => (start + index) * (series + 1));
        records.push({ type: 'points', series, x, y, t: { start: 1e9 + start, step: 1 } });
      }
    }
    for (const producer of ['p1', 'p2']) writeFileSync(join(folder, `${producer}.jsonl`), lines(...records));
    followed = FollowedRun.ofFolder(folder, new Memory(2 ** 20), changed, noFailure);
    await followed.caughtUp;
    const sought = followed.run.series.map((from, place) => {
      const nearest = new NearestPoint(from.series, 30_000.2, { low: 29_000, high: 31_000 });
      assert.ok(nearest.missing !== null, 'it was dropped');
      return { place, from, nearest, isLogged: true };
    });
    assert.deepEqual(await followed.readPoints(sought, () => false), []);
    // A series that is in two charts is looked into twice.
    const [one] = sought;
    assert.ok(one);
    const again = { ...one, place: 4, nearest: new NearestPoint(one.from.series, 100, { low: 0, high: 1000 }) };
    const found = await followed.readPoints([...sought, again], () => true);
    assert.equal(found.length, 5);
    for (const { place, from, nearest } of found) {
      const x = place === 4 ? 100 : 30_000;
      const y = x * (from.metric === 'a' ? 1 : 2);
      assert.deepEqual(nearest.point, { x, y, time: 1e9 + x });
    }
  });

  it('gives back what it reads with when it is not wanted anymore', async () => {
    const log = join(folder, 'p1.jsonl');
    writeFileSync(log, lines(...Array.from({ length: 50_000 }, (_, index) => ({ loss: index }))));
    for (let time = 0; time < 10; time += 1) {
      FollowedRun.ofFolder(folder, new Memory(Infinity), () => undefined, noFailure).dispose();
      const stopped = FollowedRun.ofFolder(
        folder,
        new Memory(Infinity),
        ({ run }) => {
          if (run.points > 0) {
            stopped.dispose();
          }
        },
        noFailure,
      );
      await stopped.caughtUp;
    }
    const { run } = await follow();
    assert.equal(run.points, 50_000);
  });

  it('reads again what somebody looks into: single points of a few chunks, columns of many, what was asked for last', async () => {
    const points = 10_000;
    const packed = (values: Float64Array): string => Buffer.from(values.buffer).toString('base64');
    const y = packed(Float64Array.from({ length: points }, (_, index) => (index * 7919) % 10_007));
    const batches = Array.from({ length: 200 }, (_, batch) =>
      lines({ type: 'points', series: batch % 2, x: { start: batch * points, step: 1 }, y }),
    );
    const declared = ['a', 'b'].map((metric, id) => ({ type: 'series', id, metric }));
    writeFileSync(join(folder, 'p1.jsonl'), lines(...declared) + batches.join(''));
    followed = FollowedRun.ofFolder(folder, new Memory(5 * 2 ** 20), changed, noFailure);
    await followed.caughtUp;
    const { run } = followed;
    const whole = FollowedRun.ofFolder(folder, new Memory(Infinity), () => undefined, noFailure);
    await whole.caughtUp;
    try {
      for (const [low, high, pixels] of [
        [20_100, 20_200, 500],
        [1e5, 1.7e6, 8000],
        [2e5, 1.8e6, 3000],
      ] as const) {
        const grid = gridOf(low, high, false, pixels);
        const views = run.series.map((from) => ({ from, drawn: new DrawnSeries(from.series, 0, 0) }));
        const exact = whole.run.series.map(({ series }) => new DrawnSeries(series, 0, 0).update(grid));
        const isExact = (): boolean =>
          views.every(({ from, drawn }, index) => {
            drawn.update(grid);
            drawn.takeMissing().forEach((chunk) => void followed?.restore({ series: from, chunk }));
            const wanted = drawn.takeWanted();
            if (wanted !== null) {
              // Of two that are asked for at once, the last one counts.
              void followed?.restore({ series: from, interval: { low: 0, high: 1e6 }, width: 1 });
              void followed?.restore({ series: from, ...wanted });
            }
            const { kind, width } = new DrawnSeries(from.series, 0, 0).update(grid) ?? {};
            return kind === exact[index]?.kind && width === exact[index]?.width;
          });
        await reaches(run, isExact);
        assert.deepEqual(
          run.series.map(({ series }) => new DrawnSeries(series, 0, 0).update(grid)),
          exact,
        );
      }
    } finally {
      whole.dispose();
    }
  });
});
