/** A run whose logs are followed: one follower for each producer, and a look now and then at whether the producers are alive. */
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { MissingChunk } from '../common/derivation';
import type { Memory } from '../common/memory';
import type { Missing } from '../common/missing';
import type { SoughtPoint } from '../common/point-questions';
import { Run } from '../common/run';
import { AboutReader } from '../common/run-about';
import { t } from '../common/words';
import { FolderWatch } from './folder-watch';
import { Follower, readUntil, type FollowerEvents } from './follower';
import { isDead } from './lost-producer';
import { readPoints } from './point-readings';
import { CONTROL_LOG, isProducerLog, LOG_ENDING } from './run-files';
import { ZoomReadings } from './zoom-readings';

export class FollowedRun {
  readonly run: Run;
  /** Fulfilled when all that was there at the start has been applied. */
  readonly caughtUp: Promise<void>;
  private readonly followers = new Map<string, Follower>();
  private readonly watch: FolderWatch;
  private readonly zooms: ZoomReadings;
  private disposed = false;
  private readonly events: FollowerEvents = {
    changed: () => this.tell(),
    startedOver: () => this.tell(),
    failed: (error) => this.failed(error),
  };

  /**
   * @param folder in which the run's logs are.
   * @param memory decides which points stay in memory.
   * @param file the name of the only log to follow, or `null` for all of the folder.
   * @param changed is called after each read that brought something, and when the status changed.
   * @param failed is told of a log that cannot be read.
   */
  private constructor(
    id: string,
    private readonly folder: string,
    private readonly file: string | null,
    memory: Memory,
    private readonly changed: (followed: FollowedRun) => void,
    private readonly failed: (error: Error) => void,
  ) {
    this.run = new Run(id, memory);
    this.zooms = new ZoomReadings(this.run, (producer) => this.pathOf(producer), {
      read: () => this.tell(),
      failed: (error) => this.failed(error),
    });
    this.watch = new FolderWatch(folder, (name) => void this.look(name));
    this.caughtUp = this.look(null);
  }

  /** Follows a run of the storage folder. */
  static ofFolder(
    folder: string,
    memory: Memory,
    changed: (followed: FollowedRun) => void,
    failed: (error: Error) => void,
  ): FollowedRun {
    return new FollowedRun(basename(folder), folder, null, memory, changed, failed);
  }

  /** Follows a single file, which is a run of its own. */
  static ofFile(
    path: string,
    memory: Memory,
    changed: (followed: FollowedRun) => void,
    failed: (error: Error) => void,
  ): FollowedRun {
    return new FollowedRun(path, dirname(path), basename(path), memory, changed, failed);
  }

  dispose(): void {
    this.disposed = true;
    this.watch.dispose();
    this.zooms.dispose();
    this.followers.forEach((follower) => follower.dispose());
    this.run.dispose();
  }

  /** The logs that are followed, each with its producer. */
  get logs(): readonly { readonly producer: string; readonly path: string }[] {
    return [...this.followers].map(([name, { path }]) => ({ producer: basename(name, LOG_ENDING), path }));
  }

  /** Reads points again that were dropped from memory; whoever shows them is told like of new ones. */
  async restore(missing: Missing): Promise<void> {
    if ('chunk' in missing) {
      await this.restoreChunk(missing);
    } else {
      this.zooms.ask(missing);
    }
  }

  /** Finds points that were dropped from memory, as long as they are wanted. @returns those that were found. */
  async readPoints(sought: readonly SoughtPoint[], isWanted: () => boolean): Promise<readonly SoughtPoint[]> {
    try {
      return await readPoints(
        this.run,
        (producer) => this.pathOf(producer),
        sought,
        () => isWanted() && !this.disposed,
      );
    } catch (error) {
      this.failed(error instanceof Error ? error : new Error(String(error)));
      return [];
    }
  }

  private async restoreChunk({ series: { series, producer }, chunk }: MissingChunk): Promise<void> {
    const reader = this.run.producer(producer).chunkReader(series, chunk);
    const source = series.sourceOf(chunk);
    const path = this.pathOf(producer);
    if (reader === null || source === null || path === undefined) {
      return;
    }
    try {
      await readUntil(path, source.offset, reader, () => reader.result !== null || this.disposed);
    } catch (error) {
      this.failed(error instanceof Error ? error : new Error(String(error)));
    }
    if (reader.result !== null && !this.disposed) {
      series.restore(chunk, reader.result);
      this.tell();
    }
  }

  /** @param name of the file that changed, or `null` to look at all. Fulfilled when all that was there at the call has been applied. */
  async look(name: string | null): Promise<void> {
    if (name !== null) {
      await this.followerOf(name)?.wake();
      return;
    }
    const names = this.file === null ? await readdir(this.folder).catch(() => []) : [this.file];
    await Promise.all(names.map(async (one) => this.followerOf(one)?.wake()));
    await this.loseDead();
  }

  private pathOf(producer: string): string | undefined {
    return this.followers.get(`${producer}${LOG_ENDING}`)?.path;
  }

  private followerOf(name: string): Follower | undefined {
    const known = this.followers.get(name);
    if (known !== undefined || this.disposed || !this.wants(name)) {
      return known;
    }
    const path = join(this.folder, name);
    const isControl = this.file === null && name === CONTROL_LOG;
    const follower = isControl ? this.controlFollower(path) : this.producerFollower(path);
    this.followers.set(name, follower);
    return follower;
  }

  private producerFollower(path: string): Follower {
    const producer = this.run.producer(basename(path, LOG_ENDING));
    return new Follower(path, producer, {
      ...this.events,
      startedOver: () => {
        this.run.forgetSources(producer.id);
        this.run.problems.add(t('log that was cut and is read again from its start'));
        this.tell();
      },
    });
  }

  /** What the user says of the run, in this window or another one. */
  private controlFollower(path: string): Follower {
    const reader = new AboutReader();
    return new Follower(path, reader, {
      ...this.events,
      changed: () => {
        if (this.run.about !== reader.about) {
          this.run.about = reader.about;
          this.tell();
        }
      },
      startedOver: () => reader.forget(),
    });
  }

  private wants(name: string): boolean {
    if (this.file !== null) {
      return name === this.file;
    }
    return name === CONTROL_LOG || isProducerLog(name);
  }

  /** A producer whose process is gone wrote all it ever will: its log is read once more before it counts as lost. */
  private async loseDead(): Promise<void> {
    for (const producer of this.run.producers.values()) {
      const follower = this.followers.get(`${producer.id}${LOG_ENDING}`);
      if (follower !== undefined && isDead(producer, follower.modified)) {
        await follower.wake();
        if (isDead(producer, follower.modified)) {
          producer.lose();
          this.tell();
        }
      }
    }
  }

  private tell(): void {
    if (!this.disposed) {
      this.changed(this);
    }
  }
}
