/** What a run printed, as a document that can be searched and copied; read from its logs when it is opened. */
import * as vscode from 'vscode';
import { ID_PATTERN } from '../../common/record';
import type { Run } from '../../common/run';
import type { Runs } from '../runs';

const SCHEME = 'sideplot-log';
/** Escape sequences of terminals, which an editor would show as they are. */
// eslint-disable-next-line no-control-regex
const ANSI = /\x1b\[[0-?]*[ -/]*[@-~]/g;

export class RunText implements vscode.Disposable, vscode.TextDocumentContentProvider {
  private readonly registration: vscode.Disposable;

  constructor(private readonly runs: Runs) {
    this.registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  dispose(): void {
    this.registration.dispose();
  }

  /** Opens the document of a run. */
  async open(run: string): Promise<void> {
    const name = this.runs.followed(run)?.run.name ?? run;
    const path = `/${name.replaceAll(/[/\\]/g, '-')}.log`;
    const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: SCHEME, path, query: run }));
    await vscode.window.showTextDocument(document, { preview: true });
  }

  async provideTextDocumentContent({ query }: vscode.Uri): Promise<string> {
    // Any extension may ask for any address.
    if (!ID_PATTERN.test(query)) {
      return '';
    }
    const followed = this.runs.hold(query, null);
    try {
      await followed.caughtUp;
      return textOf(followed.run);
    } finally {
      this.runs.release(query);
    }
  }
}

function textOf(run: Run): string {
  const lines = run.text.since(0).map(({ text }) => text.replace(ANSI, ''));
  const missing = run.text.total - lines.length;
  return [
    ...(missing > 0 ? [vscode.l10n.t('… {0} earlier lines are only in the log', missing)] : []),
    ...lines,
    ...(run.error === '' ? [] : ['', run.error]),
    ...(lines.length === 0 && run.error === '' ? [vscode.l10n.t('This run has printed nothing.')] : []),
    '',
  ].join('\n');
}
