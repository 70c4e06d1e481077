/** What the `run` record of a job says beside what every run says: docs/log-format.md. */
import { isObject, isTextArray } from './record-shape';

/** The producer id of the program that watches a job: its log is the job's. */
export const JOB_PRODUCER = 'job';

/** The stream on which a job says what happens to it, such as the signals that are sent to stop it. */
export const JOB_STREAM = 'job';

export interface JobFacts {
  readonly command: string;
  readonly args: readonly string[];
  /** Whether `command` is a line for the user's shell. */
  readonly shell: boolean;
  /** Names of the variables that were set for this job. Their values are not in the log. */
  readonly environment: readonly string[];
  /** The program's process, which leads its process group; `null` when it could not be started. */
  readonly pid: number | null;
  /** Clock ticks after boot. */
  readonly processStart: number | null;
}

/** @returns `null` when the value does not describe a job. */
export function decodeJob(value: unknown): JobFacts | null {
  if (!isObject(value) || typeof value['command'] !== 'string') {
    return null;
  }
  const { command, args, shell, environment, pid, pid_start: processStart } = value;
  return {
    command,
    args: isTextArray(args) ? args : [],
    shell: shell === true,
    environment: isTextArray(environment) ? environment : [],
    pid: processNumber(pid),
    processStart: processNumber(processStart),
  };
}

function processNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null;
}
