/** The selected lines of a Python file or of a notebook's cell, as a job. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { Runs } from '../runs';
import { pythonFor } from './interpreter';
import { folderOf, type JobSpec } from './job-spec';
import { interpreterOf } from './notebook-interpreter';

const CELL = 'vscode-notebook-cell';

/** The lines become a file of their own: a program cannot be given what only the editor has. @returns `undefined` when nothing is selected. */
export async function selectionJob(runs: Runs): Promise<JobSpec | undefined> {
  const editor = vscode.window.activeTextEditor;
  const text = editor?.document.getText(editor.selection) ?? '';
  if (editor?.document.languageId !== 'python' || text.trim() === '') {
    void vscode.window.showErrorMessage(vscode.l10n.t('Select Python code first.'));
    return undefined;
  }
  const { uri } = editor.document;
  const folder = await mkdtemp(join(tmpdir(), 'sideplot-selection-'));
  const script = join(folder, 'selection.py');
  await writeFile(script, `${dedented(text)}\n`, { mode: 0o600 });
  const notebook = uri.scheme === CELL ? vscode.Uri.file(uri.fsPath) : undefined;
  const place = uri.scheme === 'file' ? uri : notebook;
  return {
    name: vscode.l10n.t('selection of {0}', vscode.workspace.asRelativePath(place ?? uri)),
    command: notebook === undefined ? await pythonFor(place) : (await interpreterOf(notebook, runs)).path,
    // The file first: the source of the run is looked for in this order.
    args: ['-m', 'sideplot.selection_job', ...origin(uri, editor.selection.start.line + 1), script],
    shell: false,
    cwd: folderOf(place),
    environment: {},
  };
}

/** Tracebacks name lines of the file, and what is beside it is imported; a cell has no lines that a file would know. */
function origin(uri: vscode.Uri, line: number): string[] {
  if (uri.scheme === 'file') {
    return ['--file', uri.fsPath, '--line', String(line)];
  }
  return uri.scheme === CELL ? ['--folder', dirname(uri.fsPath)] : [];
}

/** Code of a block, at the margin. */
function dedented(text: string): string {
  const lines = text.split(/\r?\n/);
  const margins = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const margin = Math.min(...margins);
  return lines.map((line) => line.slice(margin)).join('\n');
}
