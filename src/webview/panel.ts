import { isArranged, NO_ARRANGEMENT, withAllShown, withHidden } from '../common/arrangement';
import { type Arrangement, DEFAULT_CHOICES, type FigureChoices, type Reading } from '../common/figure-choices';
import type { Block } from '../common/frame';
import type { ChartViewport, Frame, PointAnswer, RunDescription, Snapshot, TextLine } from '../common/protocol';
import type { ControlValue } from '../common/record';
import { t } from '../common/words';
import { CompareTable } from './compare-table';
import { Controls } from './controls';
import type { Question } from './crosshair-points';
import { element } from './dom';
import type { DrawnChart } from './export/drawn-chart';
import { exportEntries, type ExportActions } from './export/export-menu';
import { Figure } from './figure';
import { HiddenCharts } from './hidden-charts';
import { Header } from './header';
import type { MenuEntry } from './menu';
import { Notices } from './notices';
import { Progress } from './progress';
import { ReadingBar } from './reading-bar';
import { RunStrip } from './run-strip';
import { Search } from './search';
import { Splitter } from './splitter';
import { StopButton } from './stop-button';
import { TextPane } from './text-pane';
import type { Theme } from './theme';
import { Throttle } from './throttle';
import type { ToolbarButton } from './toolbar';
import type { SavedState } from './view-state';

export interface PanelContext extends ExportActions {
  requestDraw(): void;
  compare(): void;
  /** The user wants the program to stop. */
  stop(): void;
  /** The user wants a control of the program to have this value. */
  control(name: string, value: ControlValue): void;
  choose(text: string): void;
  /** The user arranged the figure or reads it in another way. `revision` counts such choices from 1. */
  chosen(choices: FigureChoices, revision: number): void;
  /** The points behind columns are wanted. */
  ask(question: Question): void;
  /** The user followed a link in the printed text. */
  open(path: string, line: number): void;
}

/** Least heights of the text and of the charts above it, in CSS pixels. */
const LEAST_TEXT = 64;
const LEAST_FIGURE = 120;
/** Milliseconds between two numbers of points. */
const COUNTS_INTERVAL = 250;

/** Everything that a panel shows, from the header to the printed text. */
export class Panel {
  private readonly header = new Header();
  private readonly notices = new Notices();
  private readonly progress = new Progress();
  private readonly stopButton: StopButton;
  private readonly controls: Controls;
  private readonly search: Search;
  private readonly figure: Figure;
  private readonly strip: RunStrip;
  private readonly compare: CompareTable;
  private readonly text: TextPane;
  private run: RunDescription | undefined;
  /** The runs drawn over it. */
  private others: readonly RunDescription[] = [];
  private readonly hiddenCharts: HiddenCharts;
  private readonly splitter: Splitter;
  private readonly textButton: ToolbarButton;
  /** What the user chose for the figure, as the host keeps it. */
  private choices: FigureChoices = DEFAULT_CHOICES;
  /** How often the user chose: a snapshot tells which of these choices it has. */
  private revision = 0;
  private runsShown = '';
  /** What is told of the runs but the number of points. */
  private known = '';
  private readonly counts = new Throttle(COUNTS_INTERVAL, () => this.showRuns());
  private readonly reading: ReadingBar;
  private readonly readingButton: ToolbarButton;

  constructor(
    private readonly root: HTMLElement,
    private readonly state: SavedState,
    theme: Theme,
    private readonly context: PanelContext,
  ) {
    this.stopButton = new StopButton(this.header.toolbar, () => context.stop());
    this.controls = new Controls(this.header.toolbar, state, (name, value) => context.control(name, value));
    this.strip = new RunStrip(theme);
    this.compare = new CompareTable((open) => state.change({ configsOpen: open }));
    this.search = new Search((text) => context.choose(text));
    this.hiddenCharts = new HiddenCharts((chart) => this.showHidden(chart));
    this.figure = new Figure(
      theme,
      {
        requestDraw: () => context.requestDraw(),
        zoomed: (zooms) => state.setZooms(zooms),
        savedZoom: (chart) => state.zoomOf(chart),
        entries: (chart) => [{ label: t('Export'), entries: exportEntries(chart.description.id, context) }],
        arranged: (arrangement) => this.keep({ arrangement }),
        maximised: (maximised) => state.change({ maximised }),
        clearFilter: () => this.search.clear(),
        ask: (question) => context.ask(question),
      },
      state.current.maximised,
    );
    this.text = new TextPane({
      open: (path, line) => context.open(path, line),
      wrapped: (textWrap) => state.change({ textWrap }),
    });
    this.text.setWrap(state.current.textWrap);
    this.splitter = new Splitter(
      () => this.text.element.offsetHeight,
      (height) => this.setTextHeight(height, true),
    );
    const bars = element('div', 'bars');
    this.reading = new ReadingBar((reading) => this.read(reading));
    bars.append(
      this.reading.element,
      this.strip.element,
      this.compare.element,
      this.search.element,
      this.hiddenCharts.element,
      this.notices.element,
    );
    root.append(
      this.header.element,
      this.progress.element,
      this.controls.element,
      bars,
      this.figure.element,
      this.splitter.element,
      this.text.element,
    );
    const { reading, text } = this.fillToolbar();
    this.readingButton = reading;
    this.textButton = text;
    this.showReading();
    this.showText();
    new ResizeObserver(() => this.setTextHeight(this.state.current.textHeight, false)).observe(root);
  }

