/**
 * A series that is made of another one, and of a second one for x by a metric: fed as they grow, counted in the same memory. A chunk that was dropped is
 * derived anew; what that needs of the sources and was dropped there is read from the log.
 */
import { Chunk } from './chunk';
import { Derivation, START, type LeftOut, type MissingChunk, type Place, type Rule } from './derivation';
import type { Memory } from './memory';
import type { RunSeries } from './run';
import { CHUNK_POINTS, Series, type Origin } from './series';

/** Chunks of a source that are asked for ahead, as reading one after the other would be slow. */
const AHEAD = 4;

/** A dropped chunk that is being derived again. */
interface Remake {
  readonly derivation: Derivation;
  readonly chunk: Chunk;
  /** Whether it cannot go on for another reason than a dropped chunk. */
  isStuck: boolean;
}

export class DerivedSeries {
  readonly series: Series;
  private readonly derivation: Derivation;
  /** Where the derivation was when each chunk began. */
  private readonly places: Place[] = [START];
  private origin: Origin = { offset: 0, rows: 0 };
  private readonly remakes = new Map<number, Remake>();
  /** Source chunks that were asked for, and how many of that source had been read again by then. */
  private readonly asked = new Map<string, number>();
  private missing: MissingChunk[] = [];

  /** @param memory decides which points stay in memory; without it all do. */
  constructor(
    private readonly rule: Rule,
    private readonly memory: Memory | null,
  ) {
    this.series = new Series(memory);
    this.derivation = new Derivation(rule);
  }

  get source(): RunSeries {
    return this.rule.source;
  }

  get leftOut(): LeftOut {
    return this.derivation.leftOut;
  }

  /** Points of the source that were not looked at: they came just now, wait for a chunk or have no counterpart. */
  get waiting(): number {
    return this.derivation.waiting;
  }

  /** Whether it waits for chunks to be read again. */
  get isReading(): boolean {
    return this.derivation.needed !== null;
  }

  /**
   * Takes in what the sources have got, and goes on with chunks to be restored.
   *
   * @param limit of points to look at, so that nobody is held up.
   * @returns how many points were looked at.
   */
  advance(limit: number): number {
    let done = this.derivation.run(limit, (x, y) => this.take(x, y));
    this.ask(this.derivation.needed);
    for (const [chunk, remake] of this.remakes) {
      done += done < limit ? this.goOn(chunk, remake, limit - done) : 0;
    }
    return done;
  }

  /** A dropped chunk is wanted again: `advance` derives it anew, as soon as what is missing for it was read. */
  restore(chunk: number): void {
    const place = this.places[chunk];
    if (place !== undefined && !this.remakes.has(chunk)) {
      const derivation = new Derivation(this.rule, place);
      this.remakes.set(chunk, { derivation, chunk: new Chunk(CHUNK_POINTS, true), isStuck: false });
    }
  }

  /** Whether a chunk that is wanted again waits for nothing but `advance`. */
  get canRemake(): boolean {
    return [...this.remakes.values()].some(({ derivation, isStuck }) => derivation.needed === null && !isStuck);
  }

  /** The chunks of the sources without which it does not go on. Each is told once. */
  takeMissing(): readonly MissingChunk[] {
    const { missing } = this;
    this.missing = [];
    return missing;
  }

  /** Gives the memory back. The series is not to be used afterwards. */
  dispose(): void {
    this.memory?.release(new Set([this.series]));
  }

  private take(x: number, y: number): boolean {
    this.series.append(x, y, NaN, this.origin);
    if (this.series.length % CHUNK_POINTS === 0) {
      this.places.push(this.derivation.place);
      this.origin = { offset: this.places.length - 1, rows: 0 };
    }
    return true;
  }

  /** @returns how many points were looked at, `limit` at most. */
  private goOn(chunk: number, remake: Remake, limit: number): number {
    const done = remake.derivation.run(limit, (x, y) => {
      remake.chunk.appendOne(x, y, NaN);
      return !remake.chunk.isFull;
    });
    remake.isStuck = done === 0 && remake.derivation.needed === null;
    if (remake.chunk.isFull) {
      this.series.restore(chunk, remake.chunk);
      this.remakes.delete(chunk);
    } else {
      this.ask(remake.derivation.needed);
    }
    return done;
  }

  private ask(needed: MissingChunk | null): void {
    if (needed === null) {
      return;
    }
    const { series: from, chunk } = needed;
    for (let one = chunk; one < chunk + AHEAD; one += 1) {
      const key = `${from.index}:${one}`;
      const restorations = this.asked.get(key);
      // One that was read again may have been dropped again meanwhile.
      const isComing = restorations !== undefined && from.series.restorations < restorations + AHEAD;
      if (!isComing && from.series.evictedChunkOf(one * CHUNK_POINTS) >= 0) {
        this.asked.set(key, from.series.restorations);
        this.missing.push({ series: from, chunk: one });
      }
    }
  }
}
