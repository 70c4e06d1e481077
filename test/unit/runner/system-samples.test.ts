/** What jobs with real programs use of the machine. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeControl } from '../../../src/runner/job/control-log';
import { startJob } from '../../../src/runner/job/start-job';
import { queryGpus, readGpus } from '../../../src/runner/gpu-usage';
import { until } from '../../drive/wait';
import { JobFolder, WATCHER, type LogLine } from './jobs';

const PATIENCE = { ask: 5, interrupt: 10, terminate: 5 };
/** Two processes: one works, one holds 60 MiB. */
const BUSY = `
  const { spawn } = require("child_process");
  spawn(process.execPath, ["-e", "const held = Buffer.alloc(60 * 1024 * 1024, 1); setInterval(() => held.length, 1000)"], {stdio: "ignore"});
  setInterval(() => { const end = Date.now() + 40; while (Date.now() < end); }, 50);`;

describe('Samples of the machine', function () {
  this.timeout(60_000);
  let jobs: JobFolder;

  const start = async (program: string, variables: Record<string, string> = {}): Promise<string> => {
    const description = jobs.describe(program);
    await startJob(WATCHER, { ...description, environment: { ...description.environment, ...variables } });
    return description.id;
  };
  const stop = async (id: string): Promise<LogLine[]> => {
    await writeControl(jobs.root, id, { type: 'stop', patience: PATIENCE });
    await jobs.ended(id);
    return jobs.log(id);
  };
  /** Lives longer than the first sample takes, and tells so. */
  const LATER = 'setTimeout(() => console.log("later"), 1600); setInterval(() => {}, 1000);';

  beforeEach(() => {
    jobs = new JobFolder();
  });
  afterEach(() => jobs.remove());

  it('are in the log of a job, of all its processes', async function () {
    if (!existsSync('/proc/self/stat')) {
      this.skip();
    }
    const id = await start(BUSY);
    await until('a sample', () => jobs.log(id).some(({ type }) => type === 'points'));
    const records = await stop(id);
    const series = records.filter(({ type }) => type === 'series');
    assert.deepEqual(
      series.map(({ metric, unit, id: number }) => [metric, unit, number]),
      [
        ['system/cpu', '%', 0],
        ['system/memory', 'MiB', 1],
      ],
    );
    const [cpu = NaN, memory = NaN] = records
      .filter(({ type }) => type === 'points')
      .map(({ y }) => (Array.isArray(y) ? Number(y[0]) : NaN));
    assert.ok(cpu > 5 && cpu < 1000, `${cpu} %`);
    assert.ok(memory > 100 && memory < 2000, `${memory} MiB`);
  });

  it('are not taken when the setting says no, nor of a program that logs, which samples itself', async () => {
    const quiet = await start(LATER, { SIDEPLOT_SYSTEM_METRICS: '0' });
    const own = await start(
      `require("fs").writeFileSync(process.env.SIDEPLOT_DIR + "/runs/" + process.env.SIDEPLOT_RUN_ID + "/own.jsonl", ""); ${LATER}`,
    );
    for (const id of [quiet, own]) {
      await jobs.prints(id, 'later');
      const types = (await stop(id)).map(({ type }) => type);
      assert.ok(!types.includes('points') && !types.includes('series'), types.join(' '));
    }
  });

  it('of GPUs are those that tell a number', () => {
    assert.deepEqual(readGpus('0, 45, 1024\n1, [N/A], 512\n\nfailed\n'), [
      ['system/gpu0', 45, '%'],
      ['system/gpu0 memory', 1024, 'MiB'],
      ['system/gpu1 memory', 512, 'MiB'],
    ]);
  });

  it('of GPUs are none where the program is missing or fails', async () => {
    const script = (name: string, text: string): string => {
      const path = join(jobs.root, name);
      writeFileSync(path, `#!/bin/sh\n${text}\n`);
      chmodSync(path, 0o700);
      return path;
    };
    assert.equal(await queryGpus(join(jobs.root, 'nowhere')), null);
    assert.equal(await queryGpus(script('failing', 'echo "0, 1, 2"; exit 9')), null);
    const query = script('query', 'case "$*" in *utilization.gpu*csv*) echo "0, 1, 2";; esac');
    assert.deepEqual(await queryGpus(query), [
      ['system/gpu0', 1, '%'],
      ['system/gpu0 memory', 2, 'MiB'],
    ]);
  });
});
