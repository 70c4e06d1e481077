/** Asks which runs to draw over each other in one panel. */
import * as vscode from 'vscode';
import type { PanelIdentity } from '../common/protocol';
import { ID_PATTERN } from '../common/record';
import { MAX_RUNS } from './panel-identity';
import type { RunHead, Runs } from './runs';
import { runDetails } from './run-words';

interface RunItem extends vscode.QuickPickItem {
  readonly run: string;
}

/**
 * @param given run ids from a menu or another command; without them the user chooses.
 * @param shown the panel whose runs are chosen already, and whose main run and figure stay if they can.
 * @returns what a panel is to show, or `undefined` when the user chose none.
 */
export async function chooseRuns(
  runs: Runs,
  given: unknown,
  shown: PanelIdentity | null,
): Promise<PanelIdentity | undefined> {
  const chosen = readRunIds(given) ?? (await pickRuns(runs, shown));
  if (chosen === undefined || chosen.length === 0) {
    return undefined;
  }
  if (chosen.length > MAX_RUNS) {
    const message = vscode.l10n.t('A panel draws {0} runs at most: the first {0} are shown.', MAX_RUNS);
    void vscode.window.showWarningMessage(message);
  }
  const kept = chosen.slice(0, MAX_RUNS);
  // A followed file is in no list to choose from.
  if (shown !== null && (shown.file !== null || kept.includes(shown.run))) {
    return { ...shown, others: kept.filter((run) => run !== shown.run) };
  }
  const [run = '', ...others] = kept;
  return { run, others, figure: null, file: null };
}

function readRunIds(given: unknown): readonly string[] | undefined {
  if (!Array.isArray(given)) {
    return undefined;
  }
  const ids = Array.from(given as readonly unknown[]).filter(
    (id): id is string => typeof id === 'string' && ID_PATTERN.test(id),
  );
  return [...new Set(ids)];
}

async function pickRuns(runs: Runs, shown: PanelIdentity | null): Promise<readonly string[] | undefined> {
  const picked = shown === null ? [] : [shown.run, ...shown.others];
  const heads = (await runs.newest()).filter(({ id, archived }) => !archived || picked.includes(id));
  if (heads.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There are no runs to compare yet.'));
    return undefined;
  }
  const items = heads.map((head) => itemOf(head, picked.includes(head.id)));
  const chosen = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    title: vscode.l10n.t('Compare runs'),
    placeHolder: vscode.l10n.t('Which runs are drawn over each other?'),
    matchOnDescription: true,
  });
  return chosen?.map(({ run }) => run);
}

function itemOf({ id, opening, name }: RunHead, picked: boolean): RunItem {
  return { label: name, description: runDetails(opening), picked, run: id };
}
