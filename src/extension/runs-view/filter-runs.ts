/** Asks which runs the view shows, and shows them while the user types. */
import * as vscode from 'vscode';
import type { RunsView } from './runs-view';

/** @param given the filter, when it is not to be asked for. */
export async function askFilter(view: RunsView, given: unknown): Promise<void> {
  if (typeof given === 'string') {
    view.setFilter(given);
    return;
  }
  await vscode.commands.executeCommand('sideplotRuns.focus');
  const before = view.filter;
  const box = vscode.window.createInputBox();
  box.title = vscode.l10n.t('Filter Runs');
  box.prompt = vscode.l10n.t('Words of the name, project, status or note, or key=value of the config. All must match.');
  box.placeholder = 'failed lr=0.01';
  box.value = before;
  box.onDidChangeValue((text) => view.setFilter(text));
  const accepted = await new Promise<boolean>((resolve) => {
    box.onDidAccept(() => {
      resolve(true);
      box.hide();
    });
    box.onDidHide(() => {
      resolve(false);
      box.dispose();
    });
    box.show();
  });
  if (!accepted) {
    view.setFilter(before);
  }
}
