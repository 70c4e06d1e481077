import type { XAxis } from '../common/figure-choices';

const SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, min: 60, h: 3600, d: 86_400 };

/** The width that a text says, in units of x; on axes of time also as `90s`, `10m`, `2h` or `1d`. NaN when it says none. */
export function widthOf(text: string, { kind }: XAxis): number {
  const [, number = '', unit = ''] = /^\s*([\d.,_e+]+)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  const value = number === '' ? NaN : Number(number.replaceAll(/[,_]/g, ''));
  const isTime = kind === 'time' || kind === 'relative';
  return unit === '' || (isTime && Object.hasOwn(SECONDS, unit)) ? value * (SECONDS[unit] ?? NaN) : NaN;
}
