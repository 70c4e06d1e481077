/** What a report says of a run. */
import { withoutAnsi } from '../../common/ansi';
import { configTexts } from '../../common/config-texts';
import { statusWord } from '../../common/status-word';
import type { Run, RunSeries } from '../../common/run';
import { t } from '../../common/words';
import { runNames } from './run-facts';
import type { ReportedNote, ReportedRun, ReportedValue } from './report';

/** Lines of printed text. */
const LINES = 200;
const NOTES = 500;
const SERIES = 2000;

export function reportedRuns(runs: readonly Run[], language: string): readonly ReportedRun[] {
  const names = runNames(runs);
  return runs.map((run, index) => reportedRun(run, names[index] ?? run.id, language));
}

function reportedRun(run: Run, name: string, language: string): ReportedRun {
  const { opening } = run;
  const date = (seconds: number): string =>
    Number.isFinite(seconds) ? new Date(seconds * 1000).toLocaleString(language) : '';
  const facts: readonly (readonly [string, string])[] = [
    [t('Run'), run.id],
    [t('Project'), opening?.project ?? ''],
    [t('Status'), statusWord(run.status)],
    [t('Error'), run.error],
    [t('Started'), date(opening?.start ?? NaN)],
    [t('Points'), run.points.toLocaleString(language)],
  ];
  const text = run.text.since(0).slice(-LINES);
  return {
    name,
    id: run.id,
    facts: facts.filter(([, fact]) => fact !== ''),
    config: configTexts(opening?.config ?? {}),
    values: run.series.slice(0, SERIES).map(lastValue),
    notes: run.notes.slice(-NOTES).map(({ kind, text: words, step, time }): ReportedNote => ({
      kind,
      text: words,
      step: step === null ? '' : String(step),
      time: date(time),
    })),
    problems: run.problems.toRecord(),
    text: text.map((line) => withoutAnsi(line.text)),
    earlierLines: run.text.total - text.length,
  };
}

function lastValue({ metric, unit, producer, series }: RunSeries): ReportedValue {
  const last = series.length - 1;
  return {
    ...{ metric, unit, producer, points: series.length },
    step: last < 0 ? '' : String(series.xAt(last)),
    value: last < 0 ? '' : String(series.yAt(last)),
  };
}
