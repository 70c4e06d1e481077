/** Runs a notebook's cell in a thread of its kernel, by the magic that `import sideplot` brings: the magic stands in the cell, for all to see and to undo. */
import * as vscode from 'vscode';

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
  const importIsMissing = !isImported(cell.notebook);
  if (!(await insertMagic(cell)) || (importIsMissing && !(await insertImport(cell)))) {
    void vscode.window.showErrorMessage(vscode.l10n.t('The notebook cannot be edited, so its cell was not run.'));
    return;
  }
  await vscode.commands.executeCommand('notebook.cell.execute', {
    ranges: [{ start: importIsMissing ? cell.index - 1 : cell.index, end: cell.index + 1 }],
    document: cell.notebook.uri,
  });
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

async function insertMagic(cell: vscode.NotebookCell): Promise<boolean> {
  if (cell.document.getText().trimStart().startsWith(MAGIC)) {
    return true;
  }
  const edit = new vscode.WorkspaceEdit();
  edit.insert(cell.document.uri, new vscode.Position(0, 0), `${MAGIC}\n`);
  return vscode.workspace.applyEdit(edit);
}

/** The kernel knows the magic when Sideplot was imported before, not in the cell itself. */
async function insertImport(cell: vscode.NotebookCell): Promise<boolean> {
  const data = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'import sideplot', 'python');
  const edit = new vscode.WorkspaceEdit();
  edit.set(cell.notebook.uri, [vscode.NotebookEdit.insertCells(cell.index, [data])]);
  return vscode.workspace.applyEdit(edit);
}
