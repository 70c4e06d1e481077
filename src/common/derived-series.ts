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
    const done = this.derivation.run(limit, (x, y) => this.take(x, y));
    this.ask(this.derivation.needed);
    for (const [chunk, remake] of this.remakes) {
      this.goOn(chunk, remake);
    }
    return done;
  }

  /** A dropped chunk is wanted again: it is there at once, or after the `advance` that follows when what is missing for it was read. */
  restore(chunk: number): void {
    const place = this.places[chunk];
    if (place !== undefined && !this.remakes.has(chunk)) {
      const remake = { derivation: new Derivation(this.rule, place), chunk: new Chunk(CHUNK_POINTS, true) };
      this.remakes.set(chunk, remake);
      this.goOn(chunk, remake);
    }
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

  private goOn(chunk: number, remake: Remake): void {
    remake.derivation.run(Infinity, (x, y) => {
      remake.chunk.appendOne(x, y, NaN);
      return !remake.chunk.isFull;
    });
    if (remake.chunk.isFull) {
      this.series.restore(chunk, remake.chunk);
      this.remakes.delete(chunk);
    } else {
      this.ask(remake.derivation.needed);
    }
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
