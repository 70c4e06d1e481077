/** What made a run: runs of one source follow each other, and what the user chose for one serves the next. */
import type { RunRecord } from '../common/record';
import type { Run } from '../common/run';

/** Names the program or notebook of a run, with its project and folder. */
export function runSource(opening: RunRecord | null): string {
  // The first word of a job is its interpreter.
  const program = opening?.job == null ? (opening?.argv[0] ?? '') : opening.name;
  return JSON.stringify([opening?.project, opening?.cwd, opening?.notebook?.path ?? program]);
}

/** Names the project of a run, or its source when it has no project. */
export function runProject(opening: RunRecord | null): string {
  return opening !== null && opening.project !== '' ? JSON.stringify(opening.project) : runSource(opening);
}

/** Names the project of a run; of one that has not said how it began, the run itself. */
export function projectOf(run: Run): string {
  return run.opening === null ? run.id : runProject(run.opening);
}
