/** Where the editor enters. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import { Memory } from '../common/memory';
import { setTranslations } from '../common/words';
import { storageFolder } from '../runner/storage';
import { AutoOpen } from './auto-open';
import { registerCommands } from './commands';
import { provideEnvironment } from './environment';
import { ClearedJobs } from './jobs/cleared-jobs';
import { JobList } from './jobs/job-list';
import { Jobs } from './jobs/jobs';
import { JobTasks, registerJobTasks } from './jobs/job-tasks';
import { JobsView } from './jobs/jobs-view';
import { PrintedOffer } from './jobs/printed-offer';
import { RecentJobs } from './jobs/recent-jobs';
import { RecentSweeps } from './jobs/recent-sweeps';
import { SweepList } from './jobs/sweep-list';
import { SweepPanels } from './jobs/sweep-panels';
import { TerminalCommands } from './jobs/terminal-commands';
import { PANEL_TYPE } from './panel';
import { PanelRevival } from './panel-revival';
import { Panels } from './panels';
import { RememberedChoices } from './remembered-choices';
import { Headlines } from './headlines';
import { Runs } from './runs';
import { createRunsView } from './runs-view/create-runs-view';
import type { RunContext } from './runs-view/run-commands';
import { Status } from './status/status';

const DEFAULT_MEGABYTES = 256;
const LEAST_MEGABYTES = 16;

/** What other extensions, and the tests, are given. */
export interface Sideplot {
  readonly root: string;
  readonly runs: Runs;
  readonly panels: Panels;
  readonly jobs: JobList;
  readonly jobStarter: Jobs;
  readonly sweeps: SweepList;
  /** The Runs view, its list and what can be done with it. */
  readonly runsView: RunContext;
  readonly status: Status;
}

export function activate(context: vscode.ExtensionContext): Sideplot {
  setTranslations(vscode.l10n.bundle ?? {});
  const log = vscode.window.createOutputChannel('Sideplot', { log: true });
  const root = storageFolder(vscode.workspace.getConfiguration('sideplot').get('directory', ''));
  const marker = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? `window:${vscode.env.sessionId}`;
  const pythonFolder = join(context.extensionPath, 'src', 'runner', 'python');
  const provide = (): void => {
    const systemMetrics = vscode.workspace.getConfiguration('sideplot').get('systemMetrics', true);
    provideEnvironment({ root, marker, pythonFolder, systemMetrics }, context.environmentVariableCollection);
  };
  provide();
  const megabytes = vscode.workspace.getConfiguration('sideplot').get('memory', DEFAULT_MEGABYTES);
  const memory = new Memory(Math.max(megabytes, LEAST_MEGABYTES) * 1024 * 1024);
  const runs = new Runs(root, marker, memory, log);
  const choices = new RememberedChoices(context.workspaceState);
  const panels = new Panels(context.extensionUri, runs, choices, log);
  const { extensionUri, workspaceState } = context;
  const sweeps = new SweepList(root, marker);
  const sweepPanels = new SweepPanels(panels, sweeps, workspaceState);
  const autoOpen = new AutoOpen(runs, panels, sweepPanels, workspaceState, log);
  const recent = { jobs: new RecentJobs(workspaceState), sweeps: new RecentSweeps(workspaceState) };
  const jobs = new Jobs(extensionUri, root, marker, recent, log);
  const list = new JobList(root, runs);
  const cleared = new ClearedJobs(workspaceState);
  const headlines = new Headlines(workspaceState);
  const runsView = createRunsView(context, { root, runs, panels, autoOpen, headlines, log });
  const status = new Status(runs, panels, headlines, sweeps);
  context.subscriptions.push(
    log,
    runs,
    choices,
    panels,
    autoOpen,
    headlines,
    list,
    status,
    new PanelRevival(panels, context.workspaceState, log),
    sweeps,
    sweepPanels,
    cleared,
    new JobsView({ list, sweeps, runs, entries: runsView.list, cleared }),
    new PrintedOffer(root, runs, workspaceState),
    new TerminalCommands(root, marker, runs, workspaceState, log),
    registerJobTasks(new JobTasks(jobs, list, runs)),
    registerCommands({
      extensionUri,
      root,
      marker,
      workspaceState,
      runs,
      panels,
      autoOpen,
      jobs,
      list,
      sweeps,
      cleared,
      runsView,
      status,
    }),
    vscode.window.registerWebviewPanelSerializer(PANEL_TYPE, panels),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('sideplot.systemMetrics')) {
        provide();
      }
      if (change.affectsConfiguration('sideplot.directory') || change.affectsConfiguration('sideplot.memory')) {
        void offerReload();
      }
    }),
  );
  if (context.extensionMode === vscode.ExtensionMode.Development && process.env['SIDEPLOT_DEMO'] === '1') {
    void vscode.commands.executeCommand('sideplot.runDemo');
  }
  return { root, runs, panels, jobs: list, jobStarter: jobs, sweeps, runsView, status };
}

async function offerReload(): Promise<void> {
  const reload = vscode.l10n.t('Reload Window');
  const message = vscode.l10n.t('The setting takes effect with the next reload of the window.');
  if ((await vscode.window.showInformationMessage(message, reload)) === reload) {
    await vscode.commands.executeCommand('workbench.action.reloadWindow');
  }
}
