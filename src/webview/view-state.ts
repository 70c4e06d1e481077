import type { PanelIdentity } from '../common/protocol';
import type { Interval } from './domain';
import type { Host } from './host';

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
  /** The visible intervals of x, by chart id. */
  readonly zoom: Readonly<Record<string, Interval>>;
}

const INITIAL: ViewState = {
  identity: null,
  textOpen: null,
  textHeight: 160,
  textWrap: false,
  configsOpen: false,
  zoom: {},
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

  setZoom(chart: string, interval: Interval | null): void {
    const others = Object.entries(this.state.zoom).filter(([id]) => id !== chart);
    this.change({ zoom: Object.fromEntries(interval === null ? others : [...others, [chart, interval]]) });
  }

  zoomOf(chart: string): Interval | null {
    return Object.hasOwn(this.state.zoom, chart) ? (this.state.zoom[chart] ?? null) : null;
  }
}

/** Takes what is usable: the state may come from another version. */
function restored(given: unknown): ViewState {
  if (typeof given !== 'object' || given === null) return INITIAL;
  const { identity, textOpen, textHeight, textWrap, configsOpen, zoom } = given as Record<string, unknown>;
  return {
    identity: typeof identity === 'object' ? (identity as PanelIdentity | null) : null,
    textOpen: typeof textOpen === 'boolean' ? textOpen : null,
    textHeight: typeof textHeight === 'number' && textHeight > 0 ? textHeight : INITIAL.textHeight,
    textWrap: textWrap === true,
    configsOpen: configsOpen === true,
    zoom: typeof zoom === 'object' && zoom !== null ? Object.fromEntries(Object.entries(zoom).filter(isZoom)) : {},
  };
}

function isZoom(entry: [string, unknown]): entry is [string, Interval] {
  const [, interval] = entry;
  if (!Array.isArray(interval) || interval.length !== 2) return false;
  const [low, high] = interval as unknown[];
  return typeof low === 'number' && typeof high === 'number' && low < high && Number.isFinite(high - low);
}
