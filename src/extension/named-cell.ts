/** Finds the cell of a notebook that a traceback or a warning names. */
import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { cellFileName } from './cell-file-name';
import type { RunRecord } from '../common/record';
import { notebookOf } from './job-notebook';

/** `Cell In[3]`, in older IPython `<ipython-input-3-0a1b>` and `Input In [3]`. */
const BY_NUMBER = /^(?:(?:Cell |Input )?In ?\[(\d+)\]|<ipython-input-(\d+)-.*>)$/;
const BY_FILE = /[/\\]ipykernel_\d+[/\\](\d+\.py)$/;
/** `%%background` is compiled by this name, whatever the name of its handle. */
const BACKGROUND = /^%%background\b[^\n]*/;

/**
 * @param opening of the run in whose text it is named.
 * @returns `undefined` when the text names no cell, or the notebook does not have it anymore.
 */
export async function cellNamed(text: string, opening: RunRecord | null): Promise<vscode.NotebookCell | undefined> {
  const [, newer, older] = BY_NUMBER.exec(text) ?? [];
  const number = newer ?? older;
  const file = BY_FILE.exec(text)?.[1];
  if (number === undefined && file === undefined) {
    return undefined;
  }
  const isNamed = (cell: vscode.NotebookCell): boolean =>
    number === undefined
      ? namesOf(cell.document.getText()).includes(file ?? '')
      : cell.executionSummary?.executionOrder === Number(number);
  const job = notebookOf(opening?.job ?? null);
  if (job !== undefined) {
    const executed = (await cellsAt(job.copy)).find(isNamed);
    // Where it is to be mended; a parameters' cell is in the copy alone.
    const text = executed?.document.getText();
    return (await cellsAt(job.source)).find(({ document }) => document.getText() === text) ?? executed;
  }
  return (await cellsAt(opening?.notebook?.path ?? '')).find(isNamed);
}

async function cellsAt(path: string): Promise<readonly vscode.NotebookCell[]> {
  return (await notebookAt(path))?.getCells() ?? [];
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
