/** Jobs of the tests: started as the editor starts them, read back as the editor reads them. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { newRunId } from '../../../src/runner/run-id';
import type { JobDescription } from '../../../src/runner/job/description';
import { jobEnvironment } from '../../../src/runner/job/start-job';
import { until } from '../../drive/wait';

export const REPOSITORY = resolve(__dirname, '../../../..');

export interface LogLine {
  readonly id?: string;
  readonly type?: string;
  readonly stream?: string;
  readonly lines?: readonly string[];
  readonly status?: string;
  readonly error?: string;
  readonly code?: number | null;
  readonly signal?: string | null;
  readonly pid?: number;
  readonly parent?: string;
  readonly job?: { readonly pid?: number; readonly environment?: readonly string[] };
  readonly [key: string]: unknown;
}

/** The program that watches jobs, as the build made it. */
export const WATCHER = join(REPOSITORY, 'dist', 'job.js');

/** A storage folder with jobs. */
export class JobFolder {
  readonly root = mkdtempSync(join(tmpdir(), 'sideplot-jobs-'));

  describe(program: string, more: Partial<JobDescription> = {}): JobDescription {
    const facts = { id: newRunId(), root: this.root, workspace: '/w' };
    return {
      ...facts,
      name: 'test',
      project: 'tests',
      command: process.execPath,
      args: ['-e', program],
      shell: false,
      shellProgram: '',
      cwd: this.root,
      environment: jobEnvironment(facts, {}),
      ownVariables: [],
      printedMetrics: 'never',
      patterns: [],
      config: {},
      sweep: null,
      ...more,
    };
  }

  log(id: string, name = 'job.jsonl'): LogLine[] {
    const text = readFileSync(join(this.root, 'runs', id, name), 'utf8');
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as LogLine);
  }

  runs(): string[] {
    return readdirSync(join(this.root, 'runs'));
  }

  logs(id: string): string[] {
    return readdirSync(join(this.root, 'runs', id));
  }

  printed(id: string, stream: string): string[] {
    return this.log(id)
      .filter((record) => record.type === 'text' && record.stream === stream)
      .flatMap(({ lines }) => lines ?? []);
  }

  async ended(id: string): Promise<LogLine> {
    return until('the end of the job', () => this.log(id).find(({ type }) => type === 'end'), {
      seen: () => this.log(id).slice(-5),
    });
  }

  async prints(id: string, line: string): Promise<void> {
    await until(`the line ${line}`, () => this.printed(id, 'stdout').includes(line));
  }

  /** Ends what a test that failed has left, which would write its log again, and deletes the folder. */
  remove(): void {
    for (const kind of ['sweeps', 'runs']) {
      const folder = join(this.root, kind);
      for (const id of existsSync(folder) ? readdirSync(folder) : []) {
        endLeftOver(join(folder, id, kind === 'sweeps' ? 'sweep.jsonl' : 'job.jsonl'));
      }
    }
    rmSync(this.root, { recursive: true, force: true, maxRetries: 10 });
  }
}

function endLeftOver(path: string): void {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (text === '' || text.includes('"type":"end"')) {
    return;
  }
  const { pid, job } = JSON.parse(text.slice(0, text.indexOf('\n'))) as LogLine;
  kill(pid, 1);
  // It leads its group.
  kill(job?.pid, -1);
}

function kill(pid: number | undefined, sign: 1 | -1): void {
  // A test may have written the log itself, with its own number or that of nobody.
  if (pid === undefined || pid <= 1 || pid === process.pid) {
    return;
  }
  try {
    process.kill(sign * pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

/** Whether a process is there. */
export function isAlive(pid: number | undefined): boolean {
  assert.ok(pid !== undefined);
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}
