/** What the program of a job uses of the machine now, from the samples in its logs. */
import { isSystemMetric } from '../../common/headline';
import { JOB_PRODUCER } from '../../common/job-facts';
import type { Run, RunSeries } from '../../common/run';
import * as vscode from 'vscode';

/** Words such as `250 % CPU`, `1.5 GiB` and `45 % GPU`; empty when nothing is sampled. */
export function resourceWords(run: Run | undefined): readonly string[] {
  const all = run?.series.filter(({ metric, series }) => isSystemMetric(metric) && series.length > 0) ?? [];
  // What watches the job samples it only until the program does.
  const own = all.filter(({ producer }) => producer !== JOB_PRODUCER);
  const samples = own.length > 0 ? own : all;
  const sum = (pattern: RegExp): number | null => {
    const values = samples.filter(({ metric }) => pattern.test(metric)).map(newest);
    return values.length === 0 ? null : values.reduce((total, value) => total + value, 0);
  };
  // A job of several processes has samples of each; of GPUs all programs are counted together, so each process says the same.
  const cpu = sum(/^system\/cpu$/);
  const memory = sum(/^system\/memory$/);
  const gpus = new Map(
    samples.filter(({ metric }) => /^system\/gpu\d+$/.test(metric)).map((one) => [one.metric, newest(one)]),
  );
  const gpu = gpus.size === 0 ? null : [...gpus.values()].reduce((total, value) => total + value, 0) / gpus.size;
  return [
    cpu === null ? '' : vscode.l10n.t('{0} % CPU', Math.round(cpu)),
    memory === null ? '' : memoryWords(memory),
    gpu === null ? '' : vscode.l10n.t('{0} % GPU', Math.round(gpu)),
  ].filter((words) => words !== '');
}

function newest({ series }: RunSeries): number {
  return series.yAt(series.length - 1);
}

function memoryWords(mebibytes: number): string {
  return mebibytes < 1024 ? `${Math.round(mebibytes)} MiB` : `${(mebibytes / 1024).toFixed(1)} GiB`;
}
