/** Finds words in printed text, and marks where they are without touching the elements of the text (CSS Custom Highlight API). */
import { t } from '../common/words';
import { element, icon, setText } from './dom';
import { Throttle } from './throttle';
import { makeIconButton, makeTextInput, type TextInput } from './toolkit';

/** More places than this are not counted. */
const MOST = 10_000;
/** How long the text may have changed, in milliseconds, until it is searched again. */
const INTERVAL = 250;
const MATCH = 'sideplot-match';
const CURRENT = 'sideplot-match-current';
const UP = 'M8 13 V3.5 M4 7.5 L8 3.5 L12 7.5';
const DOWN = 'M8 3 V12.5 M4 8.5 L8 12.5 L12 8.5';
const CLOSE = 'M4 4 L12 12 M12 4 L4 12';

export interface SearchedText {
  /** The parts of the text, in order; none changes once it is there, and a match lies within one of them. */
  parts(): readonly Element[];
  /** Brings a place into view. */
  reveal(place: Range): void;
  /** The search was closed. */
  closed(): void;
}

/** The field, the count and the buttons of a search, and the marks in the text. */
export class TextSearch {
  readonly element = element('div', 'text-search');
  private readonly field: TextInput;
  private readonly count = element('span', 'text-search-count');
  private readonly again = new Throttle(INTERVAL, () => this.search());
  /** Of each part that was searched, the matches in it. */
  private readonly found = new Map<Element, StaticRange[]>();
  private readonly marks = new Highlight();
  private readonly currentMark = new Highlight();
  private current: StaticRange | null = null;
  private pattern: RegExp | null = null;

  constructor(private readonly text: SearchedText) {
    this.field = makeTextInput(t('Search printed text'), t('Search'), () => this.onInput());
    this.count.setAttribute('role', 'status');
    this.element.setAttribute('role', 'search');
    this.element.append(
      this.field.element,
      this.count,
      makeIconButton(t('Previous Match (Shift+Enter)'), icon(UP, true), () => this.step(-1)),
      makeIconButton(t('Next Match (Enter)'), icon(DOWN, true), () => this.step(1)),
      makeIconButton(t('Close Search (Escape)'), icon(CLOSE, true), () => this.close()),
    );
    this.element.hidden = true;
    this.currentMark.priority = 1;
    CSS.highlights.set(MATCH, this.marks);
    CSS.highlights.set(CURRENT, this.currentMark);
    this.element.addEventListener('keydown', (event) => this.onKey(event));
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** Shows the field with `words` in it, or with those of the last search. */
  open(words = ''): void {
    this.element.hidden = false;
    if (words !== '') this.field.text = words;
    this.field.element.focus();
    this.onInput();
  }

  close(): void {
    if (!this.isOpen) return;
    this.element.hidden = true;
    this.again.cancel();
    this.pattern = null;
    this.forgetAll();
    this.text.closed();
  }

  /** The text got more parts: they are searched soon. */
  added(): void {
    if (this.isOpen) this.again.request();
  }

  /** A part of the text is gone. */
  removed(part: Element): void {
    for (const place of this.found.get(part) ?? []) {
      this.marks.delete(place);
      if (place === this.current) {
        this.current = null;
        this.currentMark.clear();
      }
    }
    this.found.delete(part);
    this.added();
  }

  /** All parts are others. */
  reset(): void {
    this.forgetAll();
    this.added();
  }

  private onInput(): void {
    const words = this.field.text;
    this.pattern = words === '' ? null : new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'giu');
    this.forgetAll();
    this.search();
    const newest = this.all().at(-1);
    if (newest !== undefined) this.goTo(newest);
  }

  private onKey(event: KeyboardEvent): void {
    const isField = event.target === this.field.element;
    if (event.key === 'Escape') this.close();
    else if (event.key === 'Enter' && isField) this.step(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Searches the parts that are new. */
  private search(): void {
    const { pattern } = this;
    let total = 0;
    for (const part of this.text.parts()) {
      if (pattern === null || total >= MOST) break;
      let places = this.found.get(part);
      if (places === undefined) {
        places = placesIn(part, pattern, MOST - total);
        this.found.set(part, places);
        for (const place of places) this.marks.add(place);
      }
      total += places.length;
    }
    this.showCount();
  }

  private step(by: number): void {
    const all = this.all();
    if (all.length === 0) return;
    const at = this.current === null ? (by > 0 ? -1 : all.length) : all.indexOf(this.current);
    const next = all[(at + by + all.length) % all.length];
    if (next !== undefined) this.goTo(next);
  }

  private goTo(place: StaticRange): void {
    this.current = place;
    this.currentMark.clear();
    this.currentMark.add(place);
    const range = document.createRange();
    range.setStart(place.startContainer, place.startOffset);
    range.setEnd(place.endContainer, place.endOffset);
    this.text.reveal(range);
    this.showCount();
  }

  private all(): readonly StaticRange[] {
    return this.text.parts().flatMap((part) => this.found.get(part) ?? []);
  }

  private showCount(): void {
    const all = this.all();
    const many =
      all.length >= MOST ? t('more than {0}', (MOST - 1).toLocaleString('en')) : all.length.toLocaleString('en');
    const at = this.current === null ? -1 : all.indexOf(this.current);
    const words = at < 0 ? many : t('{0} of {1}', (at + 1).toLocaleString('en'), many);
    setText(this.count, this.pattern === null ? '' : all.length === 0 ? t('No matches') : words);
    this.count.classList.toggle('none', this.pattern !== null && all.length === 0);
  }

  private forgetAll(): void {
    this.found.clear();
    this.marks.clear();
    this.currentMark.clear();
    this.current = null;
  }
}

/** The first `most` matches in an element. Such a range costs nothing when the document changes. */
function placesIn(part: Element, pattern: RegExp, most: number): StaticRange[] {
  const places: StaticRange[] = [];
  const nodes = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  let node = nodes.nextNode();
  let start = 0;
  /** The node and the offset in it of a place in the whole text; places are asked for in order. */
  const locate = (offset: number, isEnd: boolean): [Node, number] | undefined => {
    for (; node !== null; node = nodes.nextNode()) {
      const length = node.nodeValue?.length ?? 0;
      if (isEnd ? offset <= start + length : offset < start + length) return [node, offset - start];
      start += length;
    }
    return undefined;
  };
  for (const match of part.textContent.matchAll(pattern)) {
    const begin = locate(match.index, false);
    const end = locate(match.index + match[0].length, true);
    if (begin === undefined || end === undefined || places.length >= most) break;
    const [startContainer, startOffset] = begin;
    const [endContainer, endOffset] = end;
    places.push(new StaticRange({ startContainer, startOffset, endContainer, endOffset }));
  }
  return places;
}
