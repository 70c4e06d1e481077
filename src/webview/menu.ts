import { codicon } from './codicon';
import { element } from './dom';
import { setButtonState } from './toolkit';
import './menu.css';

/** One line of a menu: it does something, or opens a menu of its own. */
export interface MenuEntry {
  readonly label: string;
  /** The keys that do the same, in words: `Alt+→`. */
  readonly keys?: string;
  /** Given when the entry is a choice that is on or off. */
  readonly checked?: boolean;
  readonly disabled?: boolean;
  /** Whether the entry begins a new group. */
  readonly separated?: boolean;
  /** Called after the menu has closed and the focus is back. */
  readonly run?: () => void;
  readonly entries?: readonly MenuEntry[];
}

/** Where a menu opens: below an element, or at a place of the page in CSS pixels. */
export type MenuPlace = HTMLElement | { readonly x: number; readonly y: number };

/** How near a menu comes to the edges of the page, in CSS pixels. */
const EDGE = 4;

let open: Menu | undefined;

/** Opens a menu and moves the focus into it. The menu that was open before closes. */
export function openMenu(place: MenuPlace, label: string, entries: readonly MenuEntry[]): void {
  closeMenu();
  if (entries.length > 0) open = new Menu(place, label, entries);
}

/** Closes the menu that is open, if there is one. */
export function closeMenu(): void {
  open?.close();
}

/** Makes a button open a menu of what is possible at that moment. A second press closes it. */
export function opensMenu(button: HTMLElement, label: () => string, entries: () => readonly MenuEntry[]): void {
  button.setAttribute('aria-haspopup', 'menu');
  setButtonState(button, 'aria-expanded', false);
  button.addEventListener('click', () => {
    if (open?.place === button) closeMenu();
    else openMenu(button, label(), entries());
  });
}

/** A menu and the menus opened from it. */
class Menu {
  private readonly before = document.activeElement;
  private readonly closing = new AbortController();
  private readonly root: MenuList;

  constructor(
    readonly place: MenuPlace,
    label: string,
    entries: readonly MenuEntry[],
  ) {
    const box = place instanceof HTMLElement ? place.getBoundingClientRect() : new DOMRect(place.x, place.y, 0, 0);
    this.root = new MenuList(label, entries, (entry) => this.choose(entry));
    this.root.show(box, 'below');
    if (place instanceof HTMLElement) setButtonState(place, 'aria-expanded', true);
    const { signal } = this.closing;
    const elsewhere = (event: Event) => {
      if (!(event.target instanceof Node) || this.root.holds(event.target)) return;
      // The button that opened the menu closes it itself.
      if (place instanceof HTMLElement && place.contains(event.target) && event.type === 'pointerdown') return;
      this.close();
    };
    window.addEventListener('pointerdown', elsewhere, { capture: true, signal });
    window.addEventListener('wheel', elsewhere, { capture: true, passive: true, signal });
    window.addEventListener('blur', () => this.close(), { signal });
    window.addEventListener('resize', () => this.close(), { signal });
    this.root.focusFirst();
  }

  close(): void {
    if (open === this) open = undefined;
    this.closing.abort();
    const held = this.root.holds(document.activeElement);
    this.root.remove();
    if (this.place instanceof HTMLElement) setButtonState(this.place, 'aria-expanded', false);
    if (held && this.before instanceof HTMLElement) this.before.focus({ preventScroll: true });
  }

  private choose(entry: MenuEntry | null): void {
    this.close();
    entry?.run?.();
  }
}

/** One list of entries on the page. */
class MenuList {
  private readonly element = element('div', 'menu');
  private readonly items: HTMLElement[] = [];
  private child: { readonly item: HTMLElement; readonly list: MenuList } | undefined;
  private typed = { text: '', at: 0 };

  /** @param choose is told the entry that was chosen, or `null` when the user wants none. */
  constructor(
    label: string,
    private readonly entries: readonly MenuEntry[],
    private readonly choose: (entry: MenuEntry | null) => void,
    private readonly back: () => void = () => undefined,
  ) {
    this.element.setAttribute('role', 'menu');
    this.element.setAttribute('aria-label', label);
    entries.forEach((entry, index) => {
      if (entry.separated === true && index > 0) {
        const line = element('div', 'menu-separator');
        line.setAttribute('role', 'separator');
        this.element.append(line);
      }
      const item = this.item(entry);
      this.items.push(item);
      this.element.append(item);
    });
    this.element.addEventListener('keydown', (event) => this.onKey(event));
    this.element.addEventListener('contextmenu', (event) => event.preventDefault());
  }

