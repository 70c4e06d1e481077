/** Commands by which tests look at the editor through its API. */
import * as vscode from 'vscode';
import { runCounts, type RunCounts } from './run-counts';

interface TabDescription {
  readonly label: string;
  readonly group: number;
  readonly active: boolean;
  /** Type of a webview panel, without VS Code's prefix; empty for other tabs. */
  readonly webview: string;
}

interface OutputDescription {
  readonly mimes: readonly string[];
  /** Texts by MIME type; of binary items their size in bytes. */
  readonly items: Readonly<Record<string, string | number>>;
}

interface CellDescription extends RunCounts {
  readonly text: string;
  readonly executionOrder: number | null;
  readonly success: boolean | null;
  readonly outputs: readonly OutputDescription[];
}

/** Registers the commands `sideplotTests.*`. */
export function registerInspection(context: vscode.ExtensionContext): void {
  const register = (id: string, action: (...args: never[]) => unknown): void => {
    context.subscriptions.push(vscode.commands.registerCommand(`sideplotTests.${id}`, action));
  };
  register('tabs', tabs);
  register('commands', (prefix: string) => commandsWith(prefix));
  register('cells', (uri: vscode.Uri) => cells(uri));
  register('openNotebook', (uri: vscode.Uri) => openNotebook(uri));
  register('runCells', (uri: vscode.Uri, index?: number) => runCells(uri, index));
  register('updateSetting', (section: string, value: unknown) =>
    vscode.workspace.getConfiguration().update(section, value, vscode.ConfigurationTarget.Global),
  );
}

function tabs(): TabDescription[] {
  return vscode.window.tabGroups.all.flatMap((group, index) =>
    group.tabs.map((tab) => ({
      label: tab.label,
      group: index,
      active: tab.isActive,
      webview: tab.input instanceof vscode.TabInputWebview ? tab.input.viewType.replace(/^mainThreadWebview-/, '') : '',
    })),
  );
}

async function commandsWith(prefix: string): Promise<string[]> {
  const all = await vscode.commands.getCommands(true);
  return all.filter((id) => id.startsWith(prefix)).sort();
}

async function openNotebook(uri: vscode.Uri): Promise<number> {
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  await vscode.window.showNotebookDocument(notebook, { preview: false });
  return notebook.cellCount;
}

/** Starts one cell or all; does not wait for their end. */
function runCells(uri: vscode.Uri, index?: number): void {
  const notebook = notebookOf(uri);
  const ranges = [{ start: index ?? 0, end: index === undefined ? notebook.cellCount : index + 1 }];
  void vscode.commands.executeCommand('notebook.cell.execute', { ranges, document: notebook.uri });
}

function cells(uri: vscode.Uri): CellDescription[] {
  return notebookOf(uri)
    .getCells()
    .map((cell) => ({
      ...runCounts(cell),
      text: cell.document.getText(),
      executionOrder: cell.executionSummary?.executionOrder ?? null,
      success: cell.executionSummary?.success ?? null,
      outputs: cell.outputs.map(describeOutput),
    }));
}

function notebookOf(uri: vscode.Uri): vscode.NotebookDocument {
  const notebook = vscode.workspace.notebookDocuments.find((document) => document.uri.fsPath === uri.fsPath);
  if (!notebook) throw new Error(`${uri.fsPath} is not open`);
  return notebook;
}

function describeOutput(output: vscode.NotebookCellOutput): OutputDescription {
  const entries = output.items.map(
    (item) => [item.mime, item.mime.startsWith('image/') ? item.data.length : text(item)] as const,
  );
  return { mimes: output.items.map((item) => item.mime), items: Object.fromEntries(entries) };
}

const text = (item: vscode.NotebookCellOutputItem): string => new TextDecoder().decode(item.data);
