/** One metric of one producer as columns in memory: chunks of x, y and time, and a pyramid over y. */
import { Chunk, CHUNK_POINTS, type ChunkSource } from './chunk';
import { allFinite, isGrowing, isRegular, valueAt, type Column } from './column';
import type { ChunkOwner, Memory } from './memory';
import { MOST_COLUMNS, Past, type Interval, type Zoom } from './past';
import { BASE, DROPPED_BYTES, FAN, KEPT_LEVEL, Pyramid } from './pyramid';
import { visit } from './walk';

export { CHUNK_POINTS } from './chunk';

/** Bytes of memory for a chunk without its columns, about. */
const CHUNK_BYTES = 256;
/** Points under a node of the lowest level of the pyramid that stays. */
const KEPT_POINTS = BASE * FAN ** KEPT_LEVEL;

/** The line of a log that points come from. */
export interface Origin {
  /** Offset of the line in bytes. */
  readonly offset: number;
  /** How many plain rows stand before it. */
  readonly rows: number;
}

/** Points are appended in the order of the log; x need not grow, but drawing is faster when it does. */
export class Series implements ChunkOwner {
  private readonly chunks: Chunk[] = [];
  private readonly pyramid: Pyramid;
  private readonly history = new Past();
  private count = 0;
  private lastY = NaN;
  private lastTime = NaN;
  private lowX = NaN;
  private highX = NaN;
  private lastX = -Infinity;
  private growing = true;
  private notFinite = -1;
  private origin: Origin | null = null;
  /** Points stored when the origin was new. */
  private originStart = 0;
  private restored = 0;
  private evicted = 0;

  /** @param memory decides which chunks stay; without it all do. */
  constructor(private readonly memory: Memory | null = null) {
    this.pyramid = new Pyramid(memory?.spare);
  }

  /** Points stored. */
  get length(): number {
    return this.count;
  }

  /** Whether x never fell from one point to the next. */
  get sorted(): boolean {
    return this.growing;
  }

  /** The least x, NaN while there is no point. */
  get low(): number {
    return this.lowX;
  }

  /** The greatest x, NaN while there is no point. */
  get high(): number {
    return this.highX;
  }

  /** The first point whose y is NaN or infinite; `-1` while there is none. */
  get firstNotFinite(): number {
    return this.notFinite;
  }

  /** What was dropped with the points of a chunk has no nodes below `KEPT_LEVEL`. */
  get nodes(): Pyramid {
    return this.pyramid;
  }

  /** The envelope of points that may have been dropped. */
  get past(): Past {
    return this.history;
  }

  /** How often points were read again so far: what was drawn without them can be drawn better. */
  get restorations(): number {
    return this.restored;
  }

  /**
   * Appends one point. `x` must be finite; `y` may be anything; `time` is NaN when not known.
   *
   * @param origin where the point can be read again; one object for all points of a line.
   */
  append(x: number, y: number, time: number, origin: Origin | null = null): void {
    this.comeFrom(origin);
    this.appendOne(x, y, time);
  }

  /**
   * Appends the points of a record.
   *
   * @param origin as for `append`.
   * @returns how many were refused because their x is not finite.
   */
  appendAll(x: Column, y: Float64Array, time: Column | null, origin: Origin | null = null): number {
    this.comeFrom(origin);
    if (!allFinite(x)) {
      return this.appendFinite(x, y, time);
    }
    const start = this.count;
    let from = 0;
    while (from < y.length) {
      const chunk = this.openChunk();
      const to = Math.min(y.length, from + chunk.room);
      const { bytes } = chunk;
      chunk.append(x, y, time, from, to);
      this.includeAllX(x, from, to);
      this.count += to - from;
      this.closeNodes(chunk, bytes);
      from = to;
    }
    // All others are in nodes, which tell.
    this.lookForNotFinite(Math.max(start, this.count - (this.count % BASE)));
    this.lastY = y[y.length - 1] ?? this.lastY;
    this.lastTime = y.length === 0 ? this.lastTime : time === null ? NaN : valueAt(time, y.length - 1);
    return 0;
  }

  /** Where the points were dropped and x is not regular: a value between the neighbours that are known. */
  xAt(index: number): number {
    if (index >= 0 && index === this.count - 1) {
      return this.lastX;
    }
    const x = this.chunks[Math.floor(index / CHUNK_POINTS)]?.xAt(index % CHUNK_POINTS) ?? NaN;
    return Number.isNaN(x) && index < this.count ? this.guessX(index) : x;
  }

  /** NaN for a point that was dropped; the last one never is. */
  yAt(index: number): number {
    return index === this.count - 1
      ? this.lastY
      : (this.chunks[Math.floor(index / CHUNK_POINTS)]?.y[index % CHUNK_POINTS] ?? NaN);
  }

  /** Seconds since 1970; NaN when the log does not tell. */
  timeAt(index: number): number {
    const chunk = this.chunks[Math.floor(index / CHUNK_POINTS)];
    return index === this.count - 1 && chunk?.isResident === false
      ? this.lastTime
      : (chunk?.timeAt(index % CHUNK_POINTS) ?? NaN);
  }

