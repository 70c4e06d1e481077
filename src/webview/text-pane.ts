import type { TextLine } from '../common/protocol';
import { counted, t } from '../common/words';
import { element, icon, setText } from './dom';
import { StyledLines } from './styled-text';
import './text-pane.css';
import { TextSearch } from './text-search';
import { makeIconButton } from './toolkit';

/** How many lines are kept in the page. */
const LINES = 5000;
/** How many characters of them. */
const CHARACTERS = 4_000_000;
/** Lines are removed in chunks of this many. */
const CHUNK = 250;
/** Coloured parts and links in a chunk; beyond, its text is plain. */
const CHUNK_ELEMENTS = 3000;
/** How near, in CSS pixels, to the end counts as being there. */
const NEAR = 8;
/** How long what was done is said, in milliseconds. */
const SAID = 4000;
const SEARCH = 'M7 11.5 A4.5 4.5 0 1 1 7 2.5 A4.5 4.5 0 1 1 7 11.5 M10.2 10.2 L14 14';
const WRAP = 'M2 3.5 H14 M2 8 H12 A2.2 2.2 0 0 1 12 12.5 H8 M10 10.5 L8 12.5 L10 14.5 M2 12.5 H5';
const COPY = 'M5.5 5.5 V2.5 H13.5 V10.5 H10.5 M2.5 5.5 H10.5 V13.5 H2.5 Z';

interface Chunk {
  readonly box: HTMLElement;
  lines: number;
  characters: number;
  readonly budget: { elements: number };
}

export interface TextPaneContext {
  /** The user followed a link to source code: `path` as it is printed, `line` from 1. */
  open(path: string, line: number): void;
  /** The user chose whether long lines are wrapped. */
  wrapped(wrap: boolean): void;
}

/** What the run printed. It follows the end unless the user scrolled up. */
export class TextPane {
  readonly element = element('section', 'text-pane');
  private readonly scroller = element('div', 'text-scroller');
  private readonly earlier = element('div', 'text-earlier');
  private readonly lines = element('div', 'text-lines');
  private readonly toEnd = element('button', 'text-to-end', t('Follow the end ↓'));
  private readonly said = element('span', 'text-said');
  private readonly wrapButton: HTMLElement;
  private readonly search: TextSearch;
  private readonly styled = new StyledLines();
  private chunks: Chunk[] = [];
  private shown = 0;
  private characters = 0;
  private dropped = 0;
  private following = true;
  private saying: number | undefined;

  constructor(private readonly context: TextPaneContext) {
    this.element.setAttribute('aria-label', t('Printed text'));
    this.scroller.tabIndex = 0;
    this.scroller.setAttribute('role', 'log');
    this.scroller.setAttribute('aria-live', 'off');
    this.scroller.setAttribute('aria-label', t('Printed text'));
    this.scroller.append(this.earlier, this.lines);
    this.toEnd.type = 'button';
    this.toEnd.addEventListener('click', () => this.follow());
    this.search = new TextSearch({
      parts: () => this.chunks.flatMap(({ box }) => [...box.children]),
      reveal: (place) => this.reveal(place),
      closed: () => this.scroller.focus(),
    });
    this.wrapButton = makeIconButton(t('Wrap Long Lines'), icon(WRAP, true), () => this.toggleWrap());
    this.element.append(this.bar(), this.scroller, this.toEnd);
    this.listen();
    new ResizeObserver(() => this.scrollIfFollowing()).observe(this.scroller);
    this.setWrap(false);
    this.follow();
  }

  get isEmpty(): boolean {
    return this.shown === 0 && this.dropped === 0;
  }

  setWrap(wrap: boolean): void {
    this.scroller.classList.toggle('wrap', wrap);
    this.wrapButton.classList.toggle('pressed', wrap);
    const label = wrap ? t('Do Not Wrap Long Lines') : t('Wrap Long Lines');
    this.wrapButton.title = label;
    this.wrapButton.setAttribute('aria-label', label);
    this.scrollIfFollowing();
  }

  /** Replaces all lines. */
  reset(text: readonly TextLine[], earlier: number): void {
    this.lines.replaceChildren();
    this.styled.reset();
    this.search.reset();
    this.chunks = [];
    this.shown = 0;
    this.characters = 0;
    this.dropped = earlier;
    this.append(text);
  }

  append(text: readonly TextLine[]): void {
    const skipped = Math.max(0, text.length - LINES);
    this.dropped += skipped;
    for (let from = skipped; from < text.length;) {
      const chunk = this.chunkWithRoom();
      const batch = text.slice(from, from + CHUNK - chunk.lines);
      const characters = batch.reduce((total, line) => total + line.text.length, 0);
      chunk.box.append(...this.styled.runs(batch, chunk.budget));
      chunk.lines += batch.length;
      chunk.characters += characters;
      this.shown += batch.length;
      this.characters += characters;
      from += batch.length;
    }
    this.dropOldest();
    setText(
      this.earlier,
      this.dropped === 0 ? '' : counted(this.dropped, '{0} earlier line not shown', '{0} earlier lines not shown'),
    );
    this.earlier.hidden = this.dropped === 0;
    this.search.added();
    this.scrollIfFollowing();
  }

