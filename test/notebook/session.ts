/** A notebook and its kernel: runs cells one after the other and puts what the kernel sends into them. */
import * as vscode from 'vscode';
import { Kernel, type KernelMessage } from './kernel';
import { countEnd, countStart } from './run-counts';
import { errorItem, outputItems, streamItem } from './outputs';

interface Running {
  readonly id: string;
  readonly cell: vscode.NotebookCell;
  readonly execution: vscode.NotebookCellExecution;
  readonly finished: (ok: boolean | undefined) => void;
}

/** An output that was given a display id, and the cell that it is in. */
interface Display {
  readonly cell: vscode.NotebookCell;
  readonly output: vscode.NotebookCellOutput;
}

export class Session {
  private readonly kernel: Kernel;
  private readonly cells = new Map<string, vscode.NotebookCell>();
  private readonly displays = new Map<string, Display[]>();
  private readonly queue: vscode.NotebookCell[] = [];
  private running: Running | undefined;
  private working = false;
  private lastId = 0;
  private restarts: (() => void)[] = [];
  /** Changes of outputs are made in the order in which the kernel asked for them. */
  private outputs: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly controller: vscode.NotebookController,
    notebook: vscode.NotebookDocument,
    python: string,
    bridge: string,
    private readonly died: () => void,
  ) {
    this.kernel = new Kernel(python, bridge, notebook.uri.fsPath, (message) => this.receive(message));
  }

  /** Runs cells after those that wait already. */
  async run(cells: readonly vscode.NotebookCell[]): Promise<void> {
    this.queue.push(...cells);
    if (this.working) return;
    this.working = true;
    for (let cell = this.queue.shift(); cell; cell = this.queue.shift()) {
      const ok = await this.runCell(cell);
      if (!ok) this.queue.length = 0;
    }
    this.working = false;
  }

  interrupt(): void {
    this.queue.length = 0;
    this.kernel.interrupt();
  }

  /** Restarts the kernel; what ran is ended as failed. */
  restart(): Promise<void> {
    this.queue.length = 0;
    this.running?.finished(undefined);
    const restarted = new Promise<void>((resolve) => this.restarts.push(resolve));
    this.kernel.restart();
    return restarted;
  }

  dispose(): void {
    this.queue.length = 0;
    this.running?.finished(undefined);
    this.kernel.dispose();
  }

  private async runCell(cell: vscode.NotebookCell): Promise<boolean> {
    const execution = await this.inOrder(() => this.begin(cell));
    const id = String(++this.lastId);
    this.cells.set(id, cell);
    const ok = await new Promise<boolean | undefined>((finished) => {
      this.running = { id, cell, execution, finished };
      this.kernel.execute(id, cell.document.getText(), cell.document.uri.toString()).catch((error: unknown) => {
        this.change(cell, (target) => appendItem(target, errorItem('KernelError', String(error), '')));
        finished(false);
      });
    });
    await this.outputs;
    this.running = undefined;
    const end = Date.now();
    const shown = untilEndIsShown(cell, end);
    execution.end(ok, end);
    void shown.then(() => countEnd(cell));
    return ok === true;
  }

  private async begin(cell: vscode.NotebookCell): Promise<vscode.NotebookCellExecution> {
    const execution = this.controller.createNotebookCellExecution(cell);
    execution.start(Date.now());
    await execution.clearOutput();
    countStart(cell);
    return execution;
  }

  private receive(message: KernelMessage): void {
    const cell = 'id' in message ? this.cells.get(message.id) : undefined;
    switch (message.type) {
      case 'started':
        if (this.running?.id === message.id) this.running.execution.executionOrder = message.count;
        break;
      case 'stream':
        if (cell) this.change(cell, (target) => appendStream(target, message.name, message.text));
        break;
      case 'display':
        if (cell) this.show(cell, message);
        break;
      case 'update':
        this.update(message);
        break;
      case 'clear':
        if (cell) this.change(cell, (target) => target.clearOutput());
        break;
      case 'error':
        if (cell)
          this.change(cell, (target) => appendItem(target, errorItem(message.name, message.value, message.traceback)));
        break;
      case 'done':
        if (this.running?.id === message.id) this.running.finished(message.ok);
        break;
      case 'restarted':
        for (const resolve of this.restarts.splice(0)) resolve();
        break;
      case 'died':
        this.running?.finished(false);
        this.died();
        break;
      case 'ready':
        break;
    }
  }

  private show(cell: vscode.NotebookCell, { data, display }: Extract<KernelMessage, { type: 'display' }>): void {
    const output = new vscode.NotebookCellOutput(outputItems(data));
    if (display !== null) this.displays.set(display, [...(this.displays.get(display) ?? []), { cell, output }]);
    this.change(cell, (target) => target.appendOutput(output));
  }

  private update({ data, display }: Extract<KernelMessage, { type: 'update' }>): void {
    for (const { cell, output } of this.displays.get(display) ?? []) {
      this.change(cell, (target) => target.replaceOutputItems(outputItems(data), output));
    }
  }

  /** Changes a cell's outputs. Those of a cell that has ended can be changed only in an execution, so it is given a short one, as Jupyter's extension does. */
  private change(cell: vscode.NotebookCell, action: (target: vscode.NotebookCellExecution) => Thenable<void>): void {
    const changed = this.inOrder(async () => {
      if (this.running?.cell === cell) return action(this.running.execution);
      const execution = this.controller.createNotebookCellExecution(cell);
      const summary = cell.executionSummary;
      execution.executionOrder = summary?.executionOrder;
      execution.start(summary?.timing?.startTime);
      await action(execution);
      execution.end(summary?.success, summary?.timing?.endTime);
    });
    changed.catch((error: unknown) => console.error(`A cell's output could not be changed: ${String(error)}`));
  }

  private inOrder<T>(action: () => Promise<T>): Promise<T> {
    const result = this.outputs.then(action);
    this.outputs = result.catch(() => undefined);
    return result;
  }
}

/** The editor tells of the end, after all outputs, in an event of its own. */
function untilEndIsShown(cell: vscode.NotebookCell, end: number): Promise<void> {
  return new Promise((resolve) => {
    const listener = vscode.workspace.onDidChangeNotebookDocument(() => {
      if (cell.executionSummary?.timing?.endTime !== end) return;
      listener.dispose();
      resolve();
    });
  });
}

function appendItem(target: vscode.NotebookCellExecution, item: vscode.NotebookCellOutputItem): Thenable<void> {
  return target.appendOutput(new vscode.NotebookCellOutput([item]));
}

/** Text goes on in the last output where that is of the same stream. */
function appendStream(target: vscode.NotebookCellExecution, name: 'stdout' | 'stderr', text: string): Thenable<void> {
  const item = streamItem(name, text);
  const last = target.cell.outputs.at(-1);
  return last?.items.at(-1)?.mime === item.mime ? target.appendOutputItems([item], last) : appendItem(target, item);
}
