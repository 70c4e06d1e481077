import type { HiddenChart } from '../common/protocol';
import { counted, t } from '../common/words';
import { element, setText } from './dom';
import { type MenuEntry, opensMenu } from './menu';

/** Says how many charts the user hid, so that nothing vanishes silently, and shows them again. */
export class HiddenCharts {
  readonly element = element('div', 'hidden-charts');
  private readonly words = element('span');
  private readonly show = element('button', 'text-button', t('Show…'));
  private charts: readonly HiddenChart[] = [];

  /** @param showAgain is told the chart to be shown, or `null` for all. */
  constructor(private readonly showAgain: (chart: string | null) => void) {
    this.show.type = 'button';
    opensMenu(
      this.show,
      () => t('Hidden charts'),
      () => this.entries(),
    );
    this.element.append(this.words, ' · ', this.show);
    this.element.hidden = true;
  }

  update(charts: readonly HiddenChart[]): void {
    this.charts = charts;
    this.element.hidden = charts.length === 0;
    setText(this.words, counted(charts.length, '{0} chart hidden', '{0} charts hidden'));
  }

  /** An entry for each hidden chart, and one for all. */
  entries(): readonly MenuEntry[] {
    const each = this.charts.map(({ id, title }): MenuEntry => ({ label: title, run: () => this.showAgain(id) }));
    return [{ label: t('Show All'), run: () => this.showAgain(null) }, ...separated(each)];
  }
}

function separated([first, ...rest]: readonly MenuEntry[]): readonly MenuEntry[] {
  return first === undefined ? [] : [{ ...first, separated: true }, ...rest];
}
