/** Asks what to sweep: a program, a grid of parameters, how many jobs at a time. */
import * as vscode from 'vscode';
import { combinationsOf, readGrid, wordsOf } from '../../runner/job/sweep-grid';
import { chooseJob } from './choose-job';
import type { JobSpec } from './job-spec';
import type { NotebookContext } from './notebook-job';
import type { RecentSweeps, SweepSpec } from './recent-sweeps';

const EXAMPLE = 'lr=0.1,0.01 seed=1..4';
const DEFAULT_AT_ONCE = 2;
const MAX_AT_ONCE = 256;

/** @returns `undefined` when the user chose nothing. */
export async function chooseSweep(context: NotebookContext, sweeps: RecentSweeps): Promise<SweepSpec | undefined> {
  const program = await chooseJob(context, vscode.l10n.t('What to run for each combination of parameters?'));
  const last = program && sweeps.of(program);
  const grid = program && (await askGrid(program, last?.grid));
  const atOnce = grid === undefined ? undefined : await askAtOnce(last?.atOnce);
  return program === undefined || grid === undefined || atOnce === undefined ? undefined : { program, grid, atOnce };
}

/** Why a grid cannot be used, or empty. */
export function gridFault(grid: string): string {
  try {
    readGrid(grid);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function askGrid({ name }: JobSpec, last: string | undefined): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: name,
    prompt: vscode.l10n.t('Parameters with their values: one job for each combination'),
    placeHolder: EXAMPLE,
    value: last ?? '',
    ignoreFocusOut: true,
    validateInput: (grid) => gridFault(grid) || outlook(grid),
  });
}

/** What would be run. */
function outlook(grid: string): vscode.InputBoxValidationMessage {
  const combinations = combinationsOf(readGrid(grid));
  const [first = [], last = []] = [combinations[0], combinations.at(-1)];
  const message = vscode.l10n.t('{0} jobs, from {1} to {2}', combinations.length, wordsOf(first), wordsOf(last));
  return { message, severity: vscode.InputBoxValidationSeverity.Info };
}

async function askAtOnce(last: number | undefined): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    prompt: vscode.l10n.t('How many jobs at a time?'),
    value: String(last ?? DEFAULT_AT_ONCE),
    ignoreFocusOut: true,
    validateInput: (value) =>
      isAtOnce(Number(value)) ? undefined : vscode.l10n.t('A whole number from 1 to {0}', MAX_AT_ONCE),
  });
  return text === undefined ? undefined : Number(text);
}

/** Whether so many jobs may go on at a time. */
export function isAtOnce(count: unknown): count is number {
  return Number.isInteger(count) && Number(count) >= 1 && Number(count) <= MAX_AT_ONCE;
}