  /** Adds the panel's buttons; returns those that show a state. */
  private fillToolbar(): { readonly reading: ToolbarButton; readonly text: ToolbarButton } {
    const { toolbar } = this.header;
    toolbar.add({ id: 'search', label: t('Search Metrics'), icon: 'search', run: () => this.search.toggle() });
    toolbar.add({
      ...{ id: 'compare', label: t('Compare with Other Runs'), icon: 'layers' },
      run: () => this.context.compare(),
    });
    const reading = toolbar.add({
      ...{ id: 'reading', label: t('Read Curves'), icon: 'graph-line' },
      run: () => this.toggleReading(),
    });
    toolbar.add({
      ...{ id: 'layout', label: t('Layout'), icon: 'editor-layout' },
      entries: () => this.layoutEntries(),
    });
    toolbar.add({
      ...{ id: 'export', label: t('Export'), icon: 'export' },
      entries: () => exportEntries(null, this.context),
    });
    const text = toolbar.add({
      ...{ id: 'text', label: t('Printed Text'), icon: 'output' },
      run: () => this.toggleText(),
    });
    return { reading, text };
  }

  private layoutEntries(): readonly MenuEntry[] {
    const { arrangement } = this.choices;
    return [
      {
        label: t('Show Hidden Charts'),
        disabled: this.hiddenCharts.element.hidden,
        entries: this.hiddenCharts.entries(),
      },
      {
        ...{ label: t('Reset Layout'), separated: true, disabled: !isArranged(arrangement) },
        run: () => this.arrange(NO_ARRANGEMENT, t('The layout was reset')),
      },
    ];
  }

  private showHidden(chart: string | null): void {
    const { arrangement } = this.choices;
    const next = chart === null ? withAllShown(arrangement) : withHidden(arrangement, chart, false);
    this.arrange(next, chart === null ? t('All charts are shown') : t('The chart is shown'));
  }

  private arrange(arrangement: Arrangement, words: string): void {
    this.figure.arrange(arrangement, true, words);
  }

  /** Has the host keep what the user chose, for this figure wherever it is shown. */
  private keep(change: Partial<FigureChoices>): void {
    // What is remembered has not come yet: it is not to be replaced unseen.
    if (this.runsShown === '') return;
    this.choices = { ...this.choices, ...change };
    this.revision += 1;
    this.context.chosen(this.choices, this.revision);
  }

  showSnapshot(snapshot: Snapshot): void {
    this.state.change({ identity: snapshot.identity });
    this.header.setTitle(snapshot.figure.title);
    this.showRuns(snapshot.run, snapshot.others);
    const runs = [snapshot.run, ...snapshot.others];
    this.compare.update(runs, snapshot.configs, this.state.current.configsOpen);
    this.search.update(snapshot.figure);
    this.text.reset(snapshot.text, snapshot.earlierLines);
    this.showText();
    this.showFigure(snapshot);
    this.root.dataset['generation'] = String(snapshot.generation);
    this.root.dataset['sequence'] = '0';
  }

