/** Charts as SVG, drawn by Vega-Lite alone from their specs; no expression of them is ever code to the browser. */
import { parse, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';
import { lockedLoader } from '../locked-loader';
import type { Theme } from '../theme';
import { VegaFailure } from '../vega-failure';
import type { DrawnChart } from './drawn-chart';
import { drawnSpec } from './drawn-spec';
import { placed } from './figure-places';

/** Sizes settle when axes and legends have been laid out. */
const RUNS = 3;

export async function chartSvg(chart: DrawnChart, theme: Theme): Promise<string> {
  return svgOf(drawnSpec(chart, theme));
}

async function svgOf(spec: TopLevelSpec): Promise<string> {
  const failure = new VegaFailure();
  const { spec: compiled } = compile(spec, { logger: failure.logger });
  const view = new View(parse(compiled, undefined, { ast: true }), {
    expr: expressionInterpreter,
    renderer: 'none',
    loader: lockedLoader,
    logger: failure.logger,
  });
  try {
    for (let runs = 0; runs < RUNS; runs += 1) await view.resize().runAsync();
    failure.throw();
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** All charts of a figure where they are in the panel, below its title. */
export async function figureSvg(title: string, charts: readonly DrawnChart[], theme: Theme): Promise<string> {
  const drawings = await Promise.all(charts.map((chart) => chartSvg(chart, theme)));
  const { places, width, height, top } = placed(
    charts.map(({ box }) => box),
    charts.map(({ box }) => box.height),
  );
  const parts = drawings.map((svg, index) => {
    const { left = 0, top: down = 0 } = places[index] ?? {};
    return distinct(svg, index).replace(/^[^]*?<svg /, `<svg x="${left}" y="${down}" `);
  });
  const words = `<text x="14" y="${top - 14}" font-size="15" font-weight="600" ${attribute('font-family', theme.font)} ${attribute('fill', theme.foreground)}>${escaped(title)}</text>`;
  const paper = `<rect width="${width}" height="${height}" ${attribute('fill', theme.background)}/>`;
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" ${size}>${paper}${words}${parts.join('')}</svg>`;
}

/** Names of clips and gradients count from 1 in each drawing: in one document they must differ. */
function distinct(svg: string, index: number): string {
  return svg
    .replace(/(<(?:clipPath|linearGradient|radialGradient|pattern) id=")/g, `$1c${index}-`)
    .replace(/(="url\(#)/g, `$1c${index}-`);
}

function attribute(name: string, value: string): string {
  return `${name}="${escaped(value)}"`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
