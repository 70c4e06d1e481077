/** Markers and gaps of a chart: where they are, and how they are drawn behind its curves. */
import type { GapMark, Marker } from '../common/protocol';
import type { PlotArea } from './plot-area';
import { mapX } from './plot-area';
import type { ThemeKind } from './palette';
import { type PlotGeometry, shareX } from './plot-view';

/** Markers nearer to each other than this, in CSS pixels, are one line. */
const APART = 6;
/** How near, in CSS pixels, the pointer has to be. */
const NEAR = 4;
/** Kinds have a colour and a dash each, in CSS pixels: they are told apart without colour. */
const DASHES: Readonly<Record<string, readonly number[]>> = { alert: [], restart: [6, 3], cell: [1, 3] };
const OTHER_DASH = [3, 3];
const LIGHT: Readonly<Record<string, string>> = { alert: '#b01011', restart: '#895503', cell: '#5f6b7a' };
const DARK: Readonly<Record<string, string>> = { alert: '#f48771', restart: '#e2b340', cell: '#b4bcc8' };
const OTHER = { light: '#7b3fb5', dark: '#c79bff' };
/** Least width of a gap and distance of its hatches, in CSS pixels. */
const LEAST_GAP = 3;
const HATCH = 6;
const HATCH_OPACITY = 0.45;
/** Half the width of the flag on top of a marker, in CSS pixels. */
const FLAG = 4;

/** Markers that are drawn as one line. */
export interface MarkerPlace {
  /** In CSS pixels from the left of the plotting area. */
  readonly x: number;
  readonly markers: readonly Marker[];
}

/** The markers in view, those that would lie on each other together. */
export function placeMarkers(markers: readonly Marker[], geometry: PlotGeometry): readonly MarkerPlace[] {
  const shown = markers
    .map((marker) => ({ marker, x: shareX(marker.x, geometry) * geometry.width }))
    .filter(({ x }) => x >= 0 && x <= geometry.width)
    .sort((one, other) => one.x - other.x);
  const places: { x: number; markers: Marker[] }[] = [];
  for (const { marker, x } of shown) {
    const last = places[places.length - 1];
    if (last !== undefined && x - last.x < APART) last.markers.push(marker);
    else places.push({ x, markers: [marker] });
  }
  return places;
}

/** The place that the pointer is on. */
export function markerAt(places: readonly MarkerPlace[], x: number): MarkerPlace | undefined {
  const distance = (place: MarkerPlace) => Math.abs(place.x - x);
  return places.filter((place) => distance(place) <= NEAR).sort((one, other) => distance(one) - distance(other))[0];
}

/** Draws a line with a flag for each place; the kind that matters most gives its look. */
export function drawMarkers(
  context: CanvasRenderingContext2D,
  places: readonly MarkerPlace[],
  area: PlotArea,
  ratio: number,
  theme: ThemeKind,
): void {
  context.lineWidth = Math.max(1, Math.round(ratio));
  for (const { x, markers } of places) {
    const kind =
      ['alert', 'restart', 'note'].find((one) => markers.some((marker) => marker.kind === one)) ?? markers[0]?.kind;
    const colour = markerColour(kind ?? '', theme);
    const place = Math.round(area.left + x * ratio) + 0.5;
    context.strokeStyle = colour;
    context.fillStyle = colour;
    context.setLineDash((DASHES[kind ?? ''] ?? OTHER_DASH).map((length) => length * ratio));
    context.beginPath();
    context.moveTo(place, area.top);
    context.lineTo(place, area.top + area.height);
    context.stroke();
    context.beginPath();
    context.moveTo(place - FLAG * ratio, area.top);
    context.lineTo(place + FLAG * ratio, area.top);
    context.lineTo(place, area.top + FLAG * 1.5 * ratio);
    context.fill();
  }
  context.setLineDash([]);
}

export function markerColour(kind: string, theme: ThemeKind): string {
  const isDark = theme === 'dark' || theme === 'highContrast';
  return (isDark ? DARK : LIGHT)[kind] ?? (isDark ? OTHER.dark : OTHER.light);
}

/** Hatches where points of a series are missing. */
export function drawGaps(
  context: CanvasRenderingContext2D,
  gaps: readonly GapMark[],
  area: PlotArea,
  ratio: number,
  colours: readonly string[],
): void {
  const opacity = context.globalAlpha;
  context.globalAlpha = opacity * HATCH_OPACITY;
  context.lineWidth = Math.max(1, Math.round(ratio));
  const right = area.left + area.width;
  for (const [index, colour] of colours.entries()) {
    const reached = { x: -Infinity };
    context.strokeStyle = colour;
    for (const { from, to } of gaps.filter(({ series }) => series === index).sort((a, b) => a.from - b.from)) {
      const least = LEAST_GAP * ratio;
      const [low, high] = [mapX(from, area), mapX(to, area)];
      const middle = (low + high) / 2;
      const start = Math.max(area.left, reached.x, Math.min(low, middle - least / 2));
      const end = Math.min(right, Math.max(high, middle + least / 2));
      if (end <= start) continue;
      reached.x = end;
      hatch(context, start, end, area, HATCH * ratio);
    }
  }
  context.globalAlpha = opacity;
}

function hatch(context: CanvasRenderingContext2D, left: number, right: number, area: PlotArea, distance: number): void {
  context.save();
  context.beginPath();
  context.rect(left, area.top, right - left, area.height);
  context.clip();
  context.beginPath();
  // On one grid for all gaps, so that neighbours look like one.
  const first = Math.floor((left - area.height) / distance) * distance;
  for (let x = first; x < right; x += distance) {
    context.moveTo(x, area.top + area.height);
    context.lineTo(x + area.height, area.top);
  }
  context.moveTo(left + 0.5, area.top);
  context.lineTo(left + 0.5, area.top + area.height);
  context.moveTo(right - 0.5, area.top);
  context.lineTo(right - 0.5, area.top + area.height);
  context.stroke();
  context.restore();
}
