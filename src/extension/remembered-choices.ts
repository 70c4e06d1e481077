/** What the user chose for figures, kept by project and figure: it serves the next run, too. */
import type * as vscode from 'vscode';
import { DEFAULT_CHOICES, readChoices, type FigureChoices } from '../common/figure-choices';
import type { Run } from '../common/run';
import { RememberedMap } from './remembered-map';
import { projectOf } from './run-source';

/** Figures whose choices are kept. */
const REMEMBERED = 200;

export class RememberedChoices implements vscode.Disposable {
  private readonly choices: RememberedMap<FigureChoices>;

  constructor(memory: vscode.Memento) {
    this.choices = new RememberedMap(memory, 'figureChoices', REMEMBERED, readChoices);
  }

  dispose(): void {
    this.choices.dispose();
  }

  /** The choices of the figure with this key changed. */
  get onDidChange(): vscode.Event<string> {
    return this.choices.onDidChange;
  }

  /** The key of a figure of a run; the same for the next run of its project. */
  static keyOf(run: Run, figure: string | null): string {
    return JSON.stringify([projectOf(run), figure]);
  }

  get(key: string): FigureChoices {
    return this.choices.get(key) ?? DEFAULT_CHOICES;
  }

  set(key: string, choices: FigureChoices): void {
    this.choices.set(key, choices);
  }
}
