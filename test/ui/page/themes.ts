/** Theme variables as the editor sets them for its built-in themes: those that the page uses. */
export type ThemeName = 'vscode-light' | 'vscode-dark' | 'vscode-high-contrast' | 'vscode-high-contrast-light';

const FONTS = {
  '--vscode-font-family': 'system-ui, "Ubuntu", "Droid Sans", sans-serif',
  '--vscode-font-size': '13px',
  '--vscode-editor-font-family': '"Droid Sans Mono", monospace',
};

const ANSI_NAMES = ['Black', 'Red', 'Green', 'Yellow', 'Blue', 'Magenta', 'Cyan', 'White'];

/** The terminal's sixteen colours. */
function terminal(colours: string): Readonly<Record<string, string>> {
  const names = [...ANSI_NAMES, ...ANSI_NAMES.map((name) => `Bright${name}`)];
  return Object.fromEntries(
    colours.split(' ').map((colour, index) => [`--vscode-terminal-ansi${names[index] ?? ''}`, colour]),
  );
}

const DARK = {
  ...FONTS,
  ...terminal(
    '#000000 #cd3131 #0dbc79 #e5e510 #2472c8 #bc3fbc #11a8cd #e5e5e5 #666666 #f14c4c #23d18b #f5f543 #3b8eea #d670d6 #29b8db #e5e5e5',
  ),
  '--vscode-editor-findMatchBackground': '#9e6a03',
  '--vscode-editor-findMatchHighlightBackground': '#ea5c0055',
  '--vscode-textLink-activeForeground': '#4daafc',
  '--vscode-editor-background': '#1f1f1f',
  '--vscode-editor-foreground': '#cccccc',
  '--vscode-foreground': '#cccccc',
  '--vscode-descriptionForeground': '#9d9d9d',
  '--vscode-progressBar-background': '#0078d4',
  '--vscode-panel-border': '#2b2b2b',
  '--vscode-focusBorder': '#0078d4',
  '--vscode-errorForeground': '#f85149',
  '--vscode-icon-foreground': '#cccccc',
  '--vscode-testing-iconPassed': '#73c991',
  '--vscode-editorWarning-foreground': '#cca700',
  '--vscode-toolbar-hoverBackground': '#5a5d5e50',
  '--vscode-input-background': '#313131',
  '--vscode-input-foreground': '#cccccc',
  '--vscode-input-border': '#3c3c3c',
  '--vscode-input-placeholderForeground': '#989898',
  '--vscode-checkbox-background': '#313131',
  '--vscode-checkbox-foreground': '#cccccc',
  '--vscode-checkbox-border': '#3c3c3c',
  '--vscode-dropdown-background': '#313131',
  '--vscode-dropdown-foreground': '#cccccc',
  '--vscode-dropdown-border': '#3c3c3c',
  '--vscode-button-secondaryBackground': '#313131',
  '--vscode-button-secondaryForeground': '#cccccc',
  '--vscode-editorHoverWidget-background': '#202020',
  '--vscode-editorHoverWidget-border': '#454545',
  '--vscode-editorHoverWidget-foreground': '#cccccc',
  '--vscode-editor-selectionBackground': '#264f78',
  '--vscode-widget-shadow': '#0000005c',
  '--vscode-textCodeBlock-background': '#2b2b2b',
  '--vscode-inputValidation-errorBackground': '#5a1d1d',
};

