/** What an export says of its runs, and how it names them. */
import type { RunFacts } from './point-format';
import type { Run } from '../../common/run';

/** The names of runs; where two have the same one, each with its id. */
export function runNames(runs: readonly Run[]): readonly string[] {
  const counts = new Map<string, number>();
  runs.forEach(({ name }) => counts.set(name, (counts.get(name) ?? 0) + 1));
  return runs.map(({ name, id }) => ((counts.get(name) ?? 0) > 1 ? `${name} (${id})` : name));
}

/** No paths, user or machine: what is exported is given away. */
export function runFacts(runs: readonly Run[]): readonly RunFacts[] {
  const names = runNames(runs);
  return runs.map((run, index) => ({
    id: run.id,
    name: names[index],
    project: run.opening?.project ?? '',
    status: run.status,
    ...(run.error === '' ? {} : { error: run.error }),
    start: startOf(run),
    config: run.opening?.config ?? {},
  }));
}

function startOf({ opening }: Run): number | null {
  return opening !== null && Number.isFinite(opening.start) ? opening.start : null;
}
