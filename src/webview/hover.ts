import type { SeriesDescription } from '../common/protocol';
import { type PlotGeometry, shareX, shareY, valueX } from './plot-view';
import { element } from './dom';
import { labelOf, makeSwatch } from './legend';
import { formatStep, formatValue } from './number-format';
import type { SeriesData } from './series';

/** How many series a tooltip lists: those nearest to the pointer. */
const LISTED = 12;
const GAP = 14;

/** What one series has near the pointer. */
interface Reading {
  readonly index: number;
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** In CSS pixels below the top of the plotting area; NaN when the value is not finite. */
  readonly y: number;
}

/** The rule, dots and tooltip that follow the pointer over a chart. */
export class Hover {
  private readonly rule = element('div', 'hover-rule');
  private readonly dots = element('div', 'hover-dots');
  private readonly tooltip = element('div', 'tooltip');
  private pointer: { readonly x: number; readonly y: number } | undefined;

  constructor(
    private readonly box: HTMLElement,
    private readonly series: readonly SeriesDescription[],
    private readonly data: readonly SeriesData[],
    private readonly colours: () => readonly string[],
    private readonly geometry: () => PlotGeometry,
  ) {
    this.tooltip.setAttribute('role', 'tooltip');
    box.append(this.rule, this.dots, this.tooltip);
    this.hide();
  }

  /** Shows what is near this place, in CSS pixels within the chart's box. */
  show(x: number, y: number): void {
    this.pointer = { x, y };
    this.refresh();
  }

  hide(): void {
    this.pointer = undefined;
    for (const part of [this.rule, this.dots, this.tooltip]) part.hidden = true;
  }

  /** Reads again at the same place, after the data or the size changed. */
  refresh(): void {
    if (this.pointer === undefined) return;
    const geometry = this.geometry();
    const share = (this.pointer.x - geometry.left) / geometry.width;
    const below = this.pointer.y - geometry.top;
    if (share < 0 || share > 1 || below < 0 || below > geometry.height) {
      this.hide();
      return;
    }
    const x = valueX(share, geometry);
    const readings = this.data.flatMap((data, index) => readAt(data, index, x, geometry) ?? []);
    const nearest = readings.reduce<Reading | undefined>((best, one) => (closer(one, best, x) ? one : best), undefined);
    if (nearest === undefined) {
      this.hide();
      return;
    }
    this.place(nearest, readings, below, geometry);
  }

  private place(nearest: Reading, readings: readonly Reading[], below: number, geometry: PlotGeometry): void {
    const middle = (nearest.from + nearest.to) / 2;
    const x = geometry.left + shareX(middle, geometry) * geometry.width;
    for (const part of [this.rule, this.dots, this.tooltip]) part.hidden = false;
    this.rule.style.height = `${geometry.height}px`;
    this.rule.style.transform = `translate(${Math.round(x)}px, ${geometry.top}px)`;
    this.fillTooltip(nearest, readings, below);
    this.fillDots(readings, geometry);
    const { offsetWidth: width, offsetHeight: height } = this.tooltip;
    const right = x + GAP + width <= this.box.clientWidth;
    const left = right ? x + GAP : Math.max(0, x - GAP - width);
    const top = Math.max(0, Math.min(geometry.top + below + GAP, this.box.clientHeight - height));
    this.tooltip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  private fillTooltip(nearest: Reading, readings: readonly Reading[], below: number): void {
    const distance = ({ y }: Reading) => (Number.isNaN(y) ? Infinity : Math.abs(y - below));
    const byDistance = [...readings].sort((one, other) => distance(one) - distance(other));
    const [closest] = byDistance;
    const listed = byDistance.slice(0, LISTED).sort((one, other) => one.index - other.index);
    const rows = listed.map((reading) => this.row(reading, nearest, reading === closest && readings.length > 1));
    const more = readings.length - listed.length;
    if (more > 0) rows.push(element('div', 'tooltip-more', `and ${more} more`));
    this.tooltip.replaceChildren(element('div', 'tooltip-step', `step ${stepText(nearest)}`), ...rows);
  }

  private row(reading: Reading, nearest: Reading, closest: boolean): HTMLElement {
    const row = element('div', closest ? 'tooltip-row closest' : 'tooltip-row');
    const series = this.series[reading.index];
    const elsewhere = reading.to < nearest.from || reading.from > nearest.to;
    row.append(
      makeSwatch(series ?? { dash: 0 }, this.colours()[reading.index] ?? ''),
      element('span', 'tooltip-label', series === undefined ? '' : labelOf(series)),
      element('span', 'tooltip-value', reading.text),
    );
    if (elsewhere) row.append(element('span', 'tooltip-elsewhere', `at ${stepText(reading)}`));
    return row;
  }

  private fillDots(readings: readonly Reading[], geometry: PlotGeometry): void {
    const dots = readings
      .filter(({ y, from, to }) => y >= 0 && y <= geometry.height && from <= geometry.x[1] && to >= geometry.x[0])
      .map(({ index, from, to, y }) => {
        const dot = element('div', 'hover-dot');
        const x = geometry.left + shareX((from + to) / 2, geometry) * geometry.width;
        dot.style.backgroundColor = this.colours()[index] ?? '';
        dot.style.transform = `translate(${x}px, ${geometry.top + y}px)`;
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

function stepText({ from, to }: Reading): string {
  return from === to ? formatStep(from) : `${formatStep(from)} – ${formatStep(to)}`;
}

function readAt(data: SeriesData, index: number, x: number, geometry: PlotGeometry): Reading | undefined {
  const entry = data.nearest(x);
  if (entry < 0) return undefined;
  const height = (value: number) => (Number.isFinite(value) ? geometry.height * (1 - shareY(value, geometry)) : NaN);
  if (data.kind === 'points') {
    const value = data.fields[1]?.[entry] ?? NaN;
    const at = data.start(entry);
    return { index, from: at, to: at, text: formatValue(value), y: height(value) };
  }
  const [low = NaN, high = NaN] = [data.fields[1]?.[entry], data.fields[2]?.[entry]];
  const text = low === high || Number.isNaN(low) ? formatValue(low) : `${formatValue(low)} … ${formatValue(high)}`;
  const { from, to } = columnSteps(data, entry);
  return { index, from, to, text, y: height(data.fields[4]?.[entry] ?? NaN) };
}

/** The steps that a column stands for; whole ones when columns are wider than a step. */
function columnSteps(data: SeriesData, entry: number): { readonly from: number; readonly to: number } {
  const from = Math.max(data.start(entry), data.low);
  const to = Math.min(data.end(entry), data.high);
  if (data.width < 2) return { from, to };
  const whole = { from: Math.ceil(from), to: Math.min(Math.ceil(data.end(entry)) - 1, Math.floor(to)) };
  return whole.from <= whole.to ? whole : { from, to };
}
