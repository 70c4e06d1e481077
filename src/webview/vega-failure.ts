import type { LoggerInterface } from 'vega';

/** Keeps the first error of a run of Vega's dataflow, which reports it to a logger instead of rejecting. */
export class VegaFailure {
  readonly logger: LoggerInterface = this.makeLogger();
  private first: Error | undefined;

  /** Forgets what failed before. */
  clear(): void {
    this.first = undefined;
  }

  /** Throws what failed since the last `clear`. */
  throw(): void {
    if (this.first !== undefined) throw this.first;
  }

  private makeLogger(): LoggerInterface {
    const logger: LoggerInterface = {
      level: () => 1,
      error: (...given: unknown[]) => {
        const [error] = given;
        this.first ??= error instanceof Error ? error : new Error(String(error));
        return logger;
      },
      warn: () => logger,
      info: () => logger,
      debug: () => logger,
    };
    return logger;
  }
}
