/** Which runs the view shows: what the filter and the archive leave, sorted, as many as somebody asked for. */
import { compareRuns, filterWords, matchesFilter } from '../../common/run-filter';
import type { RunEntry } from './run-entry';

/** So many runs are shown at first, and with each *Show more*. */
export const PAGE_RUNS = 100;

export class ShownRuns {
  filter = '';
  /** Whether archived runs are shown, too. */
  archived = false;
  private limit = PAGE_RUNS;
  private matching: readonly RunEntry[] = [];
  /** How many runs there are without the filter. */
  total = 0;

  /** Sorts and filters anew. */
  update(known: readonly RunEntry[]): void {
    const words = filterWords(this.filter);
    const candidates = known.filter(({ about }) => this.archived || !about.archived);
    this.total = candidates.length;
    this.matching = candidates.filter((entry) => matchesFilter(words, entry)).sort(compareRuns);
  }

  get page(): readonly RunEntry[] {
    return this.matching.slice(0, this.limit);
  }

  /** How many runs match that are not shown. */
  get hidden(): number {
    return Math.max(0, this.matching.length - this.limit);
  }

  get count(): number {
    return this.matching.length;
  }

  more(): void {
    this.limit += PAGE_RUNS;
  }

  /** Another question begins with the first page. */
  firstPage(): void {
    this.limit = PAGE_RUNS;
  }
}
