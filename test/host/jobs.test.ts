import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Sideplot } from '../../src/extension/extension';
import type { Job } from '../../src/extension/jobs/job-list';
import { resourceWords } from '../../src/extension/jobs/job-resources';
import { writeControl } from '../../src/runner/job/control-log';
import { signalGroup } from '../../src/runner/job/process-group';
import { activate, after, applied, closeAll, panelOf, workspaceFolder } from './sideplot';

const QUICK = `import sideplot
for step in range(10):
    sideplot.log(loss=1 / (1 + step))
print("all done")
`;
const ENDLESS = `import sys, time
print("begun", sys.argv[1:])
while True:
    time.sleep(0.05)
`;

/** Writes a program into the workspace. */
function program(name: string, text: string): vscode.Uri {
  const path = join(workspaceFolder(), name);
  writeFileSync(path, text);
  return vscode.Uri.file(path);
}

function textOf({ runs }: Sideplot, id: string): string {
  return (runs.followed(id)?.run.text.since(0) ?? []).map(({ text }) => text).join('\n');
}

describe('Jobs', () => {
  let sideplot: Sideplot;

  const start = async (uri: vscode.Uri): Promise<string> => {
    const id = await vscode.commands.executeCommand<string | undefined>('sideplot.runFileAsJob', uri);
    assert.ok(id, 'the job was not started');
    return id;
  };
  const reaches = async (id: string, status: string): Promise<Job> => {
    const found = (): Job | undefined => sideplot.jobs.known.find((job) => job.id === id && job.status === status);
    await after(sideplot.jobs.onDidChange, () => found() !== undefined);
    return found() ?? assert.fail();
  };

  /** Changes the setting and waits until the extension host knows it, which may be later than that it was written. */
  const sample = async (wanted: boolean): Promise<void> => {
    const known = after(
      vscode.workspace.onDidChangeConfiguration,
      () => vscode.workspace.getConfiguration('sideplot').get('systemMetrics') === wanted,
    );
    const value = wanted ? undefined : false;
    const settings = vscode.workspace.getConfiguration('sideplot');
    await settings.update('systemMetrics', value, vscode.ConfigurationTarget.Workspace);
    await known;
  };

  const startedRuns = (sweep: string): string[] =>
    (sideplot.sweeps.find(sweep)?.jobs ?? []).map(({ run }) => run).filter((run) => run !== null);

  before(async () => {
    sideplot = await activate();
    const settings = vscode.workspace.getConfiguration('sideplot');
    await settings.update('python', process.env['SIDEPLOT_TEST_PYTHON'], vscode.ConfigurationTarget.Workspace);
  });
  afterEach(closeAll);
  // A job outlives a test that failed, and would be in the way of all tests after it.
  afterEach(function () {
    if (this.currentTest?.state !== 'failed') return;
    const going = sideplot.jobs.known.filter(({ status }) => status === 'running');
    going.forEach(({ opening }) => signalGroup(opening.job?.pid ?? NaN, 'SIGKILL'));
  });

  it('run a file: its points and its text are in a panel, and it finishes', async () => {
    const id = await start(program('quick.py', QUICK));
    await panelOf(sideplot, id);
    const job = await reaches(id, 'finished');
    assert.equal(job.opening.name, 'quick.py');
    const panel = await panelOf(sideplot, id);
    await after(sideplot.runs.onDidChange, () => panel.followed?.run.status === 'finished');
    const { run } = panel.followed ?? assert.fail();
    assert.equal(run.series.find(({ metric }) => metric === 'loss')?.series.length, 10);
    assert.ok(run.text.since(0).some(({ text }) => text === 'all done'));
    assert.deepEqual(run.problems.toRecord(), {});
  });

  it('fail with the exit status, and show the traceback', async () => {
    const id = await start(program('failing.py', 'raise ValueError("no data")'));
    const panel = await panelOf(sideplot, id);
    const { error } = await reaches(id, 'failed');
    assert.equal(error, 'exit status 1: ValueError: no data');
    await after(sideplot.runs.onDidChange, () =>
      (panel.followed?.run.text.since(0) ?? []).some(({ text }) => text === 'ValueError: no data'),
    );
  });

  it('are stopped, then run again', async () => {
    const id = await start(program('endless.py', ENDLESS));
    await applied(sideplot, id, () => textOf(sideplot, id).includes('begun'));
    await vscode.commands.executeCommand('sideplot.stopJob', id);
    await reaches(id, 'interrupted');
    const again = await vscode.commands.executeCommand<string>('sideplot.restartJob', id);
    assert.notEqual(again, id);
    await applied(sideplot, again, () => textOf(sideplot, again).includes('begun'));
    const third = vscode.commands.executeCommand<string>('sideplot.restartJob', again);
    await reaches(again, 'interrupted');
    await vscode.commands.executeCommand('sideplot.stopJob', await third);
    await reaches(await third, 'interrupted');
  });

  it('show their log again after their panel was closed', async () => {
    const id = await start(program('quick.py', QUICK));
    (await panelOf(sideplot, id)).webviewPanel.dispose();
    await reaches(id, 'finished');
    await vscode.commands.executeCommand('sideplot.showJobLog', id);
    const panel = await panelOf(sideplot, id);
    await after(sideplot.runs.onDidChange, () => panel.followed?.run.text.total === 1);
  });

  it('run the selected lines of a file', async () => {
    const uri = program(
      'part.py',
      `def unused():\n    print("selected", 6 * 7)\n    print("second")\nprint("not selected")\n`,
    );
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(1, 0, 3, 0);
    const id = await vscode.commands.executeCommand<string>('sideplot.runSelectionAsJob');
    const panel = await panelOf(sideplot, id);
    await reaches(id, 'finished');
    await after(sideplot.runs.onDidChange, () => panel.followed?.run.text.total === 2);
    assert.deepEqual(
      panel.followed?.run.text.since(0).map(({ text }) => text),
      ['selected 42', 'second'],
    );
  });

  it('run a notebook, whose executed copy is saved beside it', async () => {
    const source = ['import sideplot', 'for step in range(5): sideplot.log(loss=step)', 'print("from a cell")'].join(
      '\n',
    );
    const cell = { cell_type: 'code', id: 'a', execution_count: null, metadata: {}, outputs: [], source };
    const uri = program('whole.ipynb', JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }));
    const before = readFileSync(uri.fsPath, 'utf8');
    const id = await vscode.commands.executeCommand<string>('sideplot.runNotebookAsJob', uri);
    const panel = await panelOf(sideplot, id);
    await reaches(id, 'finished');
    await after(sideplot.runs.onDidChange, () => panel.followed?.run.status === 'finished');
    const { run } = panel.followed ?? assert.fail();
    assert.equal(run.series.find(({ metric }) => metric === 'loss')?.series.length, 5);
    assert.ok(run.text.since(0).some(({ text }) => text === 'from a cell'));
    assert.equal(readFileSync(uri.fsPath, 'utf8'), before);
    assert.match(readFileSync(join(workspaceFolder(), 'whole.executed.ipynb'), 'utf8'), /from a cell/);
  });

  /** Waits until a job tells what it uses of the machine, and stops it. */
  const tellsUse = async (id: string): Promise<void> => {
    await applied(sideplot, id, (run) => resourceWords(run).length >= 2);
    const [cpu = '', memory = ''] = resourceWords(sideplot.runs.followed(id)?.run);
    assert.match(cpu, /^\d+ % CPU$/);
    assert.match(memory, /^\d+ MiB$/);
    await vscode.commands.executeCommand('sideplot.stopJob', id);
    await reaches(id, 'interrupted');
  };

  it('tell what they use of the machine, unless the setting says no', async () => {
    const text = 'import os, sideplot, time\nprint(os.environ.get("SIDEPLOT_SYSTEM_METRICS"), flush=True)\n';
    const uri = program(
      'busy.py',
      `${text}while not sideplot.stopping():\n    sideplot.log(loss=1)\n    time.sleep(0.01)\n`,
    );
    const id = await start(uri);
    await tellsUse(id);
    await sample(false);
    const quiet = await start(uri);
    await applied(sideplot, quiet, () => textOf(sideplot, quiet).includes('0'));
    await sample(true);
    const again = await start(uri);
    await applied(sideplot, again, () => textOf(sideplot, again).includes('None'));
    for (const one of [quiet, again]) {
      await vscode.commands.executeCommand('sideplot.stopJob', one);
      await reaches(one, 'interrupted');
    }
  });

  it('that know nothing of Sideplot tell it, too', async () => {
    const id = await start(program('unknowing.py', 'import time\nprint("begun", flush=True)\ntime.sleep(600)\n'));
    await tellsUse(id);
  });

  it('of a sweep are in one panel, are stopped together, and can be run again one by one', async () => {
    const uri = program(
      'swept.py',
      'import sys, sideplot, time\nsideplot.log(loss=1)\nprint(sys.argv[1:], flush=True)\ntime.sleep(600)\n',
    );
    const facts = {
      name: 'swept.py',
      command: process.env['SIDEPLOT_TEST_PYTHON'] ?? '',
      shell: false,
      cwd: workspaceFolder(),
    };
    const spec = { ...facts, args: [uri.fsPath], environment: { LR: '{lr}' } };
    const { jobStarter } = sideplot;
    const id = (await jobStarter.startSweep({ program: spec, grid: 'lr=1,2 seed=1..3', atOnce: 2 })) ?? assert.fail();
    await after(sideplot.sweeps.onDidChange, () => startedRuns(id).length === 2);
    const [first = '', second = ''] = startedRuns(id);
    await after(sideplot.panels.onDidShow, () =>
      sideplot.panels.all.some(({ identity }) => identity.others.length === 1),
    );
    assert.equal(sideplot.panels.all.length, 1);
    await applied(sideplot, second, () => textOf(sideplot, second).includes("['--seed', '2']"));
    assert.deepEqual(sideplot.runs.followed(second)?.run.config, { lr: 1, seed: 2 });
    await vscode.commands.executeCommand('sideplot.stopSweep', id);
    await reaches(first, 'interrupted');
    await reaches(second, 'interrupted');
    await after(sideplot.sweeps.onDidChange, () => sideplot.sweeps.find(id)?.status === 'interrupted');
    assert.equal(startedRuns(id).length, 2);
    assert.deepEqual(jobStarter.specOf(await reaches(second, 'interrupted')), {
      ...spec,
      args: [uri.fsPath, '--seed', '2'],
      environment: { LR: '1' },
    });
    await closeAll();
    await vscode.commands.executeCommand('sideplot.showSweep', id);
    assert.deepEqual(sideplot.panels.all[0]?.identity.others, [second]);
  });

  it('of a sweep are told together when the last has ended', async () => {
    const settings = vscode.workspace.getConfiguration('sideplot');
    const { Workspace } = vscode.ConfigurationTarget;
    await settings.update('autoOpen', 'never', Workspace);
    await settings.update('notifications.finishedAfter', 0, Workspace);
    const told: string[] = [];
    const { notifications } = sideplot.status;
    const subscription = notifications.onDidShow(({ text, sweep }) => told.push(`${sweep ?? ''} ${text}`));
    try {
      const uri = program('short.py', QUICK);
      const spec = {
        ...{ name: 'short.py', command: process.env['SIDEPLOT_TEST_PYTHON'] ?? '', args: [uri.fsPath], shell: false },
        ...{ cwd: workspaceFolder(), environment: {} },
      };
      const id = await sideplot.jobStarter.startSweep({ program: spec, grid: 'seed=1..3', atOnce: 3 });
      await after(notifications.onDidShow, () => told.length > 0);
      assert.equal(told.length, 1);
      assert.match(told[0] ?? '', new RegExp(`^${id} short.py has finished, all 3 jobs, after \\d+:\\d+\\.$`));
    } finally {
      subscription.dispose();
      await settings.update('autoOpen', undefined, Workspace);
      await settings.update('notifications.finishedAfter', undefined, Workspace);
    }
  });

  it('draw what they print once that is wanted', async () => {
    const uri = program(
      'printing.py',
      'import time\nfor i in range(5): print(f"step {i}: err={i / 2}")\ntime.sleep(600)\n',
    );
    const id = await start(uri);
    await applied(sideplot, id, () => textOf(sideplot, id).includes('err=2.0'));
    assert.equal(
      sideplot.runs.followed(id)?.run.series.some(({ metric }) => metric === 'err'),
      false,
    );
    await writeControl(sideplot.root, id, { type: 'draw-printed' });
    await applied(sideplot, id, (run) => run.series.find(({ metric }) => metric === 'err')?.series.length === 5);
    await vscode.commands.executeCommand('sideplot.stopJob', id);
    await reaches(id, 'interrupted');
  });

  it('run as a task, whose terminal feeds problem matchers', async () => {
    const source = program(
      'checked.py',
      'import sys\nprint(f"{sys.argv[1]}:7: error: too deep", file=sys.stderr)\nsys.exit(3)\n',
    );
    mkdirSync(join(workspaceFolder(), '.vscode'), { recursive: true });
    const task = {
      label: 'check',
      type: 'sideplot',
      program: 'checked.py',
      args: ['${workspaceFolder}/checked.py'],
      problemMatcher: {
        owner: 'checks',
        fileLocation: 'absolute',
        pattern: { regexp: '(/\\S+):(\\d+): (error): (.*)', file: 1, line: 2, severity: 3, message: 4 },
      },
    };
    writeFileSync(
      join(workspaceFolder(), '.vscode', 'tasks.json'),
      JSON.stringify({ version: '2.0.0', tasks: [task] }),
    );
    const found = await untilTask('check');
    const ended = new Promise((resolve) => vscode.tasks.onDidEndTask(({ execution }) => resolve(execution.task.name)));
    const marked = after(vscode.languages.onDidChangeDiagnostics, () =>
      vscode.languages.getDiagnostics(source).some(({ message }) => message === 'too deep'),
    );
    await vscode.tasks.executeTask(found);
    await marked;
    assert.equal(await ended, 'check');
    const [job] = await sideplot.jobs.all();
    assert.equal(job?.opening.name, 'check');
    assert.deepEqual([job.status, job.error], ['failed', 'exit status 3']);
  });
});

/** The editor reads tasks.json some time after it was written. */
async function untilTask(name: string): Promise<vscode.Task> {
  for (;;) {
    const found = (await vscode.tasks.fetchTasks({ type: 'sideplot' })).find((task) => task.name === name);
    if (found !== undefined) {
      return found;
    }
  }
}
