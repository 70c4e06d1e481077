/**
 * Panels whose extension host has crashed: the editor starts another host, but leaves their pages as they are and gives them to nobody. They are
 * replaced by new panels in the same places.
 */
import * as vscode from 'vscode';
import type { PanelIdentity } from '../common/protocol';
import { PANEL_TYPE } from './panel';
import type { Panels } from './panels';

const KEY = 'openPanels';
/** After a reload of the window the editor gives back each panel that is visible, and within this time. */
const PATIENCE_MILLISECONDS = 3000;

export class PanelRevival implements vscode.Disposable {
  private readonly disposable: vscode.Disposable;
  /** What the panels of the host before showed. */
  private readonly left: PanelIdentity[];
  private readonly considered = new Set<vscode.Tab>();
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(
    private readonly panels: Panels,
    private readonly memory: vscode.Memento,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.left = [...memory.get<readonly PanelIdentity[]>(KEY, [])];
    this.disposable = vscode.Disposable.from(
      panels.onDidShow(() => this.remember()),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        if (closed.length > 0) {
          this.remember();
        }
        this.look();
      }),
    );
    this.look();
  }

  dispose(): void {
    this.disposable.dispose();
    this.timers.forEach((timer) => clearTimeout(timer));
  }

  private remember(): void {
    const shown = this.panels.all.map(({ identity }) => identity);
    void this.memory.update(KEY, [...shown, ...this.left].slice(0, 50));
  }

  /** Waits for the panels that are visible; hidden ones are given back when they are shown. */
  private look(): void {
    for (const group of vscode.window.tabGroups.all) {
      const tab = group.activeTab;
      if (tab !== undefined && this.isAlone(tab) && !this.considered.has(tab)) {
        this.considered.add(tab);
        const timer = setTimeout(() => {
          this.timers.delete(timer);
          this.considered.delete(tab);
          this.revive(tab).catch((error: unknown) => this.log.error(`A panel was not revived: ${String(error)}`));
        }, PATIENCE_MILLISECONDS);
        this.timers.add(timer);
      }
    }
  }

  /** Whether a visible tab is a panel's that this host does not have. */
  private isAlone({ input, isActive, group }: vscode.Tab): boolean {
    const isPanel = input instanceof vscode.TabInputWebview && input.viewType.endsWith(PANEL_TYPE);
    const has = this.panels.all.some(
      ({ webviewPanel }) => webviewPanel.visible && webviewPanel.viewColumn === group.viewColumn,
    );
    return isPanel && isActive && !has;
  }

  private async revive(tab: vscode.Tab): Promise<void> {
    const isThere = vscode.window.tabGroups.all.some((group) => group.activeTab === tab);
    const place = this.left.findIndex((identity) => (identity.figure ?? 'Plots') === tab.label);
    const [identity] = isThere && this.isAlone(tab) && place >= 0 ? this.left.splice(place, 1) : [];
    if (identity !== undefined) {
      const { viewColumn } = tab.group;
      this.panels.openIn(identity, viewColumn);
      await vscode.window.tabGroups.close(tab, true);
    }
  }
}
