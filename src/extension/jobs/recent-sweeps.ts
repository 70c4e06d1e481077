/** The sweeps that were run last in this workspace. */
import type * as vscode from 'vscode';
import { combinationsOf, readGrid } from '../../runner/job/sweep-grid';
import { withParameters } from '../../runner/job/sweep-program';
import type { JobSpec } from './job-spec';

const KEY = 'recentSweeps';
const REMEMBERED = 20;

export interface SweepSpec {
  readonly program: JobSpec;
  /** As it is typed. */
  readonly grid: string;
  readonly atOnce: number;
}

type Entry = readonly [id: string, spec: SweepSpec];

export class RecentSweeps {
  /** @param memory of the workspace. */
  constructor(private readonly memory: vscode.Memento) {}

  /** The newest sweep of a program. */
  of({ name, cwd }: JobSpec): SweepSpec | undefined {
    return this.all.map(([, spec]) => spec).find(({ program }) => program.name === name && program.cwd === cwd);
  }

  /** What a job of a sweep ran; its log does not hold the values of its variables. */
  jobOf(sweep: string, index: number): JobSpec | undefined {
    const spec = this.all.find(([id]) => id === sweep)?.[1];
    return spec && jobsOf(spec)[index];
  }

  async add(id: string, spec: SweepSpec): Promise<void> {
    await this.memory.update(KEY, [[id, spec] satisfies Entry, ...this.all].slice(0, REMEMBERED));
  }

  private get all(): readonly Entry[] {
    return this.memory.get<readonly Entry[]>(KEY, []);
  }
}

/** What each job of a sweep runs, in their order. Throws when the grid cannot be read. */
export function jobsOf({ program, grid }: SweepSpec): readonly JobSpec[] {
  return combinationsOf(readGrid(grid)).map((combination, index) => withParameters(program, combination, index));
}
