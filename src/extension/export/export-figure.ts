/** *Sideplot: Export…*: takes away what a panel shows, or all points of its runs. */
import * as vscode from 'vscode';
import { isExportFormat, isPointFormat, type ExportFormat, type PointFormatName } from '../../common/export-format';
import type { ShownChart } from '../../common/feed';
import { isObject } from '../../common/record-shape';
import type { PlotPanel } from '../panel';
import { chooseChart, chooseFormat, chooseScope, chooseTarget } from './choose-export';
import { exportPoints } from './export-points';
import { POINT_SCOPES, wishedPoints, type PointScope } from './point-choice';
import { reportHtml, type ReportedChart } from './report';
import { reportedRuns } from './run-report';
import { writeTarget } from './target-file';

/** What the user, or who calls the command, has said already; the rest is asked for. */
interface Wish {
  readonly format: ExportFormat | null;
  /** A chart's id; `null` for the whole figure. */
  readonly chart: string | null;
  readonly scope: PointScope | null;
  readonly target: vscode.Uri | null;
}

/** @returns where it is now and, of points, how many; `undefined` when nothing was exported. */
export type Exported = { readonly target: string; readonly points: number | null } | undefined;

/** @param memory keeps the folder of the last export. */
export async function exportFigure(panel: PlotPanel | null, given: unknown, memory: vscode.Memento): Promise<Exported> {
  if (panel?.followed == null) {
    const show = vscode.l10n.t('Show Plots');
    const words = vscode.l10n.t('There is no panel with a run to export.');
    if ((await vscode.window.showInformationMessage(words, show)) === show) {
      await vscode.commands.executeCommand('sideplot.showPlots');
    }
    return undefined;
  }
  const wish = readWish(given);
  const format = wish.format ?? (await chooseFormat());
  if (format === undefined) {
    return undefined;
  }
  try {
    return await new Export(panel, { ...wish, format }, memory).run(format);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(vscode.l10n.t('Nothing was exported: {0}', reason));
    return undefined;
  }
}

function readWish(given: unknown): Wish {
  const { format, chart, scope, target }: Readonly<Record<string, unknown>> = isObject(given) ? given : {};
  return {
    format: isExportFormat(format) ? format : null,
    chart: typeof chart === 'string' ? chart : null,
    scope: POINT_SCOPES.find((one) => one === scope) ?? null,
    target: target instanceof vscode.Uri ? target : null,
  };
}

class Export {
  constructor(
    private readonly panel: PlotPanel,
    private readonly wish: Wish,
    private readonly memory: vscode.Memento,
  ) {}

  run(format: ExportFormat): Promise<Exported> {
    if (isPointFormat(format)) {
      return this.points(format);
    }
    switch (format) {
      case 'clipboard':
        return this.clipboard();
      case 'report':
        return this.report();
      case 'vega-lite':
        return this.spec();
      case 'png':
      case 'svg':
        return this.drawing(format, this.wish.chart);
    }
  }

  /** The charts to export. */
  private get charts(): readonly ShownChart[] {
    const { charts } = this.panel;
    const { chart: id } = this.wish;
    return id === null ? charts : charts.filter(({ chart }) => chart.id === id);
  }

  private async points(format: PointFormatName): Promise<Exported> {
    const { panel, wish } = this;
    const scope = wish.scope ?? (await chooseScope(wish.chart !== null));
    const target = scope === undefined ? undefined : await this.target(format, wish.chart);
    if (scope === undefined || target === undefined) {
      return undefined;
    }
    const wishes = wishedPoints(scope, this.charts, panel.reading);
    const count = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Exporting points'), cancellable: true },
      (progress, token) => {
        let told = 0;
        return writeTarget(target, (sink) =>
          exportPoints(format, panel.followedRuns, wishes, sink, {
            progress: (share) => {
              const increment = Math.floor(share * 100) - told;
              told += increment;
              if (increment > 0) {
                progress.report({ increment });
              }
            },
            isCancelled: () => token.isCancellationRequested,
          }),
        );
      },
    );
    if (count === null) {
      return undefined;
    }
    const words = vscode.l10n.t('{0} points are in {1}.', count.toLocaleString(vscode.env.language), shownPath(target));
    this.say(words, format === 'parquet' ? null : target);
    return { target: target.toString(), points: count };
  }

  private async drawing(format: 'png' | 'svg', chart: string | null): Promise<Exported> {
    const bytes = await this.panel.draw({ kind: format, chart, light: false });
    return this.save(format, chart, bytes);
  }

  private async spec(): Promise<Exported> {
    const chart = this.wish.chart ?? (await chooseChart(this.panel.charts));
    if (chart === undefined) {
      return undefined;
    }
    const bytes = await this.panel.draw({ kind: 'vega-lite', chart, light: false });
    return this.save('vega-lite', chart, bytes);
  }

  private async clipboard(): Promise<Exported> {
    await this.panel.draw({ kind: 'clipboard', chart: this.wish.chart, light: false });
    void vscode.window.setStatusBarMessage(vscode.l10n.t('The image is in the clipboard.'), 5000);
    return { target: '', points: null };
  }

  private async report(): Promise<Exported> {
    const { panel } = this;
    const { language } = vscode.env;
    const runs = panel.followedRuns.map(({ run }) => run);
    const charts: ReportedChart[] = [];
    for (const { chart } of panel.charts) {
      const svg = await panel
        .draw({ kind: 'svg', chart: chart.id, light: true })
        .catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
      charts.push({ title: chart.title, svg });
    }
    const html = reportHtml({
      title: this.name(null),
      made: vscode.l10n.t('Made with Sideplot, {0}', new Date().toLocaleString(language)),
      language,
      charts,
      runs: reportedRuns(runs, language),
    });
    return this.save('report', null, Buffer.from(html));
  }

  private async save(
    format: Exclude<ExportFormat, 'clipboard' | PointFormatName>,
    chart: string | null,
    bytes: Uint8Array,
  ): Promise<Exported> {
    const target = await this.target(format, chart);
    if (target === undefined) {
      return undefined;
    }
    await writeTarget(target, async (sink) => {
      await sink.write(bytes);
      return true;
    });
    this.say(vscode.l10n.t('Exported to {0}.', shownPath(target)), target);
    return { target: target.toString(), points: null };
  }

  private async target(
    format: Exclude<ExportFormat, 'clipboard'>,
    chart: string | null,
  ): Promise<vscode.Uri | undefined> {
    return this.wish.target ?? (await chooseTarget(this.memory, format, this.name(chart)));
  }

  /** Names the runs and what of them is exported. */
  private name(chart: string | null): string {
    const [first, ...others] = this.panel.followedRuns;
    const title = chart === null ? this.panel.identity.figure : this.titleOf(chart);
    const name = first?.run.name ?? '';
    const names = others.length === 0 ? name : vscode.l10n.t('{0} and {1} more', name, others.length);
    return [names, title ?? ''].filter((part) => part !== '').join(' ');
  }

  private titleOf(id: string): string {
    return this.panel.charts.find(({ chart }) => chart.id === id)?.chart.title ?? '';
  }

  private say(words: string, target: vscode.Uri | null): void {
    const open = vscode.l10n.t('Open');
    const buttons = target === null ? [] : [open];
    void vscode.window.showInformationMessage(words, ...buttons).then(async (chosen) => {
      if (chosen === open && target !== null) {
        await vscode.commands.executeCommand('vscode.open', target);
      }
    });
  }
}

function shownPath(target: vscode.Uri): string {
  return vscode.workspace.asRelativePath(target);
}
