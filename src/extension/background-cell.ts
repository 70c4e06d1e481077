/** Runs a notebook's cell in a thread of its kernel, by the magic that `import sideplot` brings: the magic stands in the cell, for all to see and to undo. */
import * as vscode from 'vscode';
import { writeControl } from '../runner/job/control-log';
import type { CellStatus } from './status/cell-status';

const MAGIC = '%%background';
const NOTEBOOK = 'jupyter-notebook';
const IMPORT = /^[ \t]*(?:import|from)[ \t]+sideplot\b/m;

/** The command *Run Cell in Background*: for the cell whose button was pressed, else for the selected one. */
export async function runCellInBackground(given: unknown): Promise<void> {
  // Also here and not only in the menus: a hidden command can still be called.
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage(vscode.l10n.t('In an untrusted workspace Sideplot runs no code.'));
    return;
  }
  const cell = isCell(given) ? given : selectedCell();
  if (cell?.kind !== vscode.NotebookCellKind.Code || cell.document.languageId !== 'python') {
    void vscode.window.showErrorMessage(
      vscode.l10n.t('Select a Python cell of a notebook to run it in the background.'),
    );
    return;
  }
  if (cell.document.getText().trim() === '') {
    return;
  }
  const { notebook, index } = cell;
  const cells = [...(isImported(notebook) ? [] : [importCell()]), withMagic(cell)];
  const isChanged = cells.length > 1 || cells[0]?.value !== cell.document.getText();
  if (isChanged && !(await replace(cell, cells))) {
    void vscode.window.showErrorMessage(vscode.l10n.t('The notebook cannot be edited, so its cell was not run.'));
    return;
  }
  await vscode.commands.executeCommand('notebook.cell.execute', {
    ranges: [{ start: index, end: index + cells.length }],
    document: notebook.uri,
  });
}

/**
 * The command *Stop Background Cell*: asks by the control log, which the kernel reads even while it is busy.
 *
 * @param given the address of a cell; the selected one if it is none.
 */
export async function stopBackgroundCell(given: unknown, status: CellStatus, root: string): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage(vscode.l10n.t('In an untrusted workspace Sideplot stops no cell.'));
    return;
  }
  const cell = typeof given === 'string' ? cellAt(given) : selectedCell();
  const found = cell && status.backgroundCell(cell);
  const count = found?.place.executionCount;
  if (found === undefined || count == null) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'No run tells that this cell runs in the background. The handle of a cell stops it, too: its method stop().',
      ),
    );
    return;
  }
  await writeControl(root, found.run, { type: 'stop-cell', cell: found.place.cell, execution_count: count });
}

/** Whether the cell is written to run in the background. */
export function isInBackground({ document }: vscode.NotebookCell): boolean {
  return document.getText().trimStart().startsWith(MAGIC);
}

function cellAt(address: string): vscode.NotebookCell | undefined {
  return vscode.workspace.notebookDocuments
    .flatMap((notebook) => notebook.getCells())
    .find(({ document }) => document.uri.toString() === address);
}

function isCell(value: unknown): value is vscode.NotebookCell {
  return typeof value === 'object' && value !== null && 'notebook' in value && 'document' in value && 'kind' in value;
}

function selectedCell(): vscode.NotebookCell | undefined {
  const editor = vscode.window.activeNotebookEditor;
  if (editor?.notebook.notebookType !== NOTEBOOK || editor.notebook.cellCount === 0) {
    return undefined;
  }
  return editor.notebook.cellAt(editor.selection.start);
}

/** Whether a cell that imports Sideplot was run, as far as the notebook shows. */
function isImported(notebook: vscode.NotebookDocument): boolean {
  return notebook
    .getCells()
    .some((cell) => cell.executionSummary?.executionOrder !== undefined && IMPORT.test(cell.document.getText()));
}

function withMagic(cell: vscode.NotebookCell): vscode.NotebookCellData {
  const { document, metadata, outputs, executionSummary } = cell;
  const text = document.getText();
  const code = isInBackground(cell) ? text : `${MAGIC}\n${text}`;
  const data = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, code, document.languageId);
  data.metadata = metadata;
  data.outputs = [...outputs];
  if (executionSummary !== undefined) {
    data.executionSummary = executionSummary;
  }
  return data;
}

/** The kernel knows the magic when Sideplot was imported before, not in the cell itself. */
function importCell(): vscode.NotebookCellData {
  return new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'import sideplot', 'python');
}

/** In one edit of the notebook, so that one undo takes back all of it: what is typed into a cell is undone in that cell alone. */
async function replace({ notebook, index }: vscode.NotebookCell, cells: vscode.NotebookCellData[]): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.NotebookRange(index, index + 1);
  edit.set(notebook.uri, [vscode.NotebookEdit.replaceCells(range, cells)]);
  if (!(await vscode.workspace.applyEdit(edit))) {
    return false;
  }
  const editor = vscode.window.visibleNotebookEditors.find((one) => one.notebook === notebook);
  if (editor !== undefined) {
    editor.selection = new vscode.NotebookRange(index + cells.length - 1, index + cells.length);
  }
  return true;
}
