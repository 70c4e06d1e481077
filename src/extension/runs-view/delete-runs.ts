/** Deletes runs: their folders with logs and media, after a question. Never a run that goes on. */
import * as vscode from 'vscode';
import type { Panels } from '../panels';
import type { RunEntry } from './run-entry';
import type { RunList } from './run-list';

const NAMED = 10;

/** Whether runs may be deleted here; tells the user when not. Also asked where the palette hides the command: it can still be called. */
export function mayDelete(): boolean {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage(vscode.l10n.t('Runs are not deleted in an untrusted workspace.'));
  }
  return vscode.workspace.isTrusted;
}

export class RunRemoval {
  constructor(
    private readonly list: RunList,
    private readonly panels: Panels,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Asks, then deletes. */
  async ask(entries: readonly RunEntry[]): Promise<void> {
    if (entries.length === 0 || !mayDelete()) {
      return;
    }
    const ended = await this.endedOf(entries);
    const going = entries.length - ended.length;
    if (ended.length === 0) {
      void vscode.window.showWarningMessage(
        going === 1
          ? vscode.l10n.t('{0} is running. Stop it before you delete it.', entries[0]?.name ?? '')
          : vscode.l10n.t('These runs are running. Stop them before you delete them.'),
      );
      return;
    }
    const trash = hasTrash();
    const action = trash ? vscode.l10n.t('Move to Trash') : vscode.l10n.t('Delete');
    const detail = [
      ...namesOf(ended),
      '',
      trash
        ? vscode.l10n.t('Logs and media are moved to the trash.')
        : vscode.l10n.t('Logs and media are deleted for good. This cannot be undone.'),
      ...(going > 0 ? [vscode.l10n.t('{0} of the selected runs are running and stay.', going)] : []),
    ].join('\n');
    const question =
      ended.length === 1
        ? vscode.l10n.t('Delete the run “{0}”?', ended[0]?.name ?? '')
        : vscode.l10n.t('Delete {0} runs?', ended.length);
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, action)) === action) {
      await this.remove(ended, trash);
    }
  }

  /**
   * Deletes without asking; runs that have gone on meanwhile stay.
   *
   * @returns how many are gone.
   */
  async remove(entries: readonly RunEntry[], trash = hasTrash()): Promise<number> {
    const failed: RunEntry[] = [];
    let gone = 0;
    for (const entry of vscode.workspace.isTrusted ? await this.endedOf(entries) : []) {
      for (const panel of this.panels.all.filter(({ identity }) => identity.run === entry.id)) {
        panel.webviewPanel.dispose();
      }
      try {
        const folder = vscode.Uri.file(this.list.folderOf(entry));
        await vscode.workspace.fs.delete(folder, { recursive: true, useTrash: trash });
        this.list.forget(entry.id);
        gone += 1;
      } catch (error) {
        this.log.warn(`The run ${entry.id} was not deleted: ${String(error)}`);
        failed.push(entry);
      }
    }
    await (failed.length === 0 ? undefined : this.tellFailed(failed, trash));
    return gone;
  }

  private async tellFailed(failed: readonly RunEntry[], trash: boolean): Promise<void> {
    const words = vscode.l10n.t('These runs could not be deleted: {0}', namesOf(failed).join(', '));
    if (!trash) {
      void vscode.window.showErrorMessage(words);
      return;
    }
    const forGood = vscode.l10n.t('Delete for Good');
    const detail = vscode.l10n.t('They could not be moved to the trash. Delete them for good?');
    if ((await vscode.window.showWarningMessage(words, { modal: true, detail }, forGood)) === forGood) {
      await this.remove(failed, false);
    }
  }

  /** Looks at each run before: what is shown may be seconds old. */
  private async endedOf(entries: readonly RunEntry[]): Promise<readonly RunEntry[]> {
    await this.list.lookAt(entries);
    return entries.filter(({ status }) => status !== 'running');
  }
}

/** Only the desktop has a trash for the files of its own machine. */
function hasTrash(): boolean {
  return vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
}

function namesOf(entries: readonly RunEntry[]): readonly string[] {
  const names = entries.slice(0, NAMED).map(({ name }) => name);
  return entries.length > NAMED ? [...names, vscode.l10n.t('… {0} more', entries.length - NAMED)] : names;
}
