/** The controls that look like VS Code's own. This is the only file that knows the library they come from. */
import {
  type Button,
  type Checkbox,
  type Dropdown,
  provideVSCodeDesignSystem,
  type TextField,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import './slider.css';
import './toolkit.css';

declare global {
  interface HTMLElementTagNameMap {
    'vscode-button': Button;
    'vscode-checkbox': Checkbox;
    'vscode-dropdown': Dropdown;
    'vscode-text-field': TextField;
  }
}

/** Makes the controls' elements known to the page; called once, before one is made. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeTextField(),
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDropdown(),
    vsCodeOption(),
  );
}

/** A field for text. */
export interface TextInput {
  readonly element: HTMLElement;
  text: string;
}

/** Makes a text field with a name for assistive technology; `changed` is called with each key. */
export function makeTextInput(label: string, placeholder: string, changed: (text: string) => void): TextInput {
  const field = document.createElement('vscode-text-field');
  field.placeholder = placeholder;
  // The library names a field after the text in it, whatever its attribute says; toolkit.css hides that text.
  field.textContent = label;
  field.addEventListener('input', () => changed(field.value));
  return {
    element: field,
    get text() {
      return field.value;
    },
    set text(text: string) {
      field.value = text;
    },
  };
}

/** Makes a button that shows an icon; its name is told as tooltip and to assistive technology. */
export function makeIconButton(label: string, picture: SVGElement, pressed: () => void): HTMLElement {
  const button = document.createElement('vscode-button');
  button.appearance = 'icon';
  button.title = label;
  button.setAttribute('aria-label', label);
  button.append(picture);
  button.addEventListener('click', pressed);
  return button;
}

/** Makes a button with words on it. */
export function makeButton(label: string, pressed: () => void): HTMLElement {
  const button = document.createElement('vscode-button');
  button.appearance = 'secondary';
  button.textContent = label;
  button.addEventListener('click', pressed);
  return button;
}

/** A box that is checked or not. */
export interface CheckInput {
  readonly element: HTMLElement;
  checked: boolean;
}

/** Makes a box with its label beside it; `changed` is called when the user checks or unchecks it. */
export function makeCheckbox(label: string, changed: (checked: boolean) => void): CheckInput {
  const box = document.createElement('vscode-checkbox');
  box.textContent = label;
  let told = false;
  // The control fires `change` also when its state is set from here.
  box.addEventListener('change', () => {
    if (box.checked === told) return;
    told = box.checked;
    changed(told);
  });
  return {
    element: box,
    get checked() {
      return box.checked;
    },
    set checked(checked: boolean) {
      told = checked;
      box.checked = checked;
    },
  };
}

/** Tells assistive technology a state of a button: whether what it switches is on, or its menu open. */
export function setButtonState(button: HTMLElement, state: 'aria-pressed' | 'aria-expanded', on: boolean): void {
  const { shadowRoot } = button;
  // The library's button hands on its name, but not these to the element within that has the focus.
  const tell = () =>
    (shadowRoot === null ? button : shadowRoot.querySelector('button'))?.setAttribute(state, String(on));
  if (button.isConnected || shadowRoot === null) tell();
  else requestAnimationFrame(tell);
}

/** A list of which one entry is chosen. */
export interface ChoiceInput {
  readonly element: HTMLElement;
  /** Shows these entries, of which the one at `chosen` is chosen. */
  update(entries: readonly string[], chosen: number): void;
}

/** Makes a list with a name for assistive technology; `changed` is called with the place of what the user chose. */
export function makeDropdown(label: string, changed: (place: number) => void): ChoiceInput {
  const list = document.createElement('vscode-dropdown');
  list.setAttribute('aria-label', label);
  let known = '';
  let told = -1;
  let isSet = true;
  const tell = () => {
    // The control fires `change` also when its entries are set from here.
    if (list.selectedIndex === told || list.selectedIndex < 0) return;
    told = list.selectedIndex;
    changed(told);
  };
  list.addEventListener('change', tell);
  // And none for a key that leads to the entry with which the list was opened last.
  list.addEventListener('keydown', () => window.setTimeout(() => !list.open && isSet && tell()));
  return {
    element: list,
    update: (entries, chosen) => {
      told = chosen;
      const key = JSON.stringify(entries);
      if (key !== known) {
        known = key;
        list.replaceChildren(...entries.map(makeOption));
      }
      // Entries are known to the control a little later than they are added.
      isSet = false;
      requestAnimationFrame(() => {
        list.selectedIndex = told;
        isSet = true;
      });
    },
  };
}

function makeOption(text: string): HTMLElement {
  const option = document.createElement('vscode-option');
  option.textContent = text;
  return option;
}

/** A number between two ends. */
export interface SliderInput {
  readonly element: HTMLInputElement;
  value: number;
}

/** Makes a slider from 0 to 1 with a name for assistive technology; the library has none, so it is the browser's. `changed` is called while it moves. `step` is the distance of its places. */
export function makeSlider(label: string, changed: (value: number) => void, step = '0.01'): SliderInput {
  const slider = document.createElement('input');
  Object.assign(slider, { type: 'range', min: '0', max: '1', step, value: '0' });
  slider.setAttribute('aria-label', label);
  slider.addEventListener('input', () => changed(Number(slider.value)));
  return {
    element: slider,
    get value() {
      return Number(slider.value);
    },
    set value(value: number) {
      slider.value = String(value);
    },
  };
}