  private showFigure({ identity, figure, choices, revision, metrics, run, others }: Snapshot): void {
    const identityText = JSON.stringify(identity);
    const isSameRuns = identityText === this.runsShown;
    // A snapshot that was on its way knows nothing of what was chosen meanwhile.
    if (!isSameRuns || revision >= this.revision) this.choices = choices;
    this.runsShown = identityText;
    this.hiddenCharts.update(figure.hidden);
    this.state.setAxes(axesOf(choices.reading));
    this.reading.update(this.choices.reading, metrics);
    // Its points are read in the way that it knows.
    const { x, logX, smoothing } = choices.reading;
    const shown = { ...this.choices, reading: { ...this.choices.reading, x, logX, smoothing } };
    const runs = [run, ...others].map(({ name }) => name);
    this.figure.update({ figure, choices: shown, isOfAllMetrics: identity.figure === null, runs, isSameRuns });
  }

  /** Throws a RangeError when a block does not fit the figure. */
  showFrame(frame: Frame, blocks: readonly Block[]): void {
    this.figure.apply(blocks);
    this.figure.note(frame);
    this.notices.setEarlierMarkers(this.figure.earlierMarkers);
    if (frame.sequence === 1) this.figure.touch();
    if (frame.run !== undefined || frame.others !== undefined) this.takeRuns(frame.run, frame.others);
    if (frame.text !== undefined && frame.text.length > 0) this.addText(frame.text);
  }

  /** Throws a RangeError when an answer is none. */
  takePoints(answer: PointAnswer): void {
    this.figure.takePoints(answer);
  }

  showTrouble(message: string): void {
    this.notices.showTrouble(message);
  }

  setTheme(theme: Theme): void {
    this.strip.setTheme(theme);
    this.figure.setTheme(theme);
  }

  rescale(): void {
    this.figure.rescale();
  }

  /** Draws what changed and returns what went wrong. */
  draw(): Promise<unknown[]> {
    return this.figure.draw();
  }

  /** What is to be taken away. */
  get title(): string {
    return this.header.titleWords;
  }

  charts(): Promise<DrawnChart[]> {
    return this.figure.drawn();
  }

  viewports(): ChartViewport[] {
    return this.figure.viewports();
  }

  /** Shows how runs fare: at once when more is new than how many points they have, which no one can read sixty times a second. */
  private takeRuns(run = this.run, others = this.others): void {
    this.run = run;
    this.others = others;
    const known = [run, ...others].map((one) => one && withoutPoints(one)).join();
    if (known === this.known) this.counts.request();
    else this.showRuns();
    this.known = known;
  }

  /** The user reads the figure in another way. */
  private read(reading: Reading): void {
    this.figure.choose(reading);
    this.keep({ reading });
  }

  private toggleReading(): void {
    this.state.change({ readingOpen: !this.state.current.readingOpen });
    this.showReading();
  }

  private showReading(): void {
    const { readingOpen } = this.state.current;
    this.reading.element.hidden = !readingOpen;
    this.readingButton.setPressed(readingOpen);
  }

  private showRuns(run = this.run, others = this.others): void {
    this.run = run;
    this.others = others;
    if (run === undefined) return;
    this.strip.update([run, ...others]);
    this.progress.update([run, ...others]);
    this.controls.update(run, others);
    this.stopButton.update(run, others);
    this.header.setRun(run, others);
    this.notices.setRuns([run, ...others]);
    this.root.dataset['points'] = String(run.points);
  }

  private addText(text: readonly TextLine[]): void {
    const first = this.text.isEmpty;
    this.text.append(text);
    if (first) this.showText();
  }

  private get textOpen(): boolean {
    return this.state.current.textOpen ?? !this.text.isEmpty;
  }

  private toggleText(): void {
    this.state.change({ textOpen: !this.textOpen });
    this.showText();
  }

  private showText(): void {
    const open = this.textOpen;
    this.text.element.hidden = !open;
    this.splitter.element.hidden = !open;
    this.textButton.setPressed(open);
    this.setTextHeight(this.state.current.textHeight, false);
  }

  private setTextHeight(wanted: number, keep: boolean): void {
    const greatest = Math.max(LEAST_TEXT, this.root.clientHeight - LEAST_FIGURE);
    const height = Math.max(LEAST_TEXT, Math.min(greatest, wanted));
    this.text.element.style.maxHeight = `${height}px`;
    this.splitter.showValue(height, LEAST_TEXT, greatest);
    if (keep) this.state.change({ textHeight: height });
  }
}

/** All that is told of a run but the number of its points. */
function withoutPoints(run: RunDescription): string {
  return JSON.stringify({ ...run, points: 0 });
}

/** What x is, as a text to compare; empty for what it is at first. */
function axesOf({ x, logX }: Reading): string {
  return x.kind === 'step' && !logX ? '' : JSON.stringify([x, logX]);
}
