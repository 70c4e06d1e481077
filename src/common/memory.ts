/** Keeps the points of all runs within a limit: the chunks that came first go first. They are read from the log again when somebody looks closely. */
import { COLUMN_BYTES } from './growing-columns';
import { MOST_COLUMNS } from './past';
import { SpareColumns } from './spare-columns';

/** The part of the limit that chunks have in any case, however much else there is. */
const CHUNKS_SHARE = 1 / 8;
/** The part of the limit that the envelopes of what was dropped may take together. */
const COLUMNS_SHARE = 1 / 4;
const LEAST_COLUMNS = 512;

/** Owns chunks that can be dropped. */
export interface ChunkOwner {
  /** Drops a chunk's columns. */
  evict(chunk: number): void;
}

interface Holding {
  readonly owner: ChunkOwner;
  readonly chunk: number;
  readonly bytes: number;
}

export class Memory {
  /** The columns of chunks that were dropped, to be used again. */
  readonly spare = new SpareColumns();
  private holdings: Holding[] = [];
  /** Index of the first holding that was not evicted. */
  private first = 0;
  private held = 0;
  /** What cannot be dropped, by owner. */
  private readonly kept = new Map<ChunkOwner, number>();
  private keptTotal = 0;
  private readonly dropping = new Set<ChunkOwner>();
  private evicting = false;

  /** @param limit in bytes. */
  constructor(readonly limit: number) {}

  /** Bytes that are taken. */
  get bytes(): number {
    return this.held + this.keptTotal;
  }

  /** Columns at most for the envelope of what an owner drops; fewer, the more of them drop something. */
  columnsOf(owner: ChunkOwner): number {
    this.dropping.add(owner);
    const share = (this.limit * COLUMNS_SHARE) / COLUMN_BYTES / this.dropping.size;
    return Math.max(LEAST_COLUMNS, Math.min(MOST_COLUMNS, 2 ** Math.floor(Math.log2(share))));
  }

  /** Counts a chunk, and evicts the oldest ones while there is too much. */
  hold(owner: ChunkOwner, chunk: number, bytes: number): void {
    this.holdings.push({ owner, chunk, bytes });
    this.held += bytes;
    this.evictOldest();
  }

  /** Counts all that an owner has and that cannot be dropped, in place of what was counted before. */
  keep(owner: ChunkOwner, bytes: number): void {
    this.keptTotal += bytes - (this.kept.get(owner) ?? 0);
    this.kept.set(owner, bytes);
    this.evictOldest();
  }

  /** Forgets the chunks of owners that are gone. */
  release(owners: ReadonlySet<ChunkOwner>): void {
    this.holdings = this.holdings.slice(this.first).filter(({ owner }) => !owners.has(owner));
    this.first = 0;
    this.held = this.holdings.reduce((total, { bytes }) => total + bytes, 0);
    for (const owner of owners) {
      this.keptTotal -= this.kept.get(owner) ?? 0;
      this.kept.delete(owner);
      this.dropping.delete(owner);
    }
  }

  private evictOldest(): void {
    // An owner that drops a chunk has something else to count.
    if (this.evicting) {
      return;
    }
    this.evicting = true;
    while (this.held > Math.max(this.limit - this.keptTotal, this.limit * CHUNKS_SHARE)) {
      const oldest = this.holdings[this.first];
      if (oldest === undefined) {
        break;
      }
      this.first += 1;
      this.held -= oldest.bytes;
      oldest.owner.evict(oldest.chunk);
    }
    this.evicting = false;
    if (this.first > this.holdings.length / 2) {
      this.holdings = this.holdings.slice(this.first);
      this.first = 0;
    }
  }
}
