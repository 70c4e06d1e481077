/** The log of a sweep, `sweeps/<id>/sweep.jsonl`: written by the program that watches it, read by the editor. docs/log-format.md describes it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunStatus } from '../../common/protocol';
import { ID_PATTERN, type EndRecord } from '../../common/record';
import { isCount, isObject, isTextArray } from '../../common/record-shape';
import { processState, type ProcessIdentity } from '../process-state';
import { sweepsFolder } from '../storage';
import { MAX_SWEEP_JOBS } from './sweep-grid';

export const SWEEP_LOG = 'sweep.jsonl';

export interface SweepState extends ProcessIdentity {
  readonly id: string;
  readonly name: string;
  /** Seconds since 1970. */
  readonly start: number;
  readonly cwd: string;
  readonly workspace: string;
  readonly atOnce: number;
  readonly jobs: readonly SweepJobState[];
  readonly status: RunStatus;
  readonly error: string;
  /** Seconds since 1970; NaN while it goes on, or when it is not known. */
  readonly ended: number;
}

export interface SweepJobState {
  /** The parameters in words. */
  readonly words: string;
  /** The id of its run once it was started. */
  readonly run: string | null;
  readonly status: RunStatus | 'queued';
}

/** @returns `null` when there is no log of a sweep, or it does not begin with one. */
export async function readSweep(root: string, id: string): Promise<SweepState | null> {
  const text = await readFile(join(sweepsFolder(root), id, SWEEP_LOG), 'utf8').catch(() => '');
  // What is after the last line's end is not there yet.
  const [first, ...rest] = text.split('\n').slice(0, -1).map(parsed);
  const opening = decodeOpening(first, id);
  if (opening === null) {
    return null;
  }
  const state = rest.reduce<SweepState>(next, opening);
  return state.status === 'running' && processState(state) === 'gone' ? lost(state) : state;
}

/** How many jobs have ended. */
export function endedJobs({ jobs }: SweepState): number {
  return jobs.filter(({ status }) => status !== 'queued' && status !== 'running').length;
}

function parsed(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function decodeOpening(fields: Readonly<Record<string, unknown>> | undefined, id: string): SweepState | null {
  const { type, jobs, pid, pid_start: processStart, start, at_once: atOnce } = fields ?? {};
  if (type !== 'sweep' || fields?.['id'] !== id || !isTextArray(jobs) || jobs.length > MAX_SWEEP_JOBS) {
    return null;
  }
  return {
    id,
    name: text(fields['name']),
    start: typeof start === 'number' ? start : NaN,
    cwd: text(fields['cwd']),
    workspace: text(fields['workspace']),
    host: text(fields['host']),
    pid: isCount(pid) ? pid : null,
    processStart: isCount(processStart) ? processStart : null,
    atOnce: isCount(atOnce) ? atOnce : 1,
    jobs: jobs.map((words) => ({ words, run: null, status: 'queued' })),
    status: 'running',
    error: '',
    ended: NaN,
  };
}

/** Records of unknown types, and of jobs that the sweep does not have, are skipped. */
function next(state: SweepState, fields: Readonly<Record<string, unknown>>): SweepState {
  const { type, job, run, status, time, error } = fields;
  switch (type) {
    case 'started':
      return typeof run === 'string' && ID_PATTERN.test(run) ? withJob(state, job, { run, status: 'running' }) : state;
    case 'ended':
      return withJob(state, job, { status: endStatus(status) ?? 'lost' });
    case 'end':
      return {
        ...state,
        status: endStatus(status) ?? 'failed',
        error: text(error),
        ended: typeof time === 'number' ? time : NaN,
      };
    default:
      return state;
  }
}

function withJob(state: SweepState, job: unknown, change: Partial<SweepJobState>): SweepState {
  return { ...state, jobs: state.jobs.map((one, index) => (index === job ? { ...one, ...change } : one)) };
}

/** Those that were started may go on without it; the others never begin. */
function lost(state: SweepState): SweepState {
  return { ...state, status: 'lost' };
}

function endStatus(value: unknown): EndRecord['status'] | undefined {
  return value === 'finished' || value === 'failed' || value === 'interrupted' ? value : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
