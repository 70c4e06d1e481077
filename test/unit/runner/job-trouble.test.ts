/** Jobs with real programs, when something is wrong: with what is to be started, with what it starts, with the storage folder. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { decodeLine } from '../../../src/common/decode';
import { writeControl } from '../../../src/runner/job/control-log';
import type { JobDescription } from '../../../src/runner/job/description';
import { jobEnvironment, startJob } from '../../../src/runner/job/start-job';
import { stopJob } from '../../../src/runner/job/stop-job';
import { ownGroup } from '../../../src/runner/job/start-program';
import { until } from '../../drive/wait';
import { isAlive, JobFolder, WATCHER } from './jobs';

const PATIENT = { ask: 600, interrupt: 600, terminate: 600 };
const FOREVER = 'console.log("begun"); setInterval(() => {}, 1000);';

describe('A job in trouble', function () {
  this.timeout(60_000);
  let jobs: JobFolder;

  const start = async (program: string): Promise<string> => {
    const description = jobs.describe(program);
    await startJob(WATCHER, description);
    return description.id;
  };

  beforeEach(() => {
    jobs = new JobFolder();
  });
  afterEach(() => jobs.remove());

  /** @returns what its log opens and ends with. */
  const refused = async (more: Partial<JobDescription>, reason: RegExp): Promise<void> => {
    const description = jobs.describe('', more);
    await assert.rejects(startJob(WATCHER, description), reason);
    const end = await jobs.ended(description.id);
    assert.match(end.error ?? '', reason);
    assert.deepEqual([jobs.log(description.id)[0]?.type, end.status], ['run', 'failed']);
  };

  it('is told of a folder that is not there, or is a file', async () => {
    await refused({ cwd: join(jobs.root, 'nowhere') }, /There is no folder .*nowhere/);
    await refused({ cwd: __filename }, /There is no folder/);
  });

  it('is told of a command line that the system or the log does not take', async () => {
    await refused({ args: ['-e', `0 //${'x'.repeat(200_000)}`] }, /longer than the system allows/);
    await refused({ args: ['-e', '0', ...Array<string>(150).fill('y'.repeat(10_000))] }, /longer than a log can hold/);
    await refused({ args: ['-e', 'a\0b'] }, /null bytes/);
  });

  it('does not start when its log cannot be written', async () => {
    const file = join(jobs.root, 'file');
    writeFileSync(file, '');
    const mark = join(jobs.root, 'started');
    const description = jobs.describe(`require("fs").writeFileSync(${JSON.stringify(mark)}, "")`, { root: file });
    await assert.rejects(startJob(WATCHER, description), /log cannot be written/);
    assert.equal(existsSync(mark), false);
  });

  it('finds the client also with folders of the user', () => {
    const own = { PYTHONPATH: ['src', 'lib'].join(delimiter) };
    const base = { PYTHONPATH: ['/users', '/client'].join(delimiter) };
    const { id, root, workspace } = jobs.describe('');
    const pathOf = (variables: Record<string, string>): string | undefined =>
      jobEnvironment({ id, root, workspace }, variables, base)['PYTHONPATH'];
    assert.equal(pathOf(own), ['src', 'lib', '/client'].join(delimiter));
    assert.equal(pathOf({}), base.PYTHONPATH);
    assert.equal(pathOf({ PYTHONPATH: '/client' }), '/client');
  });

  it('takes two wishes at the same moment for one', async () => {
    const id = await start(
      `process.on("SIGINT", () => setTimeout(() => process.exit(0), 1000)); console.log("begun"); setInterval(() => {}, 1000)`,
    );
    await jobs.prints(id, 'begun');
    const stop = { type: 'stop', patience: PATIENT } as const;
    await Promise.all([writeControl(jobs.root, id, stop), writeControl(jobs.root, id, stop)]);
    const end = await jobs.ended(id);
    assert.deepEqual([end.status, end.code, end.signal], ['interrupted', 0, null]);
  });

  it('ends when a process that has left its group holds its output, and leaves that alone', async () => {
    const child = `setInterval(() => console.log("still here"), 50)`;
    const id = await start(
      `const { pid } = require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(child)}], {stdio: "inherit", detached: true});
       console.log("child " + pid); process.exit(0);`,
    );
    const end = await jobs.ended(id);
    assert.deepEqual([end.status, end.code], ['finished', 0]);
    assert.match(jobs.printed(id, 'job').join(), /left behind holds its output/);
    const pid = Number(jobs.printed(id, 'stdout')[0]?.slice(6));
    await until('the watching program to leave', () => !isAlive(jobs.log(id)[0]?.pid));
    // It prints all the time: without a reader it would be killed.
    await setTimeout(500);
    const survives = isAlive(pid);
    process.kill(pid, 'SIGKILL');
    assert.ok(survives);
  });

  it('goes on with what is left of its group, and is stopped with it', async () => {
    const id = await start(
      `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(FOREVER)}], {stdio: "inherit"}); process.exit(0)`,
    );
    await until('the words', () =>
      jobs.printed(id, 'job').some((line) => line.includes('goes on and holds its output')),
    );
    await writeControl(jobs.root, id, { type: 'stop', patience: PATIENT });
    assert.equal((await jobs.ended(id)).status, 'interrupted');
  });

  it('is seen again, and can be stopped, when its storage folder was deleted', async () => {
    const id = await start(`${FOREVER} let i = 0; setInterval(() => console.log("line " + i++), 20)`);
    await jobs.prints(id, 'line 3');
    // The job may write its log again while its folder is being deleted.
    rmSync(join(jobs.root, 'runs'), { recursive: true, maxRetries: 10 });
    const path = join(jobs.root, 'runs', id, 'job.jsonl');
    await until('the log', () => existsSync(path) && jobs.log(id).length >= 2);
    const [opening, gap] = jobs.log(id);
    assert.deepEqual([opening?.type, opening?.id, gap?.type], ['run', id, 'gap']);
    assert.ok(isAlive(opening?.job?.pid));
    await writeControl(jobs.root, id, { type: 'stop', patience: PATIENT });
    assert.equal((await jobs.ended(id)).status, 'interrupted');
  });

  it('is stopped also when the disk does not take the request', async () => {
    const id = await start(FOREVER);
    await jobs.prints(id, 'begun');
    // As good as a full disk: nothing can be appended.
    mkdirSync(join(jobs.root, 'runs', id, 'control.jsonl'));
    const opening = decodeLine(JSON.stringify(jobs.log(id)[0]));
    assert.ok(opening.kind === 'record' && opening.record.type === 'run');
    assert.equal(await stopJob(jobs.root, opening.record, PATIENT, () => undefined), 'asked');
    assert.equal((await jobs.ended(id)).status, 'interrupted');
  });

  it('that somebody else has killed says what is the likely reason', async () => {
    const id = await start(FOREVER);
    await jobs.prints(id, 'begun');
    process.kill(jobs.log(id)[0]?.job?.pid ?? NaN, 'SIGKILL');
    assert.equal((await jobs.ended(id)).error, 'ended by SIGKILL');
    assert.match(jobs.printed(id, 'job').join(), /memory/);
  });

  it('is no group on Windows, where its programs would open consoles to be seen', () => {
    assert.deepEqual([ownGroup('win32'), ownGroup('linux'), ownGroup('darwin')], [false, true, true]);
  });
});
