import type { ControlDescription } from '../common/controls';
import { counted } from '../common/words';
import { AwaitedPresses } from './awaited';
import { type ControlContext, ControlWidget } from './control-widget';
import { element, setText } from './dom';
import { makeButton } from './toolkit';

/** Something to be done once with each press; beside it stands how often the program has. */
export class ButtonControl extends ControlWidget {
  protected readonly awaited: AwaitedPresses;
  private readonly button: HTMLElement;
  private readonly count = element('span', 'control-count');

  constructor(control: ControlDescription, context: ControlContext) {
    super(control, context);
    this.awaited = new AwaitedPresses(Number(control.value));
    this.button = makeButton(control.name, () => this.ask(true));
    this.element.append(this.button, this.count);
  }

  protected show(): void {
    const { count } = this.awaited;
    setText(this.count, count === 0 ? '' : `${count.toLocaleString('en')}×`);
    this.count.title = count === 0 ? '' : counted(count, 'Taken once by the program', 'Taken {0} times by the program');
  }

  protected enable(enabled: boolean): void {
    this.button.toggleAttribute('disabled', !enabled);
  }
}
