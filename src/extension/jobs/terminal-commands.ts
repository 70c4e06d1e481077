/** Commands that the user types in terminals with shell integration: metrics that they print are offered, unless they log themselves. */
import * as vscode from 'vscode';
import { shorten } from '../../common/shorten';
import { PrintedRun } from '../../runner/job/printed-run';
import type { Runs } from '../runs';
import { askToDraw, giveUp, ownPatterns, printedMetrics } from './ask-to-draw';
import { TerminalCommand } from './terminal-command';

const KEY = 'printingCommands';
const REMEMBERED = 200;
const MAX_NAME_CHARACTERS = 60;

type Answer = readonly [commandLine: string, draw: boolean];

export class TerminalCommands implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;
  private readonly going = new Map<vscode.TerminalShellExecution, TerminalCommand>();

  /**
   * @param root the storage folder.
   * @param marker the workspace that runs belong to.
   * @param memory of the workspace: of a command line is asked once.
   */
  constructor(
    private readonly root: string,
    private readonly marker: string,
    runs: Runs,
    private readonly memory: vscode.Memento,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.subscription = vscode.Disposable.from(
      vscode.window.onDidStartTerminalShellExecution(({ terminal, execution }) => this.begin(terminal, execution)),
      vscode.window.onDidEndTerminalShellExecution(({ execution, exitCode }) => this.ended(execution, exitCode)),
      runs.onDidChange(({ run }) => {
        const { id, opening } = run;
        if (opening !== null && opening.job === null) {
          this.going.forEach((command) => void command.consider(id, opening));
        }
      }),
    );
  }

  /** What is printed from now on is read by nobody. */
  dispose(): void {
    this.subscription.dispose();
    this.going.forEach(({ run }) => run.end('interrupted', 'the window that read the terminal is gone'));
    this.going.clear();
  }

  private begin(terminal: vscode.Terminal, execution: vscode.TerminalShellExecution): void {
    const commandLine = execution.commandLine.value.trim();
    const isWanted = vscode.workspace.isTrusted && printedMetrics() !== 'never' && this.answerTo(commandLine) !== false;
    if (!isWanted || commandLine === '') {
      return;
    }
    // At once: what was printed before is not in the stream.
    const stream = execution.read();
    const cwd = execution.cwd?.fsPath ?? vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const facts = { root: this.root, workspace: this.marker, commandLine, cwd, patterns: ownPatterns() };
    const run = new PrintedRun(facts, giveUp);
    const ask = (metrics: readonly string[]): Promise<boolean> => this.ask(commandLine, metrics);
    const command = new TerminalCommand(commandLine, run, terminal.processId, ask);
    this.going.set(execution, command);
    command.follow(stream).catch((error: unknown) => this.log.warn(`${commandLine} is not read: ${String(error)}`));
  }

  private ended(execution: vscode.TerminalShellExecution, exitCode: number | undefined): void {
    void this.going
      .get(execution)
      ?.end(exitCode)
      .then(() => this.going.delete(execution));
  }

  private async ask(commandLine: string, metrics: readonly string[]): Promise<boolean> {
    const known = printedMetrics() === 'draw' ? true : this.answerTo(commandLine);
    if (known !== undefined) {
      return known;
    }
    const draw = await askToDraw(shorten(commandLine, MAX_NAME_CHARACTERS), metrics);
    const others = this.answers.filter(([one]) => one !== commandLine);
    await this.memory.update(KEY, [[commandLine, draw] satisfies Answer, ...others].slice(0, REMEMBERED));
    return draw;
  }

  private answerTo(commandLine: string): boolean | undefined {
    return this.answers.find(([one]) => one === commandLine)?.[1];
  }

  private get answers(): readonly Answer[] {
    return this.memory.get<readonly Answer[]>(KEY, []);
  }
}
