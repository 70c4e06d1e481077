/** What the status bar says of a run. */
import * as vscode from 'vscode';
import { formatDuration } from '../../common/duration';
import { shareOf, type ProgressDescription } from '../../common/progress';
import type { Run, RunSeries } from '../../common/run';
import { formatShort } from '../../common/short-number';
import { sparklineSvg, sparkValues, sparkWords } from '../../common/sparkline';
import { statusWord, type ShownStatus } from '../../common/status-word';
import { plainDescription, plainLabel, plainMarkdown } from './plain-label';

const MAX_METRIC = 30;
const MAX_NAME = 60;
const MAX_ERROR = 200;
const MAX_BARS = 4;

const ICONS: Readonly<Record<ShownStatus, string>> = {
  running: '$(graph-line)',
  waiting: '$(debug-pause)',
  finished: '$(check)',
  failed: '$(error)',
  interrupted: '$(debug-stop)',
  lost: '$(question)',
};

/** The state of a run at one moment, without the run itself: it may be shown after the run was given up. */
export interface RunState {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  readonly status: ShownStatus;
  readonly error: string;
  /** Seconds; NaN when it is not known. */
  readonly elapsed: number;
  readonly bars: readonly ProgressDescription[];
  readonly headline: Headline | null;
}

export interface Headline {
  readonly metric: string;
  readonly value: number;
  readonly step: number;
  readonly values: readonly number[];
}

export function stateOf(run: Run, headline: RunSeries | undefined, now: number): RunState {
  const { status } = run;
  const end = Number.isFinite(run.endTime) ? run.endTime : now;
  return {
    id: run.id,
    name: run.name,
    project: run.opening?.project ?? '',
    status: status === 'running' && run.cells.isWaiting ? 'waiting' : status,
    error: run.error,
    elapsed: end - (run.opening?.start ?? NaN),
    bars: run.progress.describe(status === 'running').bars,
    headline: headline === undefined ? null : headlineOf(headline),
  };
}

function headlineOf({ metric, series }: RunSeries): Headline {
  const last = series.length - 1;
  return { metric, value: series.yAt(last), step: series.xAt(last), values: sparkValues(series) };
}

/** `$(graph-line) loss 0.31 · 42%`. */
export function statusText(state: RunState): string {
  const parts = [valueWords(state) ?? plainLabel(state.name, MAX_METRIC), shareWords(state)];
  return `${ICONS[state.status]} ${parts.filter((part) => part !== '').join(' · ')}`;
}

/** `$(graph-line) loss 0.31 · step 120`, for the line under a cell. */
export function cellText(state: RunState): string {
  const { headline } = state;
  const step = headline === null ? '' : vscode.l10n.t('step {0}', formatStep(headline.step));
  const parts = [valueWords(state) ?? plainLabel(state.name, MAX_METRIC), step];
  return `${ICONS[state.status]} ${parts.filter((part) => part !== '').join(' · ')}`;
}

/** The same without icons, for screen readers. */
export function spokenStatus(state: RunState): string {
  const { headline } = state;
  const value =
    headline === null
      ? ''
      : vscode.l10n.t(
          '{0} is {1} at step {2}',
          headline.metric,
          formatShort(headline.value),
          formatStep(headline.step),
        );
  const parts = [
    vscode.l10n.t('Sideplot: run {0} is {1}', state.name, statusWord(state.status)),
    value,
    shareWords(state),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** @param others how many further runs go on. */
export function statusTooltip(state: RunState, others: number, colour: string): vscode.MarkdownString {
  const { headline } = state;
  const lines = [
    `**${plainMarkdown(state.name, MAX_NAME)}**${state.project === '' ? '' : ` · ${plainMarkdown(state.project, MAX_NAME)}`}`,
  ];
  if (headline !== null) {
    const svg = sparklineSvg(headline.values, colour);
    const words = plainDescription(`${headline.metric}: ${sparkWords(headline.values)}`, MAX_NAME * 2);
    if (svg !== '') {
      lines.push(`![${words}](data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')})`);
    }
    const value = vscode.l10n.t('{0} at step {1}', formatShort(headline.value), formatStep(headline.step));
    lines.push(`${plainMarkdown(headline.metric, MAX_NAME)} ${plainMarkdown(value, MAX_NAME)}`);
  }
  const elapsed = formatDuration(state.elapsed);
  lines.push([statusWord(state.status), elapsed].filter((part) => part !== '').join(' · '));
  if (state.error !== '') {
    lines.push(plainMarkdown(lastLine(state.error), MAX_ERROR));
  }
  lines.push(
    ...state.bars
      .filter(({ finished }) => !finished)
      .slice(0, MAX_BARS)
      .map(barWords),
  );
  if (others > 0) {
    lines.push(others === 1 ? vscode.l10n.t('1 more run goes on') : vscode.l10n.t('{0} more runs go on', others));
  }
  lines.push(`[${vscode.l10n.t('Choose Metric…')}](command:sideplot.chooseHeadline)`);
  const tooltip = new vscode.MarkdownString(lines.join('\n\n'));
  tooltip.isTrusted = { enabledCommands: ['sideplot.chooseHeadline'] };
  return tooltip;
}

/** The last line of an error that says something: of a traceback the exception. */
export function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.trim() ?? '';
}

function valueWords({ headline }: RunState): string | null {
  return headline === null ? null : `${plainLabel(headline.metric, MAX_METRIC)} ${formatShort(headline.value)}`;
}

/** How much of the outermost loop that goes on is done. */
function shareWords({ bars, status }: RunState): string {
  const share = bars.filter(({ finished }) => !finished).map(shareOf)[0] ?? null;
  return share === null || status !== 'running' ? '' : `${Math.floor(share * 100)}%`;
}

function barWords(bar: ProgressDescription): string {
  const share = bar.total === null ? formatStep(bar.done) : `${formatStep(bar.done)}/${formatStep(bar.total)}`;
  const left = bar.remaining === null ? '' : vscode.l10n.t('{0} left', formatDuration(bar.remaining));
  const words = [`${bar.label} ${share}`.trim(), left].filter((part) => part !== '').join(' · ');
  return plainMarkdown(words, MAX_NAME * 2);
}

function formatStep(step: number): string {
  return Number.isSafeInteger(step) ? step.toLocaleString('en') : formatShort(step);
}
