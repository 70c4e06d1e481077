import type { FigureDescription } from '../common/protocol';
import { t } from '../common/words';
import { element, setText } from './dom';
import { hiddenText } from './notices';
import { makeTextInput, type TextInput } from './toolkit';

/** How long typing must rest, in milliseconds, before the host is asked. */
const REST = 200;

/** The field to choose metrics by their names; shown when there are more than are drawn, and on request. */
export class Search {
  readonly element = element('div', 'search');
  private readonly field: TextInput;
  private readonly note = element('span', 'search-note');
  private timer: number | undefined;
  private isWanted = false;
  private isNeeded = false;

  constructor(private readonly choose: (text: string) => void) {
    this.field = makeTextInput(t('Search metrics'), t('Search metrics'), () => this.onInput());
    this.note.setAttribute('role', 'status');
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      this.clear();
    });
    this.element.append(this.field.element, this.note);
    this.element.hidden = true;
  }

  update(figure: FigureDescription): void {
    const note = hiddenText(figure);
    setText(this.note, note);
    const typing = this.timer !== undefined || this.element.contains(document.activeElement);
    if (!typing && this.field.text !== figure.filter) this.field.text = figure.filter;
    this.isNeeded = note !== '' || figure.filter !== '' || typing;
    this.show();
  }

  /** Shows the field and moves the focus into it; when it is there, takes it away and draws all metrics. */
  toggle(): void {
    if (this.element.hidden) {
      this.isWanted = true;
      this.show();
      this.field.element.focus();
    } else {
      this.clear();
    }
  }

  /** Has all metrics drawn. */
  clear(): void {
    this.isWanted = false;
    window.clearTimeout(this.timer);
    this.timer = undefined;
    if (this.field.text !== '') {
      this.field.text = '';
      this.choose('');
    }
    this.isNeeded = this.note.textContent !== '';
    this.show();
  }

  private show(): void {
    this.element.hidden = !this.isWanted && !this.isNeeded;
  }

  private onInput(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.timer = undefined;
      this.choose(this.field.text);
    }, REST);
  }
}
