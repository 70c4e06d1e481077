import type { ChartDescription } from '../common/protocol';
import { t } from '../common/words';
import { codicon } from './codicon';
import { element, setText } from './dom';
import { labelOf } from './legend';
import { type MenuEntry, openMenu, opensMenu } from './menu';
import './chart-header.css';

export interface ChartHeaderActions {
  resetZoom(): void;
  toggleMaximised(): void;
  /** What the chart's menu offers now. */
  entries(): readonly MenuEntry[];
}

/** The line on top of a chart: its title, the newest value of a single series, and the chart's menu. */
export class ChartHeader {
  readonly element = element('header', 'chart-header');
  private readonly value = element('span', 'chart-value');
  private readonly reset = element('button', 'chart-reset', t('Reset zoom'));
  private readonly menu = element('button', 'chart-menu');
  private readonly pin = element('span', 'chart-pin');
  private readonly restore = element('button', 'chart-menu');

  constructor(
    { title, series }: ChartDescription,
    private readonly actions: ChartHeaderActions,
  ) {
    const heading = element('h2', 'chart-title', title);
    heading.title = title;
    this.pin.hidden = true;
    this.pin.title = t('Pinned');
    this.pin.append(codicon('pinned'), element('span', 'for-readers', t('pinned')));
    this.element.append(this.pin, heading);
    const [only] = series;
    if (only !== undefined && series.length === 1 && labelOf(only) !== title) {
      const label = labelOf(only).startsWith(title) ? labelOf(only).slice(title.length).trim() : labelOf(only);
      this.element.append(element('span', 'chart-label', label));
    }
    this.reset.type = 'button';
    this.reset.addEventListener('click', () => actions.resetZoom());
    this.restore.type = 'button';
    this.restore.hidden = true;
    this.restore.title = t('Restore (Esc)');
    this.restore.setAttribute('aria-label', t('Restore chart {0}', title));
    this.restore.append(codicon('screen-normal'));
    this.restore.addEventListener('click', () => actions.toggleMaximised());
    this.menu.type = 'button';
    this.menu.title = t('Chart Actions');
    this.menu.setAttribute('aria-label', t('Actions of chart {0}', title));
    this.menu.append(codicon('kebab-vertical'));
    opensMenu(
      this.menu,
      () => t('Chart {0}', title),
      () => actions.entries(),
    );
    this.element.addEventListener('contextmenu', (event) => this.onContextMenu(event, title));
    this.element.addEventListener('dblclick', (event) => {
      if (!(event.target instanceof Element && event.target.closest('button') !== null)) actions.toggleMaximised();
    });
    this.element.append(this.reset, this.value, this.restore, this.menu);
  }

  setZoomed(zoomed: boolean): void {
    this.reset.hidden = !zoomed;
  }

  setPinned(pinned: boolean): void {
    this.pin.hidden = !pinned;
  }

  setMaximised(maximised: boolean): void {
    this.restore.hidden = !maximised;
  }

  /** Shows a value, and as its tooltip where it was logged. */
  setValue(text: string, place: string): void {
    setText(this.value, text);
    if (this.value.title !== place) this.value.title = place;
  }

  private onContextMenu(event: MouseEvent, title: string): void {
    event.preventDefault();
    openMenu({ x: event.clientX, y: event.clientY }, t('Chart {0}', title), this.actions.entries());
  }
}
