/** Jobs when something is not as it should be, and as others define them. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Sideplot } from '../../src/extension/extension';
import { jobItem } from '../../src/extension/jobs/job-items';
import type { Job } from '../../src/extension/jobs/job-list';
import { pasteable } from '../../src/extension/jobs/job-spec';
import { JobTerminal } from '../../src/extension/jobs/job-terminal';
import { jobItems } from '../../src/extension/jobs/pick-job';
import { taskJob } from '../../src/extension/jobs/task-job';
import { activate, after, applied, closeAll, panelOf, workspaceFolder } from './sideplot';

describe('Jobs in trouble', () => {
  let sideplot: Sideplot;

  const start = async (name: string, text: string): Promise<string> => {
    const path = join(workspaceFolder(), name);
    writeFileSync(path, text);
    const uri = vscode.Uri.file(path);
    const id = await vscode.commands.executeCommand<string | undefined>('sideplot.runFileAsJob', uri);
    return id ?? assert.fail('the job was not started');
  };
  const reaches = async (id: string, status: string): Promise<Job> => {
    const found = (): Job | undefined => sideplot.jobs.known.find((job) => job.id === id && job.status === status);
    await after(sideplot.jobs.onDidChange, () => found() !== undefined);
    return found() ?? assert.fail();
  };
  /** What is printed up to these words. The run may be given up right after them. */
  const textOf = async (id: string, words: string): Promise<string[]> => {
    let lines: string[] = [];
    await applied(sideplot, id, (run) => {
      lines = run.text.since(0).map(({ text }) => text);
      return lines.some((text) => text.includes(words));
    });
    return lines;
  };
  const prints = async (id: string, words: string): Promise<void> => {
    await textOf(id, words);
  };

  before(async () => {
    sideplot = await activate();
    const settings = vscode.workspace.getConfiguration('sideplot');
    await settings.update('python', process.env['SIDEPLOT_TEST_PYTHON'], vscode.ConfigurationTarget.Workspace);
  });
  afterEach(closeAll);

  it('are picked by the name that the user gave, with their state in words', async () => {
    const id = await start('named.py', 'print("hello")\n');
    const job = await reaches(id, 'finished');
    await vscode.commands.executeCommand('sideplot.renameRun', id, 'Best so far');
    const [item] = await jobItems([job], sideplot.runsView.list);
    assert.equal(item?.label, 'Best so far');
    assert.match(item.description ?? '', /^finished · /);
  });

  it('tell in their terminal how many lines it could not show', async () => {
    const id = await start('much.py', 'print("\\n".join(map(str, range(20000))))\n');
    await panelOf(sideplot, id);
    await applied(sideplot, id, (run) => run.text.total === 20_000 && run.status === 'finished');
    const shown: string[] = [];
    const terminal = new JobTerminal(sideplot.runs, {
      start: () => Promise.resolve(id),
      stop: () => Promise.resolve(),
      left: () => assert.fail('its job has ended'),
    });
    terminal.onDidWrite((text) => shown.push(text));
    const closed = new Promise<number>((resolve) => terminal.onDidClose(resolve));
    terminal.open();
    assert.equal(await closed, 0);
    const lines = shown.join('').split('\r\n');
    const numbers = lines.filter((line) => /^\d+$/.test(line));
    assert.equal(numbers.at(-1), '19999');
    const missed = Number(/… (\d+) lines/.exec(lines.join('\n'))?.[1]);
    assert.equal(missed + numbers.length, 20_000);
    terminal.close();
  });

  it('are stopped by Ctrl+C in their terminal, also before they started, and told of when it is closed', async () => {
    const id = await start('terminal.py', 'import time\nprint("begun", flush=True)\ntime.sleep(600)\n');
    const seen: string[] = [];
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const terminal = new JobTerminal(sideplot.runs, {
      start: () => begun.then(() => id),
      stop: (run) => Promise.resolve(void seen.push(`stop ${run}`)),
      left: (run) => void seen.push(`left ${run}`),
    });
    const shown = after(terminal.onDidWrite, () => seen.length === 1);
    terminal.open();
    terminal.handleInput('x');
    terminal.handleInput('\u0003');
    assert.deepEqual(seen, []);
    begin();
    await shown;
    assert.deepEqual(seen, [`stop ${id}`]);
    terminal.handleInput('\u0003');
    terminal.close();
    assert.deepEqual(seen, [`stop ${id}`, `stop ${id}`, `left ${id}`]);
    await vscode.commands.executeCommand('sideplot.stopJob', id);
    await reaches(id, 'interrupted');
  });

  it('are run again once when that is asked for twice', async () => {
    const id = await start('twice.py', 'import time\nprint("begun", flush=True)\ntime.sleep(600)\n');
    await prints(id, 'begun');
    const before = new Set((await sideplot.jobs.all()).map((job) => job.id));
    const [first, second] = await Promise.all([
      vscode.commands.executeCommand<string>('sideplot.restartJob', id),
      vscode.commands.executeCommand<string>('sideplot.restartJob', id),
    ]);
    assert.ok(first);
    assert.equal(second, first);
    await prints(first, 'begun');
    const started = (await sideplot.jobs.all()).filter((job) => !before.has(job.id));
    assert.deepEqual(
      started.map((job) => job.id),
      [first],
    );
    await vscode.commands.executeCommand('sideplot.stopJob', first);
    await reaches(first, 'interrupted');
  });

  it('go on when what watches them is killed: that is told, and they are stopped or run again', async () => {
    const id = await start('orphan.py', 'import time\nprint("begun", flush=True)\ntime.sleep(600)\n');
    await prints(id, 'begun');
    const running = await reaches(id, 'running');
    process.kill(running.opening.pid ?? NaN, 'SIGKILL');
    const orphan = await reaches(id, 'lost');
    const item = jobItem(orphan, 'orphan.py', []);
    assert.equal(item.contextValue, 'running');
    assert.match(String(item.description), /goes on, but what it prints is lost/);
    const again = await vscode.commands.executeCommand<string>('sideplot.restartJob', id);
    assert.equal(jobItem(orphan, 'orphan.py', []).contextValue, 'ended');
    await prints(again, 'begun');
    await vscode.commands.executeCommand('sideplot.stopJob', again);
    await reaches(again, 'interrupted');
  });

  it('run files as they are seen, also again', async () => {
    const id = await start('edited.py', 'print("as saved")\n');
    await textOf(id, 'as saved');
    const uri = vscode.Uri.file(join(workspaceFolder(), 'edited.py'));
    const editor = await vscode.window.showTextDocument(uri);
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 7, 0, 15), 'as seen'));
    assert.equal(editor.document.isDirty, true);
    const again = await vscode.commands.executeCommand<string>('sideplot.restartJob', id);
    await textOf(again, 'as seen');
    assert.equal(editor.document.isDirty, false);
  });

  it('of selected lines find what stands beside their file', async () => {
    mkdirSync(join(workspaceFolder(), 'beside'), { recursive: true });
    writeFileSync(join(workspaceFolder(), 'beside', 'helper_of_test.py'), 'WORD = "found beside"\n');
    const uri = vscode.Uri.file(join(workspaceFolder(), 'beside', 'selected.py'));
    writeFileSync(uri.fsPath, 'import helper_of_test, sideplot\nprint(helper_of_test.WORD)\n');
    const editor = await vscode.window.showTextDocument(uri);
    editor.selection = new vscode.Selection(0, 0, 2, 0);
    const id = await vscode.commands.executeCommand<string>('sideplot.runSelectionAsJob');
    await textOf(id, 'found beside');
  });

  it('find the programs that belong to their Python', async () => {
    const python = process.env['SIDEPLOT_TEST_PYTHON'] ?? '';
    const facts = { args: [], shell: true, cwd: workspaceFolder(), environment: {} };
    const id = await sideplot.jobStarter.start({ ...facts, name: 'which', command: 'command -v python; echo found' });
    const lines = await textOf(id ?? '', 'found');
    const folder = python.slice(0, python.lastIndexOf('/'));
    const isVirtual = existsSync(join(folder, '..', 'pyvenv.cfg'));
    const first = lines[0] ?? '';
    assert.equal(first.startsWith(`${folder}/`), isVirtual, first);
  });

  it('are told of as lines that can be pasted', () => {
    const job = { command: 'python', args: ['a b.py', '--lr', '0.1'], shell: false, environment: { SEED: '1' } };
    assert.equal(pasteable(job, 'linux'), "SEED=1 python 'a b.py' --lr 0.1");
    assert.equal(pasteable(job, 'win32'), 'python "a b.py" --lr 0.1');
    const line = { command: 'python train.py | tee out', args: [], shell: true, environment: {} };
    assert.equal(pasteable(line, 'linux'), 'python train.py | tee out');
  });

  it('are made of tasks, with their variables, numbers and words with spaces', async () => {
    const folder = workspaceFolder();
    const task = (definition: object, execution?: vscode.ShellExecution | vscode.ProcessExecution): vscode.Task =>
      new vscode.Task({ type: 'shell', ...definition }, vscode.TaskScope.Workspace, 'named', 'test', execution);
    assert.deepEqual(
      await taskJob(
        task({
          type: 'sideplot',
          command: 'echo ${workspaceFolder} | cat',
          args: [],
          cwd: 'sub',
          env: { N: 3, X: null, P: '${workspaceFolder}/x' },
        }),
      ),
      {
        name: 'named',
        command: `echo ${folder} | cat`,
        args: [],
        shell: true,
        cwd: join(folder, 'sub'),
        environment: { N: '3', P: `${folder}/x` },
      },
    );
    const shell = new vscode.ShellExecution('python', ['a b.py', '${workspaceFolder}/c', "'d e'"], { cwd: 'sub' });
    const spec = await taskJob(task({}, shell));
    assert.equal(spec?.command, `python 'a b.py' ${folder}/c 'd e'`);
    assert.equal(spec.cwd, join(folder, 'sub'));
    assert.equal(await taskJob(task({}, new vscode.ShellExecution('echo ${input:what}'))), undefined);
  });

  it('of tasks.json take a command line without arguments, numbers and a relative folder', async () => {
    mkdirSync(join(workspaceFolder(), 'part'), { recursive: true });
    mkdirSync(join(workspaceFolder(), '.vscode'), { recursive: true });
    const task = {
      label: 'line',
      type: 'sideplot',
      command: 'echo "$N $(basename "$PWD") $P" && echo done',
      args: [],
      cwd: 'part',
      env: { N: 3, P: '${workspaceFolderBasename}' },
    };
    const tasks = { version: '2.0.0', tasks: [task] };
    writeFileSync(join(workspaceFolder(), '.vscode', 'tasks.json'), JSON.stringify(tasks));
    const ended = new Promise((resolve) => vscode.tasks.onDidEndTask(({ execution }) => resolve(execution.task.name)));
    await vscode.tasks.executeTask(await untilTask('line'));
    assert.equal(await ended, 'line');
    const [job] = await sideplot.jobs.all();
    assert.deepEqual([job?.opening.name, job?.status], ['line', 'finished']);
    const words = `3 part ${workspaceFolder().split('/').at(-1)}`;
    await vscode.commands.executeCommand('sideplot.showJobLog', job?.id);
    await prints(job?.id ?? '', words);
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
