/** Counts what was refused, skipped or lost, in words for the user. */
import { shorten } from './shorten';
import { t } from './words';

const MAX_REASONS = 20;
const MAX_REASON_CHARACTERS = 200;

export class Problems {
  private readonly counts = new Map<string, number>();

  /** A log may give reasons of its own: they are shortened, and beyond twenty different ones counted together. */
  add(reason: string, count = 1): void {
    if (count === 0) {
      return;
    }
    const short = shorten(reason, MAX_REASON_CHARACTERS);
    const key = this.counts.has(short) || this.counts.size < MAX_REASONS ? short : t('other problems');
    this.counts.set(key, (this.counts.get(key) ?? 0) + count);
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  toRecord(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.counts);
  }
}
