/** Asks what to run, and with which arguments and variables. */
import { extname } from 'node:path';
import * as vscode from 'vscode';
import { readCommandLine, writeCommandLine } from '../../runner/job/command-line';
import { pythonFor } from './interpreter';
import { folderOf, lineOf, nameOf, type JobSpec } from './job-spec';
import { interpreterOf } from './notebook-interpreter';
import { interpreterText, notebookJob, type NotebookContext } from './notebook-job';
import type { RecentJobs } from './recent-jobs';
import { chooseTask } from './task-job';

interface Item extends vscode.QuickPickItem {
  readonly choose?: () => Promise<JobSpec | undefined>;
  readonly change?: () => Promise<JobSpec | undefined>;
}

/** @returns `undefined` when the user chose nothing. */
export async function chooseJob(
  context: NotebookContext,
  question = vscode.l10n.t('What to run as a job?'),
): Promise<JobSpec | undefined> {
  const { recent } = context;
  const items = [...(await openItems(context)), ...otherItems(context), ...recentItems(recent)];
  const chosen = await pick(items, question);
  return chosen?.();
}

/** The file that is a job by itself, with the arguments and variables of last time unless they are asked for. */
export async function fileJob(uri: vscode.Uri, recent: RecentJobs, ask: boolean): Promise<JobSpec | undefined> {
  const script = uri.fsPath;
  const last = recent.ofScript(script);
  const remembered = {
    environment: last?.environment ?? {},
    words: last?.args.slice(last.args.indexOf(script) + 1) ?? [],
  };
  const line = ask ? await askArguments(script, remembered) : remembered;
  if (line === undefined) {
    return undefined;
  }
  const args = [script, ...line.words];
  const command = await pythonFor(uri);
  return {
    name: nameOf(command, args),
    command,
    args,
    shell: false,
    cwd: folderOf(uri),
    environment: line.environment,
  };
}

async function openItems(context: NotebookContext): Promise<Item[]> {
  const notebook = vscode.window.activeNotebookEditor?.notebook.uri;
  if (notebook?.scheme === 'file') {
    const label = `$(notebook) ${nameOf(notebook.fsPath, [])}`;
    const detail = interpreterText(await interpreterOf(notebook, context.runs));
    const choose = () => notebookJob(notebook, context, true);
    return [{ label, description: vscode.l10n.t('the active notebook'), detail, choose }];
  }
  const script = vscode.window.activeTextEditor?.document.uri;
  if (script?.scheme !== 'file' || extname(script.fsPath) !== '.py') {
    return [];
  }
  const label = `$(file-code) ${nameOf(script.fsPath, [])}`;
  return [
    { label, description: vscode.l10n.t('the active file'), choose: () => fileJob(script, context.recent, true) },
  ];
}

function otherItems(context: NotebookContext): Item[] {
  return [
    { label: `$(terminal) ${vscode.l10n.t('Shell Command…')}`, choose: askShellCommand },
    { label: `$(checklist) ${vscode.l10n.t('Task…')}`, choose: chooseTask },
    { label: `$(folder-opened) ${vscode.l10n.t('File…')}`, choose: () => askFile(context) },
  ];
}

function recentItems(recent: RecentJobs): Item[] {
  const items = recent.all.map((spec) => ({
    label: `$(history) ${spec.name}`,
    description: shortened(lineOf(spec)),
    detail: Object.entries(spec.environment)
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
    buttons: [{ iconPath: new vscode.ThemeIcon('edit'), tooltip: vscode.l10n.t('Change arguments and variables') }],
    choose: () => Promise.resolve(spec),
    change: () => changed(spec),
  }));
  const separator = { label: vscode.l10n.t('Recent'), kind: vscode.QuickPickItemKind.Separator };
  return items.length === 0 ? [] : [separator, ...items];
}

function shortened(line: string): string {
  return line.length <= 120 ? line : `${line.slice(0, 119)}…`;
}

/** Like `showQuickPick`, with the buttons of items. */
function pick(items: readonly Item[], question: string): Promise<Item['choose']> {
  const picker = vscode.window.createQuickPick<Item>();
  picker.items = items;
  picker.matchOnDescription = true;
  picker.placeholder = question;
  return new Promise((resolve) => {
    picker.onDidAccept(() => {
      resolve(picker.selectedItems[0]?.choose);
      picker.hide();
    });
    picker.onDidTriggerItemButton(({ item }) => {
      resolve(item.change);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}

async function changed(spec: JobSpec): Promise<JobSpec | undefined> {
  if (spec.shell) {
    const command = await vscode.window.showInputBox({
      value: spec.command,
      prompt: vscode.l10n.t('Shell command'),
      ignoreFocusOut: true,
    });
    return command === undefined || command.trim() === '' ? undefined : { ...spec, name: command, command };
  }
  const line = await askArguments(spec.command, { environment: spec.environment, words: spec.args });
  return line === undefined ? undefined : { ...spec, args: line.words, environment: line.environment };
}

async function askArguments(
  program: string,
  remembered: ReturnType<typeof readCommandLine>,
): Promise<ReturnType<typeof readCommandLine> | undefined> {
  const text = await vscode.window.showInputBox({
    title: nameOf(program, []),
    prompt: vscode.l10n.t('Arguments, after variables of the environment where there are any'),
    placeHolder: 'SEED=1 --epochs 10',
    value: writeCommandLine(remembered),
    // What is typed stays while the user looks something up.
    ignoreFocusOut: true,
    validateInput: (value) => faultOf(value),
  });
  return text === undefined ? undefined : readCommandLine(text);
}

function faultOf(value: string): string | undefined {
  try {
    readCommandLine(value);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function askShellCommand(): Promise<JobSpec | undefined> {
  const command = await vscode.window.showInputBox({
    prompt: vscode.l10n.t('Shell command'),
    placeHolder: 'python train.py | tee train.txt',
    ignoreFocusOut: true,
  });
  return command === undefined || command.trim() === ''
    ? undefined
    : {
        name: command,
        command,
        args: [],
        shell: true,
        cwd: folderOf(vscode.window.activeTextEditor?.document.uri),
        environment: {},
      };
}

async function askFile(context: NotebookContext): Promise<JobSpec | undefined> {
  const found = await vscode.workspace.findFiles('**/*.{py,ipynb}', '**/{node_modules,.venv,site-packages}/**', 500);
  const items = found.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which file?') });
  if (chosen === undefined) {
    return undefined;
  }
  return extname(chosen.uri.fsPath) === '.ipynb'
    ? notebookJob(chosen.uri, context)
    : fileJob(chosen.uri, context.recent, true);
}
