/** One panel: a webview with a page, the channel to it and the run it shows. */
import * as vscode from 'vscode';
import { Feed } from '../common/feed';
import type { PanelIdentity } from '../common/protocol';
import { Channel } from './channel';
import { localResourceRoots, panelHtml } from './panel-html';
import type { FollowedRun } from './followed-run';
import { openSource } from './open-source';
import type { Runs } from './runs';

/** The webview's type: package.json, the serializer and context keys name it. */
export const PANEL_TYPE = 'sideplot.figure';

/** What a panel shows before there is a run. */
export const NO_RUN: PanelIdentity = { run: '', figure: null, file: null };

export class PlotPanel {
  private readonly disposables: { dispose(): unknown }[] = [];
  private readonly closed = new vscode.EventEmitter<undefined>();
  readonly onDidClose = this.closed.event;
  private readonly activated = new vscode.EventEmitter<undefined>();
  /** The panel has become the active editor. */
  readonly onDidActivate = this.activated.event;
  private readonly shows = new vscode.EventEmitter<PlotPanel>();
  /** The panel shows another figure. */
  readonly onDidShow = this.shows.event;
  private readonly draws = new vscode.EventEmitter<undefined>();
  /** The page has drawn what it was sent. */
  readonly onDidDraw = this.draws.event;
  private readonly feed: Feed;
  private readonly channel: Channel;
  private shown: FollowedRun | null = null;
  private identityNow: PanelIdentity = NO_RUN;
  private visible = true;

  constructor(
    readonly webviewPanel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    private readonly runs: Runs,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const { webview } = webviewPanel;
    webview.options = { enableScripts: true, localResourceRoots: localResourceRoots(extensionUri) };
    webviewPanel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'panel.svg');
    this.feed = new Feed(null, NO_RUN, vscode.workspace.isTrusted);
    this.channel = new Channel(webview, this.feed, {
      drawn: () => this.draws.fire(undefined),
      missing: (chunks) => chunks.forEach((chunk) => void this.shown?.restore(chunk)),
      action: () => void vscode.commands.executeCommand('sideplot.floatPanel'),
      open: (path, line) => void openSource(this.shown?.run.opening ?? null, path, line, this.webviewPanel.viewColumn),
      trouble: (message) => this.log.warn(`${this.webviewPanel.title}: ${message}`),
    });
    this.disposables.push(
      this.closed,
      this.activated,
      this.shows,
      this.draws,
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.feed.trust();
        this.channel.pump();
      }),
      webview.onDidReceiveMessage((message: unknown) => this.channel.receive(message)),
      webviewPanel.onDidChangeViewState(() => this.viewStateChanged()),
      runs.onDidChange((followed) => {
        if (followed === this.shown) {
          this.channel.pump();
        }
      }),
    );
    webviewPanel.onDidDispose(() => this.dispose());
    // Last, so that nothing the page says is missed.
    webview.html = panelHtml(webview, extensionUri);
  }

  get identity(): PanelIdentity {
    return this.identityNow;
  }

  /** The run that is shown, `null` while the panel waits for one. */
  get followed(): FollowedRun | null {
    return this.shown;
  }

  /** How many points the run had when the newest message was made that the page has drawn. */
  get drawnPoints(): number {
    return this.feed.drawnPoints;
  }

  /** Messages sent to the page so far. */
  get messages(): number {
    return this.channel.messages;
  }

  /** Shows another figure in this panel, with the picture's place and window as they are. */
  show(identity: PanelIdentity): void {
    const before = this.identityNow.run;
    this.identityNow = identity;
    this.shown = identity.run === '' ? null : this.runs.hold(identity.run, identity.file);
    if (before !== '') {
      this.runs.release(before);
    }
    this.webviewPanel.title = identity.figure ?? 'Plots';
    this.feed.show(this.shown?.run ?? null, identity);
    this.channel.pump();
    this.shows.fire(this);
  }

  /** Brings the panel to the front of its group, wherever that is. */
  reveal(preserveFocus: boolean): void {
    this.webviewPanel.reveal(undefined, preserveFocus);
  }

  /** Moves the panel into a window of its own. */
  async float(): Promise<void> {
    await this.activate();
    await vscode.commands.executeCommand('workbench.action.moveEditorToNewWindow');
  }

  /** The command that moves an editor acts on the active one, so the panel has to become that first. */
  private async activate(): Promise<void> {
    if (this.webviewPanel.active) {
      return;
    }
    const active = new Promise<void>((resolve) => {
      const subscription = vscode.Disposable.from(
        this.onDidActivate(() => {
          subscription.dispose();
          resolve();
        }),
        this.onDidClose(() => {
          subscription.dispose();
          resolve();
        }),
      );
    });
    this.reveal(false);
    await active;
  }

  private viewStateChanged(): void {
    const { visible, active } = this.webviewPanel;
    if (this.visible && !visible) {
      // A hidden page is unloaded; it says that it is ready when it is shown again.
      this.feed.suspend();
    }
    if (!this.visible && visible) {
      this.feed.resume();
      this.channel.pump();
    }
    this.visible = visible;
    if (active) {
      this.activated.fire(undefined);
    }
  }

  private dispose(): void {
    this.closed.fire(undefined);
    this.feed.suspend();
    if (this.identityNow.run !== '') {
      this.runs.release(this.identityNow.run);
    }
    vscode.Disposable.from(...this.disposables).dispose();
  }
}
