/** Asks what to export and where to. */
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { ExportFormat } from '../../common/export-format';
import type { ShownChart } from '../../common/feed';
import type { PointScope } from './point-choice';

const FOLDER = 'exportFolder';
const ENDINGS: Readonly<Record<Exclude<ExportFormat, 'clipboard'>, string>> = {
  csv: 'csv',
  json: 'json',
  parquet: 'parquet',
  png: 'png',
  svg: 'svg',
  'vega-lite': 'vl.json',
  report: 'html',
};

interface Choice<Value> extends vscode.QuickPickItem {
  readonly value: Value;
}

export async function chooseFormat(): Promise<ExportFormat | undefined> {
  const { t } = vscode.l10n;
  return choose<ExportFormat>(t('Export as'), [
    { label: 'PNG', description: t('picture, at twice the size of the screen'), value: 'png' },
    { label: 'SVG', description: t('drawing that can be scaled'), value: 'svg' },
    { label: 'CSV', description: t('points, one a row'), value: 'csv' },
    { label: 'JSON', description: t('points and the configs of the runs'), value: 'json' },
    { label: 'Parquet', description: t('points, compact, for pandas, Polars, DuckDB'), value: 'parquet' },
    { label: t('Vega-Lite Spec'), description: t('one chart with its data, for the Vega editor'), value: 'vega-lite' },
    { label: t('HTML Report'), description: t('charts, config, last values, notes and printed text'), value: 'report' },
    { label: t('Image to Clipboard'), description: t('to be pasted elsewhere'), value: 'clipboard' },
  ]);
}

/** @param ofChart whether the user asked for one chart. */
export async function chooseScope(ofChart: boolean): Promise<PointScope | undefined> {
  const { t } = vscode.l10n;
  return choose<PointScope>(t('Which points?'), [
    { label: t('What Is Shown'), description: t('the visible part of the x axis'), value: 'shown' },
    {
      label: ofChart ? t('All of the Chart’s Metrics') : t('All of the Figure’s Metrics'),
      description: t('every point, from the log'),
      value: 'figure',
    },
    { label: t('All Metrics'), description: t('of the runs that are shown'), value: 'runs' },
  ]);
}

/** @returns the chart's id; the only chart without asking. */
export async function chooseChart(charts: readonly ShownChart[]): Promise<string | undefined> {
  const choices = charts.map(({ chart }) => ({ label: chart.title, value: chart.id }));
  const [only] = choices;
  return choices.length === 1 && only !== undefined ? only.value : choose(vscode.l10n.t('Which chart?'), choices);
}

async function choose<Value>(placeHolder: string, items: readonly Choice<Value>[]): Promise<Value | undefined> {
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.value;
}

/** Asks for the file; the next time in the same folder. */
export async function chooseTarget(
  memory: vscode.Memento,
  format: Exclude<ExportFormat, 'clipboard'>,
  name: string,
): Promise<vscode.Uri | undefined> {
  const ending = ENDINGS[format];
  // The editor's own dialog takes what stands after the last dot for the ending, and adds one that it misses.
  const last = ending.slice(ending.lastIndexOf('.') + 1);
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export'),
    saveLabel: vscode.l10n.t('Export'),
    defaultUri: vscode.Uri.joinPath(folder(memory), `${fileName(name)}.${ending}`),
    filters: { [last.toUpperCase()]: [last] },
  });
  if (target !== undefined) {
    await memory.update(FOLDER, vscode.Uri.joinPath(target, '..').toString());
  }
  return target;
}

function folder(memory: vscode.Memento): vscode.Uri {
  const remembered = memory.get<unknown>(FOLDER);
  if (typeof remembered === 'string' && remembered !== '') {
    return vscode.Uri.parse(remembered);
  }
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
}

/** A name that any file system takes. */
function fileName(name: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is to be replaced
  const plain = name.replace(/[\u0000-\u001f<>:"/\\|?*]+/g, '-').replace(/^[\s.-]+|[\s.-]+$/g, '');
  return plain.slice(0, 100) || 'sideplot';
}
