import type { ConfigTexts, RunDescription } from '../common/protocol';
import { counted, t } from '../common/words';
import { element, setText } from './dom';
import { makeCheckbox } from './toolkit';

/** Shown where a run has no such value. */
const MISSING = '–';

/** The configs of several runs side by side, those values first that differ. */
export class CompareTable {
  readonly element = element('details', 'compare');
  private readonly summary = element('summary');
  private readonly table = element('table');
  private readonly equal = makeCheckbox(t('Show equal values'), (shown) => this.showEqual(shown));
  private readonly scroller = element('div', 'compare-scroller');

  /** @param toggled is told when the user opens or closes the table. */
  constructor(toggled: (open: boolean) => void) {
    this.element.hidden = true;
    this.scroller.tabIndex = 0;
    this.scroller.setAttribute('role', 'region');
    this.scroller.setAttribute('aria-label', t('Configs of the runs'));
    this.scroller.append(this.table);
    this.element.append(this.summary, this.equal.element, this.scroller);
    this.element.addEventListener('toggle', () => toggled(this.element.open));
    this.showEqual(false);
  }

  /** Shows the configs of these runs, in the same order; without any the table is hidden. */
  update(runs: readonly RunDescription[], configs: readonly ConfigTexts[], open: boolean): void {
    const keys = [...new Set(configs.flatMap((config) => Object.keys(config)))];
    this.element.hidden = keys.length === 0;
    if (this.element.open !== open) this.element.open = open;
    const rows = keys.map((key) => {
      const values = configs.map((config) => (Object.hasOwn(config, key) ? config[key] : undefined));
      return { key, values, differs: values.some((value) => value !== values[0]) };
    });
    const different = rows.filter(({ differs }) => differs);
    const same = rows.filter(({ differs }) => !differs);
    setText(this.summary, summaryOf(different.length, same.length));
    this.equal.element.hidden = same.length === 0 || different.length === 0;
    this.table.classList.toggle('nothing-differs', different.length === 0);
    this.table.replaceChildren(headOf(runs), bodyOf([...different, ...same]));
  }

  private showEqual(shown: boolean): void {
    this.table.classList.toggle('without-equal', !shown);
  }
}

interface Row {
  readonly key: string;
  readonly values: readonly (string | undefined)[];
  readonly differs: boolean;
}

function summaryOf(different: number, same: number): string {
  const all = different + same;
  if (different === 0) return counted(all, '{0} config value, all equal', '{0} config values, all equal');
  return different === 1
    ? counted(all, '1 of {0} config value differs', '1 of {0} config values differs')
    : t('{0} of {1} config values differ', different, all.toLocaleString('en'));
}

function headOf(runs: readonly RunDescription[]): HTMLElement {
  const head = element('thead');
  const row = element('tr');
  const corner = element('th', '', t('config'));
  corner.scope = 'col';
  row.append(
    corner,
    ...runs.map(({ name }) => {
      const cell = element('th', '', name);
      cell.scope = 'col';
      return cell;
    }),
  );
  head.append(row);
  return head;
}

function bodyOf(rows: readonly Row[]): HTMLElement {
  const body = element('tbody');
  body.append(
    ...rows.map(({ key, values, differs }) => {
      const row = element('tr', differs ? 'differs' : 'equal');
      const name = element('th', '', key);
      name.scope = 'row';
      row.append(name, ...values.map((value) => element('td', value === undefined ? 'missing' : '', value ?? MISSING)));
      return row;
    }),
  );
  return body;
}
