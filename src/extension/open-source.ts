/** Opens what a traceback names: a file at a line, or a line of a notebook's cell. */
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import type { RunRecord } from '../common/record';
import { cellNamed } from './named-cell';

/**
 * @param opening of the run whose text it is; `null` when it is not known.
 * @param path as it was printed.
 * @param line from 1.
 * @param panel where the text is shown: what is opened must not cover it.
 */
export async function openSource(
  opening: RunRecord | null,
  path: string,
  line: number,
  panel: vscode.ViewColumn | undefined,
): Promise<void> {
  try {
    const uri = (await cellNamed(path, opening))?.document.uri ?? (await localFile(path, opening));
    if (uri === undefined) {
      const words = vscode.l10n.t('{0} is not here: neither a file of this machine nor a cell of the notebook.', path);
      void vscode.window.showWarningMessage(words);
      return;
    }
    // By this command and not by `showTextDocument`, which cannot show a cell.
    await vscode.commands.executeCommand('vscode.open', uri, {
      viewColumn: columnFor(uri, panel),
      selection: new vscode.Range(line - 1, 0, line - 1, 0),
      preserveFocus: false,
    } satisfies vscode.TextDocumentShowOptions);
  } catch (error) {
    void vscode.window.showWarningMessage(vscode.l10n.t('{0} cannot be opened: {1}', path, String(error)));
  }
}

async function localFile(path: string, opening: RunRecord | null): Promise<vscode.Uri | undefined> {
  const full = absolute(path.replace(/^~(?=[/\\])/, homedir()), opening?.cwd ?? '');
  // A path of another machine would be asked for in the user's name.
  if (full === undefined || /^[/\\]{2}/.test(full)) {
    return undefined;
  }
  const found = await stat(full).catch(() => null);
  return found?.isFile() === true ? vscode.Uri.file(full) : undefined;
}

function absolute(path: string, cwd: string): string | undefined {
  if (isAbsolute(path)) {
    return path;
  }
  return isAbsolute(cwd) ? join(cwd, path) : undefined;
}

/** Where it is seen already, else the first group that is empty or holds more than panels, else a new one. */
export function columnFor({ path }: vscode.Uri, panel: vscode.ViewColumn | undefined): vscode.ViewColumn {
  const editors = [
    ...vscode.window.visibleNotebookEditors.map(({ notebook, viewColumn }) => ({ uri: notebook.uri, viewColumn })),
    ...vscode.window.visibleTextEditors.map(({ document, viewColumn }) => ({ uri: document.uri, viewColumn })),
  ];
  const shown = editors.find(({ uri, viewColumn }) => viewColumn !== undefined && uri.path === path);
  const others = vscode.window.tabGroups.all.filter(({ viewColumn }) => viewColumn !== panel);
  const fitting = others.find(
    ({ tabs }) => tabs.length === 0 || tabs.some(({ input }) => !(input instanceof vscode.TabInputWebview)),
  );
  return shown?.viewColumn ?? fitting?.viewColumn ?? vscode.ViewColumn.Beside;
}
