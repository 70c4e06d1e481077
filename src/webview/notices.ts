import type { FigureDescription, RunDescription } from '../common/protocol';
import { counted } from '../common/words';
import { element, icon, setText } from './dom';

const WARNING = 'M8 2 L14.5 13.5 H1.5 Z M8 6.5 V10 M8 11.2 V12.5';

/** Lines below the header that say what is not as it should be; without such there are none. */
export class Notices {
  readonly element = element('div', 'notices');
  private readonly failure = element('div', 'notice error');
  private readonly problems = element('details', 'notice problems');
  private readonly summary = element('summary');
  private readonly reasons = element('ul');
  private readonly markers = element('div', 'notice');
  private readonly trouble = element('div', 'notice error trouble');
  private known = '';
  private earlierMarkers = 0;

  constructor() {
    this.problems.append(this.summary, this.reasons);
    this.trouble.setAttribute('role', 'alert');
    this.element.append(this.failure, this.problems, this.markers, this.trouble);
    for (const notice of [this.failure, this.problems, this.markers, this.trouble]) notice.hidden = true;
  }

  setRuns(runs: readonly RunDescription[]): void {
    const of = (run: RunDescription, text: string) => (runs.length === 1 ? text : `${run.name}: ${text}`);
    const failures = runs.filter(({ error }) => error !== '').map((run) => of(run, run.error));
    const failure = failures.join('\n');
    this.failure.hidden = failure === '';
    setText(this.failure, failure);
    this.failure.title = failure;
    const known = JSON.stringify(runs.map(({ problems }) => problems));
    if (known === this.known) return;
    this.known = known;
    const problems = runs.flatMap((run) =>
      Object.entries(run.problems).map(([reason, count]) => [of(run, reason), count] as const),
    );
    this.showProblems(problems.filter(([, count]) => count > 0));
  }

  /** Says how many markers there are too many to show. */
  setEarlierMarkers(count: number): void {
    if (count === this.earlierMarkers) return;
    this.earlierMarkers = count;
    this.markers.hidden = count === 0;
    setText(this.markers, counted(count, '{0} earlier marker not shown', '{0} earlier markers not shown'));
  }

  /** Shows an error of the page itself. */
  showTrouble(message: string): void {
    this.trouble.hidden = false;
    setText(this.trouble, message);
    this.trouble.title = message;
  }

  private showProblems(problems: readonly (readonly [string, number])[]): void {
    this.problems.hidden = problems.length === 0;
    const total = problems.reduce((sum, [, count]) => sum + count, 0);
    const [[reason] = ['']] = problems;
    const told = problems.length === 1 ? `: ${reason}` : '';
    this.summary.replaceChildren(
      icon(WARNING, true),
      element('span', '', `${counted(total, '{0} problem', '{0} problems')}${told}`),
    );
    this.reasons.replaceChildren(
      ...problems.map(([text, count]) => element('li', '', `${text}: ${count.toLocaleString('en')}`)),
    );
  }
}

/** How many series of a figure are not drawn, in words, or nothing when all are. */
export function hiddenText(figure: FigureDescription): string {
  const series = figure.charts.reduce((total, chart) => total + chart.hiddenSeries, 0);
  const charts = figure.hiddenCharts;
  if (charts > 0 && series > 0) {
    const more = series.toLocaleString('en');
    return counted(
      charts,
      '{0} further chart and {1} further series are not drawn; search to choose.',
      '{0} further charts and {1} further series are not drawn; search to choose.',
      more,
    );
  }
  if (charts > 0) {
    return counted(
      charts,
      '{0} further chart is not drawn; search to choose.',
      '{0} further charts are not drawn; search to choose.',
    );
  }
  if (series === 0) return '';
  return counted(
    series,
    '{0} further series is not drawn; search to choose.',
    '{0} further series are not drawn; search to choose.',
  );
}