  /** The index of the last point whose x is at most `x`, -1 when there is none. For a series whose x grows. */
  indexBefore(x: number): number {
    return this.firstWhere((at) => at > x) - 1;
  }

  /**
   * The chunks of points `from` up to, not including, `to` that were dropped.
   *
   * @param most the number of them from which on no more are looked for.
   */
  evictedBetween(from: number, to: number, most = Infinity): readonly number[] {
    const evicted: number[] = [];
    const end = Math.min(to, this.count);
    for (let chunk = Math.floor(from / CHUNK_POINTS); chunk * CHUNK_POINTS < end && evicted.length < most; chunk += 1) {
      if (this.chunks[chunk]?.isResident === false) {
        evicted.push(chunk);
      }
    }
    return evicted;
  }

  /** The dropped chunks with points whose x lies in an interval; no more are looked for when there are so many. */
  evictedIn({ low, high }: Interval, most: number): readonly number[] {
    if (this.evicted === 0 || !(low <= this.highX && high > this.lowX)) {
      return [];
    }
    if (this.growing) {
      const from = this.firstWhere((x) => x >= low);
      return this.evictedBetween(
        from,
        this.firstWhere((x) => x >= high),
        most,
      );
    }
    const evicted = new Set<number>();
    visit(this, {
      node: (level, node) => {
        const isOutside = this.pyramid.highX(level, node) < low || this.pyramid.lowX(level, node) >= high;
        if (level > KEPT_LEVEL || isOutside || evicted.size >= most) {
          return isOutside || evicted.size >= most;
        }
        const chunk = this.evictedChunkOf(node * KEPT_POINTS);
        if (chunk >= 0) {
          evicted.add(chunk);
        }
        return true;
      },
      points: () => undefined,
    });
    return [...evicted];
  }

  /** The dropped chunk that a point is in, `-1` when the point is in memory. */
  evictedChunkOf(index: number): number {
    const chunk = Math.floor(index / CHUNK_POINTS);
    return this.chunks[chunk]?.isResident === false ? chunk : -1;
  }

  /** Drops a chunk's columns, unless there is no place to read them again. */
  evict(chunk: number): void {
    const dropped = this.chunks[chunk];
    if (dropped?.isFull !== true || !dropped.isResident || dropped.source === null) {
      return;
    }
    while (this.history.points <= chunk * CHUNK_POINTS) {
      this.history.fold(this, this.memory?.columnsOf(this) ?? MOST_COLUMNS);
    }
    dropped.evict();
    this.pyramid.drop(chunk);
    this.evicted += 1;
    this.keep();
  }

  /** The log was replaced: what stood in it cannot be read again. */
  forgetSources(): void {
    this.chunks.forEach((chunk) => (chunk.source = null));
  }

  /** Where a chunk can be read again; `null` when it cannot. */
  sourceOf(chunk: number): ChunkSource | null {
    return this.chunks[chunk]?.source ?? null;
  }

  /** Takes back a chunk that was read again. Does nothing when it is not what was dropped: a log that somebody changed. */
  restore(chunk: number, same: Chunk): void {
    const dropped = this.chunks[chunk];
    if (dropped?.isResident === false && same.length === dropped.length) {
      dropped.restore(same);
      this.pyramid.restore(chunk, dropped);
      this.evicted -= 1;
      this.restored += 1;
      this.memory?.hold(this, chunk, dropped.bytes + DROPPED_BYTES);
    }
  }

  /** Begins an interval of the past that is to be read from the log. */
  beginZoom(interval: Interval): Zoom {
    return this.history.begin(this, interval);
  }

  /** All points of the interval that were in the past when it began have been added to its columns. */
  completeZoom(zoom: Zoom): void {
    this.history.complete(zoom);
    this.restored += 1;
    this.keep();
  }

  /** The first and the last chunk of the past with points in an interval; the first is greater when there are none. */
  pastChunksIn({ low, high }: Interval): readonly [number, number] {
    const chunks = this.history.points / CHUNK_POINTS;
    if (this.growing) {
      const from = Math.floor(this.firstWhere((x) => x >= low) / CHUNK_POINTS);
      const to = Math.floor((this.firstWhere((x) => x >= high) - 1) / CHUNK_POINTS);
      return [from, Math.min(to, chunks - 1)];
    }
    let [first, last] = [Infinity, -1];
    visit(this, {
      node: (level, node) => {
        const isOutside = this.pyramid.highX(level, node) < low || this.pyramid.lowX(level, node) >= high;
        if (!isOutside && level === KEPT_LEVEL) {
          const chunk = Math.floor((node * KEPT_POINTS) / CHUNK_POINTS);
          first = Math.min(first, chunk);
          last = chunk < chunks ? Math.max(last, chunk) : last;
        }
        return isOutside || level === KEPT_LEVEL;
      },
      points: () => undefined,
    });
    return [first, last];
  }

