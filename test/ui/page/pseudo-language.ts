import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Translations } from '../../../src/common/words';
import type { PagePanel } from './page-driver';

const ACCENTS: Readonly<Record<string, string>> = {
  ...{ a: 'á', c: 'ç', e: 'é', i: 'í', n: 'ñ', o: 'ö', u: 'ü', y: 'ý', z: 'ž' },
  ...{ A: 'Á', C: 'Ç', E: 'É', I: 'Í', N: 'Ñ', O: 'Ö', U: 'Ü', S: 'Š' },
};
const OPEN = '⟦';
const CLOSE = '⟧';

/** The extension's messages in a language that nobody speaks: each is marked at both ends, has accents and is a third longer. */
export function pseudoLanguage(): Translations {
  const messages = JSON.parse(readFileSync(resolve('l10n', 'bundle.l10n.json'), 'utf8')) as Record<string, string>;
  return Object.fromEntries(Object.keys(messages).map((message) => [message, inPseudo(message)]));
}

function inPseudo(message: string): string {
  const accented = message.replace(/\{[^{}]+\}|[a-z]/gi, (part) => ACCENTS[part] ?? part);
  return `${OPEN}${accented}${'·'.repeat(Math.ceil(message.length / 3))}${CLOSE}`;
}

/** The parts of texts that are not in the language and not among `known`, such as names of metrics. */
export function untranslated(texts: readonly string[], known: readonly string[]): string[] {
  const names = [...known].sort((one, other) => other.length - one.length);
  return texts.flatMap((text) => {
    const rest = names.reduce((left, name) => left.replaceAll(name, ' '), withoutMarked(text));
    return /\p{L}/u.test(rest) ? [text] : [];
  });
}

/** Messages may have others in them. */
function withoutMarked(text: string): string {
  for (let before = text; ;) {
    const after = before.replace(/⟦[^⟦⟧]*⟧/g, ' ');
    if (after === before) return after;
    before = after;
  }
}

/** All texts of the page: those that are seen, those that are shown later, and those for assistive technology. */
export function textsOf(panel: PagePanel): Promise<string[]> {
  return panel.page.evaluate(() => {
    const attributes = ['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'title', 'alt'];
    const texts: string[] = [];
    const visit = (node: Node): void => {
      if (node instanceof Text) texts.push(node.data);
      if (node instanceof HTMLStyleElement || node instanceof HTMLScriptElement) return;
      if (node instanceof Element) {
        for (const name of [...attributes, 'placeholder']) texts.push(node.getAttribute(name) ?? '');
        if (node.shadowRoot !== null) visit(node.shadowRoot);
      }
      node.childNodes.forEach(visit);
    };
    visit(document.body);
    return [...new Set(texts.map((text) => text.trim()))].filter((text) => text !== '');
  });
}

/** Elements with words that do not fit: cut off with nothing that tells the rest, or wider than the page. */
export function overflowing(panel: PagePanel): Promise<string[]> {
  return panel.page.evaluate(() => {
    const { clientWidth } = document.documentElement;
    const found: string[] = [];
    for (const box of document.querySelectorAll<HTMLElement>('body *')) {
      const words = [...box.childNodes].some((node) => node instanceof Text && node.data.trim() !== '');
      const { right, width } = box.getBoundingClientRect();
      if (!words || width === 0 || box.closest('.for-readers') !== null) continue;
      const { overflowX, textOverflow } = getComputedStyle(box);
      const isCut = overflowX === 'hidden' && box.scrollWidth > box.clientWidth + 1;
      const told = textOverflow === 'ellipsis' && box.closest('[title]:not([title=""])') !== null;
      const isBeyond = right > clientWidth + 1 && box.closest('.text-scroller, .compare-scroller') === null;
      if ((isCut && !told) || isBeyond) found.push(`${box.className}: ${box.textContent}`);
    }
    return found;
  });
}
