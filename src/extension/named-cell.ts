/** Finds the cell of a notebook that a traceback or a warning names. */
import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { cellFileName } from './cell-file-name';
import type { NotebookPlace } from '../common/record';

/** `Cell In[3]`, in older IPython `<ipython-input-3-0a1b>` and `Input In [3]`. */
const BY_NUMBER = /^(?:(?:Cell |Input )?In ?\[(\d+)\]|<ipython-input-(\d+)-.*>)$/;
const BY_FILE = /[/\\]ipykernel_\d+[/\\](\d+\.py)$/;
/** `%%background` is compiled by this name, whatever the name of its handle. */
const BACKGROUND = /^%%background\b[^\n]*/;

/** @returns `undefined` when the text names no cell, or the notebook does not have it anymore. */
export async function cellNamed(text: string, place: NotebookPlace | null): Promise<vscode.NotebookCell | undefined> {
  const [, newer, older] = BY_NUMBER.exec(text) ?? [];
  const number = newer ?? older;
  const file = BY_FILE.exec(text)?.[1];
  if ((number === undefined && file === undefined) || place === null) {
    return undefined;
  }
  const cells = (await notebookAt(place.path))?.getCells() ?? [];
  return number === undefined
    ? cells.find((cell) => namesOf(cell.document.getText()).includes(file ?? ''))
    : cells.find(({ executionSummary }) => executionSummary?.executionOrder === Number(number));
}

/** A notebook that is not open is opened: its cells know how they were executed when it was saved. */
async function notebookAt(path: string): Promise<vscode.NotebookDocument | undefined> {
  const open = vscode.workspace.notebookDocuments.find(({ uri }) => uri.scheme === 'file' && uri.fsPath === path);
  if (open !== undefined || !isAbsolute(path) || /^[/\\]{2}/.test(path) || !path.endsWith('.ipynb')) {
    return open;
  }
  try {
    return await vscode.workspace.openNotebookDocument(vscode.Uri.file(path));
  } catch {
    return undefined;
  }
}

function namesOf(text: string): string[] {
  const code = text.replaceAll('\r\n', '\n');
  const magic = code.trimStart();
  const background = BACKGROUND.test(magic) ? [`${magic.replace(BACKGROUND, '%%background').trimEnd()}\n`] : [];
  return [code, ...background].map(cellFileName);
}
