/** Colours and dashes that tell series apart: chosen to differ for colour-blind readers too, with a contrast of at least 3 to the background. */

export type ThemeKind = 'light' | 'dark' | 'highContrast' | 'highContrastLight';

const LIGHT = [
  '#0072b2',
  '#d55e00',
  '#008f68',
  '#7b3fb5',
  '#9a6700',
  '#c2397f',
  '#024633',
  '#5989f6',
  '#7a2418',
  '#5f6b7a',
];
const DARK = [
  '#56b4e9',
  '#f28e42',
  '#2fbf8f',
  '#c79bff',
  '#f2e05c',
  '#f07fb4',
  '#7cf5f1',
  '#7f86ff',
  '#d05418',
  '#b4bcc8',
];

const COLOURS: Readonly<Record<ThemeKind, readonly string[]>> = {
  light: LIGHT,
  dark: DARK,
  highContrast: DARK,
  highContrastLight: LIGHT,
};

/** Lengths of dashes and holes in CSS pixels, one pattern for each time the colours have been used up. */
const DASHES: readonly (readonly number[])[] = [[], [7, 3], [2, 2], [9, 2, 2, 2], [4, 4]];

/** The colours of `count` series. */
export function coloursOf(kind: ThemeKind, count: number): string[] {
  const colours = COLOURS[kind];
  return Array.from({ length: count }, (_, index) => colours[index % colours.length] ?? '');
}

/** The dash pattern of the series at `index`. */
export function dashOf(index: number): readonly number[] {
  return DASHES[Math.floor(index / LIGHT.length) % DASHES.length] ?? [];
}
