import { t } from '../common/words';
import { codicon, type CodiconName } from './codicon';
import { element } from './dom';
import { type MenuEntry, opensMenu } from './menu';
import { makeIconButton, setButtonState } from './toolkit';
import './toolbar.css';

/** One button of a toolbar: it does something, or opens a menu. */
export interface ToolbarEntry {
  /** Names the button in the page, in `data-action`. */
  readonly id: string;
  readonly label: string;
  readonly icon: CodiconName;
  readonly run?: () => void;
  readonly entries?: () => readonly MenuEntry[];
}

/** Width of a button and the room to the next, in CSS pixels, as in toolbar.css. */
const BUTTON = 24;

/** A button that was added to a toolbar. */
export class ToolbarButton {
  readonly element: HTMLElement;
  private label: string;
  private wanted = true;
  private pressed: boolean | undefined;

  constructor(
    private readonly entry: ToolbarEntry,
    private readonly changed: () => void,
  ) {
    this.label = entry.label;
    this.element = makeIconButton(entry.label, codicon(entry.icon), () => entry.run?.());
    this.element.dataset['action'] = entry.id;
    this.element.tabIndex = -1;
    if (entry.entries !== undefined) opensMenu(this.element, () => this.label, entry.entries);
  }

  /** @param title the tooltip, when it says more than the label. */
  setLabel(label: string, title = label): void {
    if (label === this.label) return;
    this.label = label;
    this.element.title = title;
    this.element.setAttribute('aria-label', label);
  }

  /** Shows whether what the button switches is on. */
  setPressed(pressed: boolean): void {
    this.pressed = pressed;
    this.element.classList.toggle('pressed', pressed);
    setButtonState(this.element, 'aria-pressed', pressed);
  }

  setShown(shown: boolean): void {
    if (shown === this.wanted) return;
    this.wanted = shown;
    this.changed();
  }

  get shown(): boolean {
    return this.wanted;
  }

  /** The same as an entry of a menu, for when there is no room for the button. */
  menuEntry(): MenuEntry {
    const { run, entries } = this.entry;
    return {
      label: this.label,
      ...(this.pressed === undefined ? {} : { checked: this.pressed }),
      ...(run === undefined ? {} : { run }),
      ...(entries === undefined ? {} : { entries: entries() }),
    };
  }
}

/** A row of buttons, reached by one Tab and walked by arrow keys. Those without room go into a menu at its end. */
export class Toolbar {
  readonly element = element('div', 'toolbar');
  private readonly buttons: ToolbarButton[] = [];
  private readonly more: ToolbarButton;
  private width = Infinity;
  /** The button that Tab goes to. */
  private current: HTMLElement | undefined;

  constructor(label: string) {
    this.element.setAttribute('role', 'toolbar');
    this.element.setAttribute('aria-label', label);
    const entries = () => this.hidden().map((button) => button.menuEntry());
    this.more = new ToolbarButton({ id: 'more', label: t('More Actions'), icon: 'ellipsis', entries }, () => undefined);
    this.element.append(this.more.element);
    this.element.addEventListener('keydown', (event) => this.onKey(event));
    this.element.addEventListener('focusin', (event) => {
      const target = this.visible().find((one) => one === event.target);
      if (target !== undefined) this.setCurrent(target);
    });
    this.arrange();
  }

  /** Adds a button after those that are there. */
  add(entry: ToolbarEntry): ToolbarButton {
    const button = new ToolbarButton(entry, () => this.arrange());
    this.buttons.push(button);
    this.more.element.before(button.element);
    this.arrange();
    return button;
  }

  /** Says how much room the buttons have, in CSS pixels. */
  setWidth(width: number): void {
    if (width === this.width) return;
    this.width = width;
    this.arrange();
  }

  private arrange(): void {
    const wanted = this.buttons.filter(({ shown }) => shown);
    const room = Math.max(1, Math.floor(this.width / BUTTON));
    const count = wanted.length <= room ? wanted.length : room - 1;
    this.buttons.forEach((button) => (button.element.hidden = !wanted.slice(0, count).includes(button)));
    this.more.element.hidden = count === wanted.length;
    const visible = this.visible();
    if (this.current === undefined || !visible.includes(this.current)) this.setCurrent(visible[0]);
  }

  private hidden(): ToolbarButton[] {
    return this.buttons.filter(({ shown, element: { hidden } }) => shown && hidden);
  }

  private visible(): HTMLElement[] {
    return [...this.buttons, this.more].map((button) => button.element).filter(({ hidden }) => !hidden);
  }

  private setCurrent(target: HTMLElement | undefined): void {
    if (this.current !== undefined) this.current.tabIndex = -1;
    this.current = target;
    if (target !== undefined) target.tabIndex = 0;
  }

  private onKey(event: KeyboardEvent): void {
    const visible = this.visible();
    const at = visible.findIndex((one) => one === document.activeElement);
    const last = visible.length - 1;
    const next = { ArrowRight: at >= last ? 0 : at + 1, ArrowLeft: at <= 0 ? last : at - 1, Home: 0, End: last };
    if (!Object.hasOwn(next, event.key)) return;
    visible[next[event.key as keyof typeof next]]?.focus();
    event.preventDefault();
    event.stopPropagation();
  }
}
