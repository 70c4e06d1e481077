/** What the user chose for figures, kept with the workspace by project and figure: it survives a reload and serves the next run. */
import * as vscode from 'vscode';
import { DEFAULT_CHOICES, readChoices, type FigureChoices } from '../common/figure-choices';
import type { Run } from '../common/run';
import { runProject } from './run-source';

const KEY = 'figureChoices';
/** Figures whose choices are kept; of more, those that were changed last. */
const REMEMBERED = 200;

export class RememberedChoices implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<string>();
  /** The choices of the figure with this key changed. */
  readonly onDidChange = this.changes.event;
  private readonly choices: Map<string, FigureChoices>;

  constructor(private readonly memory: vscode.Memento) {
    this.choices = new Map(
      Object.entries(memory.get<Readonly<Record<string, unknown>>>(KEY, {})).flatMap(([key, value]) => {
        // They may come from another version.
        const choices = readChoices(value);
        return choices === undefined ? [] : [[key, choices]];
      }),
    );
  }

  dispose(): void {
    this.changes.dispose();
  }

  /** The key of a figure of a run; the same for the next run of its project. */
  static keyOf(run: Run, figure: string | null): string {
    const project = run.opening === null ? run.id : runProject(run.opening);
    return JSON.stringify([project, figure]);
  }

  get(key: string): FigureChoices {
    return this.choices.get(key) ?? DEFAULT_CHOICES;
  }

  set(key: string, choices: FigureChoices): void {
    this.choices.delete(key);
    this.choices.set(key, choices);
    void this.memory.update(KEY, Object.fromEntries([...this.choices].slice(-REMEMBERED)));
    this.changes.fire(key);
  }
}
