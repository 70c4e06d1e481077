/** Offers to draw numbers that a job prints instead of logging them. */
import type * as vscode from 'vscode';
import { isSystemMetric } from '../../common/headline';
import { JOB_STREAM } from '../../common/job-facts';
import { PrintedMetricParser } from '../../common/printed-metrics';
import type { Run } from '../../common/run';
import { TimedPatterns } from '../../runner/timed-patterns';
import { writeControl } from '../../runner/job/control-log';
import type { FollowedRun } from '../followed-run';
import type { Runs } from '../runs';
import { askToDraw, giveUp, ownPatterns, printedMetrics } from './ask-to-draw';

const OFFERED_KEY = 'offeredJobs';
const REMEMBERED = 100;
/** So often a metric must have been printed: what is printed once is a list of settings, or a result. */
const REPEATED = 2;

interface Search {
  readonly parser: PrintedMetricParser;
  readonly counts: Map<string, number>;
  seen: number;
}

function newSearch(): Search {
  return { parser: new PrintedMetricParser(new TimedPatterns(ownPatterns(), giveUp)), counts: new Map(), seen: 0 };
}

export class PrintedOffer implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;
  private readonly offered: Set<string>;
  private readonly searches = new Map<string, Search>();

  /** @param memory of the workspace: a job that goes on over a reload is not offered twice. */
  constructor(
    private readonly root: string,
    private readonly runs: Runs,
    private readonly memory: vscode.Memento,
  ) {
    this.offered = new Set(memory.get<string[]>(OFFERED_KEY, []));
    this.subscription = runs.onDidChange((followed) => this.consider(followed));
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private consider(followed: FollowedRun): void {
    const { run } = followed;
    if (run.opening?.job == null || this.offered.has(run.id) || !this.runs.isOfWorkspace(followed)) {
      return;
    }
    // A program that logs has said what is to be drawn; one that has ended cannot be told anymore.
    if (printedMetrics() !== 'offer' || hasLogged(run) || run.status !== 'running') {
      this.searches.delete(run.id);
      return;
    }
    const search = this.searches.get(run.id) ?? newSearch();
    this.searches.set(run.id, search);
    const lines = run.text.since(search.seen).filter(({ stream }) => stream !== JOB_STREAM);
    search.seen = run.text.total;
    for (const found of search.parser.parseAll(lines.map(({ text }) => text))) {
      for (const name of found?.values.keys() ?? []) {
        search.counts.set(name, (search.counts.get(name) ?? 0) + 1);
      }
    }
    const names = [...search.counts].filter(([, count]) => count >= REPEATED).map(([name]) => name);
    if (names.length > 0) {
      this.searches.delete(run.id);
      void this.offer(run.id, run.name, names);
    }
  }

  private async offer(id: string, name: string, metrics: readonly string[]): Promise<void> {
    this.offered.add(id);
    void this.memory.update(OFFERED_KEY, [...this.offered].slice(-REMEMBERED));
    if (await askToDraw(name, metrics)) {
      await writeControl(this.root, id, { type: 'draw-printed' });
    }
  }
}

/** What the machine does is logged without the program. */
function hasLogged({ series }: Run): boolean {
  return series.some(({ metric, series: points }) => points.length > 0 && !isSystemMetric(metric));
}
