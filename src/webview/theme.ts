import type { ThemeKind } from './palette';

/** What charts take from the editor's colour theme. */
export interface Theme {
  readonly kind: ThemeKind;
  readonly background: string;
  readonly foreground: string;
  /** Colour of axis labels. */
  readonly label: string;
  readonly grid: string;
  readonly font: string;
}

const CLASSES: readonly (readonly [string, ThemeKind])[] = [
  ['vscode-high-contrast-light', 'highContrastLight'],
  ['vscode-high-contrast', 'highContrast'],
  ['vscode-light', 'light'],
  ['vscode-dark', 'dark'],
];

const GRID: Readonly<Record<ThemeKind, string>> = {
  light: 'rgba(0, 0, 0, 0.09)',
  dark: 'rgba(255, 255, 255, 0.09)',
  highContrast: 'rgba(255, 255, 255, 0.22)',
  highContrastLight: 'rgba(0, 0, 0, 0.2)',
};

/** For what is to be printed or sent, whatever the editor looks like. */
export const LIGHT_THEME: Theme = {
  kind: 'light',
  background: '#ffffff',
  foreground: '#242424',
  label: '#616161',
  grid: GRID.light,
  font: 'system-ui, sans-serif',
};

/** Reads the theme that the page has now. */
export function currentTheme(): Theme {
  const kind = CLASSES.find(([name]) => document.body.classList.contains(name))?.[1] ?? 'light';
  const style = getComputedStyle(document.body);
  const variable = (name: string, otherwise: string) => style.getPropertyValue(name).trim() || otherwise;
  const dark = kind === 'dark' || kind === 'highContrast';
  const foreground = variable('--vscode-editor-foreground', dark ? '#cccccc' : '#3b3b3b');
  const strong = kind === 'highContrast' || kind === 'highContrastLight';
  return {
    kind,
    background: variable('--vscode-editor-background', dark ? '#1e1e1e' : '#ffffff'),
    foreground,
    label: strong ? foreground : variable('--vscode-descriptionForeground', foreground),
    grid: GRID[kind],
    font: variable('--vscode-font-family', 'system-ui, sans-serif'),
  };
}

/** Calls `changed` with the new theme whenever the editor changes it. */
export function watchTheme(changed: (theme: Theme) => void): void {
  let known = JSON.stringify(currentTheme());
  const observer = new MutationObserver(() => {
    const theme = currentTheme();
    const now = JSON.stringify(theme);
    if (now === known) return;
    known = now;
    changed(theme);
  });
  observer.observe(document.body, { attributes: true });
  observer.observe(document.documentElement, { attributes: true });
}
