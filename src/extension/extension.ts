/** Where the editor enters. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import { storageFolder } from '../runner/storage';
import { AutoOpen } from './auto-open';
import { registerCommands } from './commands';
import { provideEnvironment } from './environment';
import { PANEL_TYPE } from './panel';
import { Panels } from './panels';
import { Runs } from './runs';

/** What other extensions, and the tests, are given. */
export interface Sideplot {
  readonly root: string;
  readonly runs: Runs;
  readonly panels: Panels;
}

export function activate(context: vscode.ExtensionContext): Sideplot {
  const log = vscode.window.createOutputChannel('Sideplot', { log: true });
  const root = storageFolder(vscode.workspace.getConfiguration('sideplot').get('directory', ''));
  const marker = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? `window:${vscode.env.sessionId}`;
  const pythonFolder = join(context.extensionPath, 'src', 'runner', 'python');
  provideEnvironment({ root, marker, pythonFolder }, context.environmentVariableCollection);
  const runs = new Runs(root, marker, log);
  const panels = new Panels(context.extensionUri, runs, log);
  const autoOpen = new AutoOpen(runs, panels, context.workspaceState, log);
  const { extensionUri } = context;
  context.subscriptions.push(
    log,
    runs,
    panels,
    autoOpen,
    registerCommands({ extensionUri, root, marker, runs, panels, autoOpen }),
    vscode.window.registerWebviewPanelSerializer(PANEL_TYPE, panels),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('sideplot.directory')) {
        void offerReload();
      }
    }),
  );
  if (context.extensionMode === vscode.ExtensionMode.Development && process.env['SIDEPLOT_DEMO'] === '1') {
    void vscode.commands.executeCommand('sideplot.runDemo');
  }
  return { root, runs, panels };
}

async function offerReload(): Promise<void> {
  const reload = vscode.l10n.t('Reload Window');
  const message = vscode.l10n.t('The storage folder of Sideplot changes with the next reload of the window.');
  if ((await vscode.window.showInformationMessage(message, reload)) === reload) {
    await vscode.commands.executeCommand('workbench.action.reloadWindow');
  }
}
