/** Runs in a browser: draws a spec as Vega-Lite does by itself, with the points as rows, to be compared with the panel's own drawing. */
import embed from 'vega-embed';
import { specConfig } from '../../../src/webview/spec-config';
import { currentTheme } from '../../../src/webview/theme';
import { prepareSpec } from '../../../src/webview/user-spec';
import type {} from './stock-page';

window.drawStock = async (given, width, height, rows) => {
  const box = document.createElement('div');
  document.body.replaceChildren(box);
  const { spec } = prepareSpec(given, { width, height });
  const datasets = { ...(given['datasets'] as object | undefined), points: rows };
  const { view } = await embed(box, { ...spec, datasets } as never, {
    mode: 'vega-lite',
    config: specConfig(currentTheme()),
    actions: false,
    renderer: 'canvas',
  });
  // Sizes settle when axes have been laid out once.
  for (let runs = 0; runs < 4; runs += 1) await view.resize().runAsync();
};

window.drawAlone = async (spec) => {
  const box = document.createElement('div');
  document.body.replaceChildren(box);
  const { view } = await embed(box, spec as never, { mode: 'vega-lite', actions: false, renderer: 'canvas' });
  for (let runs = 0; runs < 4; runs += 1) await view.resize().runAsync();
  const [right = 0, down = 0] = view.origin();
  const { left = 0, top = 0 } = view.padding() as { left?: number; top?: number };
  const scale = (name: string) => view.scale(name) as (value: number) => number;
  window.placeAlone = (x, y) => [left + right + scale('x')(x), top + down + scale('y')(y)];
};
