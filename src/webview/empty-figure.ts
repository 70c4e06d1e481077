import type { FigureDescription } from '../common/protocol';
import { t } from '../common/words';
import { element } from './dom';
import { makeButton } from './toolkit';

const PYTHON = 'import sideplot\nsideplot.log(loss=0.3)';

export interface EmptyFigureActions {
  clearFilter(): void;
  showHidden(): void;
}

/** What stands in the place of charts when there are none: why, and what to do. */
export class EmptyFigure {
  readonly element = element('div', 'empty');
  private known = '';

  constructor(private readonly actions: EmptyFigureActions) {
    this.element.hidden = true;
  }

  show({ charts, hidden, filter }: FigureDescription): void {
    this.element.hidden = charts.length > 0;
    const known = JSON.stringify([hidden.length, filter]);
    if (charts.length > 0 || known === this.known) return;
    this.known = known;
    this.element.replaceChildren(
      ...(hidden.length > 0 ? this.allHidden(hidden.length) : filter === '' ? noMetrics() : this.noMatch(filter)),
    );
  }

  private allHidden(count: number): HTMLElement[] {
    const words =
      count === 1 ? t('The only chart is hidden.') : t('All {0} charts are hidden.', count.toLocaleString('en'));
    return [element('p', '', words), makeButton(t('Show All'), () => this.actions.showHidden())];
  }

  private noMatch(filter: string): HTMLElement[] {
    const line = element('p', '', t('No metric’s name contains “{0}”.', filter));
    return [line, makeButton(t('Show All Metrics'), () => this.actions.clearFilter())];
  }
}

function noMetrics(): HTMLElement[] {
  return [
    element('p', 'empty-title', t('No metrics yet')),
    element('p', '', t('Curves appear here as soon as the code logs a number. In Python, nothing to install:')),
    element('pre', 'empty-code', PYTHON),
    element(
      'p',
      'empty-hint',
      t('In any other language, append lines such as {0} to the run log.', '{"step":1,"loss":0.3}'),
    ),
  ];
}
