/** Memory and event loop of the extension host, and when runs got their newest points. */
import { monitorEventLoopDelay, performance, type IntervalHistogram } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import { product } from './product';

export interface Memory {
  /** Bytes that the process has of the machine's memory. */
  readonly resident: number;
  readonly heap: number;
  readonly arrayBuffers: number;
}

export interface HostWatched {
  /** How late the event loop was, in milliseconds, since the start of the watch. */
  readonly loopDelay: { readonly p50: number; readonly p99: number; readonly max: number };
  /** By run: points, and when they came to be so many, in seconds since 1970. */
  readonly runs: Readonly<Record<string, { readonly points: number; readonly at: number }>>;
  /** Processor time of the host in seconds since the start of the watch. */
  readonly processorSeconds: number;
  readonly memory: Memory;
}

const NANOSECONDS = 1e6;
const RESOLUTION = 5;

export class HostWatch implements vscode.Disposable {
  private histogram: IntervalHistogram | undefined;
  private subscription: vscode.Disposable | undefined;
  private usage = process.cpuUsage();
  private readonly runs = new Map<string, { points: number; at: number }>();

  async start(): Promise<void> {
    const { runs } = await product();
    this.dispose();
    this.runs.clear();
    this.histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
    this.histogram.enable();
    this.usage = process.cpuUsage();
    this.subscription = runs.onDidChange(({ run }) => {
      if (this.runs.get(run.id)?.points !== run.points) {
        this.runs.set(run.id, { points: run.points, at: (performance.timeOrigin + performance.now()) / 1000 });
      }
    });
  }

  read(): HostWatched {
    const { histogram } = this;
    if (histogram === undefined) throw new Error('The watch was not started.');
    // What the histogram calls a delay is the time between two looks of a timer.
    const late = (nanoseconds: number): number => Math.max(0, nanoseconds / NANOSECONDS - RESOLUTION);
    const { user, system } = process.cpuUsage(this.usage);
    return {
      loopDelay: { p50: late(histogram.percentile(50)), p99: late(histogram.percentile(99)), max: late(histogram.max) },
      runs: Object.fromEntries(this.runs),
      processorSeconds: (user + system) / 1e6,
      memory: memory(),
    };
  }

  dispose(): void {
    this.histogram?.disable();
    this.subscription?.dispose();
  }
}

export function memory(): Memory {
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  return { resident: rss, heap: heapUsed, arrayBuffers };
}

/** Twice, as the first collection only finds buffers whose owners are gone. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
}
