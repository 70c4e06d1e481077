/** What a notification says, and how gravely. */
import * as vscode from 'vscode';
import { formatDuration } from '../../common/duration';
import type { AlertLevel } from '../../common/record';
import type { NotFinite, RunEvent } from '../../common/run-events';
import type { Run } from '../../common/run';
import { formatShort } from '../../common/short-number';
import { plainMessage } from './plain-label';
import { lastLine } from './status-text';

const MAX_NAME = 60;
const MAX_METRIC = 60;
const MAX_TEXT = 300;

export interface NotificationText {
  readonly text: string;
  readonly level: AlertLevel;
}

export function notificationText(run: Run, event: RunEvent): NotificationText {
  const name = plainMessage(run.name, MAX_NAME);
  switch (event.kind) {
    case 'finished': {
      const took = formatDuration(event.seconds);
      const text =
        took === ''
          ? vscode.l10n.t('{0} has finished.', name)
          : vscode.l10n.t('{0} has finished after {1}.', name, took);
      return { text, level: 'info' };
    }
    case 'failed':
      return { text: failedText(name, event.error, event.lost), level: 'error' };
    case 'stalled': {
      const silent = formatDuration(event.seconds);
      return {
        text: vscode.l10n.t('{0} has logged nothing for {1}, though its program is there.', name, silent),
        level: 'warning',
      };
    }
    case 'not-finite':
      return { text: notFiniteText(name, event.metrics, event.more), level: 'warning' };
    case 'alert': {
      const text = `${name}: ${plainMessage(event.text, MAX_TEXT)}`;
      const further =
        event.further === 1
          ? vscode.l10n.t('(and 1 more alert)')
          : vscode.l10n.t('(and {0} more alerts)', event.further);
      return { text: event.further === 0 ? text : `${text} ${further}`, level: event.level };
    }
  }
}

/** Of several notifications that would have come at once. */
export function furtherText(kind: RunEvent['kind'], count: number): NotificationText {
  switch (kind) {
    case 'finished':
      return { text: vscode.l10n.t('{0} more runs have finished.', count), level: 'info' };
    case 'failed':
      return { text: vscode.l10n.t('{0} more runs have failed.', count), level: 'error' };
    case 'stalled':
      return { text: vscode.l10n.t('{0} more runs log nothing anymore.', count), level: 'warning' };
    case 'not-finite':
      return { text: vscode.l10n.t('{0} more times, metrics of runs are NaN or infinite.', count), level: 'warning' };
    case 'alert':
      return { text: vscode.l10n.t('{0} more alerts of runs.', count), level: 'warning' };
  }
}

function failedText(name: string, error: string, lost: boolean): string {
  if (lost) {
    return vscode.l10n.t('{0} is lost: its program went away without a word.', name);
  }
  const why = plainMessage(lastLine(error), MAX_TEXT);
  return why === '' ? vscode.l10n.t('{0} has failed.', name) : vscode.l10n.t('{0} has failed: {1}', name, why);
}

function notFiniteText(name: string, metrics: readonly NotFinite[], more: boolean): string {
  const parts = metrics.map(({ metric, value, step }) =>
    vscode.l10n.t('{0} is {1} at step {2}', plainMessage(metric, MAX_METRIC), formatShort(value), formatShort(step)),
  );
  if (more) {
    parts.push(vscode.l10n.t('further metrics are NaN or infinite'));
  }
  return `${name}: ${parts.join(', ')}.`;
}
