/** Writes a run log as a program without any client would. */
import { appendFileSync, mkdirSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';

export interface LogOptions {
  /** The storage folder. */
  readonly root: string;
  readonly workspace: string;
  readonly project?: string;
  /** Seconds since 1970; now when missing. */
  readonly start?: number;
  /** Further keys of the `run` record. */
  readonly facts?: object;
}

/** A run of this process, which is alive as long as the tests are. */
export class LogWriter {
  readonly id = `29991231-235959-${randomBytes(4).toString('hex')}`;
  private readonly path: string;
  private step = 0;

  constructor({ root, workspace, project = 'tests', start = Date.now() / 1000, facts = {} }: LogOptions) {
    const folder = join(root, 'runs', this.id);
    mkdirSync(folder, { recursive: true });
    this.path = join(folder, 'p1.jsonl');
    this.write({
      type: 'run',
      version: 1,
      id: this.id,
      producer: 'p1',
      name: `run ${this.id}`,
      project,
      pid: process.pid,
      host: hostname(),
      start,
      workspace,
      ...facts,
    });
  }

  write(...records: object[]): void {
    this.writeText(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  }

  writeText(text: string): void {
    appendFileSync(this.path, text);
  }

  /** Appends `count` points of the metric `loss`. */
  log(count: number): void {
    const rows = Array.from({ length: count }, () => {
      this.step += 1;
      return { step: this.step, loss: 1 / this.step };
    });
    this.write(...rows);
  }

  end(): void {
    this.write({ type: 'end', status: 'finished', time: Date.now() / 1000 });
  }
}
