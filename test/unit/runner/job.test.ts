/** Jobs with real programs: how they end, how they are stopped, and that nothing but that ends them. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { decodeLine } from '../../../src/common/decode';
import type { RunRecord } from '../../../src/common/record';
import { processState } from '../../../src/runner/process-state';
import { writeControl } from '../../../src/runner/job/control-log';
import type { StopPatience } from '../../../src/runner/job/description';
import { readJobEnd } from '../../../src/runner/job/job-end';
import { startJob } from '../../../src/runner/job/start-job';
import { userShell } from '../../../src/runner/job/user-shell';
import { isOrphan, stopJob } from '../../../src/runner/job/stop-job';
import { until } from '../../drive/wait';
import { JobFolder, REPOSITORY, WATCHER, isAlive } from './jobs';

const SOON: StopPatience = { ask: 0.2, interrupt: 0.2, terminate: 0.2 };
const LONG: StopPatience = { ask: 600, interrupt: 600, terminate: 600 };
const FOREVER = 'console.log("begun"); setInterval(() => {}, 1000);';

describe('A job', function () {
  this.timeout(60_000);
  let jobs: JobFolder;

  const start = async (program: string, more = {}): Promise<string> => {
    const description = jobs.describe(program, more);
    await startJob(WATCHER, description);
    return description.id;
  };

  beforeEach(() => {
    jobs = new JobFolder();
  });
  afterEach(() => jobs.remove());

  it('finishes, with its lines by stream, its place and its process in the log', async () => {
    const id = await start('console.log("one"); console.error("two"); console.log(process.cwd())', {
      ownVariables: ['TOKEN'],
    });
    const end = await jobs.ended(id);
    assert.deepEqual([end.status, end.error, end.code], ['finished', '', 0]);
    assert.deepEqual(jobs.printed(id, 'stdout'), ['one', jobs.root]);
    assert.deepEqual(jobs.printed(id, 'stderr'), ['two']);
    const [opening] = jobs.log(id);
    assert.equal(opening?.type, 'run');
    assert.equal(opening.id, id);
    assert.deepEqual(opening.job?.environment, ['TOKEN']);
    assert.notEqual(opening.job.pid, opening.pid);
  });

  it('fails with its exit status', async () => {
    const end = await jobs.ended(await start('console.log("x"); process.exit(3)'));
    assert.deepEqual([end.status, end.error], ['failed', 'exit status 3']);
  });

  it('fails by a signal of somebody else', async () => {
    const id = await start(FOREVER);
    await jobs.prints(id, 'begun');
    process.kill(jobs.log(id)[0]?.job?.pid ?? NaN, 'SIGKILL');
    const end = await jobs.ended(id);
    assert.deepEqual([end.status, end.error], ['failed', 'ended by SIGKILL']);
  });

  it('that cannot be started says why, to the caller and in the log', async () => {
    const description = jobs.describe('', { command: join(jobs.root, 'nowhere') });
    await assert.rejects(startJob(WATCHER, description), /ENOENT/);
    const end = await jobs.ended(description.id);
    assert.equal(end.status, 'failed');
    assert.match(end.error ?? '', /ENOENT/);
  });

  it('runs a line of the shell', async () => {
    const id = await start('', { command: 'echo a | tr a b; exit 4', args: [], shell: true });
    assert.equal((await jobs.ended(id)).error, 'exit status 4');
    assert.deepEqual(jobs.printed(id, 'stdout'), ['b']);
  });

  it("runs a line of the user's shell", async function () {
    const bash = userShell('/bin/bash');
    if (!existsSync(bash)) {
      this.skip();
    }
    const id = await start('', {
      command: 'source /dev/null && echo ${BASH_VERSION:+bash}',
      args: [],
      shell: true,
      shellProgram: bash,
    });
    await jobs.ended(id);
    assert.deepEqual(jobs.printed(id, 'stdout'), ['bash']);
    assert.deepEqual(
      [userShell('/usr/bin/zsh'), userShell('/usr/bin/nu'), userShell(''), userShell('C:\\bash', 'win32')],
      ['/usr/bin/zsh', '', '', ''],
    );
  });

  it('is stopped by SIGINT when its program writes no log and so cannot be asked', async () => {
    const id = await start(FOREVER);
    await jobs.prints(id, 'begun');
    await writeControl(jobs.root, id, { type: 'stop', patience: LONG });
    const end = await jobs.ended(id);
    assert.deepEqual([end.status, end.signal], ['interrupted', 'SIGINT']);
    assert.match(jobs.printed(id, 'job')[0] ?? '', /^SIGINT sent; SIGTERM follows in 600 s/);
  });

  it('is asked first when its program writes a log', async () => {
    const id = await start(FOREVER);
    await jobs.prints(id, 'begun');
    writeFileSync(join(jobs.root, 'runs', id, 'p1.jsonl'), '{"loss":1}\n');
    await writeControl(jobs.root, id, { type: 'stop', patience: { ...LONG, ask: 0.3 } });
    assert.equal((await jobs.ended(id)).signal, 'SIGINT');
    assert.match(jobs.printed(id, 'job')[0] ?? '', /asked to stop; SIGINT follows in 0.3 s/);
  });

  it('is interrupted also when its program obeys before the request was read here', async () => {
    const request = JSON.stringify({ type: 'stop' });
    const id = await start(
      `const { appendFileSync } = require('node:fs');
       const folder = process.env.SIDEPLOT_DIR + '/runs/' + process.env.SIDEPLOT_RUN_ID;
       appendFileSync(folder + '/own.jsonl', '');
       appendFileSync(folder + '/control.jsonl', ${JSON.stringify(`${request}\n`)});
       process.exit(0);`,
    );
    const end = await jobs.ended(id);
    assert.deepEqual([end.status, end.error], ['interrupted', 'stopped: exit status 0']);
  });

  it('that ignores SIGINT and SIGTERM is killed, with all that it started', async () => {
    const stubborn = `process.on("SIGINT", () => console.log("no")); process.on("SIGTERM", () => console.log("never"));`;
    const child = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(`${stubborn} console.log("child " + process.pid); setInterval(() => {}, 1000)`)}], {stdio: "inherit"});`;
    const id = await start(`${stubborn} ${child} ${FOREVER}`);
    const pid = await until('the child', () => {
      const line = jobs.printed(id, 'stdout').find((one) => one.startsWith('child '));
      return line === undefined ? undefined : Number(line.slice(6));
    });
    await writeControl(jobs.root, id, { type: 'stop', patience: SOON });
    const end = await jobs.ended(id);
    assert.deepEqual([end.status, end.signal], ['interrupted', 'SIGKILL']);
    assert.ok(!isAlive(pid));
    assert.ok(jobs.printed(id, 'stdout').includes('no'));
    assert.ok(jobs.printed(id, 'stdout').includes('never'));
    assert.deepEqual(
      jobs.printed(id, 'job').map((line) => line.split(' ')[0]),
      ['SIGINT', 'SIGTERM', 'SIGKILL', 'The'],
    );
  });

  it('goes on to the next signal at once when it is told to stop again', async () => {
    const id = await start(`process.on("SIGINT", () => console.log("no")); ${FOREVER}`);
    await jobs.prints(id, 'begun');
    await writeControl(jobs.root, id, { type: 'stop', patience: LONG });
    await jobs.prints(id, 'no');
    // Two requests within a moment are one.
    await setTimeout(500);
    await writeControl(jobs.root, id, { type: 'stop', patience: LONG });
    assert.equal((await jobs.ended(id)).signal, 'SIGTERM');
  });

  it('goes on when the program that started it is killed, and can be stopped then', async () => {
    const description = jobs.describe(`let i = 0; setInterval(() => console.log("line " + i++), 20)`);
    const host = spawn(process.execPath, [join(__dirname, 'starter.js'), WATCHER, JSON.stringify(description)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    await once(host.stdout, 'data');
    await jobs.prints(description.id, 'line 3');
    process.kill(-(host.pid ?? NaN), 'SIGKILL');
    await once(host, 'exit');
    const before = jobs.printed(description.id, 'stdout').length;
    await jobs.prints(description.id, `line ${before + 20}`);
    const { pid, pid_start: processStart } = jobs.log(description.id)[0] ?? {};
    const watching = { pid: pid ?? null, processStart: Number(processStart), host: hostname() };
    assert.equal(processState(watching), 'alive');
    await writeControl(jobs.root, description.id, { type: 'stop', patience: SOON });
    assert.equal((await jobs.ended(description.id)).status, 'interrupted');
    await until('the watching program to leave', () => processState(watching) === 'gone');
  });

  it('is stopped when the program that watches it is told to end', async () => {
    const id = await start(FOREVER);
    await jobs.prints(id, 'begun');
    process.kill(jobs.log(id)[0]?.pid ?? NaN, 'SIGTERM');
    assert.equal((await jobs.ended(id)).status, 'interrupted');
  });

  it('whose watching program was killed is lost, and its program can be stopped', async () => {
    const id = await start(`process.on("SIGINT", () => {}); process.stdout.on("error", () => {}); ${FOREVER}`);
    await jobs.prints(id, 'begun');
    const opening = await readOpening(join(jobs.root, 'runs', id, 'job.jsonl'));
    assert.equal(isOrphan(opening), false);
    process.kill(opening.pid ?? NaN, 'SIGKILL');
    await until('the orphan', () => isOrphan(opening));
    const said: string[] = [];
    assert.equal(await stopJob(jobs.root, opening, SOON, (text) => said.push(text)), 'orphan');
    await until('the end of the program', () => !isAlive(opening.job?.pid ?? undefined));
    assert.deepEqual(
      said.map((text) => text.split(';')[0]),
      ['SIGINT sent', 'SIGTERM sent'],
    );
    assert.equal(await stopJob(jobs.root, opening, SOON, () => assert.fail()), 'gone');
    assert.equal(await readJobEnd(jobs.root, id), null);
  });

  it('tells its end to whoever reads the end of its log', async () => {
    const id = await start('for (let i = 0; i < 20000; i++) console.log("a line " + i); process.exit(2)');
    await jobs.ended(id);
    const end = await readJobEnd(jobs.root, id);
    assert.deepEqual([end?.status, end?.error], ['failed', 'exit status 2']);
    assert.equal(await readJobEnd(jobs.root, 'nowhere'), null);
  });

  it('keeps whatever is printed: much, long lines, bytes that are no text, no line end', async () => {
    const id = await start(`
      for (let i = 0; i < 50000; i++) console.log("n" + i);
      console.log("x".repeat(3000000));
      process.stdout.write(Buffer.from([0xff, 0x00, 0x0a]));
      process.stdout.write("end without its line end");
    `);
    assert.equal((await jobs.ended(id)).status, 'finished');
    const lines = jobs.printed(id, 'stdout');
    assert.deepEqual(
      lines.slice(0, 50_000),
      Array.from({ length: 50_000 }, (_, index) => `n${index}`),
    );
    assert.equal(lines.slice(50_000, -2).join(''), 'x'.repeat(3_000_000));
    assert.deepEqual(lines.slice(-2), ['\ufffd\u0000', 'end without its line end']);
  });

  it('draws metrics that are found in printed lines once that is wanted', async () => {
    const lines = [0, 1, 2].map((step) => `console.log("step ${step} loss=${1 / (step + 1)}")`).join(';');
    const id = await start(`${lines}; ${FOREVER}`, { printedMetrics: 'offer' });
    await jobs.prints(id, 'begun');
    assert.equal(jobs.log(id).filter((record) => 'loss' in record).length, 0);
    await writeControl(jobs.root, id, { type: 'draw-printed' });
    const rows = await until('the rows', () => {
      const found = jobs.log(id).filter((record) => 'loss' in record);
      return found.length === 3 ? found : undefined;
    });
    assert.deepEqual(
      rows.map(({ step }) => step),
      [0, 1, 2],
    );
    await writeControl(jobs.root, id, { type: 'stop', patience: SOON });
    await jobs.ended(id);
  });

  it('lets a Python program log to its run', async () => {
    const python = join(REPOSITORY, 'src', 'runner', 'python');
    const description = jobs.describe('', {
      command: 'python3',
      args: ['-c', 'import sideplot; sideplot.log(loss=1.0); sideplot.init(name="second").log({"loss": 2.0})'],
    });
    const environment = { ...description.environment, PYTHONPATH: python };
    await startJob(WATCHER, { ...description, environment });
    assert.equal((await jobs.ended(description.id)).status, 'finished');
    const own = jobs.logs(description.id).filter((name) => name !== 'job.jsonl');
    assert.equal(own.length, 1);
    const [opening] = jobs.log(description.id, own[0]);
    assert.deepEqual([opening?.id, opening?.parent], [description.id, 'job']);
  });
});

/** The record that opens a log. */
async function readOpening(path: string): Promise<RunRecord> {
  const [line = ''] = (await readFile(path, 'utf8')).split('\n');
  const decoded = decodeLine(line);
  return decoded.kind === 'record' && decoded.record.type === 'run' ? decoded.record : assert.fail(line);
}
