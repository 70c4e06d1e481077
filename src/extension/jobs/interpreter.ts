/** Which Python runs a file. */
import { homedir } from 'node:os';
import * as vscode from 'vscode';

/** The part of the Python extension's interface that is used here. */
interface PythonExtension {
  readonly environments?: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(
      path: unknown,
    ): Promise<{ readonly executable?: { readonly uri?: vscode.Uri | undefined } } | undefined>;
  };
}

/** The setting `sideplot.python`, else what the Python extension has chosen, else `python3`. */
export async function pythonFor(resource: vscode.Uri | undefined): Promise<string> {
  const chosen = chosenPython(resource);
  if (chosen !== undefined) {
    return chosen;
  }
  const active = await activeEnvironment(resource);
  if (active !== undefined) {
    return active;
  }
  const preset = vscode.workspace.getConfiguration('python', resource).get('defaultInterpreterPath', '').trim();
  if (preset !== '' && preset !== 'python') {
    return expanded(preset, resource);
  }
  return process.platform === 'win32' ? 'python' : 'python3';
}

/** The setting `sideplot.python`; `undefined` when it is empty. */
export function chosenPython(resource: vscode.Uri | undefined): string | undefined {
  const chosen = vscode.workspace.getConfiguration('sideplot', resource).get('python', '').trim();
  return chosen === '' ? undefined : expanded(chosen, resource);
}

/** The program of an environment that the Python extension knows by its path. */
export function executableOf(environment: string): Promise<string | undefined> {
  return resolved(() => environment);
}

function activeEnvironment(resource: vscode.Uri | undefined): Promise<string | undefined> {
  return resolved((environments) => environments.getActiveEnvironmentPath(resource));
}

async function resolved(
  path: (environments: NonNullable<PythonExtension['environments']>) => unknown,
): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<PythonExtension | undefined>('ms-python.python');
  try {
    const environments = (await extension?.activate())?.environments;
    const found = environments && (await environments.resolveEnvironment(path(environments)));
    return found?.executable?.uri?.fsPath;
  } catch {
    // Another extension's trouble leaves the other ways.
    return undefined;
  }
}

function expanded(path: string, resource: vscode.Uri | undefined): string {
  const folder = (resource && vscode.workspace.getWorkspaceFolder(resource)) ?? vscode.workspace.workspaceFolders?.[0];
  return path.replaceAll('${workspaceFolder}', folder?.uri.fsPath ?? '').replace(/^~(?=$|[/\\])/, homedir());
}
