/** Asks whether numbers that a program prints are to be drawn. */
import * as vscode from 'vscode';
import type { PrintedMetrics } from '../../runner/job/description';

const NAMED = 5;

/** What becomes of numbers that are printed, by the user's setting. */
export function printedMetrics(): PrintedMetrics {
  return vscode.workspace.getConfiguration('sideplot').get<PrintedMetrics>('printedMetrics', 'offer');
}

const givenUp = new Set<string>();

/** The user's own patterns, without those that took too long in this window. */
export function ownPatterns(): readonly string[] {
  const all = vscode.workspace.getConfiguration('sideplot').get<readonly string[]>('patterns', []);
  return all.filter((pattern) => typeof pattern === 'string' && !givenUp.has(pattern));
}

/** A pattern takes too long for a line: it is not used any longer, which the user is told. */
export function giveUp(pattern: string): void {
  if (!givenUp.has(pattern)) {
    givenUp.add(pattern);
    const words = vscode.l10n.t(
      'sideplot.patterns: {0} took too long for a printed line. It is not used before the next reload.',
      pattern,
    );
    void vscode.window.showWarningMessage(words);
  }
}

/** @returns whether they are to be drawn; an answer for always or never is kept as the setting. */
export async function askToDraw(name: string, metrics: readonly string[]): Promise<boolean> {
  const [draw, always, never] = [vscode.l10n.t('Draw'), vscode.l10n.t('Always Draw'), vscode.l10n.t('Never')];
  const list = metrics.slice(0, NAMED).join(', ') + (metrics.length > NAMED ? ' …' : '');
  const question = vscode.l10n.t('{0} prints numbers: {1}. Draw them?', name, list);
  const answer = await vscode.window.showInformationMessage(question, draw, always, never);
  if (answer === always || answer === never) {
    const value: PrintedMetrics = answer === always ? 'draw' : 'never';
    await vscode.workspace
      .getConfiguration('sideplot')
      .update('printedMetrics', value, vscode.ConfigurationTarget.Global);
  }
  return answer === draw || answer === always;
}
