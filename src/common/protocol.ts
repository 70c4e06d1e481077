/**
 * What the host and the page of a panel say to each other. The host holds the data, the page is stateless: it says `ready`, is given a snapshot,
 * then frames, each of which it acknowledges with a credit. Two frames at most are on their way.
 */
import type { ControlDescription } from './controls';
import type { DrawnFormat, ExportFormat } from './export-format';
import type { FigureChoices } from './figure-choices';
import type { ProgressSummary } from './progress';
import type { ChartSpec, ControlValue } from './record';

/** Identifies what a panel shows; the page keeps it so that the editor can bring the panel back. */
export interface PanelIdentity {
  /** The run whose figure is shown. */
  readonly run: string;
  /** Further runs, drawn over it. */
  readonly others: readonly string[];
  /** The figure's name, or `null` for the figure that Sideplot makes of all metrics. */
  readonly figure: string | null;
  /** The file, when one is followed that is not in the storage folder. */
  readonly file: string | null;
}

export type RunStatus = 'running' | 'finished' | 'failed' | 'interrupted' | 'lost';

/** One series of a chart. Its place in `ChartDescription.series` is the number that frames use. */
export interface SeriesDescription {
  /** Short, stable and safe as a Vega field value; never the metric's name. */
  readonly id: string;
  /** Shown in the legend and tooltips. Any text: never to be used as markup, field or expression. */
  readonly label: string;
  readonly unit: string;
  /** The metric's name, as the program gave it. */
  readonly metric: string;
  /** Its run: 0 is the snapshot's `run`, 1 the first of its `others`. */
  readonly run: number;
  /** Indices into the page's palettes: see series-style.ts. */
  readonly colour: number;
  readonly dash: number;
}

export interface ChartDescription {
  /** The same for the same chart of the same figure, whatever its place, in every run. */
  readonly id: string;
  readonly title: string;
  readonly series: readonly SeriesDescription[];
  /** How many further series the chart has that are not drawn. */
  readonly hiddenSeries: number;
  /** The program's own Vega-Lite spec: the page draws it instead of its usual lines. Only in a trusted workspace. */
  readonly spec?: ChartSpec;
  /** Something that the user should know of the chart, or missing. */
  readonly note?: string;
}

/** A chart of which nothing is sent, as the user hid it. */
export interface HiddenChart {
  readonly id: string;
  readonly title: string;
}

export interface FigureDescription {
  readonly title: string;
  readonly charts: readonly ChartDescription[];
  /** How many further charts the figure has that are not drawn, as there are too many. */
  readonly hiddenCharts: number;
  /** The charts that the user hid. */
  readonly hidden: readonly HiddenChart[];
  /** What the user typed to choose metrics, as the host applied it. */
  readonly filter: string;
}

export interface RunDescription {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  readonly status: RunStatus;
  /** Why the run failed, or empty. */
  readonly error: string;
  /** Seconds since 1970; `null` when the log does not tell. */
  readonly start: number | null;
  /** Points stored so far. */
  readonly points: number;
  /** What was refused, skipped or lost so far, by reason, in words for the user: `{"line is not JSON": 3}`. Empty when nothing was. */
  readonly problems: Readonly<Record<string, number>>;
  /** The colour that the user gave to the run, as an index into the page's palette. */
  readonly colour: number | null;
  /** How far its loops are; missing when there is nothing to show. */
  readonly progress?: ProgressSummary;
  /** It goes on and can be asked to stop; missing when not. */
  readonly stoppable?: true;
  /** The widgets that its program wants; missing when there are none. */
  readonly controls?: readonly ControlDescription[];
}

/** The values of a run's config as texts, by key; nested ones with their path: `optimizer.lr`. */
export type ConfigTexts = Readonly<Record<string, string>>;

