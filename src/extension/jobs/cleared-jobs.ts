/** Jobs and sweeps that the user does not want to see in the Jobs view any longer. Their runs stay in the Runs view. */
import * as vscode from 'vscode';

const KEY = 'clearedJobs';
const REMEMBERED = 2000;

export class ClearedJobs implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<undefined>();
  readonly onDidChange = this.changes.event;
  private readonly ids: Set<string>;

  /** @param memory of the workspace. */
  constructor(private readonly memory: vscode.Memento) {
    this.ids = new Set(memory.get<string[]>(KEY, []));
  }

  dispose(): void {
    this.changes.dispose();
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }

  /** @param ids of jobs and of sweeps. */
  async clear(ids: readonly string[]): Promise<void> {
    ids.forEach((id) => this.ids.add(id));
    this.changes.fire(undefined);
    await this.memory.update(KEY, [...this.ids].slice(-REMEMBERED));
  }
}
