/** The metric that stands for a run: found by its name, or chosen by the user for the runs of a project. */
import * as vscode from 'vscode';
import { headlineMetrics, isSystemMetric } from '../common/headline';
import { JOB_PRODUCER } from '../common/job-facts';
import type { Run, RunSeries } from '../common/run';
import { formatShort } from '../common/short-number';
import { RememberedMap } from './remembered-map';
import { projectOf } from './run-source';
import { plainLabel } from './status/plain-label';

/** Projects whose choices are kept. */
const REMEMBERED = 100;
const MAX_METRIC = 200;

export class Headlines implements vscode.Disposable {
  private readonly chosen: RememberedMap<string>;

  constructor(memory: vscode.Memento) {
    this.chosen = new RememberedMap(memory, 'headlineMetrics', REMEMBERED, (value) =>
      typeof value === 'string' ? value : undefined,
    );
  }

  dispose(): void {
    this.chosen.dispose();
  }

  /** The user chose another metric for the runs of a project. */
  get onDidChange(): vscode.Event<string> {
    return this.chosen.onDidChange;
  }

  /** What the user chose for the runs of a project, as `runProject` names it; `null`: nothing. */
  chosenFor(project: string): string | null {
    return this.chosen.get(project) ?? null;
  }

  /** The series with the newest value of the headline metric, where several processes log it; `undefined` while there is none. */
  of(run: Run): RunSeries | undefined {
    const chosen = this.chosenFor(projectOf(run));
    // Of a job that only prints, its name says more than what it uses of the machine.
    const isBeside = ({ metric, producer }: RunSeries): boolean =>
      producer === JOB_PRODUCER && isSystemMetric(metric) && metric !== chosen;
    const withPoints = run.series.filter((one) => one.series.length > 0 && !isBeside(one));
    const metrics = new Set(withPoints.map((one) => one.metric));
    const [metric] = headlineMetrics([...metrics], chosen, 1);
    const candidates = withPoints.filter((one) => one.metric === metric);
    return candidates.reduce<RunSeries | undefined>(
      (best, one) => (best === undefined || one.series.high > best.series.high ? one : best),
      undefined,
    );
  }

  /** Lets the user choose among the metrics of a run. */
  async choose(run: Run): Promise<void> {
    const current = this.of(run)?.metric;
    const metrics = [...new Set(run.series.map(({ metric }) => metric))];
    const automatic = { label: vscode.l10n.t('$(wand) By its name'), metric: null };
    const items = metrics.map((metric) => ({
      label: plainLabel(metric, MAX_METRIC),
      description: [metric === current ? vscode.l10n.t('shown now') : '', lastValue(run, metric)]
        .filter(Boolean)
        .join(' · '),
      metric,
    }));
    const chosen = await vscode.window.showQuickPick([automatic, ...items], {
      placeHolder: vscode.l10n.t('Which metric stands for the runs of this project?'),
    });
    if (chosen !== undefined) {
      this.chosen.set(projectOf(run), chosen.metric ?? undefined);
    }
  }
}

function lastValue(run: Run, metric: string): string {
  const series = run.series.find((one) => one.metric === metric)?.series;
  return series === undefined || series.length === 0 ? '' : formatShort(series.yAt(series.length - 1));
}
