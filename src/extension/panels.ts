/** All panels of this window: opened, found, brought back after a reload. */
import * as vscode from 'vscode';
import type { PanelIdentity } from '../common/protocol';
import type { OpenPlace } from '../common/record';
import { t } from '../common/words';
import { readIdentity } from './panel-identity';
import { localResourceRoots } from './panel-html';
import { NO_RUN, PANEL_TYPE, PlotPanel } from './panel';
import type { RememberedChoices } from './remembered-choices';
import type { Runs } from './runs';

export class Panels implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly panels = new Set<PlotPanel>();
  private readonly shows = new vscode.EventEmitter<PlotPanel>();
  /** A panel, new or not, shows another figure. */
  readonly onDidShow = this.shows.event;
  /** The panel that was the active editor last. */
  private latest: PlotPanel | null = null;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly runs: Runs,
    private readonly choices: RememberedChoices,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  dispose(): void {
    this.shows.dispose();
  }

  get all(): readonly PlotPanel[] {
    return [...this.panels];
  }

  /** The active panel, else the one that was active last. */
  get current(): PlotPanel | null {
    return this.all.find((panel) => panel.webviewPanel.active) ?? this.latest;
  }

  find({ run, others, figure }: PanelIdentity): PlotPanel | undefined {
    return this.all.find(
      ({ identity }) => identity.run === run && identity.figure === figure && identity.others.join() === others.join(),
    );
  }

  /** Opens a panel without taking the focus, unless it goes into a window of its own. */
  async open(identity: PanelIdentity, place: Exclude<OpenPlace, 'never'>): Promise<PlotPanel> {
    const floating = place === 'window';
    const panel = this.openIn(identity, vscode.ViewColumn.Beside, !floating);
    if (floating) {
      await panel.float();
    }
    return panel;
  }

  /** Opens a panel in a group of editors. */
  openIn(identity: PanelIdentity, viewColumn: vscode.ViewColumn, preserveFocus = true): PlotPanel {
    const webviewPanel = vscode.window.createWebviewPanel(
      PANEL_TYPE,
      t('Plots'),
      { viewColumn, preserveFocus },
      { enableScripts: true, localResourceRoots: localResourceRoots(this.extensionUri) },
    );
    const panel = this.adopt(webviewPanel);
    panel.show(identity);
    return panel;
  }

  /** Called by the editor after a reload of the window, for each panel that was open. */
  deserializeWebviewPanel(webviewPanel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const identity = readIdentity(state) ?? NO_RUN;
    this.adopt(webviewPanel).show(identity);
    return Promise.resolve();
  }

  /** Opens a panel anew in its place: a page that hangs cannot be told to load again, as the editor tells it so by the page itself. */
  private replace(panel: PlotPanel): void {
    const { viewColumn, active } = panel.webviewPanel;
    if (this.panels.has(panel)) {
      this.openIn(panel.identity, viewColumn ?? vscode.ViewColumn.Beside, !active);
      panel.webviewPanel.dispose();
    }
  }

  private adopt(webviewPanel: vscode.WebviewPanel): PlotPanel {
    const panel = new PlotPanel(webviewPanel, this.extensionUri, this.runs, this.choices, this.log);
    this.panels.add(panel);
    this.latest = panel;
    panel.onDidShow((shown) => this.shows.fire(shown));
    panel.onDidActivate(() => {
      this.latest = panel;
    });
    panel.onDidAskReload(() => this.replace(panel));
    panel.onDidClose(() => {
      this.panels.delete(panel);
      this.latest = this.latest === panel ? (this.all.at(-1) ?? null) : this.latest;
    });
    return panel;
  }
}
