/** Processor time of the browser, which a busy machine changes far less than it changes frames a second. */
import type { CDPSession } from 'playwright-core';
import type { Editor } from './editor';
import { round } from './statistics';

export interface ProcessorUse {
  /** Milliseconds of the window's main thread, which the editor and all panels share, for each drawing. */
  readonly main_thread_ms_per_drawing: number;
  /** Of these, in scripts. */
  readonly script_ms_per_drawing: number;
  /** Shares of a core, by process of the browser. `GPU` puts the picture together, without a graphics processor too. */
  readonly cores: Readonly<Record<string, number>>;
}

interface Reading {
  readonly at: number;
  /** Seconds. */
  readonly thread: Readonly<Record<string, number>>;
  readonly processes: Readonly<Record<string, number>>;
}

export class ProcessorMeter {
  private constructor(
    private readonly window: CDPSession,
    private readonly browser: CDPSession,
    private readonly before: Reading,
  ) {}

  static async start({ session: { context, page } }: Editor): Promise<ProcessorMeter> {
    const window = await context.newCDPSession(page);
    const browser = await context.browser()?.newBrowserCDPSession();
    if (browser === undefined) throw new Error('The browser is gone.');
    await window.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new ProcessorMeter(window, browser, await read(window, browser));
  }

  /** What was used since the start, in which so many drawings were made. */
  async stop(drawings: number): Promise<ProcessorUse> {
    const { before } = this;
    const after = await read(this.window, this.browser);
    await Promise.all([this.window.detach(), this.browser.detach()]);
    const seconds = (after.at - before.at) / 1000;
    const thread = (name: string): number =>
      round((1000 * ((after.thread[name] ?? NaN) - (before.thread[name] ?? NaN))) / drawings);
    return {
      main_thread_ms_per_drawing: thread('TaskDuration'),
      script_ms_per_drawing: thread('ScriptDuration'),
      cores: Object.fromEntries(
        Object.entries(after.processes).map(([type, used]) => [
          type,
          round((used - (before.processes[type] ?? 0)) / seconds),
        ]),
      ),
    };
  }
}

async function read(window: CDPSession, browser: CDPSession): Promise<Reading> {
  const { metrics } = await window.send('Performance.getMetrics');
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  const processes: Record<string, number> = {};
  for (const { type, cpuTime } of processInfo) processes[type] = (processes[type] ?? 0) + cpuTime;
  return {
    at: performance.now(),
    thread: Object.fromEntries(metrics.map(({ name, value }) => [name, value])),
    processes,
  };
}
