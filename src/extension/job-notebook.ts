/** The notebooks of a job that runs one: the notebook itself, and the executed copy, whose cells know how the job numbered them. */
import { isAbsolute } from 'node:path';
import type { JobFacts } from '../common/job-facts';

const MODULE = 'sideplot.notebook_job';
const OUTPUT = '--output';

export interface JobNotebook {
  readonly source: string;
  readonly copy: string;
}

/** @returns `undefined` for any other job, and where the paths are not known. */
export function notebookOf(job: JobFacts | null): JobNotebook | undefined {
  const at = job?.args.indexOf(MODULE) ?? -1;
  const source = job?.args[at + 1];
  if (job === null || at < 1 || job.args[at - 1] !== '-m' || source === undefined) {
    return undefined;
  }
  const output = job.args.indexOf(OUTPUT, at);
  const copy = output < 0 ? source.replace(/(?:\.ipynb)?$/, '.executed.ipynb') : (job.args[output + 1] ?? '');
  return isAbsolute(source) && isAbsolute(copy) ? { source, copy } : undefined;
}
