/** One panel for all runs of a sweep: it opens with the first run, and grows as jobs start. */
import * as vscode from 'vscode';
import type { PanelIdentity } from '../../common/protocol';
import type { SweepState } from '../../runner/job/sweep-log';
import { MAX_RUNS } from '../panel-identity';
import type { PlotPanel } from '../panel';
import type { Panels } from '../panels';
import type { SweepList } from './sweep-list';

const KEY = 'sweepRuns';
/** Enough for every sweep that can still be going on. */
const REMEMBERED = 2000;

export class SweepPanels implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;
  /** Runs that were put into a panel: one that the user took out of it does not come back. */
  private readonly added: Set<string>;

  /** @param memory of the workspace. */
  constructor(
    private readonly panels: Panels,
    private readonly sweeps: SweepList,
    private readonly memory: vscode.Memento,
  ) {
    this.added = new Set(memory.get<string[]>(KEY, []));
    this.subscription = vscode.Disposable.from(
      sweeps.onDidChange((sweep) => this.grow(sweep)),
      panels.onDidShow(({ identity }) => {
        const sweep = sweeps.ofRun(identity.run);
        if (sweep !== undefined) {
          this.grow(sweep);
        }
      }),
    );
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** A panel that shows an ended sweep of the same program, which the next sweep takes over. */
  reusable(name: string, figure: string | null): PlotPanel | undefined {
    return this.panels.all.find(({ identity }) => {
      const sweep = this.sweeps.ofRun(identity.run);
      return sweep !== undefined && sweep.status !== 'running' && sweep.name === name && identity.figure === figure;
    });
  }

  private grow(sweep: SweepState): void {
    const runs = startedRuns(sweep);
    for (const panel of this.panels.all.filter(({ identity }) => this.isWhole(identity, runs))) {
      const { identity } = panel;
      const shown = [identity.run, ...identity.others];
      const fresh = runs.filter((run) => !shown.includes(run) && !this.added.has(keyOf(identity, run)));
      [...shown, ...fresh].forEach((run) => this.added.add(keyOf(identity, run)));
      const others = [...identity.others, ...fresh].slice(0, MAX_RUNS - 1);
      // What is said once is enough: when the panel is full for the first time.
      if (identity.others.length < others.length) {
        void this.memory.update(KEY, [...this.added].slice(-REMEMBERED));
        panel.show({ ...identity, others });
        tellIfFull(sweep, others.length + 1);
      }
    }
  }

  /** Whether it is meant to show the whole sweep, and not one of its runs alone or beside others. */
  private isWhole(identity: PanelIdentity, runs: readonly string[]): boolean {
    const { run: main, others } = identity;
    const isAlone = others.length === 0 && runs.some((run) => run !== main && this.added.has(keyOf(identity, run)));
    return runs.includes(main) && others.every((run) => runs.includes(run)) && !isAlone;
  }
}

/** The runs of a sweep as one figure of all metrics; `undefined` before the first has started. */
export function sweepIdentity(sweep: SweepState): PanelIdentity | undefined {
  const [run, ...others] = startedRuns(sweep);
  return run === undefined ? undefined : { run, others: others.slice(0, MAX_RUNS - 1), figure: null, file: null };
}

function startedRuns({ jobs }: SweepState): readonly string[] {
  return jobs.map(({ run }) => run).filter((run) => run !== null);
}

function tellIfFull({ name, jobs }: SweepState, shown: number): void {
  if (shown === MAX_RUNS && jobs.length > MAX_RUNS) {
    const words = vscode.l10n.t('{0}: a panel draws {1} runs at most; this sweep has {2}.', name, shown, jobs.length);
    void vscode.window.showInformationMessage(words);
  }
}

function keyOf({ figure }: PanelIdentity, run: string): string {
  return figure === null ? run : `${run} ${figure}`;
}
