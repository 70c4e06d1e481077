import type { FigureDescription } from '../common/protocol';
import { element, setText } from './dom';
import { hiddenText } from './notices';
import { makeTextInput, type TextInput } from './toolkit';

/** How long typing must rest, in milliseconds, before the host is asked. */
const REST = 200;

/** The field to choose metrics by their names; shown when there are more than are drawn. */
export class Search {
  readonly element = element('div', 'search');
  private readonly field: TextInput;
  private readonly note = element('span', 'search-note');
  private timer: number | undefined;

  constructor(private readonly choose: (text: string) => void) {
    this.field = makeTextInput('Search metrics', 'Search metrics', () => this.onInput());
    this.note.setAttribute('role', 'status');
    this.element.append(this.field.element, this.note);
    this.element.hidden = true;
  }

  update(figure: FigureDescription): void {
    const note = hiddenText(figure);
    setText(this.note, note);
    const typing = this.timer !== undefined || this.element.contains(document.activeElement);
    if (!typing && this.field.text !== figure.filter) this.field.text = figure.filter;
    this.element.hidden = note === '' && figure.filter === '' && !typing;
  }

  private onInput(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.timer = undefined;
      this.choose(this.field.text);
    }, REST);
  }
}
