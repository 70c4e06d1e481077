import type { ControlDescription } from '../common/controls';
import { shorten } from '../common/shorten';
import { t } from '../common/words';
import { AwaitedValue } from './awaited';
import { type ControlContext, ControlWidget, nameLabel } from './control-widget';
import { element, setText } from './dom';
import { Pace } from './pace';
import { pagedBy, positionOf, snapped, steppedBy, valueAt } from './slider-scale';
import { makeSlider, makeTextInput, type SliderInput, type TextInput } from './toolkit';

/** Milliseconds between two values that are sent while the slider moves. */
const INTERVAL = 100;
/** Digits of a value that are shown. */
const DIGITS = 12;
/** Characters of what was typed that are repeated when it is refused. */
const MOST_TYPED = 20;

/** A number between two ends, by a slider or typed into a field. */
export class SliderControl extends ControlWidget {
  protected readonly awaited: AwaitedValue;
  private readonly slider: SliderInput;
  private readonly field: TextInput;
  private readonly refusal = element('span', 'control-refusal');
  private readonly pace = new Pace<number>(INTERVAL, (value) => this.ask(value));
  /** Where the user holds the slider while he drags it. */
  private held: number | undefined;
  private isDragged = false;
  /** There is typed text that was neither taken nor refused. */
  private isTyped = false;

  constructor(control: ControlDescription, context: ControlContext) {
    super(control, context);
    this.awaited = new AwaitedValue(control.value);
    this.slider = makeSlider(control.name, (position) => this.onSlide(position), 'any');
    this.field = makeTextInput(t('Value of {0}', control.name), '', () => this.onType());
    const label = nameLabel(control.name);
    label.title = t('{0}: double-click, or press Delete on the slider, to go back to {1}', control.name, this.words());
    label.addEventListener('dblclick', () => this.goBack());
    this.refusal.hidden = true;
    this.element.append(label, this.slider.element, this.field.element);
    if (control.unit !== '') this.element.append(element('span', 'control-unit', control.unit));
    this.element.append(this.refusal);
    this.listen();
  }

  protected show(): void {
    if (!this.isDragged) this.slider.value = positionOf(this.shown, this.control);
    const words = this.words();
    if (this.slider.element.getAttribute('aria-valuetext') !== words)
      this.slider.element.setAttribute('aria-valuetext', words);
    if (!this.isTyped) this.showText();
  }

  protected enable(enabled: boolean): void {
    this.slider.element.disabled = !enabled;
    this.field.element.toggleAttribute('disabled', !enabled);
    if (enabled) return;
    this.pace.cancel();
    this.release();
    this.isTyped = false;
    this.refuse('');
  }

  private get shown(): number {
    return this.held ?? this.pace.waiting ?? Number(this.awaited.shown);
  }

  private words(): string {
    return `${textOf(this.shown)} ${this.control.unit}`.trim();
  }

  private showText(): void {
    const text = textOf(this.shown);
    if (this.field.text !== text) this.field.text = text;
  }

  private listen(): void {
    const slider = this.slider.element;
    slider.addEventListener('pointerdown', () => (this.isDragged = !slider.disabled));
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture', 'blur'])
      slider.addEventListener(end, () => this.onRelease());
    slider.addEventListener('keydown', (event) => this.onKey(event));
    this.field.element.addEventListener('focusout', () => this.take());
    this.field.element.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.take();
      else if (event.key === 'Escape' && this.isTyped) this.undo();
    });
  }

  private onSlide(position: number): void {
    const value = valueAt(position, this.control);
    if (this.isDragged) this.held = value;
    if (this.control.step !== null) this.slider.value = positionOf(value, this.control);
    this.want(value);
  }

  private onRelease(): void {
    if (!this.isDragged) return;
    this.release();
    this.refresh();
  }

  private release(): void {
    this.isDragged = false;
    this.held = undefined;
  }

  /** Own steps: those of the browser know neither logarithms nor how far a page is. */
  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const next = this.valueOfKey(event.key);
    if (next === undefined) return;
    event.preventDefault();
    this.want(next);
  }

  private valueOfKey(key: string): number | undefined {
    const { shown, control } = this;
    switch (key) {
      case 'ArrowUp':
      case 'ArrowRight':
        return steppedBy(1, shown, control);
      case 'ArrowDown':
      case 'ArrowLeft':
        return steppedBy(-1, shown, control);
      case 'PageUp':
        return pagedBy(1, shown, control);
      case 'PageDown':
        return pagedBy(-1, shown, control);
      case 'Home':
        return control.min;
      case 'End':
        return control.max;
      case 'Delete':
        return Number(control.value);
      default:
        return undefined;
    }
  }

  private goBack(): void {
    if (!this.slider.element.disabled) this.want(Number(this.control.value));
  }

  private want(value: number): void {
    this.isTyped = false;
    this.refuse('');
    if (value !== Number(this.pace.waiting ?? this.awaited.shown)) this.pace.offer(value);
    this.refresh();
  }

  private onType(): void {
    this.isTyped = true;
    this.refuse('');
  }

  private undo(): void {
    this.isTyped = false;
    this.refuse('');
    this.refresh();
  }

  /** Takes what was typed, or says why not. */
  private take(): void {
    if (!this.isTyped) return;
    const text = this.field.text.trim();
    const value = text === '' ? NaN : Number(text.replace('−', '-'));
    const { min, max } = this.control;
    if (value >= min && value <= max) {
      this.want(snapped(value, this.control));
      return;
    }
    this.isTyped = false;
    const typed = shorten(text, MOST_TYPED);
    this.refuse(
      Number.isNaN(value)
        ? t('“{0}” is not a number', typed)
        : t('{0} is not between {1} and {2}', typed, textOf(min), textOf(max)),
    );
    this.refresh();
  }

  private refuse(words: string): void {
    this.field.element.classList.toggle('invalid', words !== '');
    this.field.element.setAttribute('aria-invalid', String(words !== ''));
    this.refusal.hidden = words === '';
    if (words !== '') this.context.announce(`${this.control.name}: ${words}`);
    setText(this.refusal, words);
  }
}

function textOf(value: number): string {
  return String(Number(value.toPrecision(DIGITS)));
}
