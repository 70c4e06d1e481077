/** The running extension, and ways to wait for what it does. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Run } from '../../src/common/run';
import type { Sideplot } from '../../src/extension/extension';
import type { PlotPanel } from '../../src/extension/panel';
import { LogWriter } from './log-writer';

export async function activate(): Promise<Sideplot> {
  const extension = vscode.extensions.getExtension<Sideplot>('sideplot.sideplot');
  assert.ok(extension, 'the extension is not installed');
  const sideplot = await extension.activate();
  await sideplot.runs.found;
  return sideplot;
}

export function workspaceFolder(): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  assert.ok(folder, 'the tests need a workspace folder');
  return folder;
}

/** Begins a run of this workspace. */
export function startRun({ root }: Sideplot, project?: string): LogWriter {
  return new LogWriter({ root, workspace: workspaceFolder(), ...(project === undefined ? {} : { project }) });
}

/** How long one wait may last, in milliseconds: shorter than a test, so that the test fails with what it waited for. */
const PATIENCE = 50_000;

/** Waits until `reached`, asked again with each event. */
export function after<T>(event: vscode.Event<T>, reached: () => boolean): Promise<void> {
  if (reached()) {
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    let events = 0;
    const subscription = event(() => {
      events += 1;
      if (reached()) {
        subscription.dispose();
        clearTimeout(timer);
        resolve();
      }
    });
    const timer = setTimeout(() => {
      subscription.dispose();
      const state = reached() ? 'It holds now, but no event said so' : 'It does not hold';
      reject(new Error(`Waited ${PATIENCE / 1000} s in vain for ${reached.toString()}. ${state}; ${events} events.`));
    }, PATIENCE);
  });
}

/** Waits until the host has applied what the condition asks for. */
export function applied({ runs }: Sideplot, id: string, reached: (run: Run) => boolean): Promise<void> {
  const holds = (): boolean => {
    const run = runs.followed(id)?.run;
    return run !== undefined && reached(run);
  };
  holds.toString = () => reached.toString();
  return after(runs.onDidChange, holds);
}

/** Waits for the panel that shows a figure of a run. */
export async function panelOf({ panels }: Sideplot, run: string, figure: string | null = null): Promise<PlotPanel> {
  await after(panels.onDidShow, () => panels.find({ run, others: [], figure, file: null }) !== undefined);
  const panel = panels.find({ run, others: [], figure, file: null });
  assert.ok(panel);
  return panel;
}

/** Waits until the panel's page has drawn what the host had when the run had that many points. */
export function drawn(panel: PlotPanel, points: number): Promise<void> {
  return after(panel.onDidDraw, () => panel.drawnPoints >= points);
}

export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
