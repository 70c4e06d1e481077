import type { PanelIdentity } from '../common/protocol';
import type { Interval } from './domain';
import type { Host } from './host';
import { NO_ZOOM, type Zoom } from './zoom';

/** What a panel remembers over a reload of its page: what it shows and how, never the data. */
export interface ViewState {
  readonly identity: PanelIdentity | null;
  /** Whether the printed text is shown; `null` until the user chose. */
  readonly textOpen: boolean | null;
  /** Height of the text in CSS pixels. */
  readonly textHeight: number;
  /** Whether long lines of the text are wrapped. */
  readonly textWrap: boolean;
  /** Whether the configs of several runs are shown. */
  readonly configsOpen: boolean;
  /** The id of the chart that has the whole figure, if one has. */
  readonly maximised: string | null;
  /** The visible intervals of x, by chart id. */
  readonly zoom: Readonly<Record<string, Interval>>;
  /** Those of y. */
  readonly zoomY: Readonly<Record<string, Interval>>;
  /** What x is where the intervals are of, as a text to compare. */
  readonly axes: string;
  /** Whether the controls for reading curves are shown. */
  readonly readingOpen: boolean;
  /** Whether the controls of the program are shown. */
  readonly controlsOpen: boolean;
}

const INITIAL: ViewState = {
  identity: null,
  textOpen: null,
  textHeight: 160,
  textWrap: false,
  configsOpen: false,
  maximised: null,
  zoom: {},
  zoomY: {},
  axes: '',
  readingOpen: false,
  controlsOpen: true,
};

/** Reads and writes the remembered state. */
export class SavedState {
  private state: ViewState;

  constructor(private readonly host: Host) {
    this.state = restored(host.state);
  }

  get current(): ViewState {
    return this.state;
  }

  change(change: Partial<ViewState>): void {
    this.state = { ...this.state, ...change };
    this.host.state = this.state;
  }

  setZooms(zooms: ReadonlyMap<string, Zoom>): void {
    const x = new Map(Object.entries(this.state.zoom));
    const y = new Map(Object.entries(this.state.zoomY));
    for (const [chart, zoom] of zooms) {
      setOrDelete(x, chart, zoom.x);
      setOrDelete(y, chart, zoom.y);
    }
    this.change({ zoom: Object.fromEntries(x), zoomY: Object.fromEntries(y) });
  }

  /** What x is: intervals of something else mean nothing. */
  setAxes(axes: string): void {
    if (axes !== this.state.axes) this.change({ axes, zoom: {}, zoomY: {} });
  }

  zoomOf(chart: string): Zoom {
    const { zoom, zoomY } = this.state;
    const of = (zooms: ViewState['zoom']) => (Object.hasOwn(zooms, chart) ? (zooms[chart] ?? null) : null);
    return { ...NO_ZOOM, x: of(zoom), y: of(zoomY) };
  }
}

function setOrDelete(map: Map<string, Interval>, key: string, value: Interval | null): void {
  if (value === null) map.delete(key);
  else map.set(key, value);
}

/** Takes what is usable: the state may come from another version. */
function restored(given: unknown): ViewState {
  if (typeof given !== 'object' || given === null) return INITIAL;
  const { identity, textOpen, textHeight, textWrap, configsOpen, maximised } = given as Record<string, unknown>;
  const { zoom, zoomY, axes, readingOpen, controlsOpen } = given as Record<string, unknown>;
  return {
    identity: typeof identity === 'object' ? (identity as PanelIdentity | null) : null,
    textOpen: typeof textOpen === 'boolean' ? textOpen : null,
    textHeight: typeof textHeight === 'number' && textHeight > 0 ? textHeight : INITIAL.textHeight,
    textWrap: textWrap === true,
    configsOpen: configsOpen === true,
    maximised: typeof maximised === 'string' ? maximised : null,
    zoom: intervalsOf(zoom),
    zoomY: intervalsOf(zoomY),
    axes: typeof axes === 'string' ? axes : '',
    readingOpen: readingOpen === true,
    controlsOpen: controlsOpen !== false,
  };
}

function intervalsOf(value: unknown): Readonly<Record<string, Interval>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).filter(isZoom)) : {};
}

function isZoom(entry: [string, unknown]): entry is [string, Interval] {
  const [, interval] = entry;
  if (!Array.isArray(interval) || interval.length !== 2) return false;
  const [low, high] = interval as unknown[];
  return typeof low === 'number' && typeof high === 'number' && low < high && Number.isFinite(high - low);
}
