/** The record that opens the log of a job. */
import { hostname, userInfo } from 'node:os';
import { JOB_PRODUCER } from '../../common/job-facts';
import { MAX_LINE_BYTES } from '../../common/record';
import { processStartOf } from '../process-state';
import type { JobDescription } from './description';

const SHORT = 1000;

/** @param pid of the program, or `null` when it was not started. */
export function jobOpening(job: JobDescription, pid: number | null): object {
  return {
    type: 'run',
    version: 1,
    id: job.id,
    producer: JOB_PRODUCER,
    name: job.name,
    project: job.project,
    start: Date.now() / 1000,
    cwd: job.cwd,
    argv: [job.command, ...job.args],
    pid: process.pid,
    ...startOf(process.pid),
    host: hostname(),
    user: userInfo().username,
    workspace: job.workspace,
    config: job.config,
    ...(job.sweep === null ? {} : { sweep: job.sweep }),
    job: {
      command: job.command,
      args: job.args,
      shell: job.shell,
      environment: job.ownVariables,
      ...(pid === null ? {} : { pid, ...startOf(pid) }),
    },
  };
}

/** Why the job must not start: its log could not say what it runs. Empty when it can. */
export function openingFault(job: JobDescription): string {
  // Numbers are missing still, and a margin costs nothing.
  const bytes = Buffer.byteLength(JSON.stringify(jobOpening(job, null))) + SHORT;
  return bytes > MAX_LINE_BYTES ? 'The command line is longer than a log can hold.' : '';
}

/** The job with as much of its command line as its log can hold. */
export function shortened(job: JobDescription): JobDescription {
  const short = (text: string): string => (text.length > SHORT ? `${text.slice(0, SHORT)}…` : text);
  return { ...job, name: short(job.name), command: short(job.command), args: [], ownVariables: [], config: {} };
}

function startOf(pid: number): object {
  const start = processStartOf(pid);
  return start === null || Number.isNaN(start) ? {} : { pid_start: start };
}
