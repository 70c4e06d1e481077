/** Turns printed lines into elements: coloured as in a terminal, with links to source code. Text is only ever set as text. */
import { type AnsiColour, type AnsiStyle, PLAIN, readAnsi, type StyledText } from '../common/ansi';
import type { TextLine } from '../common/protocol';
import { t } from '../common/words';
import { element } from './dom';
import { findSources, type SourceLink } from './source-links';

/** Of a longer line the rest is not shown, in UTF-16 units. */
const LONGEST = 10_000;
/** So many elements are made of one line at most; the rest of it is plain. */
const MOST_IN_LINE = 300;
/** Streams whose colours are carried over to their next line. */
const MOST_STREAMS = 100;

/** How many elements may still be made, so that text of nothing but colours costs no more than a page can bear. */
export interface Budget {
  elements: number;
}

const COLOURS: readonly (readonly [string, string])[] = [
  ['Black', '#000000'],
  ['Red', '#cd3131'],
  ['Green', '#107c10'],
  ['Yellow', '#949800'],
  ['Blue', '#0451a5'],
  ['Magenta', '#bc05bc'],
  ['Cyan', '#0598bc'],
  ['White', '#8a8a8a'],
  ['BrightBlack', '#666666'],
  ['BrightRed', '#cd3131'],
  ['BrightGreen', '#14ce14'],
  ['BrightYellow', '#b5ba00'],
  ['BrightBlue', '#0451a5'],
  ['BrightMagenta', '#bc05bc'],
  ['BrightCyan', '#0598bc'],
  ['BrightWhite', '#a5a5a5'],
];

/** Makes the elements of a text's lines, in order. */
export class StyledLines {
  private readonly styles = new Map<string, AnsiStyle>();

  /** The text starts over. */
  reset(): void {
    this.styles.clear();
  }

  /** One element for each run of lines of one stream. */
  runs(text: readonly TextLine[], budget: Budget): HTMLElement[] {
    const made: HTMLElement[] = [];
    let stream: string | undefined;
    let nodes: (HTMLElement | string)[] = [];
    const close = () => {
      if (nodes.length === 0) return;
      const box = element('div', 'text-run');
      if (stream === 'stderr' || stream === 'sideplot') box.classList.add(stream);
      box.dataset['stream'] = stream ?? '';
      box.append(...joined(nodes));
      made.push(box);
      nodes = [];
    };
    for (const line of text) {
      if (line.stream !== stream) close();
      stream = line.stream;
      nodes.push(...this.line(line, budget), '\n');
    }
    close();
    return made;
  }

  private line({ stream, text }: TextLine, budget: Budget): (HTMLElement | string)[] {
    const whole = text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
    const { pieces, style } = readAnsi(whole, this.styles.get(stream) ?? PLAIN);
    if (style === PLAIN) this.styles.delete(stream);
    else if (this.styles.size < MOST_STREAMS) this.styles.set(stream, style);
    const plain = pieces.map((piece) => piece.text).join('');
    const links = findSources(plain);
    if (links.length === 0 && pieces.every((piece) => piece.style === PLAIN)) return [plain];
    const allowed = Math.min(MOST_IN_LINE, budget.elements);
    if (pieces.length + 2 * links.length > allowed) return [...styledBeginning(pieces, budget)];
    budget.elements -= pieces.length + 2 * links.length;
    return linked(pieces, links);
  }
}

/** The first pieces with their styles, as many as may be, and the others without. */
function styledBeginning(pieces: readonly StyledText[], budget: Budget): (HTMLElement | string)[] {
  const count = Math.max(0, Math.min(MOST_IN_LINE, budget.elements, pieces.length));
  budget.elements -= count;
  return [
    ...pieces.slice(0, count).map(styled),
    pieces
      .slice(count)
      .map(({ text }) => text)
      .join(''),
  ];
}

/** The pieces, and those parts of them that belong to a link within an element for it. */
function linked(pieces: readonly StyledText[], links: readonly SourceLink[]): (HTMLElement | string)[] {
  const nodes: (HTMLElement | string)[] = [];
  const made = links.map(linkElement);
  let start = 0;
  let next = 0;
  for (const { text, style } of pieces) {
    const end = start + text.length;
    for (let at = start; at < end;) {
      const link = links[next];
      const inside = link !== undefined && at >= link.from;
      const to = Math.min(end, link === undefined ? end : inside ? link.to : link.from);
      const part = styled({ text: text.slice(at - start, to - start), style });
      const box = made[next];
      if (inside && box !== undefined) {
        if (at === link.from) nodes.push(box);
        box.append(part);
        if (to === link.to) next += 1;
      } else {
        nodes.push(part);
      }
      at = to;
    }
    start = end;
  }
  return nodes;
}

/** No button: its text could not be selected; and no anchor: the editor would follow its address itself. */
function linkElement({ path, line }: SourceLink): HTMLElement {
  const box = element('span', 'text-link');
  box.setAttribute('role', 'link');
  box.tabIndex = 0;
  box.title = t('Open {0}, line {1}', path, line);
  box.dataset['path'] = path;
  box.dataset['line'] = String(line);
  return box;
}

function styled({ text, style }: StyledText): HTMLElement | string {
  if (style === PLAIN) return text;
  const box = element('span', 'text-styled', text);
  const [foreground, background] = coloursOf(style);
  if (foreground !== null) box.style.color = foreground;
  if (background !== null) box.style.backgroundColor = background;
  for (const name of ['bold', 'dim', 'italic', 'underline', 'struck'] as const) box.classList.toggle(name, style[name]);
  return box;
}

function coloursOf({ foreground, background, inverse }: AnsiStyle): readonly [string | null, string | null] {
  if (!inverse) return [cssOf(foreground), cssOf(background)];
  return [
    cssOf(background) ?? 'var(--vscode-editor-background)',
    cssOf(foreground) ?? 'var(--vscode-editor-foreground)',
  ];
}

function cssOf(colour: AnsiColour): string | null {
  if (typeof colour !== 'number') return colour;
  const [name, otherwise] = COLOURS[colour] ?? ['White', '#8a8a8a'];
  return `var(--vscode-terminal-ansi${name}, ${otherwise})`;
}

/** Neighbouring strings made one, as each becomes a node. */
function joined(nodes: readonly (HTMLElement | string)[]): (HTMLElement | string)[] {
  const made: (HTMLElement | string)[] = [];
  let text = '';
  for (const node of nodes) {
    if (typeof node === 'string') {
      text += node;
      continue;
    }
    if (text !== '') made.push(text);
    made.push(node);
    text = '';
  }
  return text === '' ? made : [...made, text];
}
