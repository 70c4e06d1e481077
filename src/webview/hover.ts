import type { Point } from '../common/nearest-point';
import type { SeriesDescription } from '../common/protocol';
import { t } from '../common/words';
import { element } from './dom';
import { labelOf, makeSwatch } from './legend';
import type { Note } from './note-words';
import { type PlotGeometry, shareX, valueX } from './plot-view';
import { isElsewhere, type PlaceReadings, placeText, pointText, type Reading, readAt } from './reading-at';
import type { SeriesData } from './series';
import { formatValue } from './number-format';
import { spokenValues } from './spoken-values';
import type { XWords } from './x-words';

/** How many series a tooltip lists: those nearest to the pointer. */
const LISTED = 12;
const GAP = 14;
/** Dots are shown for entries that are not further from the crosshair than this, in CSS pixels. */
const NEAR = 12;

export interface HoverTarget {
  readonly box: HTMLElement;
  readonly series: readonly SeriesDescription[];
  readonly data: readonly SeriesData[];
  /** The smoothed curves; as many as `data`, or none while none are drawn. */
  smooth(): readonly SeriesData[];
  colours(): readonly string[];
  geometry(): PlotGeometry;
  words(): XWords;
  /** What there is to tell at this place, in CSS pixels from the left of the plotting area, besides values. */
  notes(x: number): readonly Note[];
  /** A point of a series as it was logged, near the crosshair, if one is known. */
  point(index: number): Point | undefined;
  /** The crosshair is at this x, or no longer there. `isMoved`: as the user has moved it, and not what is drawn. */
  pointed(x: number | null, isMoved: boolean): void;
}

/** The crosshair, dots and table of values that follow the pointer or the keys over a chart, or the crosshair of another chart of the figure. */
export class Hover {
  private readonly rule = element('div', 'hover-rule');
  private readonly level = element('div', 'hover-level');
  private readonly dots = element('div', 'hover-dots');
  private readonly tooltip = element('div', 'tooltip');
  private pointer: { readonly x: number; readonly y: number } | undefined;
  /** Where keys have put the crosshair. */
  private keyed: number | null = null;
  /** Where the figure was told that the crosshair is. */
  private told: number | null = null;
  /** Where the crosshair of another chart is. */
  private elsewhere: number | null = null;
  /** Whether the user is moving the crosshair. */
  private isMoved = false;
  /** Whether any part may be seen. */
  private shown = true;

  constructor(private readonly target: HoverTarget) {
    this.tooltip.setAttribute('role', 'tooltip');
    // What changes with each point that comes is read out when the user asks for it.
    this.tooltip.setAttribute('aria-hidden', 'true');
    target.box.append(this.rule, this.level, this.dots, this.tooltip);
    this.hideAll();
  }

  /** Shows what is near this place, in CSS pixels within the chart's box. */
  show(x: number, y: number): void {
    this.pointer = { x, y };
    this.keyed = null;
    this.move();
  }

  /** The pointer has left the chart. */
  hide(): void {
    if (this.pointer === undefined) return;
    this.pointer = undefined;
    this.tell(null, true);
    this.hideAll();
  }

  /** Where keys have put the crosshair; `null` when they have not. */
  get at(): number | null {
    return this.keyed;
  }

  /** Puts the crosshair at this x, wherever the pointer is; `null` takes it away. */
  put(x: number | null): void {
    if (x === null && this.keyed === null) return;
    this.keyed = x;
    this.pointer = undefined;
    if (x === null) this.tell(null, true);
    this.move();
  }

  /** What the table of values tells, to be read out; empty when none is shown. */
  spoken(): string {
    const geometry = this.target.geometry();
    const place = this.keyed === null ? undefined : this.readAround(this.keyed, geometry);
    if (place === undefined || this.keyed === null) return '';
    const notes = this.target.notes(shareX(this.keyed, geometry) * geometry.width);
    return spokenValues(
      place,
      this.target.series,
      this.target.words(),
      notes.map(({ text }) => text),
    );
  }

  /** Shows what the chart has where the crosshair of another one is; `null` when there is none. */
  follow(x: number | null): void {
    this.elsewhere = x;
    // There is one crosshair in a figure: the one that was moved last.
    if (x !== null && x !== this.told) this.keyed = null;
    if (this.pointer === undefined && this.keyed === null) this.refresh();
  }

