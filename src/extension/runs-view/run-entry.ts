/** One run of the list: how it began, what the user says about it, and what is known of how it goes. */
import { configTexts } from '../../common/config-texts';
import { headlineMetrics } from '../../common/headline';
import type { ConfigTexts, RunStatus } from '../../common/protocol';
import type { RunRecord } from '../../common/record';
import { NO_ABOUT, type RunAbout } from '../../common/run-about';
import type { FilterableRun } from '../../common/run-filter';
import type { LastValue, RunSummary } from '../../common/run-summary';
import { shorten } from '../../common/shorten';
import type { Headlines } from '../headlines';
import { runProject } from '../run-source';
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
  private text: string | null = null;
  private textOf: unknown = null;

  constructor(
    readonly id: string,
    public opening: RunRecord,
    private readonly headlines: Headlines,
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

  /** The last values that stand for it, best first. */
  headline(count: number): readonly LastValue[] {
    const values = new Map((this.summary?.values ?? []).map((value) => [value.metric, value]));
    const chosen = this.headlines.chosenFor(runProject(this.opening));
    return headlineMetrics([...values.keys()], chosen, count).flatMap((metric) => values.get(metric) ?? []);
  }

  /** The values of its config by their paths. */
  get settings(): ConfigTexts {
    return configTexts(this.summary?.config ?? this.opening.config);
  }

  get config(): string {
    const config = this.summary?.config ?? this.opening.config;
    if (this.text === null || this.textOf !== config) {
      const lines = Object.entries(configTexts(config)).map(([key, value]) => `${key}=${value}`);
      this.text = shorten(lines.join('\n'), MAX_CONFIG_CHARACTERS);
      this.textOf = config;
    }
    return this.text;
  }

  /** When it began, in seconds since 1970; NaN when it is not known. */
  get start(): number {
    return this.opening.start;
  }

  /** When it ended, as its log or else its files tell, in seconds since 1970; NaN while it goes on and when it is not known. */
  get end(): number {
    const { summary } = this;
    if (summary === null || summary.status === 'running') {
      return NaN;
    }
    return Number.isFinite(summary.end) ? summary.end : (this.reading?.modified ?? NaN);
  }
}
