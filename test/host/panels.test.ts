import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Sideplot } from '../../src/extension/extension';
import { LogWriter } from './log-writer';
import { activate, after, applied, closeAll, drawn, panelOf, startRun, workspaceFolder } from './sideplot';

/** A document that closes without a question. */
async function textFile(): Promise<vscode.TextDocument> {
  const path = join(workspaceFolder(), 'work.txt');
  writeFileSync(path, 'work goes on here');
  return vscode.workspace.openTextDocument(path);
}

describe('Panels', () => {
  let sideplot: Sideplot;
  before(async () => {
    sideplot = await activate();
  });
  afterEach(closeAll);

  it('open beside the editor when a run starts, and leave the focus where it was', async () => {
    const editor = await vscode.window.showTextDocument(await textFile());
    const run = startRun(sideplot);
    run.log(10);
    const panel = await panelOf(sideplot, run.id);
    await drawn(panel, 10);
    assert.equal(vscode.window.activeTextEditor?.document, editor.document);
    assert.equal(panel.webviewPanel.active, false);
    assert.equal(panel.webviewPanel.visible, true);
    run.log(1000);
    await drawn(panel, 1010);
    run.end();
    await applied(sideplot, run.id, ({ status }) => status === 'finished');
  });

  it('do not open again for a run whose panel was closed, but do for the next run', async () => {
    const first = startRun(sideplot);
    first.log(1);
    const panel = await panelOf(sideplot, first.id);
    const closed = new Promise((resolve) => panel.onDidClose(resolve));
    panel.webviewPanel.dispose();
    await closed;
    first.log(1);
    await applied(sideplot, first.id, ({ points }) => points === 2);
    const second = startRun(sideplot, 'another project');
    second.log(1);
    await panelOf(sideplot, second.id);
    assert.deepEqual(
      sideplot.panels.all.map(({ identity }) => identity.run),
      [second.id],
    );
    first.end();
    second.end();
  });

  it('are taken over by the next run of the same program once the one before has ended', async () => {
    const first = startRun(sideplot);
    first.log(5);
    const panel = await panelOf(sideplot, first.id);
    first.end();
    await applied(sideplot, first.id, ({ status }) => status === 'finished');
    const second = startRun(sideplot);
    second.log(7);
    assert.equal(await panelOf(sideplot, second.id), panel);
    await drawn(panel, 7);
    assert.equal(sideplot.panels.all.length, 1);
    second.end();
  });

  it('do not open for runs of other workspaces', async () => {
    const foreign = new LogWriter({ root: sideplot.root, workspace: '/somewhere/else' });
    foreign.log(1);
    const own = startRun(sideplot);
    own.log(1);
    await panelOf(sideplot, own.id);
    assert.equal(sideplot.panels.find({ run: foreign.id, others: [], figure: null, file: null }), undefined);
    own.end();
  });

  it('open one for each figure', async () => {
    const run = startRun(sideplot);
    run.write(
      { type: 'figure', name: 'Losses', charts: [['loss']] },
      { type: 'figure', name: 'Rest', charts: [['acc*']] },
    );
    run.log(3);
    const losses = await panelOf(sideplot, run.id, 'Losses');
    const rest = await panelOf(sideplot, run.id, 'Rest');
    assert.notEqual(losses, rest);
    assert.deepEqual([losses, rest].map((panel) => panel.webviewPanel.title).sort(), ['Losses', 'Rest']);
    assert.equal(sideplot.panels.all.length, 2);
    run.end();
  });

  it('get no message while they are hidden, and all points when they are shown again', async () => {
    const run = startRun(sideplot);
    run.log(10);
    const panel = await panelOf(sideplot, run.id);
    await drawn(panel, 10);
    const hidden = after(panel.webviewPanel.onDidChangeViewState, () => !panel.webviewPanel.visible);
    await vscode.window.showTextDocument(await textFile(), panel.webviewPanel.viewColumn);
    await hidden;
    const sent = panel.messages;
    run.log(5000);
    await applied(sideplot, run.id, ({ points }) => points === 5010);
    assert.equal(panel.messages, sent);
    panel.reveal(true);
    await drawn(panel, 5010);
    run.end();
  });

  it('move into a window of their own and go on', async () => {
    const run = startRun(sideplot);
    run.log(10);
    const panel = await panelOf(sideplot, run.id);
    await drawn(panel, 10);
    await vscode.commands.executeCommand('sideplot.openPlotsInNewWindow');
    run.log(90);
    await drawn(panel, 100);
    assert.equal(sideplot.panels.all.length, 1);
    run.end();
  });

  it('show what was refused and draw on', async () => {
    const run = startRun(sideplot);
    run.log(2);
    const panel = await panelOf(sideplot, run.id);
    await drawn(panel, 2);
    run.writeText(
      '\u0000\u0001 no JSON\n[1,2]\n{"type":"points","series":9,"x":[1],"y":[1]}\n{"type":"from the future"}\n',
    );
    run.writeText(`{"step":1,"loss/a.b[0]":1,"__proto__":2,"<img src=x onerror=alert(1)>":1e308,"none":"NaN"}\n`);
    run.log(2);
    await drawn(panel, 8);
    assert.deepEqual(sideplot.runs.followed(run.id)?.run.problems.toRecord(), {
      'line that is not JSON': 1,
      'line that is not a JSON object': 1,
      'point of an undeclared series': 1,
      'record of an unknown type': 1,
    });
    run.end();
  });

  it('follow a file', async () => {
    const folder = mkdtempSync(join(workspaceFolder(), 'log-'));
    const file = join(folder, 'any.jsonl');
    writeFileSync(file, '{"step":1,"loss":0.31}\n');
    await vscode.commands.executeCommand('sideplot.followFile', vscode.Uri.file(file));
    const panel = sideplot.panels.find({ run: file, others: [], figure: null, file });
    assert.ok(panel);
    await drawn(panel, 1);
    appendFileSync(file, '{"step":2,"loss":0.3}\n');
    await drawn(panel, 2);
    panel.webviewPanel.dispose();
    rmSync(folder, { recursive: true });
  });

  it('run the demo', async () => {
    const shown = after(sideplot.panels.onDidShow, () => sideplot.panels.all.length === 1);
    await vscode.commands.executeCommand('sideplot.runDemo');
    await shown;
    const panel = sideplot.panels.all[0];
    assert.ok(panel);
    await drawn(panel, 100);
    const pid = panel.followed?.run.opening?.pid;
    assert.ok(typeof pid === 'number');
    process.kill(pid);
    await applied(sideplot, panel.identity.run, ({ status }) => status === 'lost');
  });
});
