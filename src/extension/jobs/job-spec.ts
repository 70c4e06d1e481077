/** What can be run as a job, and what is remembered of it. */
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { shellQuoted, writeCommandLine } from '../../runner/job/command-line';

export interface JobSpec {
  readonly name: string;
  /** A program, or with `shell` a line for the user's shell. */
  readonly command: string;
  readonly args: readonly string[];
  readonly shell: boolean;
  /** An absolute path. */
  readonly cwd: string;
  /** Variables set for this job alone. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What a job is called: its script, else its program. */
export function nameOf(command: string, args: readonly string[]): string {
  return basename(args.find((arg) => /\.(?:py|ipynb)$/.test(arg)) ?? command);
}

/** The job as a line for people. */
export function lineOf({ command, args }: Pick<JobSpec, 'command' | 'args'>): string {
  return [command, ...args].join(' ');
}

/** The job as a line for a shell of this platform; on Windows without its variables, for which there is no form that all shells know. */
export function pasteable(
  { command, args, shell, environment }: Pick<JobSpec, 'command' | 'args' | 'shell' | 'environment'>,
  platform: NodeJS.Platform = process.platform,
): string {
  const variables = platform === 'win32' ? '' : writeCommandLine({ environment, words: [] });
  const line = shell ? command : [command, ...args].map((word) => shellQuoted(word, platform)).join(' ');
  return variables === '' ? line : `${variables} ${line}`;
}

/** The folder in which a file's job runs: its workspace folder, as with terminals. */
export function folderOf(uri: vscode.Uri | undefined): string {
  const folder = (uri && vscode.workspace.getWorkspaceFolder(uri)) ?? vscode.workspace.workspaceFolders?.[0];
  return folder?.uri.fsPath ?? (uri === undefined ? process.cwd() : dirname(uri.fsPath));
}
