/**
 * The words that people see, in the language of their editor. A message is written in English, and is its own key among the translations, as with
 * `vscode.l10n`: a list of them all, `l10n/bundle.l10n.json`, is made of the sources by `npm run words`, so that a message has to stand in the call itself.
 */
import { isObject } from './record-shape';

/** Messages in English, each with the same in another language. */
export type Translations = Readonly<Record<string, string>>;

type Word = string | number;

/** A page is given one list of the extension's words, which has no more of them. */
const MAX_TRANSLATIONS = 10_000;

let translations: Translations = {};

/** Says in which words `t` answers from now on. To be called before the first of them is asked for. */
export function setTranslations(to: Translations): void {
  translations = to;
}

/**
 * A message in the user's language, `{0}` being the first of the words given, or `{name}` the one of this name. Messages are whole sentences or
 * whole labels: a translator cannot put parts in another order that the code puts together.
 */
export function t(message: string, ...given: readonly Word[] | readonly [Readonly<Record<string, Word>>]): string {
  const translated = Object.hasOwn(translations, message) ? (translations[message] ?? message) : message;
  if (given.length === 0) {
    return translated;
  }
  const [first] = given;
  const words = new Map<string, unknown>(Object.entries(typeof first === 'object' ? first : given));
  return translated.replace(/\{([^{}]+)\}/g, (place, name: string) =>
    words.has(name) ? String(words.get(name)) : place,
  );
}

/** A message of which there is one for a single thing and one for several; `{0}` is how many, with separators, and further words follow. */
export function counted(count: number, one: string, several: string, ...words: readonly Word[]): string {
  return t(count === 1 ? one : several, count.toLocaleString('en'), ...words);
}

/** Reads translations that come as JSON. What is none is left out, so that a word that is missing appears in English. */
export function readTranslations(json: string | undefined): Translations {
  const read = parsed(json ?? '{}');
  const entries = isObject(read) ? Object.entries(read).slice(0, MAX_TRANSLATIONS) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
