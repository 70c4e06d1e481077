import type { ControlDescription } from '../common/controls';
import { AwaitedValue } from './awaited';
import { type ControlContext, ControlWidget, nameLabel } from './control-widget';
import { floatList } from './floating-list';
import { type ChoiceInput, makeDropdown } from './toolkit';

/** One of several words. */
export class ChoiceControl extends ControlWidget {
  protected readonly awaited: AwaitedValue;
  private readonly list: ChoiceInput;
  private chosen = -1;

  constructor(control: ControlDescription, context: ControlContext) {
    super(control, context);
    this.awaited = new AwaitedValue(control.value);
    this.list = makeDropdown(control.name, (place) => this.choose(place));
    this.element.append(nameLabel(control.name), this.list.element);
    // What came while the user was choosing is shown when he is done.
    floatList(this.list.element, () => this.refresh());
  }

  protected show(): void {
    if (this.list.element.hasAttribute('open')) return;
    const { options } = this.control;
    const chosen = options.findIndex((option) => option === this.awaited.shown);
    if (chosen === this.chosen) return;
    this.chosen = chosen;
    this.list.update(options, chosen);
  }

  protected enable(enabled: boolean): void {
    this.list.element.toggleAttribute('disabled', !enabled);
  }

  private choose(place: number): void {
    const option = this.control.options[place];
    if (option === undefined) return;
    this.chosen = place;
    this.ask(option);
  }
}
