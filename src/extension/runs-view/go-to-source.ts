/** Opens what made a run: the cell of a notebook, or the script. */
import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import type { NotebookPlace, RunRecord } from '../../common/record';
import { readCommandLine } from '../../runner/job/command-line';
import { columnFor } from '../open-source';
import type { RunEntry } from './run-entry';
import { sourceCell } from './source-cell';

/** What a kernel's own program is called: nothing that a user wrote. */
const KERNEL = /ipykernel_launcher\.py$|[/\\]ipykernel[/\\]/;

export async function goToSource({ opening, name }: RunEntry): Promise<void> {
  try {
    if (opening.notebook === null) {
      await openScript(opening, name);
    } else {
      await openCell(opening.notebook, opening.cwd);
    }
  } catch (error) {
    warn(vscode.l10n.t('The source of {0} cannot be opened: {1}', name, String(error)));
  }
}

async function openCell(place: NotebookPlace, cwd: string): Promise<void> {
  const path = await existing(place.path, cwd);
  if (path === undefined) {
    warn(vscode.l10n.t('The notebook {0} is not on this machine anymore.', place.path));
    return;
  }
  const uri = vscode.Uri.file(path);
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  const cells = notebook.getCells().map((cell) => ({
    id: textOr(cell.metadata['id']),
    uri: cell.document.uri.toString(),
    fragment: cell.document.uri.fragment,
    executionCount: cell.executionSummary?.executionOrder ?? null,
  }));
  const index = sourceCell(cells, place);
  const selections = index < 0 ? [] : [new vscode.NotebookRange(index, index + 1)];
  const editor = await vscode.window.showNotebookDocument(notebook, {
    viewColumn: columnFor(uri, undefined),
    ...(index < 0 ? {} : { selections }),
  });
  selections.forEach((range) => editor.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport));
  if (index < 0) {
    warn(vscode.l10n.t('The cell that made this run is not in the notebook anymore, or was executed again.'));
  }
}

function textOr(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

async function openScript(opening: RunRecord, name: string): Promise<void> {
  for (const candidate of candidates(opening)) {
    const path = await existing(candidate, opening.cwd);
    if (path !== undefined) {
      const uri = vscode.Uri.file(path);
      await vscode.commands.executeCommand('vscode.open', uri, { viewColumn: columnFor(uri, undefined) });
      return;
    }
  }
  warn(whyNot(opening, name));
}

/** The words of a program's command line that may be its script. */
function candidates({ job, argv }: RunRecord): readonly string[] {
  if (job === null) {
    return argv.slice(0, 1).filter((word) => !KERNEL.test(word));
  }
  return job.shell ? wordsOf(job.command) : [...job.args, job.command];
}

function wordsOf(line: string): readonly string[] {
  try {
    return readCommandLine(line).words;
  } catch {
    return [];
  }
}

function whyNot({ argv, job }: RunRecord, name: string): string {
  const [program = ''] = argv;
  if (KERNEL.test(program)) {
    return vscode.l10n.t('{0} was made in a notebook whose path is not known.', name);
  }
  if (program === '' || (job === null && program.startsWith('-'))) {
    return vscode.l10n.t('The log of {0} does not tell which program made it.', name);
  }
  const words = job === null ? program : argv.join(' ');
  return vscode.l10n.t('The program is not on this machine anymore: {0}', words);
}

/** A file of this machine; what a path on the network names is not asked for in the user's name. */
async function existing(path: string, cwd: string): Promise<string | undefined> {
  const full = isAbsolute(path) ? path : isAbsolute(cwd) ? join(cwd, path) : '';
  if (path === '' || full === '' || /^[/\\]{2}/.test(full)) {
    return undefined;
  }
  return (await stat(full).catch(() => null))?.isFile() === true ? full : undefined;
}

function warn(words: string): void {
  void vscode.window.showWarningMessage(words);
}
