/** Which runs of a list are shown, and in which order. */
import type { RunStatus } from './protocol';
import type { RunAbout } from './run-about';

/** What a filter looks at. */
export interface FilterableRun {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  /** `null` before it is known. */
  readonly status: RunStatus | null;
  readonly about: RunAbout;
  /** `key=value` of the config, by line. */
  readonly config: string;
}

/** The words of a filter, in lower case. */
export function filterWords(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** Whether each word is somewhere in the run's name, project, config, status, note or id. */
export function matchesFilter(words: readonly string[], run: FilterableRun): boolean {
  if (words.length === 0) {
    return true;
  }
  const { id, name, project, status, about, config } = run;
  const text = [name, project, status ?? '', about.note, id, config].join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Pinned runs before all others, in both parts those that go on first, then the newest first: ids sort by start. */
export function compareRuns(one: FilterableRun, other: FilterableRun): number {
  return rankOf(one) - rankOf(other) || (one.id < other.id ? 1 : one.id > other.id ? -1 : 0);
}

function rankOf({ about, status }: FilterableRun): number {
  return (about.pinned ? 0 : 2) + (status === 'running' ? 0 : 1);
}
