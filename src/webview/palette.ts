/** Colours and dashes that tell series apart: chosen to differ for colour-blind readers too, with a contrast of at least 3 to the background. */

import { COLOUR_COUNT, type SeriesStyle } from '../common/series-style';

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

/** Lengths of dashes and holes in CSS pixels, told apart at a glance. */
const DASHES: readonly (readonly number[])[] = [[], [7, 3], [2, 2], [9, 2, 2, 2], [4, 4]];

/** All colours of a theme: `COLOUR_COUNT` of them. */
export function paletteOf(kind: ThemeKind): readonly string[] {
  return COLOURS[kind];
}

export function colourOf(kind: ThemeKind, { colour }: Pick<SeriesStyle, 'colour'>): string {
  return COLOURS[kind][colour % COLOUR_COUNT] ?? '';
}

/** The dash pattern of a series. */
export function dashOf({ dash }: Pick<SeriesStyle, 'dash'>): readonly number[] {
  return DASHES[dash % DASHES.length] ?? [];
}
