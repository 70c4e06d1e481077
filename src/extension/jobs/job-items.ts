/** What the Jobs view says of a job and of a sweep. */
import * as vscode from 'vscode';
import { elapsed } from '../../common/elapsed';
import type { RunStatus } from '../../common/protocol';
import { shorten } from '../../common/shorten';
import { statusWord } from '../../common/status-word';
import type { SweepState } from '../../runner/job/sweep-log';
import { dateWords } from '../runs-view/item-words';
import type { Entry } from './job-entries';
import type { Job } from './job-list';
import { lineOf } from './job-spec';
import { goesOn } from './pick-job';
import { progressOf } from './sweep-list';

const MAX_LINE_CHARACTERS = 2000;
const MAX_ERROR_CHARACTERS = 200;

const ICONS: Readonly<Record<RunStatus, vscode.ThemeIcon>> = {
  running: new vscode.ThemeIcon('sync~spin'),
  finished: new vscode.ThemeIcon('check', new vscode.ThemeColor('testing.iconPassed')),
  failed: new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed')),
  interrupted: new vscode.ThemeIcon('debug-stop'),
  lost: new vscode.ThemeIcon('question'),
};
/** The program that watched the job is gone, the job's is not. */
const ORPHAN_ICON = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));

/** @param resources what it uses of the machine, in words. */
export function jobItem(job: Job, label: string, resources: readonly string[]): vscode.TreeItem {
  const { id, opening, status, error, ended } = job;
  const isOrphan = status !== 'running' && goesOn(job);
  const isGoing = status === 'running' || isOrphan;
  const end = isGoing ? Date.now() / 1000 : ended;
  const state = isOrphan ? vscode.l10n.t('goes on, but what it prints is lost') : statusWords(status, error);
  const words = [state, elapsed(end - opening.start), ...(isGoing ? resources : [])].filter((part) => part !== '');
  const item = new vscode.TreeItem(label);
  item.id = id;
  item.iconPath = isOrphan ? ORPHAN_ICON : ICONS[status];
  item.description = words.join(' · ');
  item.contextValue = isGoing ? 'running' : 'ended';
  item.tooltip = tooltip(job, words);
  item.accessibilityInformation = { label: [label, ...words].join(', ') };
  item.command = { command: 'sideplot.showJobLog', title: vscode.l10n.t('Show Job Log'), arguments: [id] };
  return item;
}

/** @param hasGoing whether one of its jobs goes on, which it may do when the sweep is lost. */
export function sweepItem(sweep: SweepState, hasGoing: boolean): vscode.TreeItem {
  const { id, name, status, error, start, ended, cwd, atOnce } = sweep;
  const isRunning = status === 'running';
  const item = new vscode.TreeItem(
    name === '' ? id : name,
    isRunning ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed,
  );
  const end = isRunning ? Date.now() / 1000 : ended;
  const state =
    status === 'lost' && hasGoing ? vscode.l10n.t('lost: starts no further job') : statusWords(status, error);
  const words = [progressOf(sweep), state, elapsed(end - start)].filter((part) => part !== '');
  item.id = id;
  item.iconPath = ICONS[status];
  item.description = words.join(' · ');
  item.contextValue = isRunning || hasGoing ? 'sweepRunning' : 'sweepEnded';
  item.tooltip = `${cwd}\n${words.join(' · ')}\n${vscode.l10n.t('{0} at a time', atOnce)}`;
  return item;
}

/** A job of a sweep that has no log. */
export function unseenItem({ id, words, status }: Extract<Entry, { kind: 'unseen' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(words);
  item.id = id;
  switch (status) {
    case 'queued':
      item.iconPath = new vscode.ThemeIcon('clock');
      item.description = vscode.l10n.t('queued');
      break;
    case 'not started':
      item.iconPath = new vscode.ThemeIcon('circle-slash');
      item.description = vscode.l10n.t('not started');
      break;
    default:
      item.iconPath = ICONS[status];
      item.description = statusWords(status, '');
  }
  return item;
}

function statusWords(status: RunStatus, error: string): string {
  const short = shorten(error, MAX_ERROR_CHARACTERS);
  switch (status) {
    case 'failed':
      return error === '' ? vscode.l10n.t('failed') : vscode.l10n.t('failed: {0}', short);
    case 'interrupted':
      return error === '' ? vscode.l10n.t('stopped') : short;
    default:
      return statusWord(status);
  }
}

function tooltip({ opening, ended }: Job, words: readonly string[]): vscode.MarkdownString {
  const { job, cwd, start } = opening;
  // As code: what a program is called must not become a link.
  const text = new vscode.MarkdownString();
  text.appendCodeblock(job === null ? '' : shorten(lineOf(job), MAX_LINE_CHARACTERS), 'shellscript');
  const lines = [
    cwd,
    words.join(' · '),
    vscode.l10n.t('Began: {0}', dateWords(start)),
    Number.isFinite(ended) ? vscode.l10n.t('Ended: {0}', dateWords(ended)) : '',
    job === null || job.environment.length === 0 ? '' : vscode.l10n.t('Variables: {0}', job.environment.join(', ')),
  ];
  text.appendText(lines.filter((line) => line !== '').join('\n'));
  return text;
}
