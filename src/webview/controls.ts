import type { ControlDescription } from '../common/controls';
import type { RunDescription } from '../common/protocol';
import type { ControlValue } from '../common/record';
import { t } from '../common/words';
import { ButtonControl } from './control-button';
import { ChoiceControl } from './control-choice';
import { SliderControl } from './control-slider';
import { ToggleControl } from './control-toggle';
import type { ControlContext, ControlWidget } from './control-widget';
import './controls.css';
import { element } from './dom';
import type { Toolbar, ToolbarButton } from './toolbar';
import type { SavedState } from './view-state';

const KINDS = {
  slider: SliderControl,
  toggle: ToggleControl,
  choice: ChoiceControl,
  button: ButtonControl,
} as const;

/** The widgets by which the user reaches the running program, and the button that shows and hides them. */
export class Controls {
  readonly element = element('section', 'controls');
  private readonly spoken = element('div', 'for-readers');
  private readonly button: ToolbarButton;
  private readonly context: ControlContext;
  private widgets: ControlWidget[] = [];
  /** The id of the run whose widgets they are. */
  private run = '';

  /** @param set is told which value the user wants a control to have. */
  constructor(
    toolbar: Toolbar,
    private readonly state: SavedState,
    set: (name: string, value: ControlValue) => void,
  ) {
    this.context = { set, announce: (words) => (this.spoken.textContent = words) };
    this.element.setAttribute('aria-label', t('Controls'));
    this.spoken.setAttribute('aria-live', 'polite');
    this.element.append(this.spoken);
    this.button = toolbar.add({
      ...{ id: 'controls', label: t('Controls'), icon: 'settings' },
      run: () => this.toggle(),
    });
    this.button.setPressed(state.current.controlsOpen);
    this.showOpen();
  }

  /** Shows the controls of a run; none when others are drawn over it. Widgets whose control is the same stay the same elements. */
  update({ id, status, controls = [] }: RunDescription, others: readonly RunDescription[]): void {
    if (id !== this.run) this.keep(0);
    this.run = id;
    const shown = others.length === 0 ? controls : [];
    this.keep(shown.length);
    shown.forEach((control, place) => this.widgetAt(place, control).update(control, status === 'running'));
    // What scrolls must be reached by the keyboard also when nothing in it is.
    if (status === 'running') this.element.removeAttribute('tabindex');
    else this.element.tabIndex = 0;
    this.showOpen();
  }

  private keep(count: number): void {
    for (const widget of this.widgets.splice(count)) widget.dispose();
  }

  private widgetAt(place: number, control: ControlDescription): ControlWidget {
    const known = this.widgets[place];
    if (known?.fits(control) === true) return known;
    const widget = new KINDS[control.kind](control, this.context);
    this.widgets[place] = widget;
    if (known === undefined) this.spoken.before(widget.element);
    else {
      known.element.before(widget.element);
      known.dispose();
    }
    return widget;
  }

  private toggle(): void {
    const controlsOpen = !this.state.current.controlsOpen;
    this.state.change({ controlsOpen });
    this.button.setPressed(controlsOpen);
    this.showOpen();
  }

  private showOpen(): void {
    const { controlsOpen } = this.state.current;
    const isNeeded = this.widgets.length > 0;
    this.element.hidden = !isNeeded || !controlsOpen;
    this.button.setShown(isNeeded);
  }
}
