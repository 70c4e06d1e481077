/** Commands in a real terminal with shell integration. */
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Run } from '../../src/common/run';
import type { Sideplot } from '../../src/extension/extension';
import { activate, after as reached, closeAll, workspaceFolder } from './sideplot';

const PRINTS = `import time
print("\\033[32mbegun\\033[0m")
for step in range(5):
    print(f"step {step}: err={step / 2}", flush=True)
    time.sleep(0.02)
for done in range(1, 4):
    print(f"\\r{done}/3 [00:01<00:01, 2.1it/s, bar={done}]", end="", flush=True)
print()
raise SystemExit(3)
`;
const LOGS = `import sideplot, time
sideplot.init(name="logs itself")
for step in range(20):
    sideplot.log(err=step)
    print(f"step {step}: err={step}", flush=True)
    time.sleep(0.05)
`;

describe('Commands typed in a terminal', () => {
  let sideplot: Sideplot;
  let terminal: vscode.Terminal;
  /** Those that a test has seen, in their order. */
  let runs: Run[] = [];
  let subscription: vscode.Disposable;
  const python = process.env['SIDEPLOT_TEST_PYTHON'] ?? 'python3';

  const setting = (value: string | undefined): Thenable<void> =>
    vscode.workspace.getConfiguration('sideplot').update('printedMetrics', value, vscode.ConfigurationTarget.Workspace);

  /** Runs a program in the terminal, to its end. */
  const execute = async (name: string, text: string): Promise<void> => {
    writeFileSync(join(workspaceFolder(), name), text);
    const ended = new Promise((resolve) => vscode.window.onDidEndTerminalShellExecution(resolve));
    terminal.shellIntegration?.executeCommand(python, [name]);
    await ended;
  };
  /** Waits for the end of a run whose name holds this. */
  const runOf = async (name: string): Promise<Run> => {
    const found = (): Run | undefined => runs.find((run) => run.name.includes(name) && run.status !== 'running');
    await reached(sideplot.runs.onDidChange, () => found() !== undefined);
    return found() ?? assert.fail();
  };

  before(async function () {
    if (!canStartTerminals()) {
      console.log(`This build of VS Code ${vscode.version} has no module for terminals: their tests are left out.`);
      this.skip();
    }
    sideplot = await activate();
    terminal = vscode.window.createTerminal({ name: 'commands', shellPath: '/bin/bash', cwd: workspaceFolder() });
    terminal.show();
    await reached(vscode.window.onDidChangeTerminalShellIntegration, () => terminal.shellIntegration !== undefined);
  });
  after(async () => {
    if (canStartTerminals()) {
      terminal.dispose();
      await setting(undefined);
    }
  });
  beforeEach(() => {
    runs = [];
    subscription = sideplot.runs.onDidChange(({ run }) => {
      if (!runs.includes(run)) {
        runs.push(run);
      }
    });
  });
  afterEach(async () => {
    subscription.dispose();
    await closeAll();
  });

  it('are drawn with their text when they print metrics', async () => {
    await setting('draw');
    await execute('prints.py', PRINTS);
    const run = await runOf('prints.py');
    const points = (metric: string): number => run.series.find((one) => one.metric === metric)?.series.length ?? 0;
    assert.deepEqual([points('err'), points('bar')], [5, 3]);
    assert.deepEqual([run.status, run.error], ['failed', 'exit status 3']);
    const text = run.text.since(0).map((line) => line.text);
    assert.deepEqual(text.slice(0, 2), ['\u001b[32mbegun\u001b[0m', 'step 0: err=0.0']);
    assert.equal(runs.length, 1);
  });

  it('are not drawn again when they log themselves', async () => {
    await execute('logs.py', LOGS);
    // What comes later in the same way is there, so what does not come is not to come.
    await execute('later.py', PRINTS);
    await runOf('later.py');
    assert.deepEqual(
      runs.map(({ name }) => name.includes('logs')),
      [true, false],
    );
    assert.equal(runs[0]?.name, 'logs itself');
  });

  it('are left alone when the user wants that', async () => {
    await setting('never');
    await execute('never.py', PRINTS);
    await setting('draw');
    await execute('later.py', PRINTS);
    await runOf('later.py');
    assert.equal(runs.length, 1);
  });

  it('are offered once, and drawn when that is taken', async () => {
    await setting('offer');
    await execute('offered.py', PRINTS);
    // The notification may not be there yet.
    const press = setInterval(() => void vscode.commands.executeCommand('notification.acceptPrimaryAction'), 100);
    const run = await runOf('offered.py');
    clearInterval(press);
    await execute('offered.py', PRINTS);
    await reached(sideplot.runs.onDidChange, () => runs.some((one) => one !== run && one.name === run.name));
  });
});

/** The server build of VS Code 1.100 comes without the compiled part of node-pty; a desktop has it. */
function canStartTerminals(): boolean {
  const folder = join(vscode.env.appRoot, 'node_modules', 'node-pty');
  const parts = ['prebuilds', join('build', 'Release')].map((part) => join(folder, part));
  return vscode.env.appHost === 'desktop' || parts.some((part) => existsSync(part));
}
