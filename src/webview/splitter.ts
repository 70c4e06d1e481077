import { t } from '../common/words';
import { element } from './dom';

/** How far one key press moves a splitter, in CSS pixels. */
const STEP = 20;

/** A bar between two parts of the page that the user drags, or moves by arrow keys, to set the height of the lower one. */
export class Splitter {
  readonly element = element('div', 'splitter');

  constructor(
    private readonly height: () => number,
    private readonly setHeight: (height: number) => void,
  ) {
    const bar = this.element;
    bar.tabIndex = 0;
    bar.setAttribute('role', 'separator');
    bar.setAttribute('aria-orientation', 'horizontal');
    bar.setAttribute('aria-label', t('Height of the printed text'));
    bar.addEventListener('pointerdown', (event) => this.begin(event));
    bar.addEventListener('keydown', (event) => this.onKey(event));
  }

  /** Tells assistive technology where the bar is. */
  showValue(height: number, least: number, greatest: number): void {
    this.element.setAttribute('aria-valuenow', String(Math.round(height)));
    this.element.setAttribute('aria-valuemin', String(Math.round(least)));
    this.element.setAttribute('aria-valuemax', String(Math.round(greatest)));
  }

  private begin(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault();
    const bar = this.element;
    const from = event.clientY + this.height();
    bar.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent) => this.setHeight(from - moved.clientY);
    const stop = () => {
      bar.removeEventListener('pointermove', move);
      bar.removeEventListener('lostpointercapture', stop);
    };
    bar.addEventListener('pointermove', move);
    bar.addEventListener('lostpointercapture', stop);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'ArrowUp') this.setHeight(this.height() + STEP);
    else if (event.key === 'ArrowDown') this.setHeight(this.height() - STEP);
    else return;
    event.preventDefault();
  }
}