/** Something that happened in a run, as a line across its charts. */
export interface Marker {
  /** In units of the x axis as it is read. */
  readonly x: number;
  /** `note`, `cell`, `restart`, `alert` or another word. */
  readonly kind: string;
  readonly text: string;
  /** Seconds since 1970; `null` when the log does not tell. */
  readonly time: number | null;
  /** Its run: 0 is the snapshot's `run`, 1 the first of its `others`. */
  readonly run: number;
}

/** Where the program had to drop points of a series. */
export interface GapMark {
  readonly chart: number;
  readonly series: number;
  /** In units of the x axis as it is read. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly reason: string;
}

export interface TextLine {
  readonly stream: string;
  readonly text: string;
}

/** Everything a page needs to draw from nothing, except the points: the frames that follow carry all of them. */
export interface Snapshot {
  readonly type: 'snapshot';
  /** The id of the page that asked. */
  readonly page: string;
  /** Grows with each snapshot of a panel: a frame of another generation is not for this picture. */
  readonly generation: number;
  readonly identity: PanelIdentity;
  readonly figure: FigureDescription;
  readonly run: RunDescription;
  /** The runs drawn over it, in the order of the identity. */
  readonly others: readonly RunDescription[];
  /** When several runs are drawn, the config of each, that of `run` first; else empty. */
  readonly configs: readonly ConfigTexts[];
  readonly choices: FigureChoices;
  /** The newest of this page's choices that the host had taken, 0 when it had told none: those with a higher revision were on their way to it. */
  readonly revision: number;
  /** Names of metrics that may stand on the x axis. */
  readonly metrics: readonly string[];
  /** The newest lines of `run`, oldest first. */
  readonly text: readonly TextLine[];
  /** How many older lines are not sent. */
  readonly earlierLines: number;
}

/** What changed since the frame before. */
export interface Frame {
  readonly type: 'frame';
  readonly generation: number;
  /** 1, 2, 3 … within a generation; a gap asks for a resync. */
  readonly sequence: number;
  /** Blocks of points for all charts (see frame.ts); an empty buffer when no points changed. */
  readonly buffer: ArrayBuffer;
  /** Lines printed since the frame before. */
  readonly text?: readonly TextLine[];
  /** The run's new state, when it changed. */
  readonly run?: RunDescription;
  /** The states of the runs drawn over it, when one changed. */
  readonly others?: readonly RunDescription[];
  /** Markers that are new in this generation. */
  readonly markers?: readonly Marker[];
  /** How many older markers are left out with this frame. */
  readonly earlierMarkers?: number;
  /** All gaps of the figure's series, when they changed. */
  readonly gaps?: readonly GapMark[];
  /** For each chart which points it does not show, in words, or empty; when one changed. */
  readonly leftOut?: readonly string[];
}

/** The host wants a picture of what is shown: answered by drawings, or by one `noDrawing`, and apart from the order of snapshots and frames. */
export interface DrawRequest {
  readonly type: 'draw';
  readonly page: string;
  readonly request: number;
  /** `clipboard`: the page puts the picture there itself, and answers with no bytes. */
  readonly kind: DrawnFormat | 'clipboard';
  /** A chart's id, or `null` for the whole figure. */
  readonly chart: string | null;
  /** Whether it is drawn in light colours, whatever the editor's theme. */
  readonly light: boolean;
}

/** The points that the page asked for, apart from the order of snapshots and frames: those in memory at once, then, in a second answer, those read from a log. */
export interface PointAnswer {
  readonly type: 'answer';
  readonly page: string;
  readonly request: number;
  /** See point-answer.ts. */
  readonly buffer: ArrayBuffer;
}

export type HostToPage = Snapshot | Frame;

/** The host asks whether the page is there: it has drawn nothing for a while. */
export interface Ping {
  readonly type: 'ping';
  readonly page: string;
}

/** The page is there. Sent at once, also where nobody sees its window and it draws nothing. */
export interface Pong {
  readonly type: 'pong';
  readonly page: string;
}

/** The page listens and wants a snapshot: after each load, and to start over (a gap, an error). */
export interface Ready {
  readonly type: 'ready';
  /** Minted once per page load: tells a reload from a duplicate. */
  readonly page: string;
}

/** The page has drawn a snapshot (sequence 0) or a frame, and all before it, and can take more. Sent from `requestAnimationFrame`. */
export interface Credit {
  readonly type: 'credit';
  readonly page: string;
  readonly generation: number;
  readonly sequence: number;
}

/** How wide charts are, and what part of x they show: what the host decimates to. Sent after layout, on resize, zoom and pan. */
export interface Viewport {
  readonly type: 'viewport';
  readonly page: string;
  readonly generation: number;
  readonly charts: readonly ChartViewport[];
}

export interface ChartViewport {
  readonly chart: string;
  /** Width of the plotting area in device pixels. */
  readonly width: number;
  /** The visible interval of x, or `null` for all of it. */
  readonly domain: readonly [number, number] | null;
}

/** The user typed into the search field: only metrics whose name contains the text are drawn. */
export interface Filter {
  readonly type: 'filter';
  readonly page: string;
  readonly text: string;
}

/** The user arranged the charts or chose another way to read them. */
export interface Choices {
  readonly type: 'choices';
  readonly page: string;
  /** The snapshot that the user saw. */
  readonly generation: number;
  /** Counts the choices of a page, from 1. */
  readonly revision: number;
  readonly choices: FigureChoices;
}

/** The user pressed a button that the editor answers. */
export interface Action {
  readonly type: 'action';
  readonly page: string;
  readonly action: 'compare' | 'stop';
}

/** The user has moved a control of the main run, or pressed its button. */
export interface SetControl {
  readonly type: 'control';
  readonly page: string;
  readonly name: string;
  /** `true` presses a button. */
  readonly value: ControlValue;
}

/** Something went wrong in the page: shown in the extension's log. */
export interface Trouble {
  readonly type: 'trouble';
  readonly page: string;
  readonly message: string;
}

/** The user followed a link in printed text: the editor opens what it names. */
export interface OpenSource {
  readonly type: 'open';
  readonly page: string;
  /** As it was printed: absolute, relative to the run's folder, beginning with `~`, or a cell as `Cell In[3]` or `<ipython-input-3-…>`. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

/** A part of a picture that the host asked for. */
export interface Drawing {
  readonly type: 'drawing';
  readonly page: string;
  readonly request: number;
  /** From 0; parts come in order. */
  readonly part: number;
  readonly parts: number;
  readonly bytes: ArrayBuffer;
}

/** The picture that the host asked for cannot be made. */
export interface NoDrawing {
  readonly type: 'noDrawing';
  readonly page: string;
  readonly request: number;
  readonly reason: string;
}

/** The user wants to take something away. */
export interface Export {
  readonly type: 'export';
  readonly page: string;
  /** `null` when the user is to be asked. */
  readonly format: ExportFormat | null;
  /** A chart's id, or `null` for the whole figure. */
  readonly chart: string | null;
}

/** The crosshair rests on columns of many points: which of them are nearest to it? A newer question takes the place of the one before. */
export interface PointQuestion {
  readonly type: 'question';
  readonly page: string;
  /** The snapshot that the user sees. */
  readonly generation: number;
  readonly request: number;
  /** In units of the x axis as it is read. */
  readonly x: number;
  readonly places: readonly ColumnPlace[];
}

/** A column of a series of a chart. */
export interface ColumnPlace {
  readonly chart: string;
  /** Index into the chart's series. */
  readonly series: number;
  /** x of its points is at least `low` and less than `high`. */
  readonly low: number;
  readonly high: number;
}

export type PageToHost =
  | Ready
  | Pong
  | Credit
  | Viewport
  | Filter
  | Choices
  | Action
  | SetControl
  | OpenSource
  | PointQuestion
  | Drawing
  | NoDrawing
  | Export
  | Trouble;
