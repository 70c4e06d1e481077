/** The controls that look like VS Code's own. This is the only file that knows the library they come from. */
import {
  type Button,
  type Checkbox,
  provideVSCodeDesignSystem,
  type TextField,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';

declare global {
  interface HTMLElementTagNameMap {
    'vscode-button': Button;
    'vscode-checkbox': Checkbox;
    'vscode-text-field': TextField;
  }
}

/** Makes the controls' elements known to the page; called once, before one is made. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeTextField(), vsCodeButton(), vsCodeCheckbox());
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
  field.setAttribute('aria-label', label);
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
  button.setAttribute(state, String(on));
  // The library's button hands on its name, but not these to the element within that has the focus.
  const hand = () => button.shadowRoot?.querySelector('button')?.setAttribute(state, button.getAttribute(state) ?? '');
  if (button.isConnected) hand();
  else requestAnimationFrame(hand);
}
