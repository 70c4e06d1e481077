/** What is new of runs since a page was told of them last: how they go, and what the main run prints. */
import { describeRun } from './describe-run';
import type { Frame, RunDescription, Snapshot, TextLine } from './protocol';
import type { Run } from './run';
import { t } from './words';

export class RunNews {
  private textSeen = 0;
  private runSeen = '';
  private othersSeen = '';

  /** All that is known. @param runs the main run first; none while the panel waits for one. */
  all(runs: readonly Run[]): Pick<Snapshot, 'run' | 'others' | 'text' | 'earlierLines'> {
    const [run = null, ...others] = runs;
    const description = describeRun(run);
    const descriptions = others.map(describeRun);
    const text = run?.text.since(0) ?? [];
    this.textSeen = run?.text.total ?? 0;
    this.runSeen = JSON.stringify(description);
    this.othersSeen = JSON.stringify(descriptions);
    return { run: description, others: descriptions, text, earlierLines: this.textSeen - text.length };
  }

  /** What has changed since the last call; nothing that has not. */
  fresh(main: Run, others: readonly Run[]): Pick<Frame, 'run' | 'others' | 'text'> {
    const text = this.freshText(main);
    const run = this.freshRun(main);
    const descriptions = this.freshOthers(others);
    return {
      ...(text.length > 0 ? { text } : {}),
      ...(run === null ? {} : { run }),
      ...(descriptions === null ? {} : { others: descriptions }),
    };
  }

  private freshRun(run: Run): RunDescription | null {
    const description = describeRun(run);
    const now = JSON.stringify(description);
    const isSame = now === this.runSeen;
    this.runSeen = now;
    return isSame ? null : description;
  }

  private freshOthers(others: readonly Run[]): readonly RunDescription[] | null {
    const descriptions = others.map(describeRun);
    const now = JSON.stringify(descriptions);
    const isSame = now === this.othersSeen;
    this.othersSeen = now;
    return isSame ? null : descriptions;
  }

  /** Where there were more lines than are kept, one that says so comes first. */
  private freshText({ text }: Run): readonly TextLine[] {
    const lines = text.since(this.textSeen);
    const missed = text.total - this.textSeen - lines.length;
    this.textSeen = text.total;
    return missed === 0
      ? lines
      : [{ stream: 'sideplot', text: t('… {0} lines are only in the log', missed) }, ...lines];
  }
}
