/** The Python client as producer and the host as follower, in one: what is logged is in the store. */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Run } from '../../src/common/run';
import type { Sideplot } from '../../src/extension/extension';
import { activate, after, applied, closeAll } from './sideplot';

const THREADS = 10;
const CALLS = 100_000;
const KILLS = 50;

const LOG_FROM_THREADS = `
import threading, sideplot
run = sideplot.init(project="threads", name="ten threads")
def work(name):
    for value in range(${CALLS}):
        run.log({name: value})
threads = [threading.Thread(target=work, args=(f"thread/{index}",)) for index in range(${THREADS})]
for thread in threads: thread.start()
for thread in threads: thread.join()
run.finish()
`;

/** Logs until it is killed; prints a line when it has begun. */
const LOG_FOREVER = `
import itertools, sideplot
run = sideplot.init(project="kills", name="to be killed")
for value in itertools.count():
    run.log(value=value)
    if value == 100:
        print(run.id, flush=True)
`;

function python(): string {
  const found = process.env['SIDEPLOT_TEST_PYTHON'];
  assert.ok(found, 'SIDEPLOT_TEST_PYTHON is not set');
  return found;
}

/** The values of a metric in the order of the store. */
function valuesOf(run: Run, metric: string): Float64Array {
  const found = run.series.find((one) => one.metric === metric)?.series;
  assert.ok(found, `no series ${metric}`);
  return Float64Array.from({ length: found.length }, (_, index) => found.yAt(index));
}

/** Points in the whole lines of the logs in a folder, counted without the product's decoder. */
function pointsInLogs(folder: string): number {
  const lines = readdirSync(folder).flatMap((name) =>
    readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1),
  );
  const columns = lines.map((line) => (JSON.parse(line) as { y?: string | unknown[] }).y ?? []);
  return columns.reduce(
    (total, y) => total + (typeof y === 'string' ? Buffer.from(y, 'base64').length / 8 : y.length),
    0,
  );
}

function assertCounts(values: Float64Array): void {
  const wrong = values.findIndex((value, index) => value !== index);
  assert.equal(wrong, -1, `value ${wrong} is ${values[wrong]}`);
}

describe('Python producers', function () {
  this.timeout(300_000);
  let sideplot: Sideplot;
  before(async () => {
    sideplot = await activate();
  });
  afterEach(closeAll);

  it('log from ten threads of a kernel: all points are in the store, in order', async () => {
    const shown = after(sideplot.panels.onDidShow, () => threadsRun(sideplot) !== undefined);
    const script = join(process.env['SIDEPLOT_TEST_ROOT'] ?? '', 'test', 'host', 'kernel-run.py');
    const ended = promisify(execFile)(python(), [script, LOG_FROM_THREADS]);
    await shown;
    const run = threadsRun(sideplot);
    assert.ok(run);
    await ended;
    await applied(sideplot, run.id, ({ status }) => status === 'finished');
    assert.equal(run.points, THREADS * CALLS);
    for (let thread = 0; thread < THREADS; thread += 1) {
      const values = valuesOf(run, `thread/${thread}`);
      assert.equal(values.length, CALLS);
      assertCounts(values);
    }
    assert.deepEqual(run.problems.toRecord(), {});
  });

  it('can be killed at any moment: every whole line is in the store, and the run is lost', async () => {
    const lost: Promise<void>[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      // After a few more points each time, so that the kill falls into another moment of the writer.
      const { noticed } = await killOne(sideplot, kill * 200);
      lost.push(noticed);
    }
    await Promise.all(lost);
  });
});

/** Resolves when a producer was killed after so many points, to a promise that the host has noticed. */
async function killOne(sideplot: Sideplot, points: number): Promise<{ readonly noticed: Promise<void> }> {
  // Of another workspace, so that no panel opens.
  const env = { ...process.env, SIDEPLOT_WORKSPACE: '/elsewhere' };
  const child = spawn(python(), ['-c', LOG_FOREVER], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const id = line.toString().trim();
  const { run } = sideplot.runs.hold(id, null);
  await applied(sideplot, id, (now) => now.points > points);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const noticed = applied(sideplot, id, ({ status }) => status === 'lost').then(() => {
    const values = valuesOf(run, 'value');
    assertCounts(values);
    assert.equal(values.length, pointsInLogs(join(sideplot.root, 'runs', id)));
    assert.deepEqual(run.problems.toRecord(), {});
    sideplot.runs.release(id);
  });
  return { noticed };
}

function threadsRun({ panels }: Sideplot): Run | undefined {
  return panels.all.map(({ followed }) => followed?.run).find((run) => run?.opening?.project === 'threads');
}
