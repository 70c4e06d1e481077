import type { ControlDescription } from '../common/controls';
import type { ControlValue } from '../common/record';
import { t } from '../common/words';
import type { Awaited } from './awaited';
import { element } from './dom';

/** Milliseconds in which a program that goes on answers. */
const PATIENCE = 5000;

export interface ControlContext {
  /** The user wants a control to have this value. */
  set(name: string, value: ControlValue): void;
  /** Tells those who do not see it. */
  announce(words: string): void;
}

/** A widget by which the user changes one value of the running program. What he wants is shown as such until the program has it. */
export abstract class ControlWidget {
  readonly element = element('div', 'control');
  protected abstract readonly awaited: Awaited;
  private value: ControlValue;
  private isLive: boolean | undefined;
  private isLate = false;
  private timer: number | undefined;

  constructor(
    protected readonly control: ControlDescription,
    protected readonly context: ControlContext,
  ) {
    this.value = control.value;
    this.element.dataset['kind'] = control.kind;
    this.element.dataset['control'] = control.name;
  }

  /** Whether the widget is one for this control: only the value may be another. */
  fits(control: ControlDescription): boolean {
    const { name, kind, unit, min, max, step, logarithmic, options } = this.control;
    return (
      name === control.name &&
      kind === control.kind &&
      unit === control.unit &&
      min === control.min &&
      max === control.max &&
      step === control.step &&
      logarithmic === control.logarithmic &&
      options.length === control.options.length &&
      options.every((option, place) => option === control.options[place])
    );
  }

  /** Shows the program's value, and whether anybody is there to be asked for another. */
  update({ value }: ControlDescription, isLive: boolean): void {
    if (value === this.value && isLive === this.isLive) return;
    if (value !== this.value) this.confirm(value);
    if (isLive !== this.isLive) this.setLive(isLive);
    this.refresh();
  }

  /** To be called when the widget is no longer shown. */
  dispose(): void {
    window.clearTimeout(this.timer);
    this.element.remove();
  }

  /** Asks the program to take a value. */
  protected ask(value: ControlValue): void {
    this.awaited.send(value);
    if (this.timer === undefined) this.wait();
    this.context.set(this.control.name, value);
    this.refresh();
  }

  /** Shows what the control has; what the user is just doing stays as it is. */
  protected abstract show(): void;

  /** Lets the user at it, or not. */
  protected abstract enable(enabled: boolean): void;

  protected refresh(): void {
    this.show();
    const { isPending } = this.awaited;
    this.element.classList.toggle('pending', isPending);
    this.element.classList.toggle('late', isPending && this.isLate);
    const title = this.title(isPending);
    if (this.element.title !== title) this.element.title = title;
  }

  private title(isPending: boolean): string {
    const { name } = this.control;
    if (!isPending) return name;
    return this.isLate ? t('{0}: the program has not taken it yet', name) : t('{0}: waiting for the program', name);
  }

  private confirm(value: ControlValue): void {
    this.value = value;
    this.awaited.confirm(value);
    this.wait();
  }

  private setLive(isLive: boolean): void {
    this.isLive = isLive;
    this.enable(isLive);
    if (isLive) return;
    this.awaited.forget();
    this.wait();
  }

  /** Gives the program its time anew. */
  private wait(): void {
    window.clearTimeout(this.timer);
    this.isLate = false;
    this.timer = this.awaited.isOpen ? window.setTimeout(() => this.onLate(), PATIENCE) : undefined;
  }

  private onLate(): void {
    this.timer = undefined;
    if (this.awaited.isPending) {
      this.isLate = true;
      this.context.announce(this.title(true));
    } else this.awaited.forget();
    this.refresh();
  }
}

/** The name of a control as the user sees it. It is told otherwise to those who do not. */
export function nameLabel(name: string): HTMLElement {
  const label = element('span', 'control-name', name);
  label.setAttribute('aria-hidden', 'true');
  return label;
}