const LIGHT = {
  ...FONTS,
  ...terminal(
    '#000000 #cd3131 #107c10 #949800 #0451a5 #bc05bc #0598bc #555555 #666666 #cd3131 #14ce14 #b5ba00 #0451a5 #bc05bc #0598bc #a5a5a5',
  ),
  '--vscode-editor-findMatchBackground': '#a8ac94',
  '--vscode-editor-findMatchHighlightBackground': '#ea5c0055',
  '--vscode-textLink-activeForeground': '#005fb8',
  '--vscode-editor-background': '#ffffff',
  '--vscode-editor-foreground': '#3b3b3b',
  '--vscode-foreground': '#3b3b3b',
  '--vscode-descriptionForeground': '#717171',
  '--vscode-progressBar-background': '#005fb8',
  '--vscode-panel-border': '#e5e5e5',
  '--vscode-focusBorder': '#005fb8',
  '--vscode-errorForeground': '#d1242f',
  '--vscode-icon-foreground': '#3b3b3b',
  '--vscode-testing-iconPassed': '#388a34',
  '--vscode-editorWarning-foreground': '#895503',
  '--vscode-toolbar-hoverBackground': '#b8b8b850',
  '--vscode-input-background': '#ffffff',
  '--vscode-input-foreground': '#3b3b3b',
  '--vscode-input-border': '#cecece',
  '--vscode-input-placeholderForeground': '#767676',
  '--vscode-checkbox-background': '#ffffff',
  '--vscode-checkbox-foreground': '#3b3b3b',
  '--vscode-checkbox-border': '#cecece',
  '--vscode-dropdown-background': '#ffffff',
  '--vscode-dropdown-foreground': '#3b3b3b',
  '--vscode-dropdown-border': '#cecece',
  '--vscode-button-secondaryBackground': '#e5e5e5',
  '--vscode-button-secondaryForeground': '#3b3b3b',
  '--vscode-editorHoverWidget-background': '#f8f8f8',
  '--vscode-editorHoverWidget-border': '#c8c8c8',
  '--vscode-editorHoverWidget-foreground': '#3b3b3b',
  '--vscode-editor-selectionBackground': '#add6ff',
  '--vscode-widget-shadow': '#00000029',
  '--vscode-textCodeBlock-background': '#f8f8f8',
  '--vscode-inputValidation-errorBackground': '#f2dede',
};

const HIGH_CONTRAST = {
  ...DARK,
  ...terminal(
    '#000000 #cd0000 #00cd00 #cdcd00 #0000ee #cd00cd #00cdcd #e5e5e5 #7f7f7f #ff0000 #00ff00 #ffff00 #5c5cff #ff00ff #00ffff #ffffff',
  ),
  '--vscode-contrastActiveBorder': '#f38518',
  '--vscode-editor-background': '#000000',
  '--vscode-editor-foreground': '#ffffff',
  '--vscode-foreground': '#ffffff',
  '--vscode-descriptionForeground': '#ffffffb3',
  '--vscode-progressBar-background': '#6fc3df',
  '--vscode-panel-border': '#6fc3df',
  '--vscode-focusBorder': '#f38518',
  '--vscode-contrastBorder': '#6fc3df',
  '--vscode-input-background': '#000000',
  '--vscode-input-border': '#6fc3df',
  '--vscode-checkbox-background': '#000000',
  '--vscode-checkbox-foreground': '#ffffff',
  '--vscode-checkbox-border': '#6fc3df',
  '--vscode-dropdown-background': '#000000',
  '--vscode-dropdown-foreground': '#ffffff',
  '--vscode-dropdown-border': '#6fc3df',
  '--vscode-editorHoverWidget-background': '#0c141f',
  '--vscode-editorHoverWidget-border': '#6fc3df',
};

const HIGH_CONTRAST_LIGHT = {
  ...LIGHT,
  '--vscode-contrastActiveBorder': '#006bbd',
  '--vscode-editor-foreground': '#292929',
  '--vscode-foreground': '#292929',
  '--vscode-progressBar-background': '#0f4a85',
  '--vscode-panel-border': '#0f4a85',
  '--vscode-focusBorder': '#006bbd',
  '--vscode-contrastBorder': '#0f4a85',
  '--vscode-checkbox-border': '#0f4a85',
  '--vscode-dropdown-border': '#0f4a85',
};

export const themeVariables: Readonly<Record<ThemeName, Readonly<Record<string, string>>>> = {
  'vscode-light': LIGHT,
  'vscode-dark': DARK,

  'vscode-high-contrast': HIGH_CONTRAST,
  'vscode-high-contrast-light': HIGH_CONTRAST_LIGHT,
};
