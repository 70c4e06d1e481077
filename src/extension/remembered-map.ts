/** What the user chose, by a key, kept with the workspace: it survives a reload. */
import * as vscode from 'vscode';

export class RememberedMap<T> implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<string>();
  /** What is kept under this key changed. */
  readonly onDidChange = this.changes.event;
  private readonly values: Map<string, T>;

  /**
   * @param name of the map in the memory.
   * @param limit how many are kept; of more, those that were set last.
   * @param read a kept value, which may come from another version: `undefined` when it is of no use.
   */
  constructor(
    private readonly memory: vscode.Memento,
    private readonly name: string,
    private readonly limit: number,
    read: (value: unknown) => T | undefined,
  ) {
    this.values = new Map(
      Object.entries(memory.get<Readonly<Record<string, unknown>>>(name, {})).flatMap(([key, kept]) => {
        const value = read(kept);
        return value === undefined ? [] : [[key, value]];
      }),
    );
  }

  dispose(): void {
    this.changes.dispose();
  }

  get(key: string): T | undefined {
    return this.values.get(key);
  }

  /** @param value `undefined` forgets what was kept. */
  set(key: string, value: T | undefined): void {
    this.values.delete(key);
    if (value !== undefined) {
      this.values.set(key, value);
    }
    void this.memory.update(this.name, Object.fromEntries([...this.values].slice(-this.limit)));
    this.changes.fire(key);
  }
}
