/** Keeps the points of all runs within a limit: the chunks that came first go first. They are read from the log again when somebody looks closely. */

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
  private holdings: Holding[] = [];
  /** Index of the first holding that was not evicted. */
  private first = 0;
  private used = 0;

  /** @param limit in bytes. What is not held here, such as chunks that are still being filled and pyramids, is not counted. */
  constructor(readonly limit: number) {}

  /** Bytes that are held. */
  get bytes(): number {
    return this.used;
  }

  /** Counts a chunk, and evicts the oldest ones while there is too much. */
  hold(owner: ChunkOwner, chunk: number, bytes: number): void {
    this.holdings.push({ owner, chunk, bytes });
    this.used += bytes;
    while (this.used > this.limit) {
      const oldest = this.holdings[this.first];
      if (oldest === undefined) {
        return;
      }
      this.first += 1;
      this.used -= oldest.bytes;
      oldest.owner.evict(oldest.chunk);
    }
    if (this.first > this.holdings.length / 2) {
      this.holdings = this.holdings.slice(this.first);
      this.first = 0;
    }
  }

  /** Forgets the chunks of owners that are gone. */
  release(owners: ReadonlySet<ChunkOwner>): void {
    this.holdings = this.holdings.slice(this.first).filter(({ owner }) => !owners.has(owner));
    this.first = 0;
    this.used = this.holdings.reduce((total, { bytes }) => total + bytes, 0);
  }
}
