/** The items of the Runs view. */
import * as vscode from 'vscode';
import { formatValue } from '../../common/format-value';
import type { RunStatus } from '../../common/protocol';
import type { LastValue } from '../../common/run-summary';
import { shorten } from '../../common/shorten';
import { addressOf } from './run-decorations';
import { RunEntry } from './run-entry';
import { descriptionOf, spokenWords } from './item-words';

/** A longer config is shown when somebody opens it. */
const OPEN_CONFIG_LINES = 12;
const MAX_NOTE_CHARACTERS = 200;

/** A run, or what belongs to one. */
export type RunNode =
  | RunEntry
  | { readonly kind: 'figure'; readonly entry: RunEntry; readonly figure: string }
  | { readonly kind: 'note'; readonly entry: RunEntry }
  | { readonly kind: 'values'; readonly entry: RunEntry }
  | { readonly kind: 'value'; readonly entry: RunEntry; readonly value: LastValue }
  | { readonly kind: 'config'; readonly entry: RunEntry }
  | { readonly kind: 'setting'; readonly entry: RunEntry; readonly key: string; readonly text: string }
  | { readonly kind: 'more'; readonly hidden: number };

const ICONS: Readonly<Record<RunStatus, vscode.ThemeIcon>> = {
  running: new vscode.ThemeIcon('sync~spin', new vscode.ThemeColor('charts.blue')),
  finished: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
  failed: new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed')),
  interrupted: new vscode.ThemeIcon('debug-stop', new vscode.ThemeColor('descriptionForeground')),
  lost: new vscode.ThemeIcon('question', new vscode.ThemeColor('list.warningForeground')),
};
/** How a run goes is not known before it was looked at. */
const UNKNOWN = new vscode.ThemeIcon('circle-outline', new vscode.ThemeColor('descriptionForeground'));

/** What is below a run or one of its groups. */
export function childrenOf(node: RunNode): RunNode[] {
  if (node instanceof RunEntry) {
    return partsOf(node);
  }
  switch (node.kind) {
    case 'values':
      return (node.entry.summary?.values ?? []).map((value) => ({ kind: 'value', entry: node.entry, value }));
    case 'config':
      return Object.entries(node.entry.settings).map(([key, text]) => ({
        kind: 'setting',
        entry: node.entry,
        key,
        text,
      }));
    case 'figure':
    case 'note':
    case 'value':
    case 'setting':
    case 'more':
      return [];
  }
}

function partsOf(entry: RunEntry): RunNode[] {
  const figures = (entry.summary?.figures ?? []).map((figure): RunNode => ({ kind: 'figure', entry, figure }));
  return [
    ...(entry.about.note === '' ? [] : [{ kind: 'note', entry } as const]),
    ...figures,
    ...((entry.summary?.values.length ?? 0) === 0 ? [] : [{ kind: 'values', entry } as const]),
    ...(Object.keys(entry.settings).length === 0 ? [] : [{ kind: 'config', entry } as const]),
  ];
}

/** @param now in seconds since 1970. */
export function treeItemOf(node: RunNode, now: number): vscode.TreeItem {
  if (node instanceof RunEntry) {
    return runItem(node, now);
  }
  switch (node.kind) {
    case 'figure':
      return figureItem(node.entry, node.figure);
    case 'note':
      return noteItem(node.entry);
    case 'values':
      return valuesItem(node.entry);
    case 'config':
      return configItem(node.entry);
    case 'value':
      return pairItem(
        `${node.entry.id}/value/${node.value.metric}`,
        node.value.metric,
        `${formatValue(node.value.value)}${node.value.unit === '' ? '' : ` ${node.value.unit}`}`,
      );
    case 'setting':
      return pairItem(`${node.entry.id}/setting/${node.key}`, node.key, node.text);
    case 'more':
      return moreItem(node.hidden);
  }
}

function runItem(entry: RunEntry, now: number): vscode.TreeItem {
  const { id, name, status, about } = entry;
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = id;
  item.description = descriptionOf(entry, now);
  item.iconPath = status === null ? UNKNOWN : ICONS[status];
  item.resourceUri = addressOf(entry);
  item.contextValue = [
    'run',
    status === null || status === 'running' ? 'running' : 'ended',
    about.pinned ? 'pinned' : 'unpinned',
    about.archived ? 'archived' : 'current',
    ...(entry.opening.job === null ? [] : ['job']),
    ...(entry.opening.listens ? ['listens'] : []),
  ].join(' ');
  item.accessibilityInformation = { label: spokenWords(entry, now), role: 'treeitem' };
  item.command = { command: 'sideplot.showRun', title: vscode.l10n.t('Show Plots'), arguments: [id] };
  return item;
}

function figureItem({ id, name }: RunEntry, figure: string): vscode.TreeItem {
  const item = new vscode.TreeItem(shorten(figure, MAX_NOTE_CHARACTERS));
  item.id = `${id}/figure/${figure}`;
  item.iconPath = new vscode.ThemeIcon('graph-line');
  item.contextValue = 'figure';
  item.tooltip = vscode.l10n.t('Show this figure');
  item.accessibilityInformation = { label: vscode.l10n.t('Figure {0} of {1}', figure, name), role: 'treeitem' };
  item.command = { command: 'sideplot.showRun', title: vscode.l10n.t('Show Plots'), arguments: [id, figure] };
  return item;
}

function noteItem({ id, about }: RunEntry): vscode.TreeItem {
  const item = new vscode.TreeItem(shorten(about.note.replaceAll(/\s+/g, ' '), MAX_NOTE_CHARACTERS));
  item.id = `${id}/note`;
  item.iconPath = new vscode.ThemeIcon('note');
  item.contextValue = 'note';
  item.tooltip = about.note;
  item.accessibilityInformation = { label: vscode.l10n.t('Note: {0}', about.note), role: 'treeitem' };
  return item;
}

function valuesItem({ id, summary }: RunEntry): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Last values'), vscode.TreeItemCollapsibleState.Expanded);
  const more = summary?.moreValues ?? 0;
  item.id = `${id}/values`;
  item.description = more === 0 ? '' : vscode.l10n.t('{0} more are in the plots', more);
  item.contextValue = 'values';
  return item;
}

function configItem({ id, settings }: RunEntry): vscode.TreeItem {
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const isLong = Object.keys(settings).length > OPEN_CONFIG_LINES;
  const item = new vscode.TreeItem(vscode.l10n.t('Config'), isLong ? Collapsed : Expanded);
  item.id = `${id}/config`;
  item.contextValue = 'config';
  return item;
}

function pairItem(id: string, key: string, value: string): vscode.TreeItem {
  const item = new vscode.TreeItem(shorten(key, MAX_NOTE_CHARACTERS));
  item.id = id;
  item.description = value;
  item.tooltip = `${key}: ${value}`;
  item.contextValue = 'pair';
  item.accessibilityInformation = { label: `${key}: ${value}`, role: 'treeitem' };
  return item;
}

function moreItem(hidden: number): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Show more'));
  item.id = 'more';
  item.description = vscode.l10n.t('{0} older runs', hidden);
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.contextValue = 'more';
  item.accessibilityInformation = { label: vscode.l10n.t('Show more: {0} older runs', hidden), role: 'treeitem' };
  item.command = { command: 'sideplot.showMoreRuns', title: vscode.l10n.t('Show more') };
  return item;
}
