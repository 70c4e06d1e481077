/** What is said of a run in the list, to those who see it and to those who listen. */
import * as vscode from 'vscode';
import { elapsed } from '../../common/elapsed';
import { formatValue } from '../../common/format-value';
import type { RunStatus } from '../../common/protocol';
import type { LastValue } from '../../common/run-summary';
import { shorten } from '../../common/shorten';
import { statusWord } from '../../common/status-word';
import type { RunEntry } from './run-entry';

/** As many values as fit beside a name. */
const HEADLINE_VALUES = 3;
const MAX_METRIC_CHARACTERS = 40;
/** Of the values beside a name: the whole ones are below the run. */
const DIGITS = 4;
const MAX_ERROR_CHARACTERS = 80;

/** The grey text beside a run's name. */
export function descriptionOf(entry: RunEntry, now: number): string {
  const { summary, about } = entry;
  const error = summary?.status === 'failed' ? firstLine(summary.error) : '';
  const values = entry
    .headline(HEADLINE_VALUES)
    .map((last) => valueWords({ ...last, value: Number(last.value.toPrecision(DIGITS)) }));
  const parts = [error, ...values, timeWords(entry, now), about.archived ? vscode.l10n.t('archived') : ''];
  return parts.filter((part) => part !== '').join(' · ');
}

/** The same as a sentence, with what icons say. */
export function spokenWords(entry: RunEntry, now: number): string {
  const { name, project, status, about } = entry;
  const parts = [
    name,
    status === null ? '' : statusWords(status),
    about.pinned ? vscode.l10n.t('pinned') : '',
    descriptionOf(entry, now).replaceAll(' · ', ', '),
    project === '' ? '' : vscode.l10n.t('project {0}', project),
    about.note === '' ? '' : vscode.l10n.t('note: {0}', shorten(about.note, 200)),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

export function statusWords(status: RunStatus): string {
  return status === 'lost' ? vscode.l10n.t('lost: its process is gone and its log has no end') : statusWord(status);
}

/** `loss 0.31`. */
export function valueWords({ metric, unit, value }: LastValue): string {
  return `${shorten(metric, MAX_METRIC_CHARACTERS)} ${formatValue(value)}${unit === '' ? '' : ` ${unit}`}`;
}

/** How long a run has been going on, or when one began that has ended. */
function timeWords(entry: RunEntry, now: number): string {
  return entry.status === 'running' ? elapsed(now - entry.start) : dateWords(entry.start);
}

/** @param time in seconds since 1970; NaN when it is not known: then it is empty. */
export function dateWords(time: number, style: 'short' | 'medium' = 'short'): string {
  return Number.isFinite(time)
    ? new Date(time * 1000).toLocaleString(vscode.env.language, { dateStyle: style, timeStyle: style })
    : '';
}

function firstLine(text: string): string {
  return shorten(text.split('\n', 1)[0] ?? '', MAX_ERROR_CHARACTERS);
}
