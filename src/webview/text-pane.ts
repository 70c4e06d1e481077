import type { TextLine } from '../common/protocol';
import { element, setText } from './dom';
import { formatCount } from './number-format';

/** How many lines are kept in the page. */
const LINES = 5000;
/** Lines are removed in chunks of this many. */
const CHUNK = 250;
/** Of a longer line the rest is not shown, in UTF-16 units. */
const LONGEST = 10_000;
/** How near, in CSS pixels, to the end counts as being there. */
const NEAR = 8;
/** Escape sequences that colour text in a terminal. */
const ESCAPES = new RegExp(String.raw`\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))`, 'g');

interface Chunk {
  readonly box: HTMLElement;
  lines: number;
}

/** What the run printed. It follows the end unless the user scrolled up. */
export class TextPane {
  readonly element = element('section', 'text-pane');
  private readonly scroller = element('div', 'text-scroller');
  private readonly earlier = element('div', 'text-earlier');
  private readonly lines = element('div', 'text-lines');
  private readonly toEnd = element('button', 'text-to-end', 'Follow the end ↓');
  private chunks: Chunk[] = [];
  private shown = 0;
  private dropped = 0;
  private following = true;

  constructor() {
    this.element.setAttribute('aria-label', 'Printed text');
    this.scroller.tabIndex = 0;
    this.scroller.setAttribute('role', 'log');
    this.scroller.setAttribute('aria-live', 'off');
    this.scroller.append(this.earlier, this.lines);
    this.toEnd.type = 'button';
    this.toEnd.addEventListener('click', () => this.follow());
    this.element.append(this.scroller, this.toEnd);
    this.scroller.addEventListener('scroll', () => this.onScroll());
    new ResizeObserver(() => this.scrollIfFollowing()).observe(this.scroller);
    this.follow();
  }

  get isEmpty(): boolean {
    return this.shown === 0 && this.dropped === 0;
  }

  /** Replaces all lines. */
  reset(text: readonly TextLine[], earlier: number): void {
    this.lines.replaceChildren();
    this.chunks = [];
    this.shown = 0;
    this.dropped = earlier;
    this.append(text);
  }

  append(text: readonly TextLine[]): void {
    const skipped = Math.max(0, text.length - LINES);
    this.dropped += skipped;
    for (let from = skipped; from < text.length;) {
      const chunk = this.chunkWithRoom();
      const batch = text.slice(from, from + CHUNK - chunk.lines);
      chunk.box.append(...runs(batch));
      chunk.lines += batch.length;
      this.shown += batch.length;
      from += batch.length;
    }
    this.dropOldest();
    setText(this.earlier, this.dropped === 0 ? '' : `${formatCount(this.dropped, 'earlier line')} not shown`);
    this.earlier.hidden = this.dropped === 0;
    this.scrollIfFollowing();
  }

  private chunkWithRoom(): Chunk {
    const last = this.chunks.at(-1);
    if (last !== undefined && last.lines < CHUNK) return last;
    const chunk = { box: element('div', 'text-chunk'), lines: 0 };
    this.lines.append(chunk.box);
    this.chunks.push(chunk);
    return chunk;
  }

  private dropOldest(): void {
    let [oldest] = this.chunks;
    while (oldest !== undefined && this.shown > LINES) {
      const height = this.following ? 0 : oldest.box.offsetHeight;
      oldest.box.remove();
      this.scroller.scrollTop -= height;
      this.shown -= oldest.lines;
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

/** One element for each run of lines of one stream. */
function runs(text: readonly TextLine[]): HTMLElement[] {
  const made: HTMLElement[] = [];
  let stream: string | undefined;
  let lines: string[] = [];
  const close = () => {
    if (lines.length === 0) return;
    const box = element('div', stream === 'stderr' ? 'text-run stderr' : 'text-run');
    box.dataset['stream'] = stream ?? '';
    box.textContent = `${lines.join('\n')}\n`;
    made.push(box);
    lines = [];
  };
  for (const line of text) {
    if (line.stream !== stream) close();
    stream = line.stream;
    lines.push(plain(line.text));
  }
  close();
  return made;
}

function plain(text: string): string {
  const whole = text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
  return whole.replace(ESCAPES, '');
}
