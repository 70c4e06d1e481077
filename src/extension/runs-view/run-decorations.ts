/** Marks in the list: a star for a pinned run, the run's colour on its name. */
import * as vscode from 'vscode';
import type { RunEntry } from './run-entry';
import { colourName, themeColour } from './run-colours';

const SCHEME = 'sideplot-run';

/** The address by which the editor asks for a run's marks. */
export function addressOf({ id }: RunEntry): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${id}` });
}

export class RunDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<vscode.Uri[]>();
  readonly onDidChangeFileDecorations = this.changes.event;
  private readonly registration: vscode.Disposable;

  /** @param entryOf finds a run that is in the list. */
  constructor(private readonly entryOf: (id: string) => RunEntry | undefined) {
    this.registration = vscode.window.registerFileDecorationProvider(this);
  }

  dispose(): void {
    this.registration.dispose();
    this.changes.dispose();
  }

  changed(entries: readonly RunEntry[]): void {
    this.changes.fire(entries.map(addressOf));
  }

  provideFileDecoration({ scheme, path }: vscode.Uri): vscode.FileDecoration | undefined {
    const about = scheme === SCHEME ? this.entryOf(path.slice(1))?.about : undefined;
    if (about === undefined || (about.colour === null && !about.pinned)) {
      return undefined;
    }
    const words = [
      about.pinned ? vscode.l10n.t('pinned') : '',
      about.colour === null ? '' : vscode.l10n.t('colour: {0}', colourName(about.colour)),
    ];
    return new vscode.FileDecoration(
      about.pinned ? '★' : '●',
      words.filter((word) => word !== '').join(', '),
      about.colour === null ? undefined : themeColour(about.colour),
    );
  }
}
