/** The item in the status bar: the headline metric of the run that goes on, and for a while how it ended. */
import * as vscode from 'vscode';
import type { Run } from '../../common/run';
import type { Panels } from '../panels';
import { activeRun } from './active-run';
import type { Headlines } from '../headlines';
import type { Look, RunWatch } from './run-watch';
import { spokenStatus, stateOf, statusText, statusTooltip, type RunState } from './status-text';

/** How long the end of a run, or that it waits, is shown. */
const LINGER_MILLISECONDS = 30_000;
/** A tooltip that somebody reads is not to change all the time. */
const TOOLTIP_MILLISECONDS = 2000;
const PRIORITY = 40;
/** The first colours of the panels' palettes. */
const COLOURS = { light: '#0072b2', dark: '#56b4e9' };

export class StatusBar implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly subscriptions: vscode.Disposable;
  private shown: RunState | null = null;
  private linger: NodeJS.Timeout | null = null;
  /** The run that waits, and was shown as such. */
  private waited = '';
  private toldAt = 0;

  constructor(
    private readonly watch: RunWatch,
    private readonly panels: Panels,
    private readonly headlines: Headlines,
  ) {
    this.item = vscode.window.createStatusBarItem('sideplot.run', vscode.StatusBarAlignment.Left, PRIORITY);
    this.item.name = vscode.l10n.t('Sideplot Run');
    this.subscriptions = vscode.Disposable.from(
      this.item,
      watch.onDidLook((looks) => this.looked(looks)),
      headlines.onDidChange(() => this.looked([])),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.stay();
  }

  /** What the item says, `null` while it is hidden. */
  get text(): string | null {
    return this.shown === null ? null : this.item.text;
  }

  get tooltip(): string {
    const { tooltip } = this.item;
    return tooltip instanceof vscode.MarkdownString ? tooltip.value : (tooltip ?? '');
  }

  /** The run that is shown. */
  get run(): string | null {
    return this.shown?.id ?? null;
  }

  private looked(looks: readonly Look[]): void {
    const { going } = this.watch;
    const active = activeRun(going, this.panels.current?.identity.run ?? null);
    if (active !== undefined && !active.cells.isWaiting) {
      this.waited = '';
      this.stay();
      this.show(active, going.length - 1);
      return;
    }
    const ended = looks.filter(({ run }) => run.status !== 'running');
    const newest = ended.find(({ run }) => run.id === this.shown?.id) ?? ended.at(-1);
    if (newest !== undefined) {
      this.show(newest.run, going.length);
      this.hideSoon();
    } else if (active !== undefined && this.waited !== active.id) {
      this.waited = active.id;
      this.show(active, going.length - 1);
      this.hideSoon();
    }
  }

  private show(run: Run, others: number): void {
    const state = stateOf(run, this.headlines.of(run), Date.now() / 1000);
    const text = statusText(state);
    const { kind } = vscode.window.activeColorTheme;
    const isLight = kind === vscode.ColorThemeKind.Light || kind === vscode.ColorThemeKind.HighContrastLight;
    const isSame = this.shown?.id === state.id && this.shown.status === state.status;
    if (!isSame || Date.now() - this.toldAt >= TOOLTIP_MILLISECONDS) {
      this.toldAt = Date.now();
      this.item.tooltip = statusTooltip(state, others, isLight ? COLOURS.light : COLOURS.dark);
    }
    this.shown = state;
    if (this.item.text !== text) {
      this.item.text = text;
      this.item.accessibilityInformation = { label: spokenStatus(state), role: 'button' };
    }
    this.item.command = {
      title: vscode.l10n.t('Show Plots of Active Run'),
      command: 'sideplot.showActiveRun',
      arguments: [state.id],
    };
    this.item.show();
  }

  private stay(): void {
    clearTimeout(this.linger ?? undefined);
    this.linger = null;
  }

  private hideSoon(): void {
    this.stay();
    this.linger = setTimeout(() => {
      this.linger = null;
      this.shown = null;
      this.item.hide();
    }, LINGER_MILLISECONDS);
    this.linger.unref();
  }
}
