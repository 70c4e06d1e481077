import type { ControlDescription } from '../common/controls';
import { AwaitedValue } from './awaited';
import { type ControlContext, ControlWidget } from './control-widget';
import { element } from './dom';
import { type CheckInput, makeCheckbox } from './toolkit';

/** Something that is on or off. */
export class ToggleControl extends ControlWidget {
  protected readonly awaited: AwaitedValue;
  private readonly box: CheckInput;

  constructor(control: ControlDescription, context: ControlContext) {
    super(control, context);
    this.awaited = new AwaitedValue(control.value);
    this.box = makeCheckbox('', (checked) => this.ask(checked));
    this.box.element.setAttribute('aria-label', control.name);
    this.box.element.append(element('span', 'control-name', control.name));
    this.element.append(this.box.element);
  }

  protected show(): void {
    const checked = this.awaited.shown === true;
    if (this.box.checked !== checked) this.box.checked = checked;
  }

  protected enable(enabled: boolean): void {
    this.box.element.toggleAttribute('disabled', !enabled);
  }
}
