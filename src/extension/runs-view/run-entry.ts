/** One run of the list: how it began, what the user says about it, and what is known of how it goes. */
import { configTexts } from '../../common/config-texts';
import type { RunStatus } from '../../common/protocol';
import type { RunRecord } from '../../common/record';
import { NO_ABOUT, type RunAbout } from '../../common/run-about';
import type { FilterableRun } from '../../common/run-filter';
import type { RunSummary } from '../../common/run-summary';
import { shorten } from '../../common/shorten';
import type { RunReading } from '../run-tail';

const MAX_NAME_CHARACTERS = 200;
const MAX_CONFIG_CHARACTERS = 20_000;

/** One object for a run as long as the list has it: the tree knows its items by it. */
export class RunEntry implements FilterableRun {
  about: RunAbout = NO_ABOUT;
  /** `null` until the run was looked at. */
  summary: RunSummary | null = null;
  /** What was read of a run that is not followed. */
  reading: RunReading | null = null;
  private configText: string | null = null;

  constructor(
    readonly id: string,
    public opening: RunRecord,
  ) {}

  /** The user's name for it, else the program's, else its id. */
  get name(): string {
    return this.about.name || shorten(this.opening.name, MAX_NAME_CHARACTERS) || this.id;
  }

  get project(): string {
    return shorten(this.opening.project, MAX_NAME_CHARACTERS);
  }

  get status(): RunStatus | null {
    return this.summary?.status ?? null;
  }

  get config(): string {
    this.configText ??= shorten(
      Object.entries(configTexts(this.opening.config))
        .map(([key, value]) => `${key}=${value}`)
        .join('\n'),
      MAX_CONFIG_CHARACTERS,
    );
    return this.configText;
  }

  /** When it began, in seconds since 1970; NaN when it is not known. */
  get start(): number {
    return this.opening.start;
  }

  /** When it ended, as far as the files tell, in seconds since 1970; NaN while it goes on and when it is not known. */
  get end(): number {
    return this.status === null || this.status === 'running' ? NaN : (this.reading?.modified ?? NaN);
  }
}
