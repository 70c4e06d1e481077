/** The jobs that were run last in this workspace, with their arguments and environment. */
import type * as vscode from 'vscode';
import type { JobSpec } from './job-spec';

const KEY = 'recentJobs';
const STARTED_KEY = 'startedJobs';
const REMEMBERED = 20;
const STARTED = 100;

export class RecentJobs {
  /** @param memory of the workspace. */
  constructor(private readonly memory: vscode.Memento) {}

  get all(): readonly JobSpec[] {
    return this.memory.get<readonly JobSpec[]>(KEY, []);
  }

  /** The newest job of a program, for its arguments and environment. */
  ofScript(script: string): JobSpec | undefined {
    return this.all.find(({ args }) => args.includes(script));
  }

  /** What was started as the run `id`; the log does not hold the values of its variables. */
  startedAs(id: string): JobSpec | undefined {
    return this.memory.get<readonly (readonly [string, JobSpec])[]>(STARTED_KEY, []).find(([one]) => one === id)?.[1];
  }

  async add(id: string, spec: JobSpec): Promise<void> {
    const others = this.all.filter((one) => JSON.stringify(one) !== JSON.stringify(spec));
    await this.memory.update(KEY, [spec, ...others].slice(0, REMEMBERED));
    const started = this.memory.get<readonly (readonly [string, JobSpec])[]>(STARTED_KEY, []);
    await this.memory.update(STARTED_KEY, [[id, spec] as const, ...started].slice(0, STARTED));
  }
}