  private bar(): HTMLElement {
    const bar = element('div', 'text-bar');
    const buttons = element('div', 'buttons');
    const copy = makeIconButton(t('Copy the Selection, or All'), icon(COPY, true), () => void this.copy());
    // A press would take the selection away before it is copied.
    copy.addEventListener('mousedown', (event) => event.preventDefault());
    const search = makeIconButton(t('Search Printed Text (Ctrl+F)'), icon(SEARCH, true), () => this.openSearch());
    search.addEventListener('mousedown', (event) => event.preventDefault());
    buttons.append(search, this.wrapButton, copy);
    this.said.setAttribute('role', 'status');
    bar.append(this.search.element, this.said, buttons);
    return bar;
  }

  private listen(): void {
    this.scroller.addEventListener('scroll', () => this.onScroll());
    this.element.addEventListener('keydown', (event) => this.onKey(event));
    this.lines.addEventListener('click', (event) => {
      if (getSelection()?.isCollapsed !== false) this.openLink(event.target);
    });
  }

  private onKey(event: KeyboardEvent): void {
    const command = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (command && key === 'f') this.openSearch();
    else if (command && key === 'a' && this.scroller.contains(document.activeElement)) this.selectAll();
    else if (event.key === 'Enter' && this.openLink(event.target)) event.stopPropagation();
    else return;
    event.preventDefault();
  }

  /** @returns whether there was a link to follow. */
  private openLink(target: EventTarget | null): boolean {
    const link = target instanceof Element ? target.closest<HTMLElement>('.text-link') : null;
    const { path, line } = link?.dataset ?? {};
    if (path === undefined || line === undefined) return false;
    this.context.open(path, Number(line));
    return true;
  }

  private openSearch(): void {
    const selected = this.selected();
    this.search.open(selected.includes('\n') ? '' : selected);
  }

  private selectAll(): void {
    getSelection()?.selectAllChildren(this.lines);
  }

  /** What is selected of the text. */
  private selected(): string {
    const selection = getSelection();
    const anchor = selection?.anchorNode ?? null;
    return selection !== null && !selection.isCollapsed && this.lines.contains(anchor) ? selection.toString() : '';
  }

  private async copy(): Promise<void> {
    const selected = this.selected();
    const text = selected === '' ? this.lines.textContent : selected;
    try {
      await navigator.clipboard.writeText(text);
      this.say(selected === '' ? counted(this.shown, '{0} line copied', '{0} lines copied') : t('Selection copied'));
    } catch (error) {
      this.say(t('Not copied: {0}', error instanceof Error ? error.message : String(error)));
    }
  }

  private say(words: string): void {
    setText(this.said, words);
    window.clearTimeout(this.saying);
    this.saying = window.setTimeout(() => setText(this.said, ''), SAID);
  }

  private toggleWrap(): void {
    const wrap = !this.scroller.classList.contains('wrap');
    this.setWrap(wrap);
    this.context.wrapped(wrap);
  }

  /** Scrolls so that a place is in view. Of parts out of view the height is a guess, so it looks again once they are laid out. */
  private reveal(place: Range): void {
    this.setFollowing(false);
    this.scrollTo(place);
    requestAnimationFrame(() => {
      this.scrollTo(place);
      this.onScroll();
    });
  }

  private scrollTo(place: Range): void {
    const box = this.scroller.getBoundingClientRect();
    const at = place.getBoundingClientRect();
    if (at.top < box.top || at.bottom > box.bottom) {
      this.scroller.scrollTop += (at.top + at.bottom) / 2 - (box.top + box.bottom) / 2;
    }
    if (at.left < box.left || at.right > box.right) this.scroller.scrollLeft += at.left - box.left - box.width / 3;
  }

  private chunkWithRoom(): Chunk {
    const last = this.chunks.at(-1);
    if (last !== undefined && last.lines < CHUNK) return last;
    const chunk = {
      box: element('div', 'text-chunk'),
      lines: 0,
      characters: 0,
      budget: { elements: CHUNK_ELEMENTS },
    };
    this.lines.append(chunk.box);
    this.chunks.push(chunk);
    return chunk;
  }

  private dropOldest(): void {
    let [oldest] = this.chunks;
    while (oldest !== undefined && (this.shown > LINES || this.characters > CHARACTERS) && this.chunks.length > 1) {
      const height = this.following ? 0 : oldest.box.offsetHeight;
      for (const part of oldest.box.children) this.search.removed(part);
      oldest.box.remove();
      this.scroller.scrollTop -= height;
      this.shown -= oldest.lines;
      this.characters -= oldest.characters;
      this.dropped += oldest.lines;
      this.chunks.shift();
      [oldest] = this.chunks;
    }
  }

  private onScroll(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.setFollowing(scrollHeight - scrollTop - clientHeight <= NEAR);
  }

  private follow(): void {
    this.setFollowing(true);
    this.scrollIfFollowing();
  }

  private setFollowing(following: boolean): void {
    this.following = following;
    this.toEnd.hidden = following;
  }

  private scrollIfFollowing(): void {
    if (this.following) this.scroller.scrollTop = this.scroller.scrollHeight;
  }
}
