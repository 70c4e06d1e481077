import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type * as Esbuild from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { Pixels } from './pixels';
import { themeVariables, type ThemeName } from './themes';

export interface Row {
  readonly step: number;
  readonly value: number;
  readonly metric: string;
}

declare global {
  interface Window {
    drawAlone(spec: Record<string, unknown>): Promise<void>;
    placeAlone(x: number, y: number): readonly [number, number];
    drawStock(spec: Record<string, unknown>, width: number, height: number, rows: Row[]): Promise<void>;
  }
}

/** A page in which Vega-Lite draws by itself, as a measure for what the panel draws. */
export class StockPage {
  private constructor(readonly page: Page) {}

  static async open(browser: Browser, theme: ThemeName, scale: number): Promise<StockPage> {
    const context = await browser.newContext({ deviceScaleFactor: scale });
    const page = await context.newPage();
    const variables = Object.entries(themeVariables[theme]).map(([name, value]) => `${name}: ${value};`);
    await page.setContent(`<style>:root { ${variables.join(' ')} }</style><body class="${theme}"></body>`);
    await page.addScriptTag({ content: await script() });
    return new StockPage(page);
  }

  async draw(spec: Record<string, unknown>, width: number, height: number, rows: readonly Row[]): Promise<Pixels> {
    await this.page.evaluate(([given, wide, high, points]) => window.drawStock(given, wide, high, [...points]), [
      spec,
      width,
      height,
      rows,
    ] as const);
    return Pixels.of(this.page, 'canvas');
  }

  /** Draws a spec that has its data with nothing else. */
  async drawAlone(spec: Record<string, unknown>): Promise<Pixels> {
    await this.page.evaluate((given) => window.drawAlone(given), spec);
    return Pixels.of(this.page, 'canvas');
  }

  /** Where a point of that drawing is, in pixels. */
  place(x: number, y: number): Promise<readonly [number, number]> {
    return this.page.evaluate(([across, up]) => window.placeAlone(across, up), [x, y] as const);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

let built: Promise<string> | undefined;

function script(): Promise<string> {
  built ??= build();
  return built;
}

async function build(): Promise<string> {
  const require = createRequire(resolve('package.json'));
  const esbuild = require('esbuild') as typeof Esbuild;
  const { outputFiles } = await esbuild.build({
    entryPoints: [resolve('test/ui/page/stock.mts')],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
  });
  return outputFiles[0]?.text ?? '';
}
