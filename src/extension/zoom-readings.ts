/** Reads intervals of one run from its logs that somebody looks into and that were dropped from memory: what was asked for last, not what is over. */
import type { MissingInterval } from '../common/missing';
import type { Zoom } from '../common/past';
import type { Run } from '../common/run';
import type { Series } from '../common/series';
import { readUntil } from './follower';

export interface ZoomEvents {
  /** There is more to draw. */
  read(): void;
  failed(error: Error): void;
}

export class ZoomReadings {
  private waiting = new Map<Series, MissingInterval>();
  private reading: ReadonlyMap<Series, Zoom> = new Map();
  private isBusy = false;
  private disposed = false;

  /** @param pathOf gives the log of a producer. */
  constructor(
    private readonly run: Run,
    private readonly pathOf: (producer: string) => string | undefined,
    private readonly events: ZoomEvents,
  ) {}

  /** The interval is read when those before are, unless another one of the same series is asked for until then. */
  ask(missing: MissingInterval): void {
    const { series } = missing.series;
    const current = this.reading.get(series);
    if (current?.isCancelled === false && current.serves(missing, series)) {
      this.waiting.delete(series);
      return;
    }
    if (current !== undefined) {
      current.isCancelled = true;
    }
    this.waiting.set(series, missing);
    if (!this.isBusy) {
      this.isBusy = true;
      void this.readAll().finally(() => (this.isBusy = false));
    }
  }

  dispose(): void {
    this.disposed = true;
    this.waiting.clear();
  }

  private async readAll(): Promise<void> {
    // A panel asks for all of its series at once: they are read together.
    await Promise.resolve();
    while (this.waiting.size > 0) {
      const [first] = [...this.waiting.values()];
      const producer = first?.series.producer ?? '';
      const asked = [...this.waiting].filter(([, { series }]) => series.producer === producer);
      asked.forEach(([series]) => this.waiting.delete(series));
      const isWanted = ([series, { interval, width }]: (typeof asked)[number]): boolean =>
        series.past.widthOf(interval) > width;
      await this.read(producer, asked.filter(isWanted));
    }
  }

  private async read(producer: string, asked: readonly [Series, MissingInterval][]): Promise<void> {
    const path = this.pathOf(producer);
    if (path === undefined || asked.length === 0) {
      return;
    }
    this.reading = new Map(asked.map(([series, { interval }]) => [series, series.beginZoom(interval)]));
    const reader = this.run.producer(producer).zoomReader(this.reading);
    try {
      const isOver = () => reader.isDone || this.disposed;
      if (reader.start !== null) {
        await readUntil(path, reader.start.offset, reader, isOver);
      }
      if (reader.isDone && !this.disposed) {
        this.reading.forEach((zoom, series) => zoom.isCancelled || series.completeZoom(zoom));
        this.events.read();
      }
    } catch (error) {
      this.events.failed(error instanceof Error ? error : new Error(String(error)));
    }
    this.reading = new Map();
  }
}
