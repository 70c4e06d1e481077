/** Offers "Python (ipykernel)" to Jupyter notebooks, as Jupyter's extension does, each notebook with a kernel of its own. */
import * as vscode from 'vscode';
import { Session } from './session';

export class KernelController implements vscode.Disposable {
  private readonly sessions = new Map<vscode.NotebookDocument, Session>();
  private readonly controller: vscode.NotebookController;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly python: string,
    private readonly bridge: string,
  ) {
    this.controller = vscode.notebooks.createNotebookController(
      'sideplot-tests-ipykernel',
      'jupyter-notebook',
      'Python (ipykernel)',
      (cells, notebook) => this.session(notebook).run(cells),
    );
    this.controller.supportedLanguages = ['python'];
    this.controller.supportsExecutionOrder = true;
    this.controller.interruptHandler = (notebook) => this.sessions.get(notebook)?.interrupt();
    const prefer = (notebook: vscode.NotebookDocument): void =>
      this.controller.updateNotebookAffinity(notebook, vscode.NotebookControllerAffinity.Preferred);
    vscode.workspace.notebookDocuments.forEach(prefer);
    this.subscriptions = [
      vscode.workspace.onDidOpenNotebookDocument(prefer),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.end(notebook)),
      vscode.commands.registerCommand('sideplotTests.restartKernel', (uri: vscode.Uri) => this.restart(uri)),
    ];
  }

  dispose(): void {
    for (const notebook of [...this.sessions.keys()]) this.end(notebook);
    for (const subscription of this.subscriptions) subscription.dispose();
    this.controller.dispose();
  }

  private session(notebook: vscode.NotebookDocument): Session {
    const existing = this.sessions.get(notebook);
    if (existing) return existing;
    const session = new Session(this.controller, notebook, this.python, this.bridge, () =>
      this.sessions.delete(notebook),
    );
    this.sessions.set(notebook, session);
    return session;
  }

  private async restart(uri: vscode.Uri): Promise<void> {
    for (const [notebook, session] of this.sessions) {
      if (notebook.uri.fsPath === uri.fsPath) return session.restart();
    }
    throw new Error(`${uri.fsPath} has no kernel yet`);
  }

  private end(notebook: vscode.NotebookDocument): void {
    this.sessions.get(notebook)?.dispose();
    this.sessions.delete(notebook);
  }
}
