import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../drive/wait';
import { LogWriter } from './log-writer';
import { activate, after, workspaceFolder } from './sideplot';

describe('The Python of a notebook job', () => {
  it('is that of its kernel, as a run tells, and is asked about where nothing is known', async () => {
    const sideplot = await activate();
    const settings = vscode.workspace.getConfiguration('sideplot');
    const python = process.env['SIDEPLOT_TEST_PYTHON'] ?? '';
    const known = (wanted: string) =>
      after(
        vscode.workspace.onDidChangeConfiguration,
        () => vscode.workspace.getConfiguration('sideplot').get('python') === wanted,
      );
    const cell = { cell_type: 'code', id: 'a', execution_count: null, metadata: {}, outputs: [], source: '6 * 7' };
    const content = JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 });
    const uri = vscode.Uri.file(join(workspaceFolder(), 'of-kernel.ipynb'));
    writeFileSync(uri.fsPath, content);
    const cleared = known('');
    await settings.update('python', '', vscode.ConfigurationTarget.Workspace);
    await cleared;
    try {
      let answer: unknown = 'none';
      void vscode.commands.executeCommand('sideplot.runNotebookAsJob', uri).then((id) => (answer = id));
      await until('the end of the question', async () => {
        await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
        return answer !== 'none';
      });
      assert.equal(answer, undefined);
      const facts = { notebook: { path: uri.fsPath, execution_count: 1 }, executable: python };
      const run = new LogWriter({ root: sideplot.root, workspace: workspaceFolder(), facts });
      run.end();
      const id = await vscode.commands.executeCommand<string>('sideplot.runNotebookAsJob', uri);
      const job = () => sideplot.jobs.known.find((one) => one.id === id && one.status === 'finished');
      await after(sideplot.jobs.onDidChange, () => job() !== undefined);
      assert.equal(job()?.opening.job?.command, python);
    } finally {
      await settings.update('python', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });
});
