/** Files as they are seen are those that run: what is not saved yet is saved before a job starts, as before a task. */
import * as vscode from 'vscode';

/**
 * Saves text files, unless the setting `task.saveBeforeRun` says never. A notebook is saved only when it runs itself: others may be tried out.
 *
 * @returns whether all that the job names is saved; if not, the user was told.
 */
export async function saveBeforeRun(words: readonly string[]): Promise<boolean> {
  if (vscode.workspace.getConfiguration('task').get('saveBeforeRun') === 'never') {
    return true;
  }
  const dirty = vscode.workspace.textDocuments.filter(({ isDirty, uri }) => isDirty && uri.scheme === 'file');
  await Promise.all(dirty.map((document) => document.save()));
  const unsaved = dirty.find(({ isDirty, uri }) => isDirty && words.includes(uri.fsPath));
  if (unsaved !== undefined) {
    const path = vscode.workspace.asRelativePath(unsaved.uri);
    void vscode.window.showErrorMessage(
      vscode.l10n.t('{0} could not be saved, so another program would run than the one that is seen.', path),
    );
  }
  return unsaved === undefined;
}
