/** Stops a job from outside, whoever started it. */
import type { RunRecord } from '../../common/record';
import { canBe } from '../process-began';
import { processState, type ProcessIdentity } from '../process-state';
import { writeControl } from './control-log';
import type { StopPatience } from './description';
import { signalGroup } from './process-group';
import { StopSequence } from './stop-sequence';

const LOOK_MILLISECONDS = 200;

/** `orphan`: what watched the job is gone and its program is not, so that it gets its signals from here. */
export type StopWay = 'asked' | 'orphan' | 'gone';

/** Whether what watched the job is gone, but the job's program is not. */
export function isOrphan(opening: RunRecord): boolean {
  return processState(opening) === 'gone' && processState(programOf(opening)) === 'alive';
}

function programOf({ job, host }: RunRecord): ProcessIdentity {
  return { pid: job?.pid ?? null, processStart: job?.processStart ?? null, host };
}

/**
 * @param say tells what happens to an orphan; what happens to other jobs is in their logs.
 * @returns when the request is written, or an orphan has been sent its first signal.
 */
export async function stopJob(
  root: string,
  opening: RunRecord,
  patience: StopPatience,
  say: (text: string) => void,
): Promise<StopWay> {
  if (processState(opening) !== 'gone') {
    await askWatcher(root, opening, patience);
    return 'asked';
  }
  const program = programOf(opening);
  const { pid, processStart } = program;
  if (pid === null || processState(program) !== 'alive') {
    return 'gone';
  }
  // Without the start in the log another program may have the number by now.
  if (processStart === null && !(await canBe(pid, opening.start))) {
    return 'gone';
  }
  const sequence = new StopSequence({
    listens: () => false,
    signal: (signal) => signalGroup(pid, signal),
    say,
    giveUp: () => say(`The process ${pid} could not be ended.`),
  });
  sequence.request(patience);
  const timer = setInterval(() => {
    if (processState(program) !== 'alive') {
      clearInterval(timer);
      sequence.end();
    }
  }, LOOK_MILLISECONDS);
  return 'orphan';
}

/** A full disk takes no request, and is a reason to stop what fills it: then what watches the job is told by a signal. */
async function askWatcher(root: string, opening: RunRecord, patience: StopPatience): Promise<void> {
  try {
    await writeControl(root, opening.id, { type: 'stop', patience });
  } catch (error) {
    // On Windows a signal would end what watches the job, and not the job.
    if (process.platform === 'win32' || opening.pid === null || processState(opening) !== 'alive') {
      throw error;
    }
    process.kill(opening.pid, 'SIGTERM');
  }
}
