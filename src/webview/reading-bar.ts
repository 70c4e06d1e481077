import { DEFAULT_CHOICES, MAX_SMOOTHING, type Reading, type XAxis } from '../common/figure-choices';
import { t } from '../common/words';
import { element, setText } from './dom';
import { widthOf } from './latest-width';
import './reading.css';
import {
  type CheckInput,
  type ChoiceInput,
  makeCheckbox,
  makeDropdown,
  makeSlider,
  makeTextInput,
  type SliderInput,
  type TextInput,
} from './toolkit';

/** How long a slider or typing must rest, in milliseconds, before what it says is used: smoothing looks at all points again. */
const REST = 150;
const AXES: readonly XAxis[] = [{ kind: 'step' }, { kind: 'time' }, { kind: 'relative' }];
const axisNames = () => [t('Step'), t('Wall time'), t('Time since start')];

/** The controls by which the user reads the curves of a figure: what x is, scales, smoothing and the like. */
export class ReadingBar {
  readonly element = element('section', 'reading');
  private reading: Reading = DEFAULT_CHOICES.reading;
  private axes: readonly XAxis[] = AXES;
  private timer: number | undefined;
  private readonly axis: ChoiceInput;
  private readonly logX: CheckInput;
  private readonly logY: CheckInput;
  private readonly outliers: CheckInput;
  private readonly linked: CheckInput;
  private readonly markers: CheckInput;
  private readonly smoothing: SliderInput;
  private readonly weight = element('output', 'reading-weight');
  private readonly latest: TextInput;
  private readonly unit = element('span', 'reading-unit');

  /** @param chosen is told how the user wants to read. */
  constructor(private readonly chosen: (reading: Reading) => void) {
    this.element.setAttribute('aria-label', t('Reading curves'));
    this.axis = makeDropdown(t('X axis'), (place) => this.change({ x: this.axes[place] ?? { kind: 'step' } }));
    this.logX = makeCheckbox(t('Log x'), (logX) => this.change({ logX }));
    this.logY = makeCheckbox(t('Log y'), (logY) => this.change({ logY }));
    this.outliers = makeCheckbox(t('Ignore outliers'), (ignoreOutliers) => this.change({ ignoreOutliers }));
    this.linked = makeCheckbox(t('Link zoom'), (linked) => this.change({ linked }));
    this.markers = makeCheckbox(t('Markers'), (markers) => this.change({ markers }));
    this.smoothing = makeSlider(t('Smoothing'), (value) => this.onSlide(value));
    this.latest = makeTextInput(t('Follow latest'), t('all'), (text) => this.onLatest(text));
    this.latest.element.classList.add('reading-latest');
    this.element.append(
      labelled(t('X axis'), this.axis.element),
      this.logX.element,
      this.logY.element,
      labelled(t('Smoothing'), this.smoothing.element, this.weight),
      this.outliers.element,
      labelled(t('Follow latest'), this.latest.element, this.unit),
      this.linked.element,
      this.markers.element,
    );
  }

  /** Shows how the figure is read. What the user is just changing stays. */
  update(reading: Reading, metrics: readonly string[]): void {
    this.reading = reading;
    const { x } = reading;
    const named = x.kind === 'metric' && !metrics.includes(x.metric) ? [...metrics, x.metric] : metrics;
    this.axes = [...AXES, ...named.map((metric): XAxis => ({ kind: 'metric', metric }))];
    const chosen = this.axes.findIndex((axis) => JSON.stringify(axis) === JSON.stringify(x));
    this.axis.update([...axisNames(), ...named], Math.max(0, chosen));
    this.show();
  }

  private show(): void {
    const { reading } = this;
    this.logX.checked = reading.logX;
    this.logX.element.hidden = reading.x.kind === 'time';
    this.logY.checked = reading.logY;
    this.outliers.checked = reading.ignoreOutliers;
    this.linked.checked = reading.linked;
    this.markers.checked = reading.markers;
    if (this.timer === undefined) this.showInputs(reading);
    this.latest.element.toggleAttribute('disabled', reading.logX);
    setText(this.unit, unitOf(reading.x));
  }

  /** Shows what is in controls that tell what they say only when the user rests. */
  private showInputs({ smoothing, latest }: Reading): void {
    // Its places are coarser than the values: what the user set is not moved.
    if (weightOf(this.smoothing.value) !== smoothing) this.smoothing.value = slideOf(smoothing);
    setText(this.weight, smoothing === 0 ? t('off') : String(smoothing));
    if (!isFocused(this.latest.element)) this.latest.text = latest === null ? '' : String(latest);
  }

  private change(change: Partial<Reading>): void {
    const next = { ...this.reading, ...change };
    // Wall time has no logarithm worth reading, and a window of fixed width none on a logarithmic axis.
    const logX = next.x.kind === 'time' ? false : next.logX;
    const isSameX = JSON.stringify(next.x) === JSON.stringify(this.reading.x);
    this.reading = { ...next, logX, latest: logX || !isSameX ? null : next.latest };
    this.show();
    this.chosen(this.reading);
  }

  private onSlide(slide: number): void {
    const smoothing = weightOf(slide);
    setText(this.weight, smoothing === 0 ? t('off') : String(smoothing));
    this.rest(() => this.change({ smoothing }));
  }

  private onLatest(text: string): void {
    const latest = text.trim() === '' ? null : widthOf(text, this.reading.x);
    const isWrong = latest !== null && !(latest > 0 && Number.isFinite(latest));
    this.latest.element.setAttribute('aria-invalid', String(isWrong));
    this.latest.element.classList.toggle('invalid', isWrong);
    this.latest.element.title = isWrong ? t('A number above 0, in units of x') : '';
    if (!isWrong) this.rest(() => this.change({ latest }));
  }

  private rest(action: () => void): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.timer = undefined;
      action();
    }, REST);
  }
}

/** The weight at a place of the slider: finer near 1, where it matters most. */
export function weightOf(slide: number): number {
  return Math.min(MAX_SMOOTHING, Number((1 - (1 - slide) ** 2).toFixed(3)));
}

function slideOf(weight: number): number {
  return weight >= MAX_SMOOTHING ? 1 : 1 - Math.sqrt(1 - weight);
}

function unitOf(x: XAxis): string {
  if (x.kind === 'step') return t('steps');
  return x.kind === 'metric' ? '' : t('seconds');
}

function labelled(text: string, ...controls: readonly HTMLElement[]): HTMLElement {
  const group = element('span', 'reading-group');
  const label = element('span', 'reading-label', text);
  label.setAttribute('aria-hidden', 'true');
  group.append(label, ...controls);
  return group;
}

/** Whether the user is at it: a page keeps its active element when another has the focus. */
function isFocused(control: HTMLElement): boolean {
  return document.hasFocus() && control.contains(document.activeElement);
}