  private move(): void {
    this.isMoved = true;
    this.refresh();
    this.isMoved = false;
  }

  private tell(x: number | null, isMoved: boolean): void {
    this.told = x;
    this.target.pointed(x, isMoved);
  }

  /** Reads again at the same place, after the data or the size changed. */
  refresh(): void {
    this.shown ||= this.isOwn || this.elsewhere !== null;
    if (this.pointer !== undefined) this.refreshPointer(this.pointer.x, this.pointer.y);
    else if (this.keyed !== null) this.refreshKeyed(this.keyed);
    else if (this.elsewhere !== null) this.refreshFollowed(this.elsewhere);
    else this.hideAll();
  }

  /** Whether the crosshair is this chart's, and not that of another one. */
  private get isOwn(): boolean {
    return this.pointer !== undefined || this.keyed !== null;
  }

  private refreshPointer(left: number, top: number): void {
    const geometry = this.target.geometry();
    const share = (left - geometry.left) / geometry.width;
    const below = top - geometry.top;
    if (share < 0 || share > 1 || below < 0 || below > geometry.height) {
      this.hide();
      return;
    }
    const place = this.readAround(valueX(share, geometry), geometry);
    if (place === undefined) this.hide();
    else this.place(place, { share, below }, geometry);
  }

  /** Out of sight the crosshair waits until its place is shown. */
  private refreshKeyed(x: number): void {
    const geometry = this.target.geometry();
    const share = shareX(x, geometry);
    const place = share >= 0 && share <= 1 ? this.readAround(x, geometry) : undefined;
    if (place === undefined) this.hideAll();
    else this.place(place, { share, below: null }, geometry);
  }

  /** What the series have at `x`, and of that what is nearest; nothing when there are no points. */
  private readAround(x: number, geometry: PlotGeometry): PlaceReadings | undefined {
    const readings = this.read(x, geometry);
    const nearest = readings.reduce<Reading | undefined>((best, one) => (closer(one, best, x) ? one : best), undefined);
    return nearest && { nearest, readings };
  }

  /** The rule and the dots alone: a table in each chart would hide what is to be compared. */
  private refreshFollowed(x: number): void {
    const geometry = this.target.geometry();
    const share = shareX(x, geometry);
    if (!(share >= 0 && share <= 1)) {
      this.hideAll();
      return;
    }
    this.placeRule(geometry.left + share * geometry.width, geometry);
    this.level.hidden = true;
    this.tooltip.hidden = true;
    this.fillDots(this.read(x, geometry), share * geometry.width, geometry);
  }

  private hideAll(): void {
    // Each drawing comes here, and even to hide what is hidden takes time.
    if (!this.shown) return;
    this.shown = false;
    for (const part of [this.rule, this.level, this.dots, this.tooltip]) part.hidden = true;
  }

  private read(x: number, geometry: PlotGeometry): readonly Reading[] {
    const { counts } = this.target.words();
    const smooth = this.target.smooth();
    return this.target.data.flatMap(
      (one, index) => readAt(one, smooth[index], index, x, geometry, counts, this.target.point(index)) ?? [],
    );
  }

  private placeRule(x: number, { top, height }: PlotGeometry): void {
    this.rule.hidden = false;
    this.rule.style.height = `${height}px`;
    this.rule.style.transform = `translate(${Math.round(x)}px, ${top}px)`;
  }

