/** What the page uses of Vega that its declarations leave out. */
import * as vega from 'vega';

/** A way to draw a symbol around the origin; `size` is its area in square pixels. */
interface Symbol {
  draw(context: CanvasRenderingContext2D, size: number): void;
}

/** The symbol of a name (`circle`, `cross` …) or of an SVG path. */
export const { pathSymbols } = vega as unknown as { pathSymbols: (name: string) => Symbol };
