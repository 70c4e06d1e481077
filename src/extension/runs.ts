/** The runs of the storage folder: found as they appear, followed while they go on or are shown. */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Memory } from '../common/memory';
import { ID_PATTERN, type RunRecord } from '../common/record';
import { processState } from '../runner/process-state';
import { runsFolder } from '../runner/storage';
import { FolderWatch } from './folder-watch';
import { FollowedRun } from './followed-run';
import { readAbout } from './read-about';
import { readRunHead } from './run-head';
import { isOfWorkspace } from './workspace-runs';

/** Older runs are found only when somebody asks for them. */
const NEWEST_RUNS = 200;

export interface RunHead {
  readonly id: string;
  readonly opening: RunRecord;
  readonly ofWorkspace: boolean;
  /** The user's name for it, else the program's, else its id. */
  readonly name: string;
  /** Whether the user put it away. */
  readonly archived: boolean;
}

interface Hold {
  readonly followed: FollowedRun;
  /** How many panels show it, plus one while it goes on in this workspace. */
  holders: number;
  /** Whether it is held for going on. */
  live: boolean;
}

export class Runs implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<FollowedRun>();
  /** A followed run got new records or another status. */
  readonly onDidChange = this.changes.event;
  private readonly removals = new vscode.EventEmitter<string>();
  /** The folder of a run is gone, by whomever it was deleted; the run's id. */
  readonly onDidRemove = this.removals.event;
  private readonly folder: string;
  private readonly known = new Set<string>();
  private readonly holds = new Map<string, Hold>();
  private readonly watch: FolderWatch;
  private looking: Promise<void>;
  private disposed = false;

  /**
   * @param marker what this window puts into `SIDEPLOT_WORKSPACE`.
   * @param memory that the points of all runs share.
   */
  constructor(
    root: string,
    private readonly marker: string,
    private readonly memory: Memory,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.folder = runsFolder(root);
    this.looking = this.start(root);
    this.watch = new FolderWatch(this.folder, () => {
      this.looking = this.looking.then(() => this.findNew());
    });
  }

  dispose(): void {
    this.disposed = true;
    this.watch.dispose();
    this.holds.forEach(({ followed }) => followed.dispose());
    this.holds.clear();
    this.changes.dispose();
    this.removals.dispose();
  }

  /** Fulfilled when the runs that were there have been looked at. */
  get found(): Promise<void> {
    return this.looking;
  }

  /** The ids of all runs, newest first. */
  async ids(): Promise<readonly string[]> {
    return (await this.list()) ?? [];
  }

  folderOf(id: string): string {
    return join(this.folder, id);
  }

  /** The run with this id while it is followed. */
  followed(id: string): FollowedRun | undefined {
    return this.holds.get(id)?.followed;
  }

  /** The runs that are followed. */
  get all(): readonly FollowedRun[] {
    return [...this.holds.values()].map(({ followed }) => followed);
  }

  /** Whether a run that is followed is of this window's workspace. */
  isOfWorkspace({ run }: FollowedRun): boolean {
    return run.opening !== null && this.owns(run.opening);
  }

  /** Whether a run is of this window's workspace. */
  owns(opening: RunRecord): boolean {
    return isOfWorkspace(opening, this.marker, workspaceFolders());
  }

  /** Follows a run, or a file, for a panel; each call is answered by one `release`. */
  hold(id: string, file: string | null): FollowedRun {
    const hold = this.holds.get(id) ?? this.follow(id, file);
    hold.holders += 1;
    return hold.followed;
  }

  release(id: string): void {
    const hold = this.holds.get(id);
    if (hold === undefined) {
      return;
    }
    hold.holders -= 1;
    if (hold.holders <= 0) {
      this.holds.delete(id);
      hold.followed.dispose();
    }
  }

  /** How the newest runs began, newest first, those of this workspace before all others. */
  async newest(): Promise<readonly RunHead[]> {
    const ids = await this.ids();
    const heads = await Promise.all(ids.slice(0, NEWEST_RUNS).map((id) => this.head(id)));
    const whole = heads.filter((head) => head !== null);
    return [...whole.filter((head) => head.ofWorkspace), ...whole.filter((head) => !head.ofWorkspace)];
  }

  private async head(id: string): Promise<RunHead | null> {
    const folder = join(this.folder, id);
    const opening = this.followed(id)?.run.opening ?? (await readRunHead(folder));
    if (opening === null) {
      return null;
    }
    const about = await readAbout(folder);
    const name = about.name || opening.name || id;
    return { id, opening, ofWorkspace: this.owns(opening), name, archived: about.archived };
  }

  /** Run ids, newest first; `null` when the folder cannot be read just now. */
  private async list(): Promise<readonly string[] | null> {
    const names = await readdir(this.folder).catch(() => null);
    return names === null
      ? null
      : names
          .filter((name) => ID_PATTERN.test(name))
          .sort()
          .reverse();
  }

  private async start(root: string): Promise<void> {
    try {
      await mkdir(root, { recursive: true, mode: 0o700 });
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      this.log.error(`The storage folder ${root} cannot be made: ${String(error)}`);
    }
    (await this.ids()).forEach((id) => this.known.add(id));
    for (const { id, opening, ofWorkspace } of await this.newest()) {
      if (ofWorkspace && processState(opening) === 'alive') {
        this.followLive(id);
      }
    }
  }

  private async findNew(): Promise<void> {
    const ids = await this.list();
    if (ids === null) {
      return;
    }
    const there = new Set(ids);
    for (const id of [...this.known].filter((one) => !there.has(one))) {
      this.known.delete(id);
      this.removals.fire(id);
    }
    for (const id of ids.filter((one) => !this.known.has(one))) {
      this.known.add(id);
      this.followLive(id);
    }
  }

  /** Follows a run until it is known to be of another workspace, or has ended and nobody shows it. */
  private followLive(id: string): void {
    if (this.disposed || this.holds.get(id)?.live === true) {
      return;
    }
    const hold = this.holds.get(id) ?? this.follow(id, null);
    hold.holders += 1;
    hold.live = true;
  }

  private follow(id: string, file: string | null): Hold {
    const changed = (followed: FollowedRun): void => this.tell(followed);
    const failed = (error: Error): void => this.log.error(`A log cannot be read: ${error.message}`);
    const followed =
      file === null
        ? FollowedRun.ofFolder(join(this.folder, id), this.memory, changed, failed)
        : FollowedRun.ofFile(file, this.memory, changed, failed);
    const hold = { followed, holders: 0, live: false };
    this.holds.set(id, hold);
    return hold;
  }

  private tell(followed: FollowedRun): void {
    this.changes.fire(followed);
    const { run } = followed;
    const hold = this.holds.get(run.id);
    const foreign = run.opening !== null && !this.isOfWorkspace(followed);
    if (hold?.live === true && (foreign || run.status !== 'running')) {
      hold.live = false;
      this.release(run.id);
    }
  }
}

function workspaceFolders(): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
}
