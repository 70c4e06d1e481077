/** What the user can do with sweeps, in the palette and in the Jobs view. */
import * as vscode from 'vscode';
import type { PanelIdentity } from '../../common/protocol';
import type { SweepState } from '../../runner/job/sweep-log';
import type { Runs } from '../runs';
import { givenId, pickOne, type PickQuestion } from '../pick-one';
import { chooseSweep } from './choose-sweep';
import type { JobList } from './job-list';
import { mayRun, type Jobs } from './jobs';
import { isPartOf } from './job-entries';
import { goesOn } from './pick-job';
import { progressOf, type SweepList } from './sweep-list';
import { sweepIdentity } from './sweep-panels';

export interface SweepContext {
  readonly jobs: Jobs;
  readonly runs: Runs;
  readonly list: JobList;
  readonly sweeps: SweepList;
  /** Brings the panel of runs to the front, or opens one. */
  readonly show: (identity: PanelIdentity) => Promise<void>;
}

/** Commands by their ids. */
export function sweepCommands(
  context: SweepContext,
): Readonly<Record<string, (...values: unknown[]) => Promise<unknown>>> {
  return {
    'sideplot.runSweep': () => run(context),
    'sideplot.stopSweep': (sweep) => stop(context, sweep),
    'sideplot.showSweep': (sweep) => show(context, sweep),
  };
}

async function run({ jobs, runs }: SweepContext): Promise<string | undefined> {
  const spec = mayRun() ? await chooseSweep({ runs, recent: jobs.recent.jobs }, jobs.recent.sweeps) : undefined;
  return spec && jobs.startSweep(spec);
}

/** Of a sweep whose watching program is gone, the jobs that go on are stopped one by one. */
async function stop(context: SweepContext, given: unknown): Promise<void> {
  const jobs = await context.list.all();
  const going = (sweep: SweepState): typeof jobs => jobs.filter((job) => goesOn(job) && isPartOf(job, sweep));
  const sweep = await chosen(context, given, (one) => one.status === 'running' || going(one).length > 0, {
    question: vscode.l10n.t('Which sweep to stop?'),
    none: vscode.l10n.t('No sweep of this workspace is running.'),
  });
  if (sweep?.status === 'running') {
    await context.jobs.stopSweep(sweep.id);
  } else if (sweep !== undefined) {
    await Promise.all(going(sweep).map((job) => context.jobs.stop(job)));
  }
}

async function show(context: SweepContext, given: unknown): Promise<void> {
  const sweep = await chosen(context, given, () => true, {
    question: vscode.l10n.t('Which sweep?'),
    none: vscode.l10n.t('There is no sweep in this workspace.'),
  });
  const identity = sweep && sweepIdentity(sweep);
  if (identity !== undefined) {
    await context.show(identity);
  }
}

/** The sweep that the command is about. */
async function chosen(
  { sweeps }: SweepContext,
  given: unknown,
  fits: (sweep: SweepState) => boolean,
  words: PickQuestion,
): Promise<SweepState | undefined> {
  const all = await sweeps.all();
  const id = givenId(given);
  if (id !== undefined) {
    return sweeps.find(id);
  }
  return pickOne(all.filter(fits), words, (fitting) =>
    fitting.map((value) => ({ label: value.name, description: progressOf(value), value })),
  );
}
