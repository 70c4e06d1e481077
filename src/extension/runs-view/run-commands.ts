/** What the user can do with runs: in the Runs view, by keys, and from the palette, where it asks which run. */
import * as vscode from 'vscode';
import { chosenRuns, type RunQuestion } from './chosen-runs';
import type { RunRemoval } from './delete-runs';
import { askFilter } from './filter-runs';
import { goToSource } from './go-to-source';
import type { Retention } from './retention';
import type { RunEntry } from './run-entry';
import type { RunList } from './run-list';
import type { RunPreview } from './run-preview';
import type { RunsView } from './runs-view';
import { giveColour, rename, sayOfAll, takeNote } from './say-about';

export interface RunContext {
  readonly extensionUri: vscode.Uri;
  readonly list: RunList;
  readonly view: RunsView;
  readonly preview: RunPreview;
  readonly removal: RunRemoval;
  readonly retention: Retention;
}

type Command = (...values: unknown[]) => Promise<unknown>;

/** Commands by their ids. Those about runs take a run's id, an item of the view and its selection, or nothing: then they ask. */
export function runCommands(context: RunContext): Readonly<Record<string, Command>> {
  return { ...viewCommands(context), ...panelCommands(context), ...aboutCommands(context), ...fileCommands(context) };
}

function viewCommands({ view, retention }: RunContext): Readonly<Record<string, Command>> {
  return {
    'sideplot.filterRuns': (text) => askFilter(view, text),
    'sideplot.clearRunsFilter': () => askFilter(view, ''),
    'sideplot.showArchivedRuns': () => view.showArchived(true),
    'sideplot.hideArchivedRuns': () => view.showArchived(false),
    'sideplot.showMoreRuns': () => view.showMore(),
    'sideplot.deleteOldRuns': () => retention.askNow(),
  };
}

function panelCommands({ list, view, preview }: RunContext): Readonly<Record<string, Command>> {
  const question = { question: vscode.l10n.t('The plots of which run?'), many: false };
  return {
    'sideplot.showRun': async (...values) => {
      const [entry] = await chosenRuns(list, view, values, question);
      if (entry !== undefined) {
        // Which figures there are is in its log.
        await list.look(entry);
        await preview.show(entry, figureIn(values));
      }
    },
    'sideplot.showRunInNewPanel': async (...values) => {
      for (const entry of await chosenRuns(list, view, values, question)) {
        await list.look(entry);
        (await preview.showInNew(entry)).reveal(true);
      }
    },
    'sideplot.compareSelectedRuns': async (...values) => {
      const chosen = await chosenRuns(list, view, values, {
        question: vscode.l10n.t('Compare which runs?'),
        many: true,
      });
      // One alone is compared with those that are asked for.
      const ids = chosen.length < 2 ? undefined : chosen.map(({ id }) => id);
      await (chosen.length > 0 && vscode.commands.executeCommand('sideplot.compareRuns', ids));
    },
    'sideplot.goToRunSource': async (...values) => {
      const [entry] = await chosenRuns(list, view, values, {
        question: vscode.l10n.t('The notebook or script of which run?'),
        many: false,
      });
      await (entry && goToSource(entry));
    },
  };
}

/** Of an item of the view that is a figure, or by name. */
function figureIn([given, name]: readonly unknown[]): string | undefined {
  const figure = typeof given === 'object' && given !== null && 'figure' in given ? given.figure : name;
  return typeof figure === 'string' ? figure : undefined;
}

function aboutCommands({ extensionUri, list, view }: RunContext): Readonly<Record<string, Command>> {
  const one = async (values: readonly unknown[], question: string): Promise<RunEntry | undefined> =>
    (await chosenRuns(list, view, values, { question, many: false }))[0];
  const all = async (values: readonly unknown[], question: RunQuestion, change: object): Promise<void> =>
    sayOfAll(list, await chosenRuns(list, view, values, question), change);
  return {
    'sideplot.renameRun': async (...values) => {
      const entry = await one(values, vscode.l10n.t('Rename which run?'));
      await (entry && rename(list, entry, textIn(values)));
    },
    'sideplot.colourRun': async (...values) => {
      const question = { question: vscode.l10n.t('The colour of which runs?'), many: true };
      const entries = await chosenRuns(list, view, values, question);
      const given = typeof values[1] === 'number' ? values[1] : undefined;
      await (entries.length === 0 ? undefined : giveColour(list, entries, extensionUri, given));
    },
    'sideplot.noteRun': async (...values) => {
      const entry = await one(values, vscode.l10n.t('A note on which run?'));
      await (entry && takeNote(list, entry, textIn(values)));
    },
    'sideplot.pinRun': (...values) =>
      all(
        values,
        { question: vscode.l10n.t('Pin which runs?'), many: true, fits: ({ about }) => !about.pinned },
        { pinned: true },
      ),
    'sideplot.unpinRun': (...values) =>
      all(
        values,
        { question: vscode.l10n.t('Unpin which runs?'), many: true, fits: ({ about }) => about.pinned },
        { pinned: false },
      ),
    'sideplot.archiveRun': (...values) =>
      all(
        values,
        { question: vscode.l10n.t('Archive which runs?'), many: true, fits: ({ about }) => !about.archived },
        { archived: true },
      ),
    'sideplot.unarchiveRun': (...values) =>
      all(
        values,
        {
          question: vscode.l10n.t('Take which runs out of the archive?'),
          many: true,
          fits: ({ about }) => about.archived,
        },
        { archived: false },
      ),
  };
}

/** A text that a command was given beside the run; the editor gives a list of items in its place. */
function textIn([, text]: readonly unknown[]): string | undefined {
  return typeof text === 'string' ? text : undefined;
}

function fileCommands({ list, view, removal }: RunContext): Readonly<Record<string, Command>> {
  const many = (values: readonly unknown[], question: string): Promise<readonly RunEntry[]> =>
    chosenRuns(list, view, values, { question, many: true });
  return {
    'sideplot.deleteRun': async (...values) => {
      const question = vscode.l10n.t('Delete which runs?');
      await removal.ask(
        await chosenRuns(list, view, values, { question, many: true, fits: ({ status }) => status !== 'running' }),
      );
    },
    'sideplot.revealRun': async (...values) => {
      const question = vscode.l10n.t('The folder of which run?');
      const [entry] = await chosenRuns(list, view, values, { question, many: false });
      await (entry && revealFolder(list.folderOf(entry)));
    },
    'sideplot.copyRunId': async (...values) => {
      const ids = (await many(values, vscode.l10n.t('Copy the ids of which runs?'))).map(({ id }) => id);
      await copy(ids.join('\n'));
    },
    'sideplot.copyRunConfig': async (...values) => {
      const configs = (await many(values, vscode.l10n.t('Copy the configs of which runs?'))).map(
        ({ summary, opening }) => summary?.config ?? opening.config,
      );
      const value = configs.length === 1 ? configs[0] : configs;
      await copy(configs.length === 0 ? '' : JSON.stringify(value, null, 2));
    },
  };
}

async function copy(text: string): Promise<void> {
  await (text === '' ? undefined : vscode.env.clipboard.writeText(text));
}

/** In the explorer of the operating system; where the editor has none, such as in a browser, its path is told. */
async function revealFolder(folder: string): Promise<void> {
  if (vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined) {
    await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(folder));
    return;
  }
  const copyPath = vscode.l10n.t('Copy Path');
  const words = vscode.l10n.t('The run is in {0}', folder);
  if ((await vscode.window.showInformationMessage(words, copyPath)) === copyPath) {
    await copy(folder);
  }
}
