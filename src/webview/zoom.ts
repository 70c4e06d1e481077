import { Drag, type Box } from './drag';
import type { Interval } from './domain';
import type { PlotGeometry } from './plot-view';

/** The parts of the axes that the user chose: `null` shows all of x, and as much of y as the values shown need. */
export interface Zoom {
  readonly x: Interval | null;
  readonly y: Interval | null;
}

export const NO_ZOOM: Zoom = { x: null, y: null };

/** How much of the interval one notch of the wheel or one key takes away. */
const FACTOR = 0.8;
/** How far a key moves, as a share of what is shown. */
const STEP = 0.1;
/** The least interval in units of the numbers' own precision. */
const FINEST = 1e-12;

export interface ZoomTarget {
  readonly box: HTMLElement;
  geometry(): PlotGeometry;
  /** All of x that there is. */
  whole(): Interval;
  zoom(): Zoom;
  setZoom(zoom: Zoom): void;
  /** Whether the chart leaves choosing to the page. */
  enabled(): boolean;
  /** Whether the wheel is needed for scrolling, so that it zooms only with Ctrl or ⌘ held. */
  wheelScrolls(): boolean;
}

/**
 * Lets the user choose what is shown. The wheel and dragging over the plotting area choose a part of x and, as far as that was chosen before or a box
 * is drawn, of y; over an axis they choose of that one alone. Dragging with Shift or the middle button moves, keys do the same as the pointer, a double
 * click shows all again.
 */
export function attachZoom(target: ZoomTarget): void {
  const { box } = target;
  box.addEventListener('wheel', (event) => onWheel(target, event), { passive: false });
  box.addEventListener('dblclick', () => target.setZoom(NO_ZOOM));
  box.addEventListener('keydown', (event) => onKey(target, event));
  new Drag({
    box,
    geometry: () => target.geometry(),
    enabled: () => target.enabled(),
    choose: (chosen) => choose(target, chosen),
    begin: () => moving(target),
  });
}

/** Which axis a place in the box belongs to, by how far it is outside of the plotting area. */
export function axisAt(x: number, y: number, { left, top, width, height }: PlotGeometry): 'x' | 'y' | null {
  if (x < left) return 'y';
  return y > top + height && x <= left + width ? 'x' : null;
}

function onWheel(target: ZoomTarget, event: WheelEvent): void {
  if (!target.enabled() || event.deltaY === 0 || (target.wheelScrolls() && !event.ctrlKey && !event.metaKey)) return;
  event.preventDefault();
  const box = target.box.getBoundingClientRect();
  const geometry = target.geometry();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  const notches = Math.max(-3, Math.min(3, event.deltaY / 100));
  const factor = FACTOR ** -notches;
  const shares = {
    x: clampShare((x - geometry.left) / geometry.width),
    y: clampShare(1 - (y - geometry.top) / geometry.height),
  };
  const axis = axisAt(x, y, geometry);
  const both = axis === null && target.zoom().y !== null;
  const zoom = target.zoom();
  target.setZoom({
    x: axis === 'y' ? zoom.x : scaledX(target, shares.x, factor),
    y: axis === 'y' || both ? scaledY(target, shares.y, factor) : zoom.y,
  });
}

function onKey(target: ZoomTarget, event: KeyboardEvent): void {
  if (!target.enabled() || event.defaultPrevented || event.altKey) return;
  const zoom = target.zoom();
  const isZoomed = zoom.x !== null || zoom.y !== null;
  const wanted = event.shiftKey ? scaledByKey(target, event.key) : movedByKey(target, event.key);
  if (event.ctrlKey || event.metaKey) {
    if (event.shiftKey || wanted === undefined) return;
    target.setZoom(wanted);
  } else if (event.key === '+' || event.key === '=') target.setZoom({ ...zoom, x: scaledX(target, 0.5, FACTOR) });
  else if (event.key === '-') target.setZoom({ ...zoom, x: scaledX(target, 0.5, 1 / FACTOR) });
  else if ((event.key === '0' || event.key === 'Escape') && isZoomed) target.setZoom(NO_ZOOM);
  else if (wanted !== undefined) target.setZoom(wanted);
  else return;
  event.preventDefault();
}

