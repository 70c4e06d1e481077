/** Old runs, when the user wants to hear of them: nothing is deleted without an answer. */
import * as vscode from 'vscode';
import { hasOutlived, retentionDays } from '../../common/retention';
import type { RunRemoval } from './delete-runs';
import { mayDelete } from './delete-runs';
import type { RunEntry } from './run-entry';
import type { RunList } from './run-list';
import { dateWords } from './item-words';

const ASKED_KEY = 'retentionAsked';
const KEPT_KEY = 'retentionKept';
const DAY_MILLISECONDS = 24 * 3600 * 1000;
const HOUR_MILLISECONDS = 3600 * 1000;
/** A window that has just opened has other things to do. */
const FIRST_LOOK_MILLISECONDS = 60 * 1000;
const REMEMBERED = 10_000;
const MEGABYTE = 1_000_000;

interface Old {
  readonly runs: readonly RunEntry[];
  /** When the first of them ended, in seconds since 1970. */
  readonly since: number;
  /** Of their logs. */
  readonly bytes: number;
}

export class Retention implements vscode.Disposable {
  private readonly first: NodeJS.Timeout;
  private readonly timer: NodeJS.Timeout;

  /** @param memory of the workspace. */
  constructor(
    private readonly list: RunList,
    private readonly removal: RunRemoval,
    private readonly memory: vscode.Memento,
  ) {
    this.first = setTimeout(() => void this.look(), FIRST_LOOK_MILLISECONDS);
    this.timer = setInterval(() => void this.look(), HOUR_MILLISECONDS);
    this.first.unref();
    this.timer.unref();
  }

  dispose(): void {
    clearTimeout(this.first);
    clearInterval(this.timer);
  }

  /** Asks about old runs, at most once a day, and not again about those that were kept. */
  async look(now = Date.now()): Promise<void> {
    const days = configuredDays();
    if (days === 0 || !vscode.workspace.isTrusted || now - this.memory.get(ASKED_KEY, 0) < DAY_MILLISECONDS) {
      return;
    }
    const kept = new Set(this.memory.get<readonly string[]>(KEPT_KEY, []));
    const old = await this.find(days, now, ({ id }) => !kept.has(id));
    if (old !== null) {
      await this.memory.update(ASKED_KEY, now);
      await this.ask(old, days);
    }
  }

  /** Asks now, also about runs that were kept before. */
  async askNow(): Promise<void> {
    const days = configuredDays();
    if (!mayDelete()) {
      return;
    }
    if (days === 0) {
      const settings = vscode.l10n.t('Settings');
      const words = vscode.l10n.t('Runs are kept for ever: the setting sideplot.retention is 0.');
      if ((await vscode.window.showInformationMessage(words, settings)) === settings) {
        await openSetting();
      }
      return;
    }
    const old = await this.find(days, Date.now(), () => true);
    if (old === null) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('No run of this workspace has ended more than {0} days ago and may be deleted.', days),
      );
      return;
    }
    await this.ask(old, days);
  }

  /** @returns `null` when there are none. */
  private async find(days: number, now: number, wanted: (entry: RunEntry) => boolean): Promise<Old | null> {
    await this.list.scan();
    const seconds = now / 1000;
    const young = (entry: RunEntry): boolean => seconds - entry.start < days * 24 * 3600;
    const candidates = this.list.known.filter((entry) => wanted(entry) && !young(entry));
    await this.list.lookAt(candidates);
    const runs = candidates.filter((entry) => hasOutlived(entry, days, seconds));
    return runs.length === 0
      ? null
      : {
          runs,
          since: Math.min(...runs.map(({ end }) => end)),
          bytes: runs.reduce((sum, { reading }) => sum + (reading?.bytes ?? 0), 0),
        };
  }

  private async ask({ runs, since, bytes }: Old, days: number): Promise<void> {
    const [remove, keep, settings] = [vscode.l10n.t('Delete'), vscode.l10n.t('Keep'), vscode.l10n.t('Settings')];
    const given = [days, dateWords(since), Math.max(1, Math.round(bytes / MEGABYTE))];
    const words =
      runs.length === 1
        ? vscode.l10n.t(
            '1 run of this workspace ended more than {0} days ago, on {1} (logs of {2} MB). Delete it? Pinned and archived runs and runs with a note stay.',
            ...given,
          )
        : vscode.l10n.t(
            '{0} runs of this workspace ended more than {1} days ago, the first on {2} (logs of {3} MB). Delete them? Pinned and archived runs and runs with a note stay.',
            runs.length,
            ...given,
          );
    const answer = await vscode.window.showInformationMessage(words, remove, keep, settings);
    if (answer === remove) {
      const gone = await this.removal.remove(runs);
      const told =
        gone === 1 ? vscode.l10n.t('1 old run was deleted.') : vscode.l10n.t('{0} old runs were deleted.', gone);
      vscode.window.setStatusBarMessage(told, 10_000);
    } else if (answer === keep) {
      const kept = [...this.memory.get<readonly string[]>(KEPT_KEY, []), ...runs.map(({ id }) => id)];
      await this.memory.update(KEPT_KEY, [...new Set(kept)].slice(-REMEMBERED));
    } else if (answer === settings) {
      await openSetting();
    }
  }
}

function configuredDays(): number {
  return retentionDays(vscode.workspace.getConfiguration('sideplot').get<unknown>('retention', 0));
}

async function openSetting(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', 'sideplot.retention');
}
