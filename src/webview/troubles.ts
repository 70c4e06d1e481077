/** At most this many troubles are told within this many milliseconds: an error in each frame must not flood the log. */
import { t } from '../common/words';

const TOLD = 10;
const PERIOD = 10_000;

/** Tells of errors of the page: to the user, and to the extension's log, but not endlessly. */
export class Troubles {
  private readonly times: number[] = [];

  constructor(
    private readonly show: (message: string) => void,
    private readonly send: (message: string) => void,
  ) {}

  /** Also tells of errors that nothing else caught. */
  watch(): void {
    window.addEventListener('error', (event) => this.tell(event.error ?? event.message));
    window.addEventListener('unhandledrejection', (event) => this.tell(event.reason));
  }

  tell(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.show(t('Something went wrong in this panel: {0}', message));
    const now = performance.now();
    while (this.times[0] !== undefined && this.times[0] <= now - PERIOD) this.times.shift();
    if (this.times.length >= TOLD) return;
    this.times.push(now);
    this.send(error instanceof Error ? (error.stack ?? message) : message);
  }
}