  /** Puts the list on the page beside a box, within the edges. */
  show(box: DOMRect, side: 'below' | 'beside'): void {
    document.body.append(this.element);
    const { style, offsetWidth: width, offsetHeight: height } = this.element;
    const [right, bottom] = [document.documentElement.clientWidth - EDGE, window.innerHeight - EDGE];
    const wanted = side === 'below' ? box.left : box.right - 2;
    const turned = side === 'below' ? right - width : box.left - width + 2;
    const left = wanted + width <= right ? wanted : turned;
    const below = side === 'below' ? box.bottom + 2 : box.top - 5;
    const above = side === 'below' && box.top - height - 2 >= EDGE ? box.top - height - 2 : bottom - height;
    style.left = `${Math.max(EDGE, Math.min(left, right - width))}px`;
    style.top = `${Math.max(EDGE, below + height <= bottom ? below : above)}px`;
  }

  remove(): void {
    this.closeChild();
    this.element.remove();
  }

  holds(node: Node | null): boolean {
    return node !== null && (this.element.contains(node) || this.child?.list.holds(node) === true);
  }

  focusFirst(): void {
    this.focus(this.items[0]);
  }

  private item(entry: MenuEntry): HTMLElement {
    const item = element('div', 'menu-item');
    item.tabIndex = -1;
    item.setAttribute('role', entry.checked === undefined ? 'menuitem' : 'menuitemcheckbox');
    if (entry.checked !== undefined) item.setAttribute('aria-checked', String(entry.checked));
    if (entry.disabled === true) item.setAttribute('aria-disabled', 'true');
    const mark = element('span', 'menu-mark');
    if (entry.checked === true) mark.append(codicon('check'));
    const label = element('span', 'menu-label', entry.label);
    label.title = entry.label;
    item.append(mark, label);
    if (entry.keys !== undefined) item.append(element('span', 'menu-keys', entry.keys));
    if (entry.entries !== undefined) {
      item.setAttribute('aria-haspopup', 'menu');
      item.setAttribute('aria-expanded', 'false');
      item.append(codicon('chevron-right'));
    }
    item.addEventListener('pointermove', () => {
      if (document.activeElement !== item && this.child?.item !== item) this.focus(item);
      if (entry.entries !== undefined && this.child?.item !== item) this.openChild(item, entry, false);
    });
    item.addEventListener('click', () => this.activate(item, entry));
    return item;
  }

  private activate(item: HTMLElement, entry: MenuEntry): void {
    if (entry.disabled === true) return;
    if (entry.entries === undefined) this.choose(entry);
    else this.openChild(item, entry, true);
  }

  private openChild(item: HTMLElement, entry: MenuEntry, focus: boolean): void {
    if (entry.disabled === true) return;
    if (this.child?.item !== item) {
      this.closeChild();
      const back = () => this.focus(item);
      const list = new MenuList(entry.label, entry.entries ?? [], this.choose, back);
      list.show(item.getBoundingClientRect(), 'beside');
      item.setAttribute('aria-expanded', 'true');
      this.child = { item, list };
    }
    if (focus) this.child.list.focusFirst();
  }

  private closeChild(): void {
    this.child?.item.setAttribute('aria-expanded', 'false');
    this.child?.list.remove();
    this.child = undefined;
  }

  private focus(item: HTMLElement | undefined): void {
    if (this.child?.item !== item) this.closeChild();
    item?.focus({ preventScroll: false });
  }

  private onKey(event: KeyboardEvent): void {
    const at = this.items.findIndex((item) => item === document.activeElement);
    const entry = this.entries[at];
    const item = this.items[at];
    const last = this.items.length - 1;
    switch (event.key) {
      case 'ArrowDown':
        this.focus(this.items[at >= last ? 0 : at + 1]);
        break;
      case 'ArrowUp':
        this.focus(this.items[at <= 0 ? last : at - 1]);
        break;
      case 'Home':
        this.focus(this.items[0]);
        break;
      case 'End':
        this.focus(this.items[last]);
        break;
      case 'Enter':
      case ' ':
        if (item !== undefined && entry !== undefined) this.activate(item, entry);
        break;
      case 'ArrowRight':
        if (item !== undefined && entry?.entries !== undefined) this.openChild(item, entry, true);
        break;
      case 'ArrowLeft':
        this.back();
        break;
      case 'Escape':
      case 'Tab':
        this.choose(null);
        break;
      default:
        this.find(event);
        return;
    }
    event.preventDefault();
    // Else the editor would take the key for a command of its own, and the chart for one of its.
    event.stopPropagation();
  }

  /** Goes to the next entry that begins with what is typed. */
  private find(event: KeyboardEvent): void {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    const now = performance.now();
    const text = (now - this.typed.at < 700 ? this.typed.text : '') + event.key.toLowerCase();
    this.typed = { text, at: now };
    const at = this.items.findIndex((item) => item === document.activeElement);
    const order = this.items.map((_, index) => (at + (text.length > 1 ? 0 : 1) + index) % this.items.length);
    const found = order.find((index) => this.entries[index]?.label.toLowerCase().startsWith(text));
    if (found !== undefined) this.focus(this.items[found]);
    event.preventDefault();
    event.stopPropagation();
  }
}