/** With Shift, arrows make the shown part smaller (right, up) or larger (left, down). */
function scaledByKey(target: ZoomTarget, key: string): Zoom | undefined {
  const zoom = target.zoom();
  const scales: Readonly<Record<string, () => Zoom>> = {
    ArrowRight: () => ({ ...zoom, x: scaledX(target, 0.5, FACTOR) }),
    ArrowLeft: () => ({ ...zoom, x: scaledX(target, 0.5, 1 / FACTOR) }),
    ArrowUp: () => ({ ...zoom, y: scaledY(target, 0.5, FACTOR) }),
    ArrowDown: () => ({ ...zoom, y: scaledY(target, 0.5, 1 / FACTOR) }),
  };
  return Object.hasOwn(scales, key) ? scales[key]?.() : undefined;
}

/** Arrows move along an axis of which a part is shown. */
function movedByKey(target: ZoomTarget, key: string): Zoom | undefined {
  const zoom = target.zoom();
  const across = { ArrowLeft: -STEP, ArrowRight: STEP }[key];
  const up = { ArrowDown: -STEP, ArrowUp: STEP }[key];
  if (across !== undefined && zoom.x !== null) return moved(target, zoom, across, 0);
  return up !== undefined && zoom.y !== null ? moved(target, zoom, 0, up) : undefined;
}

/** The zoom moved by shares of what is shown; x stays within what there is, y that follows the values stays so. */
function moved(target: ZoomTarget, { x, y }: Zoom, across: number, up: number): Zoom {
  return { x: x === null ? null : movedX(target, x, across), y: y === null ? null : shifted(y, (y[1] - y[0]) * up) };
}

function movedX(target: ZoomTarget, [low, high]: Interval, share: number): Interval {
  const [least, greatest] = target.whole();
  const wanted = (high - low) * share;
  return shifted([low, high], Math.max(Math.min(0, least - low), Math.min(Math.max(0, greatest - high), wanted)));
}

function shifted([low, high]: Interval, by: number): Interval {
  return [low + by, high + by];
}

/** Moving begins: gives what moves on from here by shares of the width and the height. */
function moving(target: ZoomTarget): (across: number, up: number) => void {
  const start = target.zoom();
  return (across, up) => {
    if (start.x !== null || start.y !== null) target.setZoom(moved(target, start, -across, -up));
  };
}

function choose(target: ZoomTarget, { x, y }: Box): void {
  const zoom = target.zoom();
  const geometry = target.geometry();
  target.setZoom({
    x: x === null ? zoom.x : boundedX(partOf(geometry.x, x), target),
    y: y === null ? zoom.y : boundedY(partOf(geometry.y, y), geometry.y),
  });
}

function partOf([low, high]: Interval, [from, to]: Interval): Interval {
  return [low + from * (high - low), low + to * (high - low)];
}

function clampShare(share: number): number {
  return Math.max(0, Math.min(1, share));
}

/** The interval `factor` times as long, the place at `share` staying where it is; all of x when it is no longer a part. */
function scaledX(target: ZoomTarget, share: number, factor: number): Interval | null {
  const [least, greatest] = target.whole();
  const wanted = boundedX(scaled(target.geometry().x, share, factor), target);
  return factor > 1 && wanted[0] <= least && wanted[1] >= greatest ? null : wanted;
}

function scaledY(target: ZoomTarget, share: number, factor: number): Interval {
  const { y } = target.geometry();
  return boundedY(scaled(y, share, factor), y);
}

function scaled([low, high]: Interval, share: number, factor: number): Interval {
  const centre = low + share * (high - low);
  return [centre - share * (high - low) * factor, centre + (1 - share) * (high - low) * factor];
}

function boundedX([low, high]: Interval, target: ZoomTarget): Interval {
  const [least, greatest] = target.whole();
  const finest = Math.max(Math.abs(least), Math.abs(greatest), Number.MIN_VALUE * 1e16) * FINEST;
  const [from, to] = [Math.max(low, least), Math.min(high, greatest)];
  return to - from >= finest ? [from, to] : target.geometry().x;
}

/** Values may lie anywhere; but what is shown must be told apart. */
function boundedY([low, high]: Interval, before: Interval): Interval {
  const finest = Math.max(Math.abs(low), Math.abs(high), Number.MIN_VALUE * 1e16) * FINEST;
  return Number.isFinite(high - low) && high - low >= finest ? [low, high] : before;
}
