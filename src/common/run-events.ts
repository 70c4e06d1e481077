/** What happens to a run that its user may want to be told of. Looks at the run's state now and then; pure, so that it can be tried without an editor. */
import { isSystemMetric } from './headline';
import type { AlertLevel, NoteRecord } from './record';
import type { Run, RunSeries } from './run';
import { StallWatch } from './stall';

export type RunEvent =
  /** `seconds`: how long the run took; NaN when that is not known. */
  | { readonly kind: 'finished'; readonly seconds: number }
  /** `lost`: the program went away without a word. */
  | { readonly kind: 'failed'; readonly error: string; readonly lost: boolean }
  | { readonly kind: 'stalled'; readonly seconds: number }
  /** `metrics` have a value that is not finite for the first time; `more` when there are so many that this is the last time it is told. */
  | { readonly kind: 'not-finite'; readonly metrics: readonly NotFinite[]; readonly more: boolean }
  /** `further`: how many alerts came with this one and before it since the last time. */
  | { readonly kind: 'alert'; readonly text: string; readonly level: AlertLevel; readonly further: number };

export interface NotFinite {
  readonly metric: string;
  readonly value: number;
  readonly step: number;
}

/** So many metrics that are not finite are told by name, then once that there are more. */
const MAX_NOT_FINITE = 3;
/** Alerts of one run come together when they are less than so many seconds apart. */
const ALERT_SECONDS = 10;

const LEVELS: readonly AlertLevel[] = ['info', 'warning', 'error'];

export class RunEvents {
  private sawRunning = false;
  private toldEnd = false;
  private readonly stall = new StallWatch();
  /** Metrics that were told, or were not finite before anybody looked. */
  private readonly notFinite = new Set<string>();
  private toldNotFinite = 0;
  private toldMore = false;
  private notesSeen = 0;
  private alerts: NoteRecord[] = [];
  private alertedAt = -Infinity;

  /** @param since seconds since 1970: what was before is not told. */
  constructor(
    private readonly run: Run,
    private readonly since: number,
  ) {}

  /**
   * What happened since the look before. The first look is to be at a run whose log has been read to its end.
   *
   * @param now in seconds since 1970.
   * @param isAlive asks whether the program is there; only when it matters.
   */
  look(now: number, isAlive: () => boolean): readonly RunEvent[] {
    const events = [this.lookAtNotFinite(), this.lookAtNotes(now), this.lookAtStall(now, isAlive), this.lookAtEnd()];
    this.sawRunning ||= this.run.status === 'running';
    return events.filter((event) => event !== null);
  }

  private lookAtEnd(): RunEvent | null {
    const { status, endTime, error, opening } = this.run;
    if (status === 'running') {
      this.toldEnd = false;
      return null;
    }
    if (this.toldEnd) {
      return null;
    }
    this.toldEnd = true;
    const isNews = this.sawRunning || endTime >= this.since;
    // Whoever interrupted it knows.
    if (!isNews || status === 'interrupted') {
      return null;
    }
    if (status === 'finished') {
      return { kind: 'finished', seconds: endTime - (opening?.start ?? NaN) };
    }
    return { kind: 'failed', error, lost: status === 'lost' };
  }

  private lookAtStall(now: number, isAlive: () => boolean): RunEvent | null {
    const { run } = this;
    const activity = activityOf(run);
    if (run.status !== 'running' || run.cells.isWaiting) {
      this.stall.pause(activity, now);
      return null;
    }
    const seconds = this.stall.look(activity, now);
    return seconds !== null && isAlive() ? { kind: 'stalled', seconds } : null;
  }

  private lookAtNotFinite(): RunEvent | null {
    if (this.toldMore) {
      return null;
    }
    const found: NotFinite[] = [];
    for (const one of this.run.series) {
      const index = one.series.firstNotFinite;
      if (index >= 0 && !this.notFinite.has(one.metric)) {
        this.notFinite.add(one.metric);
        if (this.isNews(one, index)) {
          found.push({ metric: one.metric, value: one.series.yAt(index), step: one.series.xAt(index) });
        }
      }
    }
    if (found.length === 0) {
      return null;
    }
    const metrics = found.slice(0, Math.max(0, MAX_NOT_FINITE - this.toldNotFinite));
    this.toldNotFinite += metrics.length;
    this.toldMore = metrics.length < found.length;
    return { kind: 'not-finite', metrics, more: this.toldMore };
  }

  private isNews({ series }: RunSeries, index: number): boolean {
    const time = series.timeAt(index);
    return Number.isFinite(time) ? time >= this.since : this.sawRunning;
  }

  private lookAtNotes(now: number): RunEvent | null {
    const { notes } = this.run;
    for (; this.notesSeen < notes.length; this.notesSeen += 1) {
      const note = notes[this.notesSeen];
      if (note?.kind === 'alert' && (Number.isFinite(note.time) ? note.time >= this.since : this.sawRunning)) {
        this.alerts.push(note);
      }
    }
    const isDue = now - this.alertedAt >= ALERT_SECONDS || this.run.status !== 'running';
    const last = this.alerts.at(-1);
    if (last === undefined || !isDue) {
      return null;
    }
    const gravest = Math.max(...this.alerts.map(levelOf));
    const told = this.alerts.filter((note) => levelOf(note) === gravest).at(-1) ?? last;
    const event: RunEvent = {
      kind: 'alert',
      text: told.text,
      level: LEVELS[gravest] ?? 'warning',
      further: this.alerts.length - 1,
    };
    this.alerts = [];
    this.alertedAt = now;
    return event;
  }
}

function levelOf({ level }: NoteRecord): number {
  return LEVELS.indexOf(level ?? 'warning');
}

/** Changes with each sign of life of the program. What the client logs of the machine by itself is none. */
export function activityOf({ series, text, notes, progress }: Run): number {
  const points = series.reduce((total, one) => total + (isSystemMetric(one.metric) ? 0 : one.series.length), 0);
  return points + text.total + notes.length + progress.total;
}
