/** A program that starts a job and stays, as the editor does: the tests kill it. Its arguments: the watching program, and the job as JSON. */
import type { JobDescription } from '../../../src/runner/job/description';
import { startJob } from '../../../src/runner/job/start-job';

const [watcher = '', description = ''] = process.argv.slice(2);
void startJob(watcher, JSON.parse(description) as JobDescription).then(() => {
  console.log('started');
  setInterval(() => undefined, 1000);
});
