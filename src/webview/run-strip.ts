import type { RunDescription } from '../common/protocol';
import { statusWord } from '../common/status-word';
import { styleInRuns } from '../common/series-style';
import { counted, t } from '../common/words';
import { element, setText } from './dom';
import { statusIcon } from './header';
import { makeSwatch } from './legend';
import { colourOf } from './palette';
import type { Theme } from './theme';

/** Which colour stands for which run, and how each of them fares; shown when a panel draws several. */
export class RunStrip {
  readonly element = element('ul', 'run-strip');
  private entries: RunEntry[] = [];

  constructor(private theme: Theme) {
    this.element.setAttribute('aria-label', t('Runs'));
    this.element.hidden = true;
  }

  /** Shows these runs, the main run first; a single one is left to the header. */
  update(runs: readonly RunDescription[]): void {
    this.element.hidden = runs.length < 2;
    if (runs.length !== this.entries.length) {
      this.entries = runs.map((_, place) => new RunEntry(place));
      this.element.replaceChildren(...this.entries.map((entry) => entry.element));
    }
    runs.forEach((run, place) => this.entries[place]?.update(run, this.theme));
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    for (const entry of this.entries) entry.paint(theme);
  }
}

class RunEntry {
  readonly element = element('li', 'run-entry');
  private readonly name = element('span', 'run-entry-name');
  private readonly status = element('span', 'status');
  private swatch = element('span', 'swatch');
  private chosen: number | null = null;

  constructor(private readonly place: number) {
    this.element.append(this.swatch, this.name, this.status);
  }

  update(run: RunDescription, theme: Theme): void {
    setText(this.name, run.name);
    const words = `${run.name}: ${statusWord(run.status)}, ${counted(run.points, '{0} point', '{0} points')}`;
    if (this.element.title !== words) this.element.title = words;
    if (this.status.dataset['status'] !== run.status) {
      this.status.dataset['status'] = run.status;
      this.status.replaceChildren(statusIcon(run.status), element('span', 'for-readers', statusWord(run.status)));
    }
    if (this.swatch.style.color === '' || this.chosen !== run.colour) {
      this.chosen = run.colour;
      this.paint(theme);
    }
  }

  paint(theme: Theme): void {
    const swatch = makeSwatch({ dash: 0 }, colourOf(theme.kind, styleInRuns(this.place, this.chosen, 0)));
    this.swatch.replaceWith(swatch);
    this.swatch = swatch;
  }
}
