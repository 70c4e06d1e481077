/** A notebook to begin with: opened from the walkthrough, the palette and the empty views. */
import * as vscode from 'vscode';

const FIRST = `import math, time, sideplot

for step in range(2000):
    sideplot.log(loss=math.exp(-step / 500) + 0.05 * math.sin(step / 9), rate=abs(math.sin(step / 200)))
    time.sleep(0.01)`;

const BACKGROUND = `%%background training
import math, time, sideplot

step = 0
while not sideplot.stopping():
    sideplot.log({"train/loss": math.exp(-step / 900), "val/loss": 0.1 + math.exp(-step / 700)})
    step += 1
    time.sleep(0.01)`;

/** Opens an untitled notebook whose first cell draws its curves. */
export async function openExampleNotebook(): Promise<void> {
  const { Code, Markup } = vscode.NotebookCellKind;
  const cells = [
    new vscode.NotebookCellData(
      Markup,
      vscode.l10n.t('Run the next cell: a panel opens beside this notebook, and the curves move while the cell runs.'),
      'markdown',
    ),
    new vscode.NotebookCellData(Code, FIRST, 'python'),
    new vscode.NotebookCellData(
      Markup,
      vscode.l10n.t(
        'The next cell trains in the background: other cells answer meanwhile, and `training.stop()` ends it.',
      ),
      'markdown',
    ),
    new vscode.NotebookCellData(Code, BACKGROUND, 'python'),
    new vscode.NotebookCellData(Code, 'training.stop()', 'python'),
  ];
  const data = new vscode.NotebookData(cells);
  data.metadata = { metadata: { language_info: { name: 'python' } }, nbformat: 4, nbformat_minor: 5 };
  const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', data);
  await vscode.window.showNotebookDocument(notebook);
}
