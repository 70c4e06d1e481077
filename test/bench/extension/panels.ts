/** Opens panels and looks at them through the product's own objects. */
import * as vscode from 'vscode';
import type { PanelIdentity } from '../../../src/common/protocol';
import type { PlotPanel } from '../../../src/extension/panel';
import { product } from './product';

export interface PanelState {
  readonly identity: PanelIdentity;
  readonly visible: boolean;
  /** Messages sent to the page so far. */
  readonly messages: number;
  readonly drawnPoints: number;
}

const { One, Two, Three, Four, Five, Six, Seven, Eight } = vscode.ViewColumn;
const GROUPS: readonly vscode.ViewColumn[] = [One, Two, Three, Four, Five, Six, Seven, Eight];

/** Opens one panel for each figure, each in an editor group of its own; resolves when all of them have drawn something. */
export async function openPanels(run: string, file: string | null, figures: readonly (string | null)[]): Promise<void> {
  const { panels } = await product();
  if (figures.length > 1) await layOutGroups(figures.length);
  for (const [index, figure] of figures.entries()) {
    const panel = await panels.open({ run, others: [], figure, file }, 'beside');
    panel.webviewPanel.reveal(GROUPS[index], true);
  }
  await Promise.all(panels.all.map((panel) => drawn(panel, 1)));
}

/** Groups in two rows, all of one size. */
function layOutGroups(count: number): Thenable<unknown> {
  const row = { groups: Array.from({ length: Math.ceil(count / 2) }, () => ({})) };
  return vscode.commands.executeCommand('vscode.setEditorLayout', { orientation: 1, groups: [row, row] });
}

/** Waits until the panel's page has drawn what the host had when the run had that many points. */
function drawn(panel: PlotPanel, points: number): Promise<void> {
  if (panel.drawnPoints >= points) return Promise.resolve();
  return new Promise((resolve) => {
    const subscription = panel.onDidDraw(() => {
      if (panel.drawnPoints >= points) {
        subscription.dispose();
        resolve();
      }
    });
  });
}

export async function panelState(): Promise<PanelState[]> {
  const { panels } = await product();
  return panels.all.map(({ identity, webviewPanel, messages, drawnPoints }) => ({
    ...{ identity, messages, drawnPoints },
    visible: webviewPanel.visible,
  }));
}

/** Opens an editor on top of the only panel, which hides it. */
export async function coverPanel(): Promise<void> {
  const { panels } = await product();
  // Empty, as the editor would ask whether to save it otherwise.
  const document = await vscode.workspace.openTextDocument({ language: 'plaintext' });
  await vscode.window.showTextDocument(document, {
    viewColumn: panels.all[0]?.webviewPanel.viewColumn ?? vscode.ViewColumn.One,
  });
}

export async function closeEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await vscode.commands.executeCommand('vscode.setEditorLayout', { orientation: 0, groups: [{}] });
}

/**
 * Draws files from nothing in the visible panel, one after the other and again, `times` each. Resolves to the milliseconds of each drawing by file:
 * from the request to the page's word that all of it is drawn. By turns, so that what else the machine does slows all of them.
 */
export async function redraw(files: readonly string[], times: number): Promise<number[][]> {
  const { panels, runs } = await product();
  const panel = panels.all.find(({ webviewPanel }) => webviewPanel.visible);
  if (panel === undefined) throw new Error('There is no panel.');
  const durations = files.map((): number[] => []);
  // Kept while another one is shown, so that nothing is read again.
  const held = files.map((file) => runs.hold(file, file));
  await Promise.all(held.map(({ caughtUp }) => caughtUp));
  for (let time = 0; time < times; time += 1) {
    for (const [index, file] of files.entries()) {
      const began = performance.now();
      panel.show({ run: file, others: [], figure: null, file });
      await redrawn(panel, held[index]?.run.points ?? NaN);
      durations[index]?.push(performance.now() - began);
    }
  }
  files.forEach((file) => runs.release(file));
  return durations;
}

/** The points drawn count from 0 again when a panel is shown anew, but only with the page's next word. */
function redrawn(panel: PlotPanel, points: number): Promise<void> {
  return new Promise((resolve) => {
    let drawings = 0;
    const subscription = panel.onDidDraw(() => {
      drawings += 1;
      if (drawings > 1 && panel.drawnPoints >= points) {
        subscription.dispose();
        resolve();
      }
    });
  });
}
