/** What a job is called wherever it is named: as the Runs view has it. */
import type { RunList } from '../runs-view/run-list';
import type { Job } from './job-list';

/** The user's name for the run, else the program's, else its id. */
export async function jobName(entries: RunList, { id, opening }: Job): Promise<string> {
  return (await entries.find(id))?.name ?? (opening.name || id);
}
