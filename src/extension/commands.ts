/** What the user can ask for in the command palette and in menus. */
import * as vscode from 'vscode';
import { join } from 'node:path';
import { startDemo } from '../runner/start-demo';
import type { PanelIdentity } from '../common/protocol';
import { isObject } from '../common/record-shape';
import type { AutoOpen } from './auto-open';
import { runCellInBackground, stopBackgroundCell } from './background-cell';
import { openExampleNotebook } from './example-notebook';
import type { ClearedJobs } from './jobs/cleared-jobs';
import { jobCommands } from './jobs/job-commands';
import type { JobList } from './jobs/job-list';
import type { Jobs } from './jobs/jobs';
import { sweepCommands } from './jobs/sweep-commands';
import type { SweepList } from './jobs/sweep-list';
import { runCommands, type RunContext } from './runs-view/run-commands';
import { NO_RUN, type PlotPanel } from './panel';
import type { Panels } from './panels';
import { chooseFigure } from './choose-figure';
import { chooseRuns } from './compare-runs';
import type { Runs } from './runs';
import type { Status } from './status/status';
import { stopRun } from './stop-run';

export interface CommandContext {
  readonly extensionUri: vscode.Uri;
  readonly root: string;
  readonly marker: string;
  readonly workspaceState: vscode.Memento;
  readonly runs: Runs;
  readonly panels: Panels;
  readonly autoOpen: AutoOpen;
  readonly jobs: Jobs;
  readonly list: JobList;
  readonly sweeps: SweepList;
  readonly cleared: ClearedJobs;
  readonly runsView: RunContext;
  readonly status: Status;
}

/** Every command of package.json; a test holds the two lists together. */
export function registerCommands(context: CommandContext): vscode.Disposable {
  const show = async (identity: PanelIdentity): Promise<void> => (await open(context, identity)).reveal(false);
  const commands: Readonly<Record<string, (...values: unknown[]) => Promise<unknown>>> = {
    'sideplot.showPlots': () => showPlots(context),
    'sideplot.openPlotsInNewWindow': () => openPlotsInNewWindow(context),
    'sideplot.floatPanel': () => floatPanel(context),
    'sideplot.compareRuns': (runs) => compareRuns(context, runs),
    'sideplot.export': (given) => exportFigure(context, given),
    'sideplot.followFile': (uri) => followFile(context, uri),
    'sideplot.runDemo': () => runDemo(context),
    'sideplot.openExampleNotebook': openExampleNotebook,
    'sideplot.openWalkthrough': openWalkthrough,
    'sideplot.runCellInBackground': (cell) => runCellInBackground(cell),
    'sideplot.stopBackgroundCell': (cell) => stopBackgroundCell(cell, context.status.cells, context.root),
    'sideplot.stopRun': (run) => stopRun(context, run),
    ...jobCommands({ ...context, entries: context.runsView.list, show }),
    ...sweepCommands({ ...context, show }),
    ...runCommands(context.runsView),
    ...context.status.commands(show),
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, run)),
  );
}

async function openWalkthrough(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', 'sideplot.sideplot#sideplot.start');
}

async function showPlots(context: CommandContext): Promise<void> {
  const identity = await chooseFigure(context.runs);
  if (identity !== undefined) {
    (await open(context, identity)).reveal(true);
  }
}

/** In the active panel, if it has become active for that; else in a panel of its own. */
async function compareRuns(context: CommandContext, given: unknown): Promise<void> {
  const { current } = context.panels;
  const panel = given === undefined && current?.webviewPanel.active === true ? current : null;
  const identity = await chooseRuns(context.runs, given, panel?.identity ?? null);
  if (identity === undefined) {
    return;
  }
  if (panel === null) {
    (await open(context, identity)).reveal(false);
  } else {
    panel.show(identity);
  }
}

async function openPlotsInNewWindow(context: CommandContext): Promise<void> {
  const panel = context.panels.current ?? (await openNewest(context));
  await panel.float();
}

async function floatPanel({ panels }: CommandContext): Promise<void> {
  await panels.current?.float();
}

/** The newest run of this workspace, or an empty panel that waits for the first. */
async function openNewest(context: CommandContext): Promise<PlotPanel> {
  const newest = (await context.runs.newest()).find((head) => head.ofWorkspace);
  return open(context, newest === undefined ? NO_RUN : { run: newest.id, others: [], figure: null, file: null });
}

async function open({ panels, autoOpen }: CommandContext, identity: PanelIdentity): Promise<PlotPanel> {
  if (identity.run !== '' && identity.others.length === 0) {
    autoOpen.remember(identity);
  }
  return panels.find(identity) ?? (await panels.open(identity, 'beside'));
}

/** @param given by a panel or a test: what to export, and from which panel. */
async function exportFigure({ panels, workspaceState }: CommandContext, given: unknown): Promise<unknown> {
  const { exportFigure: run } = await import('./exporting');
  const panel = panels.all.find((one) => isObject(given) && given['panel'] === one) ?? panels.current;
  return run(panel, given, workspaceState);
}

async function followFile(context: CommandContext, given: unknown): Promise<void> {
  const uri = given instanceof vscode.Uri ? given : await chooseFile();
  if (uri === undefined) {
    return;
  }
  if (uri.scheme !== 'file' || !uri.fsPath.endsWith('.jsonl')) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t('Sideplot follows files that end in .jsonl, on the machine on which the extension runs.'),
    );
    return;
  }
  const path = uri.fsPath;
  (await open(context, { run: path, others: [], figure: null, file: path })).reveal(true);
}

async function chooseFile(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Follow a log'),
    filters: { [vscode.l10n.t('JSON lines')]: ['jsonl'] },
  });
  return chosen?.[0];
}

async function runDemo({ extensionUri, root, marker }: CommandContext): Promise<void> {
  // Also here and not only in the palette: a hidden command can still be called.
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('The demo is a program, so it does not start in an untrusted workspace.'),
    );
    return;
  }
  await startDemo(join(extensionUri.fsPath, 'dist', 'demo.js'), root, marker);
}
