/** The metric that stands for a run: found by its name, or chosen by the user for the runs of a project. */
import * as vscode from 'vscode';
import { headlineOf } from '../../common/headline';
import type { Run, RunSeries } from '../../common/run';
import { formatShort } from '../../common/short-number';
import { runProject } from '../run-source';
import { plainLabel } from './plain-label';

const KEY = 'headlineMetrics';
const REMEMBERED = 100;
const MAX_METRIC = 200;

export class Headlines implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<undefined>();
  /** The user chose another metric. */
  readonly onDidChange = this.changes.event;
  private readonly chosen: Map<string, string>;

  constructor(private readonly memory: vscode.Memento) {
    this.chosen = new Map(Object.entries(memory.get<Readonly<Record<string, string>>>(KEY, {})));
  }

  dispose(): void {
    this.changes.dispose();
  }

  /** The series with the newest value of the headline metric, where several processes log it; `undefined` while there is none. */
  of(run: Run): RunSeries | undefined {
    const withPoints = run.series.filter(({ series }) => series.length > 0);
    const metric = headlineOf(
      withPoints.map((one) => one.metric),
      this.chosen.get(projectOf(run)) ?? null,
    );
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
      placeHolder: vscode.l10n.t('Which metric stands for the runs of this project in the status bar?'),
    });
    if (chosen !== undefined) {
      this.remember(projectOf(run), chosen.metric);
    }
  }

  private remember(project: string, metric: string | null): void {
    this.chosen.delete(project);
    if (metric !== null) {
      this.chosen.set(project, metric);
    }
    void this.memory.update(KEY, Object.fromEntries([...this.chosen].slice(-REMEMBERED)));
    this.changes.fire(undefined);
  }
}

function lastValue(run: Run, metric: string): string {
  const series = run.series.find((one) => one.metric === metric)?.series;
  return series === undefined || series.length === 0 ? '' : formatShort(series.yAt(series.length - 1));
}

function projectOf(run: Run): string {
  return run.opening === null ? run.id : runProject(run.opening);
}
