/** The program that watches a job, or a sweep: one for each, started by `start-job.ts`, and gone when that has ended. */
import type { JobAnswer, Order } from './description';
import { WatchedJob } from './watched-job';
import { WatchedSweep } from './watched-sweep';

/** Both may come first: the end of a job that could not be started, or that the editor was told of its start. */
function watch(order: Order, send: (answer: JobAnswer, sent: () => void) => void): void {
  let left = 2;
  const leave = (): void => {
    left -= 1;
    if (left === 0) {
      process.exit(0);
    }
  };
  const watched =
    order.kind === 'job' ? new WatchedJob(order.job, leave) : new WatchedSweep(order.sweep, __filename, leave);
  process.on('SIGTERM', () => watched.stop());
  process.on('SIGINT', () => watched.stop());
  void watched.start().then((error) => send({ error }, leave));
}

// The end of a terminal or of the editor is no reason to end.
process.on('SIGHUP', () => undefined);
process.once('message', (order: Order) => {
  watch(order, (answer, sent) => {
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
