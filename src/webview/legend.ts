import type { SeriesDescription } from '../common/protocol';
import { element } from './dom';
import { dashOf } from './palette';

/** A short line in the colour and with the dashes of a series. */
export function makeSwatch(index: number, colour: string): HTMLElement {
  const swatch = element('span', dashOf(index).length === 0 ? 'swatch' : 'swatch dashed');
  swatch.style.color = colour;
  return swatch;
}

/** A label with its unit, if it has one: `loss (nats)`. */
export function labelOf(series: SeriesDescription): string {
  return series.unit === '' ? series.label : `${series.label} (${series.unit})`;
}

/** The names of a chart's series, each with its colour and current value. Pointing at one dims the others. */
export class Legend {
  readonly element = element('ul', 'legend');
  private readonly entries: { readonly value: HTMLElement; readonly box: HTMLElement }[];

  constructor(
    private readonly series: readonly SeriesDescription[],
    highlight: (id: string) => void,
  ) {
    this.entries = series.map((one) => {
      const box = element('li', 'legend-entry');
      const label = element('span', 'legend-label', labelOf(one));
      const value = element('span', 'legend-value');
      box.dataset['series'] = one.id;
      box.title = labelOf(one);
      box.append(element('span', 'swatch'), label, value);
      box.addEventListener('pointerenter', () => highlight(one.id));
      box.addEventListener('pointerleave', () => highlight(''));
      return { box, value };
    });
    this.element.append(...this.entries.map(({ box }) => box));
  }

  setColours(colours: readonly string[]): void {
    this.entries.forEach(({ box }, index) => {
      box.firstElementChild?.replaceWith(makeSwatch(index, colours[index] ?? ''));
    });
  }

  setValues(values: readonly string[]): void {
    this.entries.forEach(({ box, value }, index) => {
      const text = values[index] ?? '';
      if (value.textContent === text) return;
      value.textContent = text;
      box.title = `${labelOf(this.series[index] ?? { id: '', label: '', unit: '' })} ${text}`;
    });
  }
}
