/** A run in words, where runs are chosen from. */
import * as vscode from 'vscode';
import type { RunStatus } from '../common/protocol';
import type { RunRecord } from '../common/record';

/** The project of a run and when it began. */
export function runDetails({ project, start }: RunRecord): string {
  const began = Number.isFinite(start) ? new Date(start * 1000).toLocaleString() : '';
  return [project, began].filter((part) => part !== '').join(' · ');
}

/** The status of a run in one word. */
export function runStatusWord(status: RunStatus): string {
  switch (status) {
    case 'running':
      return vscode.l10n.t('running');
    case 'finished':
      return vscode.l10n.t('finished');
    case 'failed':
      return vscode.l10n.t('failed');
    case 'interrupted':
      return vscode.l10n.t('interrupted');
    case 'lost':
      return vscode.l10n.t('lost');
  }
}
