/** The program that watches a job: one for each, started by `start-job.ts`, and gone when the job has ended. */
import type { JobAnswer, JobDescription } from './description';
import { WatchedJob } from './watched-job';

/** Both may come first: the end of a job that could not be started, or that the editor was told of its start. */
function watch(description: JobDescription, send: (answer: JobAnswer, sent: () => void) => void): void {
  let left = 2;
  const leave = (): void => {
    left -= 1;
    if (left === 0) {
      process.exit(0);
    }
  };
  const job = new WatchedJob(description, leave);
  process.on('SIGTERM', () => job.stop());
  process.on('SIGINT', () => job.stop());
  void job.start().then((error) => send({ error }, leave));
}

// The end of a terminal or of the editor is no reason to end.
process.on('SIGHUP', () => undefined);
process.once('message', (description: JobDescription) => {
  watch(description, (answer, sent) => {
    const disconnect = (): void => {
      if (process.connected) {
        process.disconnect();
      }
      sent();
    };
    if (process.send === undefined || !process.connected) {
      sent();
    } else {
      process.send(answer, undefined, {}, disconnect);
    }
  });
});
