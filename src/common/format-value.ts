/** How values are written for people, in the host and in the page. */

/** Writes a value with at most six significant digits: `0.312346`, `1.5e-8`, `NaN`, `∞`. */
export function formatValue(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const rounded = Number(value.toPrecision(6));
  const magnitude = Math.abs(rounded);
  const text = magnitude !== 0 && (magnitude >= 1e7 || magnitude < 1e-4) ? rounded.toExponential() : String(rounded);
  return withMinus(text.replace('e+', 'e'));
}

/** The number's text with the sign that typographers use. */
export function withMinus(text: string): string {
  return text.replaceAll('-', '−').replace('e−', 'e-');
}
