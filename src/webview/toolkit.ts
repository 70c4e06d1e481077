/** The controls that look like VS Code's own. This is the only file that knows the library they come from. */
import {
  type Button,
  provideVSCodeDesignSystem,
  type TextField,
  vsCodeButton,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';

declare global {
  interface HTMLElementTagNameMap {
    'vscode-button': Button;
    'vscode-text-field': TextField;
  }
}

/** Makes the controls' elements known to the page; called once, before one is made. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeTextField(), vsCodeButton());
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
