import type { Interval } from './domain';
import { element } from './dom';
import type { PlotGeometry } from './plot-view';
import { axisAt } from './zoom';

/** What was dragged over, as shares of the plotting area from its left and its bottom; `null` for an axis that it says nothing of. */
export interface Box {
  readonly x: Interval | null;
  readonly y: Interval | null;
}

export interface DragTarget {
  readonly box: HTMLElement;
  geometry(): PlotGeometry;
  enabled(): boolean;
  /** A box was dragged over. */
  choose(chosen: Box): void;
  /** The user begins to move: what is returned is told how far, as shares of the width and the height. */
  begin(): (across: number, up: number) => void;
}

/** The shortest drag, in CSS pixels, that chooses something. */
const SHORTEST = 5;
/** A box lower or narrower than this, in CSS pixels, is one along an axis: a hand does not move quite straight. */
const STRAIGHT = 14;

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Dragging over a chart: draws what is chosen, or moves. */
export class Drag {
  private readonly shade = element('div', 'brush');
  private start: Place | undefined;
  private axis: 'x' | 'y' | null = null;
  private move: ((across: number, up: number) => void) | undefined;

  constructor(private readonly target: DragTarget) {
    const { box } = target;
    this.shade.hidden = true;
    box.append(this.shade);
    box.addEventListener('pointerdown', (event) => this.onDown(event));
    box.addEventListener('pointermove', (event) => this.onMove(event));
    box.addEventListener('pointerup', (event) => this.onUp(event));
    box.addEventListener('pointercancel', () => this.stop());
    // Else the middle button starts the browser's own scrolling.
    box.addEventListener('mousedown', (event) => {
      if (event.button === 1 && target.enabled()) event.preventDefault();
    });
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.stop();
    });
  }

  private onDown(event: PointerEvent): void {
    const moves = event.button === 1 || (event.button === 0 && event.shiftKey);
    if ((event.button !== 0 && !moves) || !this.target.enabled()) return;
    this.target.box.setPointerCapture(event.pointerId);
    this.start = this.placeOf(event);
    this.axis = axisAt(this.start.x, this.start.y, this.target.geometry());
    this.move = moves ? this.target.begin() : undefined;
    this.target.box.classList.toggle('moving', moves);
  }

  private onMove(event: PointerEvent): void {
    const { start } = this;
    if (start === undefined) return;
    const place = this.placeOf(event);
    if (this.move !== undefined) {
      const { width, height } = this.target.geometry();
      this.move((place.x - start.x) / width, -(place.y - start.y) / height);
      return;
    }
    this.show(this.boxOf(start, place));
  }

  private onUp(event: PointerEvent): void {
    const { start, move } = this;
    if (start === undefined) return;
    const chosen = move === undefined ? this.boxOf(start, this.placeOf(event)) : null;
    this.stop();
    if (chosen !== null) this.target.choose(chosen);
  }

  private stop(): void {
    this.start = undefined;
    this.move = undefined;
    this.shade.hidden = true;
    this.target.box.classList.remove('moving');
  }

  private placeOf(event: PointerEvent): Place {
    const { left, top } = this.target.box.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  /** What is dragged over; `null` when that is too little. */
  private boxOf(from: Place, to: Place): Box | null {
    const [across, down] = [Math.abs(to.x - from.x), Math.abs(to.y - from.y)];
    const wantsX =
      this.axis !== 'y' && across >= SHORTEST && (this.axis === 'x' || across >= STRAIGHT || down < STRAIGHT);
    const wantsY = this.axis !== 'x' && down >= SHORTEST && (this.axis === 'y' || down >= STRAIGHT);
    if (!wantsX && !wantsY) return null;
    const { left, top, width, height } = this.target.geometry();
    return {
      x: wantsX ? sorted((from.x - left) / width, (to.x - left) / width) : null,
      y: wantsY ? sorted(1 - (from.y - top) / height, 1 - (to.y - top) / height) : null,
    };
  }

  private show(chosen: Box | null): void {
    this.shade.hidden = chosen === null;
    if (chosen === null) return;
    const { left, top, width, height } = this.target.geometry();
    const [x0, x1] = chosen.x ?? [0, 1];
    const [y0, y1] = chosen.y ?? [0, 1];
    this.shade.style.transform = `translate(${left + x0 * width}px, ${top + (1 - y1) * height}px)`;
    this.shade.style.width = `${(x1 - x0) * width}px`;
    this.shade.style.height = `${(y1 - y0) * height}px`;
  }
}

function sorted(one: number, other: number): Interval {
  const [from, to] = [Math.max(0, Math.min(1, one)), Math.max(0, Math.min(1, other))];
  return from < to ? [from, to] : [to, from];
}
