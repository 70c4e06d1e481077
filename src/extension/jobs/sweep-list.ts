/** The sweeps of this workspace: found in the storage folder, whoever started them, and followed by their logs while they go on. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { ID_PATTERN } from '../../common/record';
import { endedJobs, readSweep, type SweepState } from '../../runner/job/sweep-log';
import { sweepsFolder } from '../../runner/storage';
import { FolderWatch } from '../folder-watch';
import { isOfWorkspace } from '../workspace-runs';

/** Older ones are not looked for. */
const NEWEST_SWEEPS = 50;

export class SweepList implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<SweepState>();
  /** A sweep is new, or its log has told something. */
  readonly onDidChange = this.changes.event;
  private readonly folder: string;
  private readonly sweeps = new Map<string, SweepState>();
  /** Folders that have been looked at. */
  private readonly seen = new Set<string>();
  private readonly watches = new Map<string, FolderWatch>();
  private readonly watch: FolderWatch;
  private looking: Promise<void> = Promise.resolve();
  private disposed = false;

  /** @param marker the workspace that runs belong to. */
  constructor(
    private readonly root: string,
    private readonly marker: string,
  ) {
    this.folder = sweepsFolder(root);
    this.watch = new FolderWatch(this.folder, () => this.enqueue(() => this.findNew()));
    this.enqueue(() => this.findNew());
  }

  dispose(): void {
    this.disposed = true;
    this.watch.dispose();
    this.watches.forEach((watch) => watch.dispose());
    this.changes.dispose();
  }

  /** Newest first. */
  get known(): readonly SweepState[] {
    return [...this.sweeps.values()].sort((one, other) => (one.id < other.id ? 1 : -1));
  }

  /** Fulfilled when what was there at the call has been read. */
  async all(): Promise<readonly SweepState[]> {
    await this.looking;
    return this.known;
  }

  find(id: string): SweepState | undefined {
    return this.sweeps.get(id);
  }

  /** The sweep that a run belongs to. */
  ofRun(run: string): SweepState | undefined {
    return [...this.sweeps.values()].find(({ jobs }) => jobs.some((job) => job.run === run));
  }

  /** One look after the other, so that what is older never follows what is newer. */
  private enqueue(look: () => Promise<void>): void {
    this.looking = this.looking.then(look);
  }

  private async findNew(): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    const newest = names
      .filter((name) => ID_PATTERN.test(name))
      .sort()
      .reverse()
      .slice(0, NEWEST_SWEEPS);
    for (const id of newest.filter((name) => !this.seen.has(name))) {
      await this.read(id);
    }
  }

  private async read(id: string): Promise<void> {
    const state = await readSweep(this.root, id);
    // A folder whose log is not there yet is looked at again.
    if (state === null || this.disposed) {
      return;
    }
    this.seen.add(id);
    if (!isOfWorkspace({ ...state, notebook: null }, this.marker, folders())) {
      return;
    }
    const changed = JSON.stringify(state) !== JSON.stringify(this.sweeps.get(id));
    this.sweeps.set(id, state);
    if (state.status === 'running' && !this.watches.has(id)) {
      this.watches.set(id, new FolderWatch(join(this.folder, id), () => this.enqueue(() => this.read(id))));
    } else if (state.status !== 'running') {
      this.watches.get(id)?.dispose();
      this.watches.delete(id);
    }
    if (changed) {
      this.changes.fire(state);
    }
  }
}

function folders(): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
}

/** How far a sweep is, in words. */
export function progressOf(sweep: SweepState): string {
  return vscode.l10n.t('{0} of {1} done', endedJobs(sweep), sweep.jobs.length);
}
