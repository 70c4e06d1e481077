import type { PlotGeometry } from './plot-view';
import type { Interval } from './domain';
import { element } from './dom';

/** The shortest drag, in CSS pixels, that chooses an interval. */
const SHORTEST = 5;
/** How much of the interval one notch of the wheel or one key takes away. */
const FACTOR = 0.8;
/** The least interval in units of the numbers' own precision. */
const FINEST = 1e-12;

export interface ZoomTarget {
  readonly box: HTMLElement;
  geometry(): PlotGeometry;
  /** All of x that there is. */
  whole(): Interval;
  zoom(): Interval | null;
  setZoom(zoom: Interval | null): void;
  /** Whether the chart leaves choosing to the page. */
  enabled(): boolean;
  /** Whether the wheel is needed for scrolling, so that it zooms only with Ctrl or ⌘ held. */
  wheelScrolls(): boolean;
}

/** Lets the user choose the visible interval of x: by wheel, by dragging, by keys; a double click shows all again. */
export function attachZoom(target: ZoomTarget): void {
  const { box } = target;
  box.addEventListener('wheel', (event) => onWheel(target, event), { passive: false });
  box.addEventListener('dblclick', () => target.setZoom(null));
  box.addEventListener('keydown', (event) => onKey(target, event));
  new Brush(target);
}

function onWheel(target: ZoomTarget, event: WheelEvent): void {
  if (!target.enabled() || event.deltaY === 0 || (target.wheelScrolls() && !event.ctrlKey && !event.metaKey)) return;
  event.preventDefault();
  const share = shareAt(target, event.clientX);
  const notches = Math.max(-3, Math.min(3, event.deltaY / 100));
  scaleAround(target, share, FACTOR ** -notches);
}

function onKey(target: ZoomTarget, event: KeyboardEvent): void {
  if (!target.enabled() || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { ArrowLeft: -0.1, ArrowRight: 0.1 }[event.key];
  if (event.key === '+' || event.key === '=') scaleAround(target, 0.5, FACTOR);
  else if (event.key === '-') scaleAround(target, 0.5, 1 / FACTOR);
  else if ((event.key === '0' || event.key === 'Escape') && target.zoom() !== null) target.setZoom(null);
  else if (step !== undefined && target.zoom() !== null) pan(target, step);
  else return;
  event.preventDefault();
}

function pan(target: ZoomTarget, share: number): void {
  const [low, high] = target.geometry().x;
  const [least, greatest] = target.whole();
  const wanted = (high - low) * share;
  const moved = Math.max(Math.min(0, least - low), Math.min(Math.max(0, greatest - high), wanted));
  target.setZoom([low + moved, high + moved]);
}

/** Where the pointer is between the left (0) and the right (1) of the plotting area. */
function shareAt(target: ZoomTarget, clientX: number): number {
  const { left, width } = target.geometry();
  const share = (clientX - target.box.getBoundingClientRect().left - left) / width;
  return Math.max(0, Math.min(1, share));
}

/** Makes the interval `factor` times as long, keeping the place at `share`; all of x when it is no longer a part. */
function scaleAround(target: ZoomTarget, share: number, factor: number): void {
  const [low, high] = target.geometry().x;
  const [least, greatest] = target.whole();
  const centre = low + share * (high - low);
  const wanted = bounded(
    [centre - share * (high - low) * factor, centre + (1 - share) * (high - low) * factor],
    target,
  );
  if (factor > 1 && wanted[0] <= least && wanted[1] >= greatest) target.setZoom(null);
  else target.setZoom(wanted);
}

function bounded([low, high]: Interval, target: ZoomTarget): Interval {
  const [least, greatest] = target.whole();
  const finest = Math.max(Math.abs(least), Math.abs(greatest), Number.MIN_VALUE * 1e16) * FINEST;
  const [from, to] = [Math.max(low, least), Math.min(high, greatest)];
  return to - from >= finest ? [from, to] : target.geometry().x;
}

/** Dragging over the plotting area chooses the interval that it covers. */
class Brush {
  private readonly shade = element('div', 'brush');
  private start: number | undefined;

  constructor(private readonly target: ZoomTarget) {
    const { box } = target;
    this.shade.hidden = true;
    box.append(this.shade);
    box.addEventListener('pointerdown', (event) => this.begin(event));
    box.addEventListener('pointermove', (event) => this.move(event));
    box.addEventListener('pointerup', (event) => this.finish(event));
    box.addEventListener('pointercancel', () => this.stop());
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.stop();
    });
  }

  private begin(event: PointerEvent): void {
    if (event.button !== 0 || !this.target.enabled()) return;
    this.target.box.setPointerCapture(event.pointerId);
    this.start = event.clientX;
  }

  private move(event: PointerEvent): void {
    if (this.start === undefined) return;
    const { left, top, width, height } = this.target.geometry();
    const [from, to] = [this.start, event.clientX].sort((one, other) => one - other);
    const [low, high] = [shareAt(this.target, from ?? 0), shareAt(this.target, to ?? 0)];
    this.shade.hidden = Math.abs(event.clientX - this.start) < SHORTEST;
    this.shade.style.transform = `translate(${left + low * width}px, ${top}px)`;
    this.shade.style.width = `${(high - low) * width}px`;
    this.shade.style.height = `${height}px`;
  }

  private finish(event: PointerEvent): void {
    const { start } = this;
    this.stop();
    if (start === undefined || Math.abs(event.clientX - start) < SHORTEST) return;
    const [low, high] = this.target.geometry().x;
    const shares = [shareAt(this.target, start), shareAt(this.target, event.clientX)].sort((one, other) => one - other);
    const [from = 0, to = 1] = shares;
    this.target.setZoom(bounded([low + from * (high - low), low + to * (high - low)], this.target));
  }

  private stop(): void {
    this.start = undefined;
    this.shade.hidden = true;
  }
}
