/** Everything that tells of runs outside of panels: the status bar, the lines under cells, notifications. */
import * as vscode from 'vscode';
import type { PanelIdentity } from '../../common/protocol';
import type { Headlines } from '../headlines';
import type { SweepList } from '../jobs/sweep-list';
import type { Panels } from '../panels';
import type { Runs } from '../runs';
import { activeRun } from './active-run';
import { CellStatus } from './cell-status';
import { Notifications } from './notifications';
import { RunText } from './run-text';
import { RunWatch } from './run-watch';
import { SweepEnds } from './sweep-ends';
import { StatusBar } from './status-bar';

export class Status implements vscode.Disposable {
  readonly bar: StatusBar;
  readonly cells: CellStatus;
  readonly notifications: Notifications;
  private readonly watch: RunWatch;
  private readonly sweepEnds: SweepEnds;
  private readonly text: RunText;

  constructor(
    runs: Runs,
    private readonly panels: Panels,
    private readonly headlines: Headlines,
    sweeps: SweepList,
  ) {
    this.watch = new RunWatch(runs);
    this.text = new RunText(runs);
    this.bar = new StatusBar(this.watch, panels, headlines);
    this.cells = new CellStatus(this.watch, headlines);
    this.sweepEnds = new SweepEnds(sweeps);
    this.notifications = new Notifications(this.watch, this.sweepEnds, panels, {
      showPlots: async (run) => {
        await vscode.commands.executeCommand('sideplot.showActiveRun', run);
      },
      showLog: (run) => this.text.open(run),
      showSweep: async (sweep) => {
        await vscode.commands.executeCommand('sideplot.showSweep', sweep);
      },
    });
  }

  dispose(): void {
    vscode.Disposable.from(this.notifications, this.sweepEnds, this.cells, this.bar, this.text, this.watch).dispose();
  }

  /**
   * Commands by their ids.
   *
   * @param show brings a figure's panel to the front, or opens one.
   */
  commands(
    show: (identity: PanelIdentity) => Promise<void>,
  ): Readonly<Record<string, (...values: unknown[]) => Promise<unknown>>> {
    return {
      'sideplot.showActiveRun': (run) => this.showRun(typeof run === 'string' ? run : this.active, show),
      'sideplot.chooseHeadline': () => this.chooseHeadline(),
    };
  }

  /** The run that the status bar shows, else the one that goes on. */
  private get active(): string | undefined {
    return this.bar.run ?? activeRun(this.watch.going, this.panels.current?.identity.run ?? null)?.id;
  }

  private async showRun(run: string | undefined, show: (identity: PanelIdentity) => Promise<void>): Promise<void> {
    if (run === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No run of this workspace goes on.'));
      return;
    }
    const { all, current } = this.panels;
    const panels = all.filter(({ identity }) => identity.run === run || identity.others.includes(run));
    const panel = panels.find((one) => one === current) ?? panels[0];
    if (panel === undefined) {
      await show({ run, others: [], figure: null, file: null });
    } else {
      panel.reveal(false);
    }
  }

  private async chooseHeadline(): Promise<void> {
    const run = this.watch.going.find(({ id }) => id === this.active);
    if (run === undefined || run.series.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('No run of this workspace goes on that has logged a metric.'),
      );
      return;
    }
    await this.headlines.choose(run);
  }
}
