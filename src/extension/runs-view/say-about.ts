/** What the user says about runs: a name, a colour, a note, whether it is pinned or archived. */
import * as vscode from 'vscode';
import { COLOUR_COUNT } from '../../common/series-style';
import { MAX_ABOUT_NAME, MAX_ABOUT_NOTE } from '../../common/run-about';
import type { AboutChange } from '../../runner/job/control-log';
import { chooseColour } from './run-colours';
import type { RunEntry } from './run-entry';
import type { RunList } from './run-list';

/** @param given the name, when it is not to be asked for. */
export async function rename(list: RunList, entry: RunEntry, given?: string): Promise<void> {
  const { name, opening } = entry;
  const program = opening.name === '' ? entry.id : opening.name;
  const chosen =
    given ??
    (await vscode.window.showInputBox({
      title: vscode.l10n.t('Rename Run'),
      prompt: vscode.l10n.t('Leave it empty for the program’s own name: {0}', program),
      value: name,
      validateInput: (value) => tooLong(value, MAX_ABOUT_NAME),
    }));
  if (chosen !== undefined && chosen !== name) {
    const trimmed = chosen.trim().slice(0, MAX_ABOUT_NAME);
    await list.say(entry, { name: trimmed === opening.name ? '' : trimmed });
  }
}

/** @param given the colour's index, −1 for none, when it is not to be asked for. */
export async function giveColour(
  list: RunList,
  entries: readonly RunEntry[],
  extensionUri: vscode.Uri,
  given?: number,
): Promise<void> {
  const colour = given ?? (await chooseColour(extensionUri, entries[0]?.about.colour ?? null));
  if (colour !== undefined && Number.isInteger(colour) && colour >= -1 && colour < COLOUR_COUNT) {
    await sayOfAll(list, entries, { colour });
  }
}

/** @param given the note, when it is not to be asked for. */
export async function takeNote(list: RunList, entry: RunEntry, given?: string): Promise<void> {
  const { name, about } = entry;
  const note =
    given ??
    (await vscode.window.showInputBox({
      title: vscode.l10n.t('Note on {0}', name),
      prompt: vscode.l10n.t('Leave it empty to remove the note.'),
      value: about.note,
      validateInput: (value) => tooLong(value, MAX_ABOUT_NOTE),
    }));
  if (note !== undefined && note !== about.note) {
    await list.say(entry, { note: note.trim().slice(0, MAX_ABOUT_NOTE) });
  }
}

/** Says the same of several runs. */
export async function sayOfAll(list: RunList, entries: readonly RunEntry[], change: AboutChange): Promise<void> {
  for (const entry of entries) {
    await list.say(entry, change);
  }
}

function tooLong(value: string, limit: number): string | undefined {
  return value.length > limit ? vscode.l10n.t('At most {0} characters.', limit) : undefined;
}
