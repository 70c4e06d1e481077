/** On which Python a notebook runs: that of its kernel, as far as anybody tells. */
import { stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import * as vscode from 'vscode';
import type { RunRecord } from '../../common/record';
import type { Runs } from '../runs';
import { chosenPython, executableOf, pythonFor } from './interpreter';

export interface Interpreter {
  readonly path: string;
  /** Whether nobody tells which is the kernel's, so that it may be another one. */
  readonly isGuess: boolean;
}

/** The part of Jupyter's interface that is used here: made for the Python extension, whose versions read it in several ways. */
interface JupyterExtension {
  getPythonEnvironment?(notebook: vscode.Uri): string | { readonly path?: unknown } | undefined;
}

/** The setting `sideplot.python`, else what Jupyter's extension says of the kernel, else what a run says that the kernel logged, else a guess. */
export async function interpreterOf(notebook: vscode.Uri, runs: Runs): Promise<Interpreter> {
  const known = chosenPython(notebook) ?? (await ofJupyter(notebook)) ?? (await ofRuns(notebook, runs));
  return known === undefined ? { path: await pythonFor(notebook), isGuess: true } : { path: known, isGuess: false };
}

/** Not activated for this: where it is not active no kernel of it runs. */
async function ofJupyter(notebook: vscode.Uri): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<JupyterExtension | undefined>('ms-toolsai.jupyter');
  try {
    const told = extension?.isActive === true ? extension.exports?.getPythonEnvironment?.(notebook) : undefined;
    const path = typeof told === 'object' ? told.path : told;
    return typeof path === 'string' && path !== '' ? await executableAt(path) : undefined;
  } catch {
    // Another extension's trouble leaves the other ways.
    return undefined;
  }
}

/** It may be the folder of an environment. */
async function executableAt(path: string): Promise<string | undefined> {
  return (await isFile(path)) ? path : executableOf(path);
}

async function ofRuns(notebook: vscode.Uri, runs: Runs): Promise<string | undefined> {
  for (const { opening } of await runs.newest()) {
    if (isOfKernel(opening, notebook.fsPath) && (await isFile(opening.executable))) {
      return opening.executable;
    }
  }
  return undefined;
}

function isOfKernel({ notebook, executable, host }: RunRecord, path: string): boolean {
  return notebook?.path === path && executable !== '' && host === hostname();
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() === true;
}
