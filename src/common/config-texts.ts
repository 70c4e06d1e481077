/** A run's config as texts, for people to compare. */
import type { ConfigTexts } from './protocol';
import { isObject } from './record-shape';
import { shorten } from './shorten';
import { t } from './words';

const MAX_ENTRIES = 500;
const MAX_KEY = 200;
const MAX_VALUE = 300;
/** Deeper objects are shown as JSON. */
const MAX_DEPTH = 5;

/** Flattens a config: `{"optimizer": {"lr": 0.1}}` gives `{"optimizer.lr": "0.1"}`. Beyond 500 entries one says how many are missing. */
export function configTexts(config: Readonly<Record<string, unknown>>): ConfigTexts {
  const entries: [string, string][] = [];
  collect(config, '', 0, entries);
  const shown = entries.slice(0, MAX_ENTRIES);
  if (entries.length > shown.length) {
    shown.push(['…', t('{0} more', entries.length - shown.length)]);
  }
  return Object.fromEntries(shown);
}

function collect(
  config: Readonly<Record<string, unknown>>,
  path: string,
  depth: number,
  entries: [string, string][],
): void {
  for (const [key, value] of Object.entries(config)) {
    const name = path === '' ? key : `${path}.${key}`;
    if (isObject(value) && Object.keys(value).length > 0 && depth < MAX_DEPTH) {
      collect(value, name, depth + 1, entries);
    } else {
      entries.push([shorten(name, MAX_KEY), shorten(textOf(value), MAX_VALUE)]);
    }
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
