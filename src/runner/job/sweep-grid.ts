/** The grid of a sweep as the user types it: `lr=0.1,0.01 seed=1..4` is one job for each of eight combinations. */
import { quoted } from './command-line';

/** More jobs than anybody waits for: a typing error rather than a wish. */
export const MAX_SWEEP_JOBS = 1000;

const NAME = /^(-{0,2})([A-Za-z_][\w.-]*)$/;
const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;
const RANGE = new RegExp(`^(${NUMBER})\\.\\.(${NUMBER})(?::(${NUMBER}))?$`);
const IS_NUMBER = new RegExp(`^${NUMBER}$`);
/** Digits of the numbers of a range: enough for steps, too few for what binary fractions add. */
const PRECISION = 12;

export interface GridParameter {
  readonly name: string;
  /** How a program is told of it when it is not told otherwise: as it was typed, `-n`, else `--name`. */
  readonly flag: string;
  readonly values: readonly string[];
}

/** One value for each parameter, in the order of the grid. */
export type Combination = readonly {
  readonly name: string;
  readonly flag: string;
  readonly value: string;
}[];

/** Reads a grid. Values are separated by commas; `1..4` counts, `0..1:0.25` with a step; what is in quotes is one value. Throws with words for the user. */
export function readGrid(text: string): readonly GridParameter[] {
  const parameters = splitOutside(text, /\s/)
    .filter((word) => word !== '')
    .map(readParameter);
  const repeated = parameters.find(({ name }, index) => parameters.findIndex((one) => one.name === name) !== index);
  if (repeated !== undefined) {
    throw new Error(`${repeated.name} is there twice.`);
  }
  if (parameters.length === 0) {
    throw new Error('There is no parameter, such as lr=0.1,0.01.');
  }
  const count = parameters.reduce((product, { values }) => product * values.length, 1);
  if (count > MAX_SWEEP_JOBS) {
    throw new Error(`These are ${count} combinations; a sweep has at most ${MAX_SWEEP_JOBS}.`);
  }
  return parameters;
}

/** All combinations; the last parameter changes first. */
export function combinationsOf(grid: readonly GridParameter[]): readonly Combination[] {
  return grid.reduce<readonly Combination[]>(
    (before, { name, flag, values }) =>
      before.flatMap((combination) => values.map((value) => [...combination, { name, flag, value }])),
    [[]],
  );
}

/** The combination as the config of a run: numbers and truth values as such. */
export function configOf(combination: Combination): Readonly<Record<string, string | number | boolean>> {
  return Object.fromEntries(combination.map(({ name, value }) => [name, typed(value)]));
}

/** The combination in words: `lr=0.1 seed=1`. */
export function wordsOf(combination: Combination): string {
  return combination.map(({ name, value }) => `${name}=${value === '' ? '' : quoted(value)}`).join(' ');
}

function readParameter(word: string): GridParameter {
  const equals = word.indexOf('=');
  const [, dashes = '', name] = NAME.exec(equals < 0 ? '' : word.slice(0, equals)) ?? [];
  if (name === undefined) {
    throw new Error(`${word} is not of the form name=value,value.`);
  }
  const values = splitOutside(word.slice(equals + 1), /,/).flatMap(readValues);
  return { name, flag: dashes === '' ? `--${name}` : dashes + name, values };
}

function readValues(text: string): readonly string[] {
  const [, from, to, by] = RANGE.exec(text) ?? [];
  if (from === undefined || to === undefined) {
    return [text.replace(/(["'])(.*?)\1/g, '$2')];
  }
  return range(text, Number(from), Number(to), Math.abs(Number(by ?? 1)));
}

/** Both ends included, up or down. */
function range(text: string, from: number, to: number, step: number): readonly string[] {
  const count = Math.floor(Math.abs(to - from) / step + 1e-9) + 1;
  if (!(step > 0) || !Number.isFinite(count) || count > MAX_SWEEP_JOBS) {
    throw new Error(`${text} has no end, or more than ${MAX_SWEEP_JOBS} values.`);
  }
  const direction = to < from ? -step : step;
  return Array.from({ length: count }, (_, index) => String(Number((from + index * direction).toPrecision(PRECISION))));
}

/** Splits at separators that are not in quotes. */
function splitOutside(text: string, separator: RegExp): string[] {
  const parts: string[] = [''];
  let quote = '';
  for (const character of text) {
    if (quote === '' && separator.test(character)) {
      parts.push('');
      continue;
    }
    if (character === quote) {
      quote = '';
    } else if (quote === '' && (character === '"' || character === "'")) {
      quote = character;
    }
    parts.push((parts.pop() ?? '') + character);
  }
  if (quote !== '') {
    throw new Error(`The quote ${quote} is not closed.`);
  }
  return parts;
}

function typed(value: string): string | number | boolean {
  if (/^true$|^false$/i.test(value)) {
    return value.toLowerCase() === 'true';
  }
  return IS_NUMBER.test(value) ? Number(value) : value;
}
