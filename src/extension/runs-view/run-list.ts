/** The runs of this workspace: those that go on as they are followed, all others as far as somebody asks for them. */
import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { RunAbout } from '../../common/run-about';
import { summarise } from '../../common/run-summary';
import { ID_PATTERN } from '../../common/record';
import { writeControl, type AboutChange } from '../../runner/job/control-log';
import type { FollowedRun } from '../followed-run';
import type { Headlines } from '../headlines';
import { readAbout } from '../read-about';
import { readRunHead } from '../run-head';
import { CONTROL_LOG, isFolder } from '../run-files';
import { readRun, statRun } from '../run-tail';
import type { Runs } from '../runs';
import { RunEntry } from './run-entry';

/** Runs that are read at the same time; then it is the turn of others in the extension host. A head takes a fraction of a millisecond. */
const HEADS_AT_ONCE = 16;
/** Both ends of a long log may take some milliseconds. */
const TAILS_AT_ONCE = 2;

export class RunList implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<RunEntry>();
  /** Something of a run has changed. Told as often as records come: whoever draws must draw less often. */
  readonly onDidChange = this.changes.event;
  private readonly orders = new vscode.EventEmitter<undefined>();
  /** Runs have come or gone, or are to be sorted or filtered in another way. */
  readonly onDidChangeOrder = this.orders.event;
  /** By run id; `null` for a run of another workspace. */
  private readonly entries = new Map<string, RunEntry | null>();
  /** Followed runs, and whether all is applied that was there. */
  private readonly caughtUp = new WeakMap<FollowedRun, boolean>();
  private readonly subscription: vscode.Disposable;
  private scanning: Promise<void> | null = null;

  constructor(
    private readonly root: string,
    private readonly runs: Runs,
    private readonly headlines: Headlines,
  ) {
    this.subscription = vscode.Disposable.from(
      this.changes,
      this.orders,
      runs.onDidChange((followed) => this.consider(followed)),
      runs.onDidRemove((id) => this.forget(id)),
      headlines.onDidChange(() => this.known.forEach((entry) => this.changes.fire(entry))),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.forgetAll()),
    );
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** The runs that are known so far, in no order. */
  get known(): readonly RunEntry[] {
    return [...this.entries.values()].filter((entry) => entry !== null);
  }

  /** Finds all runs; fulfilled when all are known. */
  scan(): Promise<void> {
    this.scanning ??= this.findAll().finally(() => {
      this.scanning = null;
    });
    return this.scanning;
  }

  /** The run with this id, also one that was not looked for yet, and one of another workspace. */
  async find(id: string): Promise<RunEntry | undefined> {
    const known = this.entries.get(id);
    if (known !== undefined && known !== null) {
      return known;
    }
    const opening = ID_PATTERN.test(id) ? await readRunHead(this.runs.folderOf(id)) : null;
    if (opening === null) {
      return undefined;
    }
    const entry = new RunEntry(id, opening, this.headlines);
    entry.about = await readAbout(this.runs.folderOf(id));
    if (this.runs.owns(opening)) {
      this.entries.set(id, entry);
      this.orders.fire(undefined);
    }
    return entry;
  }

  folderOf({ id }: RunEntry): string {
    return this.runs.folderOf(id);
  }

  isFollowed({ id }: RunEntry): boolean {
    return this.runs.followed(id) !== undefined;
  }

  /** Takes in how a run is now; of one that is followed at once, else from its files. */
  async look(entry: RunEntry): Promise<void> {
    const followed = this.runs.followed(entry.id);
    if (followed !== undefined && (this.caughtUp.get(followed) === true || entry.summary === null)) {
      this.take(entry, followed);
    } else if (followed === undefined) {
      await this.read(entry);
    }
  }

  /** Looks at many runs, some at a time. */
  async lookAt(entries: readonly RunEntry[]): Promise<void> {
    await inBatches(entries, TAILS_AT_ONCE, (entry) => this.look(entry));
  }

  /** Says something about a run, for all windows. */
  async say(entry: RunEntry, change: AboutChange): Promise<void> {
    // A run that another window has just deleted must not come back as a folder with nothing in it.
    const folder = this.folderOf(entry);
    if (await isFolder(folder)) {
      await writeControl(this.root, entry.id, { type: 'about', ...change });
      await this.runs.followed(entry.id)?.look(CONTROL_LOG);
      this.setAbout(entry, await readAbout(folder));
    }
  }

  /** The folder of a run is gone. */
  forget(id: string): void {
    if (this.entries.delete(id)) {
      this.orders.fire(undefined);
    }
  }

  /** Which runs are of this workspace is to be found out again. */
  private forgetAll(): void {
    this.entries.clear();
    this.orders.fire(undefined);
  }

  private async findAll(): Promise<void> {
    await this.runs.found;
    const ids = (await this.runs.ids()).filter((id) => !this.entries.has(id));
    await inBatches(ids, HEADS_AT_ONCE, async (id) => {
      const folder = this.runs.folderOf(id);
      const opening = await readRunHead(folder);
      // One that has no head yet is found when it has one.
      if (opening === null || this.entries.has(id)) {
        return;
      }
      const entry = this.runs.owns(opening) ? new RunEntry(id, opening, this.headlines) : null;
      this.entries.set(id, entry);
      if (entry !== null) {
        entry.about = await readAbout(folder);
        this.orders.fire(undefined);
      }
    });
  }

  private consider(followed: FollowedRun): void {
    const { id, opening } = followed.run;
    if (opening === null || !this.runs.owns(opening) || !ID_PATTERN.test(id)) {
      return;
    }
    const known = this.entries.get(id);
    const entry = known ?? new RunEntry(id, opening, this.headlines);
    entry.opening = opening;
    const caughtUp = this.isCaughtUp(followed);
    // An end is told before all is read, and nobody may follow the run after that.
    const isKnown = caughtUp || followed.run.status !== 'running';
    if (known == null || (isKnown && entry.status !== followed.run.status)) {
      this.entries.set(id, entry);
      this.take(entry, followed);
    }
    if (caughtUp) {
      this.setAbout(entry, followed.run.about);
    }
    this.changes.fire(entry);
  }

  /** A long log that is only being read may say for seconds that its run goes on. */
  private isCaughtUp(followed: FollowedRun): boolean {
    if (!this.caughtUp.has(followed)) {
      this.caughtUp.set(followed, false);
      void followed.caughtUp.then(() => {
        this.caughtUp.set(followed, true);
        // Nobody may follow it anymore, and then it was not read to its end.
        if (this.runs.followed(followed.run.id) === followed) {
          this.consider(followed);
        }
      });
    }
    return this.caughtUp.get(followed) === true;
  }

  private take(entry: RunEntry, { run }: FollowedRun): void {
    const before = entry.status;
    entry.summary = summarise(run);
    entry.reading = null;
    this.tellOrder(entry, before);
  }

  private async read(entry: RunEntry): Promise<void> {
    const before = entry.status;
    const folder = this.folderOf(entry);
    if (entry.reading === null && entry.summary !== null && before !== 'running') {
      // It was followed to its end: nothing that its files' ends say is better than that.
      const files = await statRun(folder);
      entry.reading = files && { ...files, summary: entry.summary, about: entry.about };
      // Another window may have said something since.
      this.setAbout(entry, await readAbout(folder));
    }
    const reading = await readRun(folder, entry.reading);
    if (reading === null || this.isFollowed(entry) || reading === entry.reading) {
      return;
    }
    entry.reading = reading;
    entry.summary = reading.summary;
    this.setAbout(entry, reading.about);
    this.changes.fire(entry);
    this.tellOrder(entry, before);
  }

  private setAbout(entry: RunEntry, about: RunAbout): void {
    const before = entry.about;
    if (about === before) {
      return;
    }
    entry.about = about;
    if (JSON.stringify(about) !== JSON.stringify(before)) {
      this.changes.fire(entry);
      this.orders.fire(undefined);
    }
  }

  private tellOrder(entry: RunEntry, before: RunEntry['status']): void {
    if (before !== entry.status) {
      this.orders.fire(undefined);
    }
  }
}

async function inBatches<T>(items: readonly T[], size: number, work: (item: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += size) {
    await Promise.all(items.slice(start, start + size).map(work));
    await setImmediate();
  }
}
