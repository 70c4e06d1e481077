import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Sideplot } from '../../src/extension/extension';
import type { Notification } from '../../src/extension/status/notifications';
import { until } from '../drive/wait';
import { LogWriter } from './log-writer';
import { activate, applied, closeAll, panelOf, startRun, workspaceFolder } from './sideplot';

const now = (): number => Date.now() / 1000;

describe('What is said of runs outside of panels', () => {
  let sideplot: Sideplot;
  let shown: Notification[];
  let subscription: vscode.Disposable;

  before(async () => {
    sideplot = await activate();
  });
  beforeEach(() => {
    shown = [];
    subscription = sideplot.status.notifications.onDidShow((notification) => shown.push(notification));
  });
  afterEach(async () => {
    subscription.dispose();
    await closeAll();
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  const barSays = (pattern: RegExp) =>
    until(`a status bar item like ${pattern.source}`, () => pattern.test(sideplot.status.bar.text ?? ''), {
      seen: () => [sideplot.status.bar.run, sideplot.status.bar.text],
    });
  const told = (run: string) => shown.filter((one) => one.run === run).map(({ kind, text }) => `${kind}: ${text}`);
  const isTold = (run: string, count = 1) =>
    until(`${count} notifications of ${run}`, () => told(run).length >= count, { seen: () => shown });
  const set = (name: string, value: unknown) =>
    vscode.workspace.getConfiguration('sideplot').update(name, value, vscode.ConfigurationTarget.Global);

  it('the status bar has the newest value of the headline metric, progress and the end', async () => {
    const run = startRun(sideplot);
    run.write({ step: 1, lr: 0.1, loss: 0.75 }, { step: 2, lr: 0.1, loss: 0.5 });
    await barSays(/^\$\(graph-line\) loss 0\.5$/);
    assert.equal(sideplot.status.bar.run, run.id);
    run.write({ type: 'progress', id: 0, label: 'epoch', done: 42, total: 100, time: now() });
    await barSays(/^\$\(graph-line\) loss 0\.5 · 42%$/);
    await until('a tooltip with the curve and the bar', () => {
      const { tooltip } = sideplot.status.bar;
      const [, svg = ''] = /!\[[^\]]+\]\(data:image\/svg\+xml;base64,([A-Za-z0-9+/=]+)\)/.exec(tooltip) ?? [];
      return (
        tooltip.includes('epoch 42/100') &&
        Buffer.from(svg, 'base64').toString().includes('<path d="M3.0 3.0L237.0 41.0"')
      );
    });
    run.end();
    await barSays(/^\$\(check\) loss 0\.5$/);
    assert.deepEqual(told(run.id), [], 'a short run is no news');
  });

  it('the newest run is in the status bar, and a click leads to its panel', async () => {
    const first = startRun(sideplot);
    first.log(3);
    const panel = await panelOf(sideplot, first.id);
    const second = startRun(sideplot, 'another project');
    second.write({ step: 1, accuracy: 0.9 });
    const other = await panelOf(sideplot, second.id);
    other.reveal(false);
    await barSays(/accuracy 0\.9$/);
    panel.webviewPanel.dispose();
    await vscode.commands.executeCommand('sideplot.showActiveRun', first.id);
    await until('a panel of the first run', () =>
      sideplot.panels.all.some(({ identity, webviewPanel }) => identity.run === first.id && webviewPanel.visible),
    );
    second.end();
    await barSays(/^\$\(graph-line\) loss 0\.3333$/);
    first.end();
    await barSays(/^\$\(check\)/);
  });

  it('a failure is told with the last line of its error, and what was printed can be read', async () => {
    const run = startRun(sideplot);
    run.log(1);
    run.write({ type: 'text', stream: 'stderr', lines: ['epoch 1', '\u001b[31mTraceback\u001b[0m …'] });
    run.write({
      type: 'end',
      status: 'failed',
      error: 'Traceback:\n  …\nValueError: [click](command:workbench.action.quit) $(sync) no',
      time: now(),
    });
    await isTold(run.id);
    assert.deepEqual(told(run.id), [
      `failed: run ${run.id} has failed: ValueError: [click] (command:workbench.action.quit) $(sync) no`,
    ]);
    await barSays(/^\$\(error\) loss 1$/);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(`sideplot-log:/a.log?${run.id}`));
    assert.match(document.getText(), /^epoch 1\nTraceback …\n\nTraceback:\n {2}…\nValueError/);
    const wrong = await vscode.workspace.openTextDocument(vscode.Uri.parse('sideplot-log:/a.log?../../etc'));
    assert.equal(wrong.getText(), '');
  });

  it('NaN, alerts and a program that goes away are told', async () => {
    const run = startRun(sideplot);
    run.write({ step: 1, loss: 0.5, time: now() }, { step: 2, loss: 'NaN', time: now() });
    await isTold(run.id);
    run.write({ type: 'note', kind: 'alert', level: 'error', text: 'disk is\nnearly full', time: now() });
    await isTold(run.id, 2);
    run.write({ step: 3, loss: 'Infinity', time: now() }, { type: 'note', kind: 'note', text: 'quiet', time: now() });
    run.write({ type: 'end', status: 'interrupted', time: now() });
    await applied(sideplot, run.id, ({ status }) => status === 'interrupted');
    await barSays(/^\$\(debug-stop\)/);
    assert.deepEqual(told(run.id), [
      `not-finite: run ${run.id}: loss is NaN at step 2.`,
      `alert: run ${run.id}: disk is nearly full`,
    ]);
  });

  it('a long run that has finished is told, unless its panel is looked at', async () => {
    await set('autoOpen', 'never');
    await set('notifications.finishedAfter', 50);
    try {
      const run = new LogWriter({ root: sideplot.root, workspace: workspaceFolder(), start: now() - 3723 });
      run.log(1);
      await applied(sideplot, run.id, ({ points }) => points === 1);
      run.end();
      await isTold(run.id);
      assert.deepEqual(told(run.id), [`finished: run ${run.id} has finished after 1:02:03.`]);
    } finally {
      await set('autoOpen', undefined);
      await set('notifications.finishedAfter', undefined);
    }
  });

  it('nothing is told of what is switched off, of other workspaces and of what was before', async () => {
    const old = startRun(sideplot);
    old.write(
      { step: 1, loss: 'NaN', time: now() - 86_400 },
      { type: 'end', status: 'failed', error: 'old', time: now() - 86_000 },
    );
    const foreign = new LogWriter({ root: sideplot.root, workspace: '/somewhere/else' });
    foreign.write({ type: 'note', kind: 'alert', text: 'foreign', time: now() });
    await set('notifications.alerts', false);
    try {
      const run = startRun(sideplot);
      run.write({ type: 'note', kind: 'alert', text: 'switched off', time: now() });
      run.write({ type: 'end', status: 'failed', error: 'fresh', time: now() });
      await isTold(run.id);
      assert.deepEqual(told(run.id), [`failed: run ${run.id} has failed: fresh`]);
      assert.deepEqual(
        shown.filter((one) => one.run !== run.id),
        [],
      );
    } finally {
      await set('notifications.alerts', undefined);
    }
  });

  it('many failures at once are a few notifications', async () => {
    const runs = Array.from({ length: 6 }, () => startRun(sideplot));
    for (const run of runs) {
      run.log(1);
      run.write({ type: 'end', status: 'failed', error: 'no', time: now() });
    }
    await Promise.all(
      runs.map(({ id }) => applied(sideplot, id, ({ status }) => status === 'failed').catch(() => undefined)),
    );
    await until('the last of them in the status bar', () => runs.some(({ id }) => sideplot.status.bar.run === id));
    assert.ok(shown.length <= 3, JSON.stringify(shown));
  });

  it('the cell that logs has a line, until it is executed again', async () => {
    const path = join(workspaceFolder(), 'status.ipynb');
    const cell = (id: string) => ({
      cell_type: 'code',
      id,
      execution_count: 4,
      metadata: {},
      outputs: [],
      source: 'train()',
    });
    writeFileSync(
      path,
      JSON.stringify({ cells: [cell('a'), cell('b')], metadata: {}, nbformat: 4, nbformat_minor: 5 }),
    );
    const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.file(path));
    const [first, second] = notebook.getCells();
    assert.ok(first && second);
    const lines = () =>
      [first, second].map((one) => sideplot.status.cells.provideCellStatusBarItems(one)[0]?.text ?? null);
    const place = {
      path,
      cell: first.document.uri.toString(),
      execution_count: first.executionSummary?.executionOrder ?? 4,
    };
    const run = startRun(sideplot);
    run.write({ type: 'cell', state: 'running', notebook: place, time: now() });
    run.log(2);
    await until('the line of the first cell', () => lines()[0] === '$(graph-line) loss 0.5 · step 2', { seen: lines });
    assert.equal(lines()[1], null);
    assert.deepEqual(sideplot.status.cells.provideCellStatusBarItems(first)[0]?.command, {
      title: 'Show Plots',
      command: 'sideplot.showActiveRun',
      arguments: [run.id],
    });
    run.write({ type: 'cell', state: 'ended', notebook: place, time: now() });
    await barSays(/^\$\(debug-pause\) loss 0\.5$/);
    run.write({ type: 'cell', state: 'running', notebook: { ...place, execution_count: 99 }, time: now() });
    run.log(1);
    await until('no line of a cell that is not that one anymore', () => lines()[0] === null, { seen: lines });
    run.end();
    await barSays(/^\$\(check\)/);
  });

  it('a background cell that goes on has a button, which asks it alone to stop', async () => {
    const path = join(workspaceFolder(), 'background.ipynb');
    const cell = {
      cell_type: 'code',
      id: 'a',
      execution_count: 4,
      metadata: {},
      outputs: [],
      source: '%%background\nx',
    };
    writeFileSync(path, JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }));
    const [found] = (await vscode.workspace.openNotebookDocument(vscode.Uri.file(path))).getCells();
    assert.ok(found);
    const count = found.executionSummary?.executionOrder ?? 4;
    const place = { path, cell: found.document.uri.toString(), execution_count: count };
    const items = () => sideplot.status.cells.provideCellStatusBarItems(found).map(({ text }) => text);
    const run = startRun(sideplot);
    run.write({ type: 'cell', state: 'running', notebook: place, time: now() });
    run.log(2);
    await until('the button', () => items()[1] === '$(debug-stop) Stop', { seen: items });
    const command = sideplot.status.cells.provideCellStatusBarItems(found)[1]?.command;
    assert.ok(typeof command === 'object');
    await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
    const asked = JSON.parse(readFileSync(join(sideplot.root, 'runs', run.id, 'control.jsonl'), 'utf8')) as object;
    assert.deepEqual({ ...asked, time: 0 }, { type: 'stop-cell', cell: place.cell, execution_count: count, time: 0 });
    run.write({ type: 'cell', state: 'ended', notebook: place, time: now() });
    await until('no button of a cell that has ended', () => items().length === 1, { seen: items });
    run.end();
  });
});
