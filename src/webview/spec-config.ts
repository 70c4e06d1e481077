import type { Config } from 'vega-lite';
import { paletteOf } from './palette';
import type { Theme } from './theme';

/** How a program's own spec looks where it does not say otherwise: as the editor does. */
export function specConfig(theme: Theme): Config {
  const { label, foreground, grid, font } = theme;
  const category = [...paletteOf(theme.kind)];
  return {
    background: 'transparent',
    // Each mark would carry a description of its own; the chart has one in words.
    aria: false,
    font,
    mark: { color: category[0] ?? foreground },
    rule: { color: foreground },
    text: { color: foreground },
    view: { stroke: null },
    axis: {
      labelColor: label,
      titleColor: label,
      gridColor: grid,
      domainColor: grid,
      tickColor: grid,
      labelFontSize: 11,
      titleFontSize: 11,
      titleFontWeight: 'normal',
    },
    legend: { labelColor: foreground, titleColor: label, titleFontWeight: 'normal' },
    header: { labelColor: foreground, titleColor: label },
    title: { color: foreground, subtitleColor: label },
    range: { category },
  };
}
