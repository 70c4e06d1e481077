import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { cellFileName } from '../../src/extension/cell-file-name';
import { decodeLine } from '../../src/common/decode';
import type { RunRecord } from '../../src/common/record';
import { openSource } from '../../src/extension/open-source';
import { after, closeAll, workspaceFolder } from './sideplot';

const CELLS = ['print("one")', 'import math\nmath.sqrt(-1)', '%%background train\nprint("three")\n1 / 0'];

function opening(fields: object): RunRecord {
  const decoded = decodeLine(JSON.stringify({ type: 'run', version: 1, id: 'a', ...fields }));
  return decoded.kind === 'record' && decoded.record.type === 'run' ? decoded.record : assert.fail();
}

function write(name: string, text: string): string {
  const path = join(workspaceFolder(), name);
  writeFileSync(path, text);
  return path;
}

/** Where the cursor is: the document's address and the line from 1. */
function place(): string {
  const editor = vscode.window.activeTextEditor;
  return editor === undefined ? '' : `${editor.document.uri.path}:${editor.selection.active.line + 1}`;
}

function reached(expected: string): Promise<void> {
  return after(
    (listener) =>
      vscode.Disposable.from(
        vscode.window.onDidChangeActiveTextEditor(listener),
        vscode.window.onDidChangeTextEditorSelection(listener),
      ),
    () => place() === expected,
  );
}

describe('A link in printed text', () => {
  before(() => mkdirSync(join(workspaceFolder(), 'inner'), { recursive: true }));
  afterEach(closeAll);

  it('opens a file at its line', async () => {
    const path = write('linked.py', 'a = 1\nb = 2\nraise ValueError\n');
    await openSource(null, path, 3, undefined);
    await reached(`${path}:3`);
  });

  it('opens a path relative to the folder in which the run is, past the end of the file at its last line', async () => {
    const path = write('inner/part.py', 'a = 1\nb = 2');
    await openSource(opening({ cwd: join(workspaceFolder(), 'inner') }), 'part.py', 99, undefined);
    await reached(`${path}:2`);
  });

  it('opens nothing that is no file of this machine', async () => {
    const run = opening({ cwd: workspaceFolder() });
    for (const path of [
      'missing.py',
      'inner',
      '//server/share/a.py',
      '~/none/such.py',
      'Cell In[1]',
      'https://a.b/c',
    ]) {
      await openSource(run, path, 1, undefined);
    }
    assert.equal(vscode.window.activeTextEditor, undefined);
    assert.deepEqual(
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)),
      [],
    );
  });

  it('opens the cell of the notebook that it names, by number or by the file of ipykernel', async () => {
    const cells = CELLS.map((source, index) => ({
      cell_type: 'code',
      id: `c${index}`,
      execution_count: index + 5,
      metadata: {},
      outputs: [],
      source,
    }));
    const path = write('linked.ipynb', JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
    const run = opening({ cwd: workspaceFolder(), notebook: { path, cell: '', execution_count: 5 } });
    const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.file(path));
    const cellIs = (index: number, line: number): Promise<void> =>
      after(
        (listener) =>
          vscode.Disposable.from(
            vscode.window.onDidChangeNotebookEditorSelection(listener),
            vscode.window.onDidChangeActiveNotebookEditor(listener),
            vscode.window.onDidChangeActiveTextEditor(listener),
            vscode.window.onDidChangeTextEditorSelection(listener),
          ),
        () => {
          const editor = vscode.window.activeTextEditor;
          const { document } = notebook.cellAt(index);
          return editor?.document === document && editor.selection.active.line + 1 === line;
        },
      );
    await openSource(run, 'Cell In[6]', 2, undefined);
    await cellIs(1, 2);
    await openSource(run, '<ipython-input-5-0a1b2c>', 1, undefined);
    await cellIs(0, 1);
    await openSource(run, `/tmp/ipykernel_77/${cellFileName('%%background\nprint("three")\n1 / 0\n')}`, 3, undefined);
    await cellIs(2, 3);
  });
});