  /** Writes x and y of points `from` up to, not including, `to` to the beginning of two columns; NaN for what was dropped. */
  read(from: number, to: number, x: Float64Array, y: Float64Array): void {
    let index = from;
    while (index < to) {
      const within = index % CHUNK_POINTS;
      const count = Math.min(to - index, CHUNK_POINTS - within);
      this.chunks[Math.floor(index / CHUNK_POINTS)]?.read(within, within + count, x, y, index - from);
      index += count;
    }
  }

  /** Bytes of memory that the columns, the pyramid and the envelope of the past take. */
  get bytes(): number {
    return this.chunks.reduce((total, chunk) => total + chunk.bytes, this.pyramid.bytes + this.history.bytes);
  }

  /** The first index whose x is reached, in a series whose x grows. */
  private firstWhere(reached: (x: number) => boolean): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (reached(this.xAt(middle))) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private openChunk(): Chunk {
    const last = this.chunks[this.chunks.length - 1];
    if (last !== undefined && !last.isFull) {
      return last;
    }
    const skip = this.count - this.originStart;
    const source = this.origin === null ? null : { ...this.origin, skip };
    const chunk = new Chunk(CHUNK_POINTS, last !== undefined, source, this.memory?.spare);
    this.chunks.push(chunk);
    this.keep();
    return chunk;
  }

  private comeFrom(origin: Origin | null): void {
    if (origin !== this.origin) {
      this.origin = origin;
      this.originStart = this.count;
    }
  }

  private appendOne(x: number, y: number, time: number): void {
    const chunk = this.openChunk();
    const { bytes } = chunk;
    chunk.appendOne(x, y, time);
    if (this.notFinite < 0 && !Number.isFinite(y)) {
      this.notFinite = this.count;
    }
    this.includeX(x);
    this.count += 1;
    this.lastY = y;
    this.lastTime = time;
    this.closeNodes(chunk, bytes);
  }

  /** Looks for the first value that is not finite from an index on, in the last chunk. */
  private lookForNotFinite(from: number): void {
    for (let index = from; this.notFinite < 0 && index < this.count; index += 1) {
      if (!Number.isFinite(this.chunks[this.chunks.length - 1]?.y[index % CHUNK_POINTS])) {
        this.notFinite = index;
      }
    }
  }

  private guessX(index: number): number {
    const node = Math.floor(index / KEPT_POINTS);
    const low = this.pyramid.lowX(KEPT_LEVEL, node);
    const part = (index % KEPT_POINTS) / (KEPT_POINTS - 1);
    return low * (1 - part) + this.pyramid.highX(KEPT_LEVEL, node) * part;
  }

  private appendFinite(x: Column, y: Float64Array, time: Column | null): number {
    let refused = 0;
    for (let index = 0; index < y.length; index += 1) {
      const at = valueAt(x, index);
      if (Number.isFinite(at)) {
        this.appendOne(at, y[index] ?? NaN, time === null ? NaN : valueAt(time, index));
      } else {
        refused += 1;
      }
    }
    return refused;
  }

  private includeX(x: number): void {
    this.growing &&= x >= this.lastX;
    this.lastX = x;
    this.lowX = x >= this.lowX ? this.lowX : x;
    this.highX = x <= this.highX ? this.highX : x;
  }

  private includeAllX(x: Column, from: number, to: number): void {
    if (isRegular(x) || (this.growing && isGrowing(x, from, to))) {
      // Between the two, x goes one way only.
      this.includeX(valueAt(x, from));
      this.includeX(valueAt(x, to - 1));
      return;
    }
    for (let index = from; index < to; index += 1) {
      this.includeX(x[index] ?? NaN);
    }
  }

  /**
   * Sums up the last points by 64 where they are whole, and gives a full chunk into the memory's hands.
   *
   * @param bytesBefore the chunk's bytes before the last points came.
   */
  private closeNodes(chunk: Chunk, bytesBefore: number): void {
    const start = this.count - chunk.length;
    const end = this.count - (this.count % BASE);
    for (let index = this.pyramid.size(0) * BASE; index < end; index += BASE) {
      this.closeNode(chunk, index - start);
    }
    if (chunk.isFull && chunk.source !== null) {
      this.memory?.hold(this, this.chunks.length - 1, chunk.bytes + DROPPED_BYTES);
    } else if (chunk.bytes !== bytesBefore) {
      this.keep();
    }
  }

  private closeNode(chunk: Chunk, from: number): void {
    const to = from + BASE;
    const [low, high] = [chunk.lowX(from, to, this.growing), chunk.highX(from, to, this.growing)];
    const isFinite = this.pyramid.add(chunk.y, from, low, high);
    if (!isFinite && this.notFinite < 0) {
      const place = chunk.y.subarray(from, to).findIndex((value) => !Number.isFinite(value));
      this.notFinite = place < 0 ? -1 : this.count - chunk.length + from + place;
    }
  }

  /** Has the memory count what cannot be dropped. */
  private keep(): void {
    if (this.memory !== null) {
      const last = this.chunks[this.chunks.length - 1];
      const open = last === undefined || last.isFull ? 0 : last.bytes + DROPPED_BYTES;
      const index = this.chunks.length * CHUNK_BYTES;
      this.memory.keep(this, index + open + this.pyramid.keptBytes + this.history.bytes);
    }
  }
}
