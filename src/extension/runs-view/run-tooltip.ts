/** What is shown of a run when the pointer rests on it. Whatever a program or a user gave is text, never markup. */
import * as vscode from 'vscode';
import { elapsed } from '../../common/elapsed';
import { shorten } from '../../common/shorten';
import { colourName } from './run-colours';
import type { RunEntry } from './run-entry';
import { dateWords, statusWords, valueWords } from './item-words';

const MAX_CONFIG_LINES = 15;
const MAX_VALUES = 12;
const MAX_TEXT = 1000;

export function tooltipOf(entry: RunEntry, now: number): vscode.MarkdownString {
  const { name, opening, summary, about, status, start, end } = entry;
  const text = new vscode.MarkdownString('**');
  text.appendText(name).appendMarkdown('**\n\n');
  const facts: [string, string][] = [
    [vscode.l10n.t('Status'), status === null ? '' : statusWords(status)],
    [vscode.l10n.t('Error'), shorten(summary?.error ?? '', MAX_TEXT)],
    [vscode.l10n.t('Program’s name'), about.name === '' ? '' : opening.name],
    [vscode.l10n.t('Project'), entry.project],
    [vscode.l10n.t('Started'), dateWords(start, 'medium')],
    [vscode.l10n.t('Duration'), elapsed((status === 'running' ? now : end) - start)],
    [vscode.l10n.t('Points'), summary?.points?.toLocaleString(vscode.env.language) ?? ''],
    [vscode.l10n.t('Colour'), about.colour === null ? '' : colourName(about.colour)],
    [vscode.l10n.t('Source'), sourceWords(entry)],
    [vscode.l10n.t('Machine'), [opening.user, opening.host].filter((part) => part !== '').join('@')],
    [vscode.l10n.t('Problems'), problemWords(summary?.problems ?? {})],
  ];
  for (const [title, words] of facts.filter((fact) => fact[1] !== '')) {
    text.appendText(`${title}: ${shorten(words, MAX_TEXT)}`).appendMarkdown('  \n');
  }
  if (about.note !== '') {
    text.appendMarkdown('\n---\n\n').appendText(shorten(about.note, MAX_TEXT)).appendMarkdown('\n\n');
  }
  appendLines(text, vscode.l10n.t('Last values'), valueLines(entry));
  appendLines(text, vscode.l10n.t('Config'), configLines(entry));
  return text;
}

function appendLines(text: vscode.MarkdownString, title: string, lines: readonly string[]): void {
  if (lines.length > 0) {
    text.appendMarkdown('\n').appendText(title).appendCodeblock(lines.join('\n'), 'plaintext');
  }
}

function valueLines({ summary }: RunEntry): readonly string[] {
  const values = summary?.values ?? [];
  const more = values.length - MAX_VALUES + (summary?.moreValues ?? 0);
  return [...values.slice(0, MAX_VALUES).map(valueWords), ...(more > 0 ? [vscode.l10n.t('… {0} more', more)] : [])];
}

function configLines({ settings }: RunEntry): readonly string[] {
  const lines = Object.entries(settings).map(([key, value]) => `${key}: ${value}`);
  const more = lines.length - MAX_CONFIG_LINES;
  return more > 0 ? [...lines.slice(0, MAX_CONFIG_LINES), vscode.l10n.t('… {0} more', more)] : lines;
}

function sourceWords({ opening }: RunEntry): string {
  return opening.notebook?.path ?? opening.argv.join(' ');
}

function problemWords(problems: Readonly<Record<string, number>>): string {
  return Object.entries(problems)
    .map(([reason, count]) => `${count} × ${reason}`)
    .join(', ');
}