  private place(
    { nearest, readings }: PlaceReadings,
    { share, below }: { readonly share: number; readonly below: number | null },
    geometry: PlotGeometry,
  ): void {
    const { box } = this.target;
    const across = shareX((nearest.from + nearest.to) / 2, geometry) * geometry.width;
    const x = geometry.left + across;
    this.placeRule(x, geometry);
    this.level.hidden = below === null;
    this.level.style.width = `${geometry.width}px`;
    this.level.style.transform = `translate(${geometry.left}px, ${Math.round(geometry.top + (below ?? 0))}px)`;
    this.tooltip.hidden = false;
    this.fillTooltip(nearest, readings, below, this.target.notes(share * geometry.width));
    this.fillDots(readings, across, geometry);
    // Before the table is measured, so that what it changes is laid out with it.
    this.tell((nearest.from + nearest.to) / 2, this.isMoved);
    const { offsetWidth: width, offsetHeight: height } = this.tooltip;
    const right = x + GAP + width <= box.clientWidth;
    const left = right ? x + GAP : Math.max(0, x - GAP - width);
    const top = Math.max(0, Math.min(geometry.top + (below ?? 0) + GAP, box.clientHeight - height));
    this.tooltip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  /** @param below how far below the top the pointer is; `null` when keys lead the crosshair, which has no height. */
  private fillTooltip(
    nearest: Reading,
    readings: readonly Reading[],
    below: number | null,
    notes: readonly Note[],
  ): void {
    const distance = ({ y }: Reading) => (Number.isNaN(y) ? Infinity : Math.abs(y - (below ?? 0)));
    const byDistance = below === null ? readings : [...readings].sort((one, other) => distance(one) - distance(other));
    const closest = below === null ? undefined : byDistance[0];
    // As in the legend.
    const listed = byDistance.slice(0, LISTED).sort((one, other) => one.index - other.index);
    const words = this.target.words();
    const point = (closest ?? nearest).point ?? listed.find((reading) => reading.point !== null)?.point;
    const told = point == null ? '' : pointText(point, words);
    const rows = listed.map((reading) => this.row(reading, nearest, reading === closest && readings.length > 1, told));
    const more = readings.length - listed.length;
    if (more > 0) rows.push(element('div', 'tooltip-more', t('and {0} more', more)));
    this.tooltip.replaceChildren(
      element('div', 'tooltip-step', words.named(placeText(nearest, words))),
      ...(told === '' ? [] : [element('div', 'tooltip-raw-point', t('raw point: {0}', told))]),
      ...rows,
      ...notes.map((note) => this.note(note)),
    );
  }

  /** @param told the place and time that are told above of the points of all rows. */
  private row(reading: Reading, nearest: Reading, closest: boolean, told: string): HTMLElement {
    const row = element('div', closest ? 'tooltip-row closest' : 'tooltip-row');
    const series = this.target.series[reading.index];
    row.append(
      makeSwatch(series ?? { dash: 0 }, this.target.colours()[reading.index] ?? ''),
      element('span', 'tooltip-label', series === undefined ? '' : labelOf(series)),
      element('span', 'tooltip-value', reading.smoothed ?? reading.text),
    );
    if (reading.smoothed !== null) row.append(element('span', 'tooltip-raw', t('raw {0}', reading.text)));
    if (reading.point !== null) row.append(element('span', 'tooltip-raw-value', this.pointValue(reading.point, told)));
    if (isElsewhere(reading, nearest))
      row.append(element('span', 'tooltip-elsewhere', t('at {0}', placeText(reading, this.target.words()))));
    return row;
  }

  private note({ text, series: index }: Note): HTMLElement {
    const note = element('div', 'tooltip-note', text);
    const series = this.target.series[index];
    // Its colour alone: its dashes tell series apart, not runs.
    if (series !== undefined) note.prepend(makeSwatch({ dash: 0 }, this.target.colours()[index] ?? ''));
    return note;
  }

  private pointValue(point: Point, told: string): string {
    const value = formatValue(point.y);
    const place = pointText(point, this.target.words());
    return place === told ? value : t('{0} at {1}', value, place);
  }

  /** @param across where the crosshair is, in CSS pixels from the left of the plotting area. */
  private fillDots(readings: readonly Reading[], across: number, geometry: PlotGeometry): void {
    this.dots.hidden = false;
    const place = ({ from, to }: Reading) => shareX((from + to) / 2, geometry) * geometry.width;
    const dots = readings
      .filter(({ y, from, to }) => y >= 0 && y <= geometry.height && from <= geometry.x[1] && to >= geometry.x[0])
      .filter((reading) => this.isOwn || Math.abs(place(reading) - across) <= NEAR)
      .map((reading) => {
        const dot = element('div', 'hover-dot');
        dot.style.backgroundColor = this.target.colours()[reading.index] ?? '';
        dot.style.transform = `translate(${geometry.left + place(reading)}px, ${geometry.top + reading.y}px)`;
        return dot;
      });
    this.dots.replaceChildren(...dots);
  }
}

/** Whether the place of a reading is nearer to `x`. */
function closer(one: Reading, best: Reading | undefined, x: number): boolean {
  const distance = ({ from, to }: Reading) => Math.abs((from + to) / 2 - x);
  return best === undefined || distance(one) < distance(best);
}
