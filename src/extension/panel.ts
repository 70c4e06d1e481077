/** One panel: a webview with a page, the channel to it and the run it shows. */
import * as vscode from 'vscode';
import type { DrawingWish } from '../common/drawings';
import { Feed, type ShownChart } from '../common/feed';
import type { FigureChoices, Reading } from '../common/figure-choices';
import type { Missing } from '../common/missing';
import type { SoughtPoint } from '../common/point-questions';
import type { Action, PanelIdentity, SetControl } from '../common/protocol';
import { Channel } from './channel';
import { localResourceRoots, panelHtml } from './panel-html';
import type { FollowedRun } from './followed-run';
import { openSource } from './open-source';
import { panelTitle } from './panel-title';
import { RememberedChoices } from './remembered-choices';
import type { Runs } from './runs';
import { setControl } from './set-control';

/** The webview's type: package.json, the serializer and context keys name it. */
export const PANEL_TYPE = 'sideplot.figure';

/** How long a page may take to draw a picture. */
const DRAWING_MILLISECONDS = 60_000;

/** What a panel shows before there is a run. */
export const NO_RUN: PanelIdentity = { run: '', others: [], figure: null, file: null };

/** The commands that a page's buttons stand for. */
const COMMANDS: Readonly<Record<Action['action'], string>> = {
  compare: 'sideplot.compareRuns',
  stop: 'sideplot.stopRun',
};

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
  private readonly reloads = new vscode.EventEmitter<undefined>();
  /** The page does not answer, and the user wants another one in its place. */
  readonly onDidAskReload = this.reloads.event;
  private readonly draws = new vscode.EventEmitter<undefined>();
  /** The page has drawn what it was sent. */
  readonly onDidDraw = this.draws.event;
  private readonly feed: Feed;
  private readonly channel: Channel;
  /** The runs that are drawn, the main run first. */
  private shown: readonly FollowedRun[] = [];
  /** Names the figure among those whose choices are remembered. */
  private choicesKey = '';
  private identityNow: PanelIdentity = NO_RUN;
  private visible = true;
  /** Whether the page itself has just chosen. */
  private choosing = false;

  constructor(
    readonly webviewPanel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    private readonly runs: Runs,
    private readonly choices: RememberedChoices,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const { webview } = webviewPanel;
    webview.options = { enableScripts: true, localResourceRoots: localResourceRoots(extensionUri) };
    webviewPanel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'panel.svg');
    this.feed = new Feed([], NO_RUN, vscode.workspace.isTrusted);
    this.channel = new Channel(webview, this.feed, {
      drawn: () => this.draws.fire(undefined),
      missing: (what) => what.forEach((one) => this.restore(one)),
      readPoints: (sought, isWanted) => this.readPoints(sought, isWanted),
      chosen: (choices) => this.choose(choices),
      action: (action) => void this.act(action),
      control: (change) => void this.setControl(change),
      open: (path, line) =>
        void openSource(this.followed?.run.opening ?? null, path, line, this.webviewPanel.viewColumn),
      export: ({ format, chart }) =>
        void vscode.commands.executeCommand('sideplot.export', { panel: this, format, chart }),
      hangs: (hangs) => void this.hangs(hangs),
      trouble: (message) => this.log.warn(`${this.webviewPanel.title}: ${message}`),
    });
    this.disposables.push(
      this.closed,
      this.activated,
      this.shows,
      this.reloads,
      this.draws,
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.feed.trust();
        this.channel.pump();
      }),
      webview.onDidReceiveMessage((message: unknown) => this.channel.receive(message)),
      webviewPanel.onDidChangeViewState(() => this.viewStateChanged()),
      runs.onDidChange((followed) => {
        if (this.shown.includes(followed)) {
          this.showTitle();
          this.recallChoices();
          this.channel.pump();
        }
      }),
      choices.onDidChange((key) => {
        if (key === this.choicesKey && !this.choosing) {
          this.feed.choose(this.choices.get(key), false);
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
    return this.shown[0] ?? null;
  }

  /** The runs that are drawn, the main run first. */
  get followedRuns(): readonly FollowedRun[] {
    return this.shown;
  }

  /** The charts that are drawn. */
  get charts(): readonly ShownChart[] {
    return this.feed.shown;
  }

  /** How the user reads the figure. */
  get reading(): Reading {
    return this.choices.get(this.choicesKey).reading;
  }

  /** How many points the runs had when the newest message was made that the page has drawn. */
  get drawnPoints(): number {
    return this.feed.drawnPoints;
  }

  /** Messages sent to the page so far. */
  get messages(): number {
    return this.channel.messages;
  }

  /** Shows another figure in this panel, with the picture's place and window as they are. */
  show(identity: PanelIdentity): void {
    const before = runsOf(this.identityNow);
    this.identityNow = identity;
    this.shown = runsOf(identity).map((run) => this.runs.hold(run, run === identity.run ? identity.file : null));
    before.forEach((run) => this.runs.release(run));
    this.feed.show(
      this.shown.map(({ run }) => run),
      identity,
    );
    this.showTitle();
    this.recallChoices();
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

  private async act(action: Action['action']): Promise<void> {
    if (action === 'stop') {
      await vscode.commands.executeCommand(COMMANDS.stop, this.identityNow.run);
      return;
    }
    // It acts on the active panel, which one whose button was pressed may not be yet.
    await this.activate();
    await vscode.commands.executeCommand(COMMANDS[action]);
  }

  private async setControl({ name, value }: SetControl): Promise<void> {
    const [main] = this.shown;
    const reason = main && (await setControl(this.runs.folderOf(main.run.id), main.run, name, value));
    if (reason !== undefined && reason !== '') {
      this.log.warn(reason);
      vscode.window.setStatusBarMessage(reason, 5000);
    }
  }

  /** Has the page draw a picture, and shows the panel for it. Rejects with the reason, in words for the user, when there will be none. */
  async draw(wish: DrawingWish): Promise<Uint8Array> {
    if (wish.kind === 'clipboard') {
      // It is open to a page that has the focus alone.
      await this.activate();
    } else if (!this.webviewPanel.visible) {
      this.reveal(true);
    }
    const words = vscode.l10n.t('The panel does not answer.');
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.channel.abandonDrawings(words);
        reject(new Error(words));
      }, DRAWING_MILLISECONDS);
    });
    try {
      return await Promise.race([late, this.listening().then(() => this.channel.draw(wish))]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Fulfilled when the page has drawn what it was sent, or the panel is closed. */
  private async listening(): Promise<void> {
    if (this.feed.listener !== null && this.feed.hasDrawn) {
      return;
    }
    await new Promise<void>((resolve) => {
      const subscription = vscode.Disposable.from(
        this.onDidDraw(() => {
          subscription.dispose();
          resolve();
        }),
        this.onDidClose(() => {
          subscription.dispose();
          resolve();
        }),
      );
    });
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

  /** Reads points again that the page would show better. */
  private restore(missing: Missing): void {
    void this.shown.find(({ run }) => run === missing.series.run)?.restore(missing);
  }

  private async readPoints(sought: readonly SoughtPoint[], isWanted: () => boolean): Promise<readonly SoughtPoint[]> {
    const found = this.shown.map((followed) =>
      followed.readPoints(
        sought.filter(({ from }) => from.run === followed.run),
        isWanted,
      ),
    );
    return (await Promise.all(found)).flat();
  }

  /** What is logged meanwhile is stored as ever; a page that answers again, or is loaded anew, draws it. */
  private async hangs(hangs: boolean): Promise<void> {
    const { title } = this.webviewPanel;
    if (!hangs) {
      this.log.info(`${title}: the page answers again.`);
      vscode.window.setStatusBarMessage(vscode.l10n.t('The panel “{0}” answers again.', title), 5000);
      return;
    }
    this.log.warn(`${title}: the page does not answer.`);
    const reload = vscode.l10n.t('Reload Panel');
    const words = vscode.l10n.t('The panel “{0}” does not answer. Nothing is lost: its run is followed on.', title);
    if ((await vscode.window.showWarningMessage(words, reload)) === reload) {
      this.reloads.fire(undefined);
    }
  }

  private choose(choices: FigureChoices): void {
    this.feed.choose(choices, true);
    this.choosing = true;
    this.choices.set(this.choicesKey, choices);
    this.choosing = false;
  }

  /** A run's name is known when its first record has been read, and the user may change it. */
  private showTitle(): void {
    const title = panelTitle(
      this.identityNow,
      this.shown.map(({ run }) => run),
    );
    if (this.webviewPanel.title !== title) {
      this.webviewPanel.title = title;
    }
  }

  /** The project of a run is known when its first record has been read. */
  private recallChoices(): void {
    const [main] = this.shown;
    const key = main === undefined ? '' : RememberedChoices.keyOf(main.run, this.identityNow.figure);
    if (key !== this.choicesKey) {
      this.choicesKey = key;
      this.feed.choose(this.choices.get(key), false);
    }
  }

  private viewStateChanged(): void {
    const { visible, active } = this.webviewPanel;
    if (this.visible && !visible) {
      // A hidden page is unloaded; it says that it is ready when it is shown again.
      this.feed.suspend();
      this.channel.abandonDrawings(vscode.l10n.t('The panel was hidden.'));
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
    this.channel.abandonDrawings(vscode.l10n.t('The panel was closed.'));
    runsOf(this.identityNow).forEach((run) => this.runs.release(run));
    vscode.Disposable.from(...this.disposables).dispose();
  }
}

function runsOf({ run, others }: PanelIdentity): readonly string[] {
  return run === '' ? [] : [run, ...others];
}
