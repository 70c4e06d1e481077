/** Sweeps with real programs: in order, so many at a time, stopped as a whole, untouched by the end of whoever started them. */
import assert from 'node:assert/strict';
import { appendFileSync, copyFileSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { writeControl } from '../../../src/runner/job/control-log';
import type { SweepDescription } from '../../../src/runner/job/description';
import { jobEnvironment, startSweep } from '../../../src/runner/job/start-job';
import { endedJobs, readSweep, type SweepState } from '../../../src/runner/job/sweep-log';
import { stopSweep } from '../../../src/runner/job/watched-sweep';
import { newRunId } from '../../../src/runner/run-id';
import { until } from '../../drive/wait';
import { isAlive, JobFolder, WATCHER } from './jobs';

const PATIENCE = { ask: 5, interrupt: 10, terminate: 10 };
const FOREVER = 'console.log("begun"); setInterval(() => {}, 1000);';

describe('A sweep', function () {
  this.timeout(60_000);
  let folder: JobFolder;

  const describeSweep = (programs: readonly string[], atOnce: number): SweepDescription => {
    const { root, project, workspace, shell, shellProgram, cwd, printedMetrics, patterns } = folder.describe('');
    return {
      id: newRunId(),
      name: 'test',
      atOnce,
      common: {
        ...{ root, project, workspace, shell, shellProgram, cwd, printedMetrics, patterns },
        environment: jobEnvironment({ id: '', root, workspace }, {}),
      },
      jobs: programs.map((program, index) => ({
        words: `seed=${index}`,
        command: process.execPath,
        args: ['-e', program, String(index)],
        environment: { SEED: String(index) },
        config: { seed: index },
      })),
    };
  };
  const start = async (programs: readonly string[], atOnce: number): Promise<string> => {
    const description = describeSweep(programs, atOnce);
    await startSweep(WATCHER, description);
    return description.id;
  };
  const state = async (id: string): Promise<SweepState> =>
    (await readSweep(folder.root, id)) ?? assert.fail('no sweep');
  const ended = (id: string): Promise<SweepState> =>
    until('the end of the sweep', async () => {
      const now = await state(id);
      return now.status !== 'running' && now;
    });
  const runningJobs = ({ jobs }: SweepState): string[] =>
    jobs.flatMap(({ run, status }) => (status === 'running' && run !== null ? [run] : []));
  const twoRun = (id: string): Promise<string[]> =>
    until('two jobs to run', async () => {
      const runs = runningJobs(await state(id));
      return runs.length === 2 && runs.every((run) => printed(run).includes('begun')) && runs;
    });
  const printed = (run: string): string[] => {
    try {
      return folder.printed(run, 'stdout');
    } catch {
      return [];
    }
  };

  beforeEach(() => {
    folder = new JobFolder();
  });
  afterEach(() => folder.remove());

  it('runs each combination once, never more at a time than it may, each with its place and parameters', async () => {
    const times = join(folder.root, 'times');
    const mark = (word: string): string => `require('fs').appendFileSync(${JSON.stringify(times)}, '${word}\\n')`;
    const program = `${mark('+')}; console.log(process.env.SEED, process.argv[1]); setTimeout(() => ${mark('-')}, 100)`;
    const { jobs, status, error, atOnce } = await ended(await start(Array<string>(5).fill(program), 2));
    assert.deepEqual([status, error, atOnce], ['finished', '', 2]);
    assert.deepEqual(
      jobs.map((job) => [job.words, job.status]),
      [0, 1, 2, 3, 4].map((index) => [`seed=${index}`, 'finished']),
    );
    jobs.forEach(({ run }, index) => {
      assert.deepEqual(printed(run ?? ''), [`${index} ${index}`]);
      const [opening] = folder.log(run ?? '');
      assert.deepEqual(opening?.['config'], { seed: index });
      assert.deepEqual([opening['name'], opening.id], [`test seed=${index}`, run]);
      const { index: place, count } = opening['sweep'] as { index: number; count: number };
      assert.deepEqual([place, count], [index, 5]);
    });
    let going = 0;
    for (const word of readFileSync(times, 'utf8').trim().split('\n')) {
      going += word === '+' ? 1 : -1;
      assert.ok(going <= 2, 'three programs ran at a time');
    }
    assert.equal(going, 0);
  });

  it('goes on after a job that fails, and says how many did', async () => {
    const { jobs, status, error } = await ended(await start(['process.exit(1)', '', 'process.exit(2)', ''], 1));
    assert.deepEqual([status, error], ['failed', '2 of 4 jobs did not finish']);
    assert.deepEqual(
      jobs.map((job) => job.status),
      ['failed', 'finished', 'failed', 'finished'],
    );
  });

  it('that cannot be started at all starts no further job, and says why', async () => {
    const description = describeSweep(['', '', ''], 2);
    const jobs = description.jobs.map((job) => ({ ...job, command: join(folder.root, 'nowhere') }));
    await assert.rejects(startSweep(WATCHER, { ...description, jobs }), /ENOENT/);
    const { status, jobs: states } = await ended(description.id);
    assert.equal(status, 'failed');
    assert.deepEqual(
      states.map((job) => job.status),
      ['failed', 'queued', 'queued'],
    );
  });

  it('is stopped as a whole: what runs by signals, what is queued never starts', async () => {
    const id = await start(Array<string>(6).fill(FOREVER), 2);
    const runs = await twoRun(id);
    await stopSweep(folder.root, id, PATIENCE);
    const { jobs, status, error } = await ended(id);
    assert.deepEqual([status, error], ['interrupted', 'stopped: 4 of 6 jobs were not started']);
    assert.deepEqual(
      jobs.map((job) => job.status),
      ['interrupted', 'interrupted', 'queued', 'queued', 'queued', 'queued'],
    );
    for (const run of runs) {
      assert.equal((await folder.ended(run)).signal, 'SIGINT');
    }
    assert.equal(folder.runs().length, 2);
  });

  it('takes jobs to their next signal when it is told to stop again', async () => {
    const stubborn = `process.on('SIGINT', () => console.log('no')); ${FOREVER}`;
    const id = await start([stubborn, stubborn, stubborn], 2);
    const runs = await twoRun(id);
    const patience = { ask: 600, interrupt: 600, terminate: 600 };
    await stopSweep(folder.root, id, patience);
    await until('both to refuse', () => runs.every((run) => printed(run).includes('no')));
    // Two requests within a moment are one.
    await setTimeout(500);
    await stopSweep(folder.root, id, patience);
    assert.equal((await ended(id)).status, 'interrupted');
    for (const run of runs) {
      assert.equal((await folder.ended(run)).signal, 'SIGTERM');
    }
  });

  it('goes on when an update has deleted the program that starts its jobs', async () => {
    const installed = join(folder.root, 'job.js');
    copyFileSync(WATCHER, installed);
    const description = describeSweep([FOREVER, 'console.log("second")', 'console.log("third")'], 1);
    await startSweep(installed, description);
    const [first = ''] = await until('the first job', async () => {
      const runs = runningJobs(await state(description.id));
      return runs.some((run) => printed(run).includes('begun')) && runs;
    });
    rmSync(installed);
    await writeControl(folder.root, first, { type: 'stop', patience: PATIENCE });
    const { jobs } = await ended(description.id);
    assert.deepEqual(
      jobs.map(({ status }) => status),
      ['interrupted', 'finished', 'finished'],
    );
    assert.deepEqual(readdirSync(join(folder.root, 'sweeps', description.id)), ['sweep.jsonl']);
  });

  it('tells all that it knows again when its log was deleted', async () => {
    const id = await start([FOREVER, FOREVER, FOREVER], 2);
    await twoRun(id);
    // The sweep may write its log again while its folder is being deleted.
    rmSync(join(folder.root, 'sweeps'), { recursive: true, maxRetries: 10 });
    await until('the log', async () => (await readSweep(folder.root, id)) !== null);
    await stopSweep(folder.root, id, PATIENCE);
    const { jobs, status } = await ended(id);
    assert.equal(status, 'interrupted');
    assert.deepEqual(
      jobs.map((job) => job.status),
      ['interrupted', 'interrupted', 'queued'],
    );
  });

  it('starts the next job when one is stopped alone', async () => {
    const id = await start([FOREVER, FOREVER, 'console.log("third")'], 2);
    const [first = ''] = await twoRun(id);
    process.kill(folder.log(first)[0]?.job?.pid ?? NaN, 'SIGINT');
    await until('the third job', async () => (await state(id)).jobs[2]?.status === 'finished');
    await stopSweep(folder.root, id, PATIENCE);
    await ended(id);
  });

  it('whose watching program was killed is lost, its jobs go on, the others never begin', async () => {
    const id = await start(Array<string>(4).fill(FOREVER), 2);
    const runs = await twoRun(id);
    process.kill((await state(id)).pid ?? NaN, 'SIGKILL');
    const { status, jobs } = await ended(id);
    assert.equal(status, 'lost');
    assert.deepEqual(
      jobs.map((job) => job.status),
      ['running', 'running', 'queued', 'queued'],
    );
    for (const run of runs) {
      const pid = folder.log(run)[0]?.job?.pid;
      assert.ok(isAlive(pid));
      process.kill(-(pid ?? NaN), 'SIGTERM');
      await folder.ended(run);
    }
  });

  it('skips lines that are none of its own', async () => {
    const id = await start(['', ''], 2);
    await ended(id);
    const wrong = [
      'no JSON',
      '[]',
      '{"type":"started","job":9,"run":"a"}',
      '{"type":"started","job":0,"run":"../a"}',
      '{"type":"ended","job":"0","status":"failed"}',
      '{"type":"from the future"}',
    ];
    const before = await state(id);
    appendFileSync(join(folder.root, 'sweeps', id, 'sweep.jsonl'), `${wrong.join('\n')}\n{"type":"end","st`);
    assert.deepEqual(await state(id), before);
    assert.equal(endedJobs(before), 2);
    assert.equal(await readSweep(folder.root, 'nowhere'), null);
  });
});
