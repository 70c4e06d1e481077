import type { RunDescription } from '../common/protocol';
import { t } from '../common/words';
import type { Toolbar, ToolbarButton } from './toolbar';

/** Asks the program of the run that is shown to stop; there as long as it can be asked. */
export class StopButton {
  private readonly button: ToolbarButton;
  /** The run that was asked. */
  private asked: string | undefined;
  private run = '';

  constructor(
    toolbar: Toolbar,
    private readonly stop: () => void,
  ) {
    this.button = toolbar.add({ id: 'stop', label: t('Stop'), icon: 'debug-stop', run: () => this.press() });
    this.button.setShown(false);
  }

  /** @param others the runs that are drawn over this one. */
  update({ id, stoppable }: RunDescription, others: readonly RunDescription[]): void {
    const isStoppable = stoppable === true;
    if (id !== this.run || !isStoppable) this.asked = undefined;
    this.run = id;
    this.show();
    this.button.setShown(isStoppable && others.length === 0);
  }

  private press(): void {
    this.asked = this.run;
    this.show();
    this.stop();
  }

  private show(): void {
    const isAsked = this.asked === this.run;
    if (isAsked) this.button.setLabel(t('Stop Now'), t('Stop Now: asks again, the program is interrupted at once'));
    else this.button.setLabel(t('Stop'));
    this.button.element.classList.toggle('asked', isAsked);
  }
}
