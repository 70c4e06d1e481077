/** Which runs a command is about: those it was given, those selected in the view, or those that the user picks. */
import * as vscode from 'vscode';
import { compareRuns } from '../../common/run-filter';
import { isObject } from '../../common/record-shape';
import { RunEntry } from './run-entry';
import type { RunList } from './run-list';
import type { RunsView } from './runs-view';
import { descriptionOf, statusWords } from './item-words';

export interface RunQuestion {
  readonly question: string;
  /** Whether several runs can be picked. */
  readonly many: boolean;
  /** Which runs are offered. */
  readonly fits?: (entry: RunEntry) => boolean;
}

interface Item extends vscode.QuickPickItem {
  readonly entry: RunEntry;
}

/**
 * @param given what the command was given: a run's id, an item of the view, with `also` all selected items, or `{"selection": true}` for what is
 * selected in the view, as keys ask for. Nothing: the user picks.
 * @returns none when the user picked none, who was told when there are none.
 */
export async function chosenRuns(
  list: RunList,
  view: RunsView,
  [given, also]: readonly unknown[],
  question: RunQuestion,
): Promise<readonly RunEntry[]> {
  if (isObject(given) && given['selection'] === true) {
    return entriesOf(view.selection);
  }
  // A job of the Jobs view is a run, too.
  const id = isObject(given) && given['kind'] === 'job' ? given['id'] : given;
  if (typeof id === 'string') {
    const found = await list.find(id);
    if (found === undefined) {
      void vscode.window.showWarningMessage(vscode.l10n.t('There is no run {0}.', id));
      return [];
    }
    return [found];
  }
  const selected = Array.isArray(also) && also.includes(given) ? also : [given];
  const entries = entriesOf(selected);
  return entries.length > 0 ? entries : pick(list, question);
}

function entriesOf(nodes: readonly unknown[]): readonly RunEntry[] {
  const entries = nodes.map((node) => (isObject(node) && node['entry'] instanceof RunEntry ? node['entry'] : node));
  return [...new Set(entries.filter((entry) => entry instanceof RunEntry))];
}

async function pick(list: RunList, { question, many, fits }: RunQuestion): Promise<readonly RunEntry[]> {
  await list.scan();
  const entries = [...list.known].filter(fits ?? (() => true)).sort(compareRuns);
  if (entries.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no such run in this workspace.'));
    return [];
  }
  const items = entries.map(itemOf);
  const options = { placeHolder: question, matchOnDescription: true, matchOnDetail: true };
  if (!many) {
    const chosen = await vscode.window.showQuickPick(items, options);
    return chosen === undefined ? [] : [chosen.entry];
  }
  const chosen = await vscode.window.showQuickPick(items, { ...options, canPickMany: true });
  return (chosen ?? []).map(({ entry }) => entry);
}

function itemOf(entry: RunEntry): Item {
  const { name, status, project, about } = entry;
  const words = [status === null ? '' : statusWords(status), descriptionOf(entry, Date.now() / 1000)];
  return {
    label: name,
    description: words.filter((part) => part !== '').join(' · '),
    detail: [project, about.note].filter((part) => part !== '').join(' · '),
    entry,
  };
}
