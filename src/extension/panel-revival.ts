/**
 * Panels whose extension host has crashed: the editor starts another host, but leaves their pages as they are and gives them to nobody. They are
 * replaced by new panels in the same places.
 */
import * as vscode from 'vscode';
import type { PanelIdentity } from '../common/protocol';
import { isObject } from '../common/record-shape';
import { PANEL_TYPE } from './panel';
import { readIdentity } from './panel-identity';
import type { Panels } from './panels';

const KEY = 'openPanels';
/** After a reload of the window the editor gives back each panel that is visible, and within this time. */
const PATIENCE_MILLISECONDS = 3000;

interface LeftPanel {
  readonly identity: PanelIdentity;
  readonly column: number | undefined;
  /** What its tab said. */
  readonly title: string;
}

export class PanelRevival implements vscode.Disposable {
  private readonly disposable: vscode.Disposable;
  /** The panels of the host before that were not given back. */
  private left: LeftPanel[];
  private readonly considered = new Set<vscode.Tab>();
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(
    private readonly panels: Panels,
    private readonly memory: vscode.Memento,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.left = memory.get<readonly unknown[]>(KEY, []).flatMap(readLeft);
    this.disposable = vscode.Disposable.from(
      panels.onDidShow(({ identity }) => {
        this.giveBack(identity);
        this.remember();
      }),
      vscode.window.tabGroups.onDidChangeTabs(({ closed, changed }) => {
        // Also what a tab says may have changed.
        if (closed.length > 0 || changed.some(isPanel)) {
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
    const shown = this.panels.all.map(({ identity, webviewPanel: { viewColumn, title } }) => {
      return { identity, column: viewColumn, title };
    });
    void this.memory.update(KEY, [...shown, ...this.left].slice(0, 50));
  }

  /** A panel that is there is not revived, and no other one takes its place for it. */
  private giveBack(identity: PanelIdentity): void {
    const place = this.left.findIndex((one) => JSON.stringify(one.identity) === JSON.stringify(identity));
    this.left = this.left.filter((_, index) => index !== place);
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
  private isAlone(tab: vscode.Tab): boolean {
    const { isActive, group } = tab;
    const has = this.panels.all.some(
      ({ webviewPanel }) => webviewPanel.visible && webviewPanel.viewColumn === group.viewColumn,
    );
    return isPanel(tab) && isActive && !has;
  }

  private async revive(tab: vscode.Tab): Promise<void> {
    const isThere = vscode.window.tabGroups.all.some((group) => group.activeTab === tab);
    const { viewColumn } = tab.group;
    // Of a tab only its label and its place can be seen: a page's state is given to nobody.
    const alike = this.left.filter(({ title }) => title === tab.label);
    const found = alike.find(({ column }) => column === viewColumn) ?? alike[0];
    if (isThere && this.isAlone(tab) && found !== undefined) {
      this.panels.openIn(found.identity, viewColumn);
      await vscode.window.tabGroups.close(tab, true);
    }
  }
}

function isPanel({ input }: vscode.Tab): boolean {
  return input instanceof vscode.TabInputWebview && input.viewType.endsWith(PANEL_TYPE);
}

function readLeft(value: unknown): LeftPanel[] {
  const identity = readIdentity(value);
  const { column, title } = isObject(value) ? value : {};
  if (identity === undefined || typeof title !== 'string') {
    return [];
  }
  return [{ identity, column: typeof column === 'number' ? column : undefined, title }];
}
