/**
 * What a job uses of the machine, as metrics `system/…`: the names and the rate of the client's `system_metrics.py`, for programs that do not sample
 * themselves. Processor and memory are those of all processes of the job, and only Linux tells them.
 */
import { queryGpus, type Sample } from '../gpu-usage';
import { readGroupUsage } from '../group-usage';

/** So that a short job has a sample, too. */
const FIRST_MILLISECONDS = 1000;
const INTERVAL_MILLISECONDS = 5000;
/** Where there are very many processes a look takes long: never more than this share of the time. */
const LARGEST_SHARE = 0.005;

export interface SampleSink {
  /** Is given `series` and `points` records. */
  write(records: readonly object[]): void;
  /** Whether the program logs to the run: then it samples itself, or was told not to. */
  programLogs(): boolean;
}

export class SystemSamples {
  /** What each metric that was sampled is declared by, in the order of their ids. */
  readonly declarations: object[] = [];
  private readonly ids = new Map<string, number>();
  private readonly began = Date.now();
  private due = this.began + FIRST_MILLISECONDS;
  private before = { time: this.began, cpuSeconds: 0 };
  private hasGpus = true;
  private done = false;

  /** @param group of the job's processes. */
  constructor(
    private readonly group: number,
    private readonly sink: SampleSink,
  ) {}

  /** Samples when it is time to. To be called often. */
  look(): void {
    const now = Date.now();
    if (this.done || now < this.due) {
      return;
    }
    this.done = this.sink.programLogs();
    if (this.done) {
      return;
    }
    const usage = readGroupUsage(this.group);
    this.due = now + Math.max(INTERVAL_MILLISECONDS, (Date.now() - now) / LARGEST_SHARE);
    if (usage !== null) {
      const seconds = Math.max(now - this.before.time, 1) / 1000;
      // Processes that ended without being waited for take their time with them.
      const cpu = Math.max(0, (100 * (usage.cpuSeconds - this.before.cpuSeconds)) / seconds);
      this.before = { time: now, cpuSeconds: usage.cpuSeconds };
      this.give(now, [
        ['system/cpu', cpu, '%'],
        ['system/memory', usage.memory, 'MiB'],
      ]);
    }
    if (this.hasGpus) {
      void queryGpus().then((samples) => {
        this.hasGpus = samples !== null;
        this.give(now, samples ?? []);
      });
    }
  }

  /** The job has ended. */
  end(): void {
    this.done = true;
  }

  private give(time: number, samples: readonly Sample[]): void {
    if (this.done) {
      return;
    }
    const x = [(time - this.began) / 1000];
    const t = [time / 1000];
    this.sink.write(
      samples.flatMap(([metric, value, unit]) => {
        const known = this.ids.get(metric);
        const series = known ?? this.ids.size;
        const points = { type: 'points', series, x, y: [value], t };
        if (known !== undefined) {
          return [points];
        }
        const declaration = { type: 'series', id: series, metric, unit, kind: 'scalar' };
        this.ids.set(metric, series);
        this.declarations.push(declaration);
        return [declaration, points];
      }),
    );
  }
}
