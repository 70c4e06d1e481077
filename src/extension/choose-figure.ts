/** Asks which figure of which run to show, when there is a choice. */
import * as vscode from 'vscode';
import type { PanelIdentity } from '../common/protocol';
import { NO_RUN } from './panel';
import { runDetails } from './run-words';
import type { RunHead, Runs } from './runs';

interface Item extends vscode.QuickPickItem {
  readonly identity: PanelIdentity | null;
}

/** @returns the only figure without asking, a panel that waits when there is no run at all, `undefined` when the user chose none. */
export async function chooseFigure(runs: Runs): Promise<PanelIdentity | undefined> {
  const heads = (await runs.newest()).filter(({ archived }) => !archived);
  if (heads.length === 0) {
    return NO_RUN;
  }
  const items = heads.flatMap((head, index) => [...separator(heads, index), ...itemsOf(head, runs)]);
  const figures = items.filter((item) => item.identity !== null);
  if (figures.length === 1) {
    return figures[0]?.identity ?? undefined;
  }
  const chosen = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Which plots?'),
    matchOnDescription: true,
  });
  return chosen?.identity ?? undefined;
}

function separator(heads: readonly RunHead[], index: number): Item[] {
  const head = heads[index];
  if (head === undefined || (index > 0 && heads[index - 1]?.ofWorkspace === head.ofWorkspace)) {
    return [];
  }
  const label = head.ofWorkspace ? vscode.l10n.t('This workspace') : vscode.l10n.t('Elsewhere');
  return [{ label, kind: vscode.QuickPickItemKind.Separator, identity: null }];
}

/** The figures of a run are known while it is followed; of another one all metrics can be shown. */
function itemsOf({ id, opening, name }: RunHead, runs: Runs): Item[] {
  const followed = runs.followed(id);
  const names = [...(followed?.run.figures.keys() ?? []), null];
  const going = followed?.run.status === 'running' ? '$(sync) ' : '';
  return names.map((figure) => ({
    label: `${going}${name}${figure === null ? '' : ` · ${figure}`}`,
    description: runDetails(opening),
    identity: { run: id, others: [], figure, file: null },
  }));
}
