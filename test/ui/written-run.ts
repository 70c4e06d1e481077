/** A run as a program without any client writes it, for tests that need to know each of its values. */
import { appendFileSync, mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Folders } from './folders';

export interface RunFacts {
  /** Sorts by start time: with it the newest one is last. */
  readonly id: string;
  readonly name: string;
  readonly [fact: string]: unknown;
}

export class WrittenRun {
  readonly id: string;
  readonly folder: string;

  /** @param facts of the opening record, besides those that each needs. A live run has a `pid`. */
  constructor({ runs, workspace }: Folders, facts: RunFacts) {
    this.id = facts.id;
    this.folder = join(runs, 'runs', facts.id);
    mkdirSync(this.folder, { recursive: true });
    this.write({
      ...{ type: 'run', version: 1, host: hostname(), workspace, cwd: workspace, project: 'mnist' },
      ...facts,
    });
  }

  write(...records: readonly object[]): void {
    const lines = records.map((record) => `${JSON.stringify(record)}\n`);
    appendFileSync(join(this.folder, 'p1.jsonl'), lines.join(''));
  }

  /** Metrics whose ids are their places in the list. */
  declare(...metrics: readonly string[]): void {
    this.write(...metrics.map((metric, id) => ({ type: 'series', id, metric })));
  }

  /** One point of each metric for each of so many steps. */
  points(from: number, count: number, ...metrics: readonly ((step: number) => number)[]): void {
    const steps = Array.from({ length: count }, (_, index) => from + index);
    this.write(
      ...metrics.map((value, series) => ({ type: 'points', series, x: { start: from, step: 1 }, y: steps.map(value) })),
    );
  }
}
