import type { SeriesDescription } from '../common/protocol';
import { element } from './dom';
import type { SeriesStyle } from '../common/series-style';
import { dashOf } from './palette';

/** A short line in the colour and with the dashes of a series. */
export function makeSwatch(style: Pick<SeriesStyle, 'dash'>, colour: string): HTMLElement {
  const swatch = element('span', dashOf(style).length === 0 ? 'swatch' : 'swatch dashed');
  swatch.style.color = colour;
  return swatch;
}

/** A label with its unit, if it has one: `loss (nats)`. */
export function labelOf(series: Pick<SeriesDescription, 'label' | 'unit'>): string {
  return series.unit === '' ? series.label : `${series.label} (${series.unit})`;
}

interface LegendEntry {
  readonly series: SeriesDescription;
  readonly value: HTMLElement;
  readonly box: HTMLElement;
}

/** The names of a chart's series, each with its colour and current value. Pointing at one dims the others. */
export class Legend {
  readonly element = element('ul', 'legend');
  private readonly entries: readonly LegendEntry[];

  constructor(series: readonly SeriesDescription[], highlight: (id: string) => void) {
    this.entries = series.map((one) => {
      const box = element('li', 'legend-entry');
      const label = element('span', 'legend-label', labelOf(one));
      const value = element('span', 'legend-value');
      box.dataset['series'] = one.id;
      box.title = labelOf(one);
      box.append(element('span', 'swatch'), label, value);
      box.addEventListener('pointerenter', () => highlight(one.id));
      box.addEventListener('pointerleave', () => highlight(''));
      return { series: one, box, value };
    });
    this.element.append(...this.entries.map(({ box }) => box));
    new ResizeObserver(() => this.letScroll()).observe(this.element);
  }

  /** One that is higher than its place is scrolled by keys, too. */
  private letScroll(): void {
    const { element: list } = this;
    if (list.scrollHeight > list.clientHeight) list.tabIndex = 0;
    else list.removeAttribute('tabindex');
  }

  setColours(colours: readonly string[]): void {
    this.entries.forEach(({ box, series }, index) => {
      box.firstElementChild?.replaceWith(makeSwatch(series, colours[index] ?? ''));
    });
  }

  setValues(values: readonly string[]): void {
    this.entries.forEach(({ box, value, series }, index) => {
      const text = values[index] ?? '';
      if (value.textContent === text) return;
      value.textContent = text;
      box.title = `${labelOf(series)} ${text}`;
    });
  }
}
