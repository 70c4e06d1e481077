import { element, setText } from './dom';

/** How far, in CSS pixels, the pointer moves before a press becomes a drag. */
const THRESHOLD = 5;
/** The parts of a chart, from its edges, where a drop means a place beside it. */
const EDGE_SHARE = 0.25;
/** How near to the figure's edges the page scrolls while something is dragged, and by how much in a frame, in CSS pixels. */
const SCROLL = { zone: 36, step: 10 } as const;
const MARK = 3;

/** Where something is dropped: beside a chart, or on it. */
export interface Drop {
  readonly on: HTMLElement;
  readonly side: 'before' | 'after' | 'onto';
}

export interface DragContext {
  /** The figure, which scrolls. */
  readonly figure: HTMLElement;
  /** Whether charts stand below each other, in one column. */
  isOneColumn(): boolean;
  /** What a drop on a chart would do, in words; `null` when nothing is merged there, so that the chart has a place before and one after it only. */
  mergeWords(on: HTMLElement): string | null;
  dropped(drop: Drop): void;
}

/** Follows the pointer from a press until it is released: shows where a drop would go, scrolls at the edges. Escape gives up. */
export class ChartDrag {
  private readonly mark = element('div', 'drop-mark');
  private readonly words = element('span', 'drop-words');
  private readonly ending = new AbortController();
  private readonly from: { readonly x: number; readonly y: number };
  private at: { readonly x: number; readonly y: number };
  private isDragging = false;
  private drop: Drop | null = null;

  /** @param source the chart that is dragged, or whose metric is. */
  constructor(
    event: PointerEvent,
    private readonly source: HTMLElement,
    private readonly context: DragContext,
  ) {
    this.from = this.at = { x: event.clientX, y: event.clientY };
    this.mark.append(this.words);
    const { signal } = this.ending;
    const { pointerId } = event;
    const own = (handle: (event: PointerEvent) => void) => (one: PointerEvent) => {
      if (one.pointerId === pointerId) handle(one);
    };
    window.addEventListener(
      'pointermove',
      own((one) => this.move(one, event)),
      { signal },
    );
    window.addEventListener(
      'pointerup',
      own(() => this.end(true)),
      { signal },
    );
    window.addEventListener(
      'pointercancel',
      own(() => this.end(false)),
      { signal },
    );
    window.addEventListener('blur', () => this.end(false), { signal });
    window.addEventListener('keydown', (key) => this.onKey(key), { signal, capture: true });
  }

  private move(event: PointerEvent, first: PointerEvent): void {
    this.at = { x: event.clientX, y: event.clientY };
    if (!this.isDragging) {
      if (Math.hypot(this.at.x - this.from.x, this.at.y - this.from.y) < THRESHOLD) return;
      this.isDragging = true;
      if (first.target instanceof Element) first.target.setPointerCapture(first.pointerId);
      this.source.classList.add('dragged');
      document.body.classList.add('dragging');
      document.body.append(this.mark);
      this.scroll();
    }
    this.find();
  }

  private end(isDrop: boolean): void {
    this.ending.abort();
    this.mark.remove();
    this.source.classList.remove('dragged');
    document.body.classList.remove('dragging');
    if (isDrop && this.isDragging && this.drop !== null) this.context.dropped(this.drop);
    this.isDragging = false;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.isDragging) return;
    event.preventDefault();
    event.stopPropagation();
    this.end(false);
  }

  /** Finds what is below the pointer, and marks it. */
  private find(): void {
    const below = document.elementFromPoint(this.at.x, this.at.y)?.closest<HTMLElement>('.chart') ?? null;
    const on = below !== null && this.context.figure.contains(below) ? below : null;
    const box = on?.getBoundingClientRect();
    const words = on === null ? null : this.context.mergeWords(on);
    this.drop = on === null || box === undefined ? null : { on, side: this.sideOf(box, words !== null) };
    if (this.drop !== null && on === this.source && this.drop.side === 'onto') this.drop = null;
    this.mark.hidden = this.drop === null;
    if (this.drop !== null && box !== undefined) this.show(this.drop, box, words ?? '');
  }

  private sideOf(box: DOMRect, merges: boolean): Drop['side'] {
    const { x, y } = this.at;
    const share = this.context.isOneColumn() ? (y - box.top) / box.height : (x - box.left) / box.width;
    const edge = merges ? EDGE_SHARE : 0.5;
    if (share < edge) return 'before';
    return share >= 1 - edge ? 'after' : 'onto';
  }

  private show({ side }: Drop, box: DOMRect, words: string): void {
    const { style } = this.mark;
    const isLine = side !== 'onto';
    this.mark.className = isLine ? 'drop-mark line' : 'drop-mark box';
    setText(this.words, isLine ? '' : words);
    const across = this.context.isOneColumn();
    const end = side === 'after' ? 1 : 0;
    const left = isLine && !across ? box.left + end * box.width - MARK / 2 : box.left;
    const top = isLine && across ? box.top + end * box.height - MARK / 2 : box.top;
    style.left = `${Math.max(0, Math.min(left, window.innerWidth - MARK))}px`;
    style.top = `${Math.max(0, Math.min(top, window.innerHeight - MARK))}px`;
    style.width = isLine && !across ? `${MARK}px` : `${box.width}px`;
    style.height = isLine && across ? `${MARK}px` : `${box.height}px`;
  }

  private scroll(): void {
    if (!this.isDragging) return;
    const { figure } = this.context;
    const box = figure.getBoundingClientRect();
    const [above, below] = [this.at.y - box.top < SCROLL.zone, box.bottom - this.at.y < SCROLL.zone];
    if (above !== below) {
      const before = figure.scrollTop;
      figure.scrollTop += above ? -SCROLL.step : SCROLL.step;
      if (figure.scrollTop !== before) this.find();
    }
    requestAnimationFrame(() => this.scroll());
  }
}
