/** Shows the plots of the run that was clicked in the list: one panel for all of them, as the explorer has one preview for all files. */
import type * as vscode from 'vscode';
import type { PanelIdentity } from '../../common/protocol';
import type { AutoOpen } from '../auto-open';
import type { PlotPanel } from '../panel';
import type { Panels } from '../panels';
import type { RunEntry } from './run-entry';

export class RunPreview {
  private panel: PlotPanel | null = null;
  /** What the panel shows as long as nobody else made it show another thing. */
  private identity: PanelIdentity | null = null;
  private subscription: vscode.Disposable | null = null;

  constructor(
    private readonly panels: Panels,
    private readonly autoOpen: AutoOpen,
  ) {}

  /**
   * Brings a panel of the run to the front without taking the focus; else the panel that was opened from here for another run shows this one.
   *
   * @param figure its name; `undefined` for the run's first one.
   */
  async show(entry: RunEntry, figure: string | undefined): Promise<PlotPanel> {
    const identity = identityOf(entry, figure);
    const panel = this.shown(identity, figure) ?? (await this.retarget(identity));
    panel.reveal(true);
    return panel;
  }

  /** Opens a further panel. */
  async showInNew(entry: RunEntry): Promise<PlotPanel> {
    const identity = identityOf(entry, undefined);
    this.autoOpen.remember(identity);
    return this.panels.open(identity, 'beside');
  }

  private shown(identity: PanelIdentity, figure: string | undefined): PlotPanel | undefined {
    const ofRun = this.panels.all.filter((panel) => panel.identity.run === identity.run);
    const alone = ofRun.find((panel) => panel.identity.others.length === 0);
    return this.panels.find(identity) ?? (figure === undefined ? alone : undefined);
  }

  private async retarget(identity: PanelIdentity): Promise<PlotPanel> {
    this.autoOpen.remember(identity);
    if (this.panel !== null && this.panel.identity === this.identity) {
      this.panel.show(identity);
      this.identity = identity;
      return this.panel;
    }
    this.subscription?.dispose();
    const panel = await this.panels.open(identity, 'beside');
    this.panel = panel;
    this.identity = identity;
    this.subscription = panel.onDidClose(() => {
      this.panel = null;
    });
    return panel;
  }
}

function identityOf({ id, summary }: RunEntry, figure: string | undefined): PanelIdentity {
  return { run: id, others: [], figure: figure ?? summary?.figures[0] ?? null, file: null };
}
