/** Which thing a command is about: the one that was clicked or named, else the only one that fits, else the one that the user picks. */
import * as vscode from 'vscode';

export interface PickQuestion {
  readonly question: string;
  /** Told when there is nothing to pick. */
  readonly none: string;
  readonly matchOnDescription?: boolean;
}

/** @param given to a command: an item of a view, an id, or nothing. */
export function givenId(given: unknown): string | undefined {
  const id = typeof given === 'object' && given !== null && 'id' in given ? given.id : given;
  return typeof id === 'string' ? id : undefined;
}

/** @param itemsOf makes the items of a list, each with its value; called only when there is a choice. */
export async function pickOne<Value>(
  values: readonly Value[],
  { question, none, matchOnDescription = false }: PickQuestion,
  itemsOf: (values: readonly Value[]) => PromiseLike<readonly PickItem<Value>[]> | readonly PickItem<Value>[],
): Promise<Value | undefined> {
  if (values.length === 0) {
    void vscode.window.showInformationMessage(none);
  }
  if (values.length <= 1) {
    return values[0];
  }
  const options = { placeHolder: question, matchOnDescription };
  return (await vscode.window.showQuickPick(await itemsOf(values), options))?.value;
}

export interface PickItem<Value> extends vscode.QuickPickItem {
  readonly value: Value;
}
