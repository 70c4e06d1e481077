/** Numbers for small places, such as the status bar: four significant digits. */

/** Writes `0.3123`, `12,346`, `1.2e-8`, `NaN`, `∞`. */
export function formatShort(value: number): string {
  if (Number.isNaN(value)) {
    return 'NaN';
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? '∞' : '−∞';
  }
  const magnitude = Math.abs(value);
  const text =
    magnitude !== 0 && (magnitude >= 1e7 || magnitude < 1e-4)
      ? Number(value.toPrecision(3)).toExponential()
      : (magnitude >= 1e4 ? Math.round(value) : Number(value.toPrecision(4))).toLocaleString('en', {
          maximumFractionDigits: 8,
        });
  return text.replace('e+', 'e').replace(/^-/, '−');
}
