/** Stops a program: asks first, then sends stronger and stronger signals, each after a wait that is said. */
import type { StopPatience } from './description';
import type { StopSignal } from './process-group';

/** How long a killed group may take to go away, in seconds. */
const AFTER_KILL = 5;
/** Requests so near to each other are one wish, in milliseconds: a double click, or two windows. */
const SAME_WISH_MILLISECONDS = 400;

export interface StopActions {
  /** Whether the program reads the control log; if not, asking is left out. */
  listens(): boolean;
  signal(signal: StopSignal): void;
  /** Says what happens, in words for the user. */
  say(text: string): void;
  /** Even SIGKILL has ended nothing. */
  giveUp(): void;
}

export interface Stage {
  readonly signal: StopSignal | null;
  readonly wait: number;
  readonly text: string;
  readonly next: string;
}

export class StopSequence {
  private stages: Stage[] = [];
  private timer: NodeJS.Timeout | null = null;
  private asked = false;
  private last = -Infinity;

  constructor(
    private readonly actions: StopActions,
    private readonly now: () => number = Date.now,
  ) {}

  get requested(): boolean {
    return this.asked;
  }

  /** The first request begins; each further one goes on to the next signal at once. */
  request(patience: StopPatience): void {
    const since = this.now() - this.last;
    this.last = this.now();
    if (since >= 0 && since < SAME_WISH_MILLISECONDS) {
      return;
    }
    if (!this.asked) {
      this.asked = true;
      this.stages = stagesOf(patience, this.actions.listens());
    }
    this.advance();
  }

  /** The program has ended. */
  end(): void {
    if (this.timer !== null) {
      clearTimeout(this.timer);
      this.timer = null;
    }
    this.stages = [];
  }

  private advance(): void {
    const stage = this.stages.shift();
    if (stage === undefined) {
      return;
    }
    if (this.timer !== null) {
      clearTimeout(this.timer);
    }
    this.actions.say(`${stage.text}; ${stage.next} in ${stage.wait} s unless the program ends.`);
    if (stage.signal !== null) {
      this.actions.signal(stage.signal);
    }
    const last = this.stages.length === 0;
    this.timer = setTimeout(() => (last ? this.actions.giveUp() : this.advance()), stage.wait * 1000);
  }
}

/** @param listens whether the program can be asked. Windows has no signals: there a program is asked to close, then ended. */
export function stagesOf(
  { ask, interrupt, terminate }: StopPatience,
  listens: boolean,
  platform: NodeJS.Platform = process.platform,
): Stage[] {
  const isWindows = platform === 'win32';
  const asking: Stage = {
    signal: null,
    wait: ask,
    text: 'The program is asked to stop',
    next: isWindows ? 'its end by force follows' : 'SIGINT follows',
  };
  const asked = listens && ask > 0 ? [asking] : [];
  if (isWindows) {
    const closing: Stage = {
      signal: 'SIGTERM',
      wait: terminate,
      text: 'The program is asked to close its windows',
      next: 'its end by force follows',
    };
    const forced: Stage = { signal: 'SIGKILL', wait: AFTER_KILL, text: 'Ended by force', next: 'the job is given up' };
    // Programs without a window, such as Python, do not hear the request to close: after one that they do hear, it would only be a second wait.
    return asked.length > 0 ? [...asked, forced] : [closing, forced];
  }
  return [
    ...asked,
    { signal: 'SIGINT', wait: interrupt, text: 'SIGINT sent', next: 'SIGTERM follows' },
    { signal: 'SIGTERM', wait: terminate, text: 'SIGTERM sent', next: 'SIGKILL follows' },
    { signal: 'SIGKILL', wait: AFTER_KILL, text: 'SIGKILL sent', next: 'the job is given up' },
  ];
}
