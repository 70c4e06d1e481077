/** Puts the Runs view together. */
import * as vscode from 'vscode';
import type { AutoOpen } from '../auto-open';
import type { Headlines } from '../headlines';
import type { Panels } from '../panels';
import type { Runs } from '../runs';
import { RunRemoval } from './delete-runs';
import { Retention } from './retention';
import type { RunContext } from './run-commands';
import { RunList } from './run-list';
import { RunPreview } from './run-preview';
import { RunsView } from './runs-view';

export interface RunsViewParts {
  /** The storage folder. */
  readonly root: string;
  readonly runs: Runs;
  readonly panels: Panels;
  readonly autoOpen: AutoOpen;
  readonly headlines: Headlines;
  readonly log: vscode.LogOutputChannel;
}

/** @returns what the view's commands act on; it is disposed of with the extension. */
export function createRunsView(
  { extensionUri, workspaceState, subscriptions }: vscode.ExtensionContext,
  { root, runs, panels, autoOpen, headlines, log }: RunsViewParts,
): RunContext {
  const list = new RunList(root, runs, headlines);
  const view = new RunsView(list);
  const removal = new RunRemoval(list, panels, log);
  const retention = new Retention(list, removal, workspaceState);
  subscriptions.push(list, view, retention);
  return { extensionUri, list, view, preview: new RunPreview(panels, autoOpen), removal, retention };
}
