import type { RunDescription } from '../common/protocol';
import { shareOf, type ProgressDescription } from '../common/progress';
import { t } from '../common/words';
import { element, icon, setText } from './dom';
import { amountWords, rateWords, remainingWords, spokenWords } from './progress-words';

const MAX_BARS = 8;
const DONE = 'M3 8.5 L6.5 12 L13 4.5';
const ENDED = 'M4 4 H12 V12 H4 Z';

interface Named {
  readonly name: string;
  readonly bar: ProgressDescription;
  /** The run has ended, and the loop with it. */
  readonly stopped: boolean;
}

/** The progress bars of what is shown, below the header; without any it takes no room. */
export class Progress {
  readonly element = element('section', 'progress');
  private rows: Row[] = [];
  private readonly more = element('div', 'progress-more');

  constructor() {
    this.element.setAttribute('aria-label', t('Progress'));
    this.element.hidden = true;
  }

  /** Shows the bars of these runs, the main run first; of several runs each with the run's name. */
  update(runs: readonly RunDescription[]): void {
    const all = runs.flatMap(({ name, status, progress }) =>
      (progress?.bars ?? []).map((bar): Named => ({
        name: nameOf(bar, runs.length > 1 ? name : ''),
        bar,
        stopped: status !== 'running',
      })),
    );
    const shown = all.slice(0, MAX_BARS);
    const hidden = all.length - shown.length + runs.reduce((total, { progress }) => total + (progress?.hidden ?? 0), 0);
    while (this.rows.length > shown.length) this.rows.pop()?.remove();
    shown.forEach((named, place) => this.rowAt(place).update(named));
    this.more.hidden = hidden === 0;
    setText(this.more, t('and {0} more', hidden.toLocaleString('en')));
    this.element.hidden = shown.length === 0;
  }

  private rowAt(place: number): Row {
    const known = this.rows[place];
    if (known !== undefined) return known;
    const row = new Row();
    this.rows.push(row);
    this.element.append(...row.cells, this.more);
    return row;
  }
}

function nameOf({ label }: ProgressDescription, run: string): string {
  return run === '' ? label : `${run} · ${label}`;
}

type State = 'running' | 'unknown' | 'done' | 'ended';

/** One bar: its name, the bar, and its numbers; the three are cells of the grid, so that the bars of all rows begin and end alike. */
class Row {
  private readonly name = element('span', 'progress-name');
  private readonly track = element('div', 'progress-track');
  private readonly fill = element('div', 'progress-fill');
  private readonly numbers = element('span', 'progress-numbers');
  private readonly amount = element('span', 'progress-amount');
  private readonly sign = element('span', 'progress-sign');
  private readonly rate = element('span', 'progress-rate');
  private readonly remaining = element('span', 'progress-remaining');
  readonly cells = [this.name, this.track, this.numbers] as const;
  private state: State | null = null;

  constructor() {
    this.track.setAttribute('role', 'progressbar');
    this.track.setAttribute('aria-valuemin', '0');
    this.track.append(this.fill);
    // The bar itself says it all to screen readers.
    this.name.setAttribute('aria-hidden', 'true');
    this.numbers.setAttribute('aria-hidden', 'true');
    this.numbers.append(this.sign, this.amount, this.rate, this.remaining);
  }

  update({ name, bar, stopped }: Named): void {
    setText(this.name, name);
    setAttribute(this.name, 'title', name);
    setText(this.amount, amountWords(bar));
    setText(this.rate, rateWords(bar));
    setText(this.remaining, remainingWords(bar));
    setAttribute(this.track, 'aria-label', name === '' ? t('progress') : name);
    setAttribute(this.track, 'aria-valuetext', spokenWords(bar, stopped));
    const share = shareOf(bar);
    if (share === null) this.track.removeAttribute('aria-valuenow');
    else setAttribute(this.track, 'aria-valuenow', String(Math.round(share * 100)));
    setAttribute(this.track, 'aria-valuemax', '100');
    this.showState(stopped ? 'ended' : stateOf(bar, share));
    this.fill.style.transform = share === null ? '' : `scaleX(${share.toFixed(4)})`;
  }

  remove(): void {
    for (const cell of this.cells) cell.remove();
  }

  private showState(state: State): void {
    if (state === this.state) return;
    this.state = state;
    this.track.dataset['state'] = state;
    this.sign.replaceChildren(
      ...(state === 'done' ? [icon(DONE, true)] : []),
      ...(state === 'ended' ? [icon(ENDED)] : []),
    );
  }
}

function stateOf({ finished }: ProgressDescription, share: number | null): State {
  if (finished) return share === null || share === 1 ? 'done' : 'ended';
  return share === null ? 'unknown' : 'running';
}

/** Sets an attribute only when it differs. */
function setAttribute(target: HTMLElement, name: string, value: string): void {
  if (target.getAttribute(name) !== value) target.setAttribute(name, value);
}
