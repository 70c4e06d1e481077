import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Sideplot } from '../../src/extension/extension';
import { activate, after, closeAll, drawn, panelOf, startRun } from './sideplot';

describe('Comparing runs', () => {
  let sideplot: Sideplot;
  before(async () => {
    sideplot = await activate();
  });
  afterEach(closeAll);

  it('draws ended and running ones in one panel, as they go on', async () => {
    const first = startRun(sideplot, 'first project');
    first.log(10);
    await panelOf(sideplot, first.id);
    first.end();
    const second = startRun(sideplot, 'second project');
    second.log(20);
    await panelOf(sideplot, second.id);
    await closeAll();
    await vscode.commands.executeCommand('sideplot.compareRuns', [first.id, second.id, '../evil', first.id]);
    const [panel] = sideplot.panels.all;
    assert.ok(panel);
    assert.deepEqual(panel.identity, { run: first.id, others: [second.id], figure: null, file: null });
    await drawn(panel, 30);
    second.log(100);
    await drawn(panel, 130);
    second.end();
  });

  it('lets go of the runs when the panel is closed', async () => {
    const [first, second] = [startRun(sideplot, 'one'), startRun(sideplot, 'two')];
    first.log(1);
    second.log(1);
    await panelOf(sideplot, first.id);
    await panelOf(sideplot, second.id);
    first.end();
    second.end();
    await closeAll();
    await vscode.commands.executeCommand('sideplot.compareRuns', [first.id, second.id]);
    const [panel] = sideplot.panels.all;
    assert.ok(panel);
    await drawn(panel, 2);
    await closeAll();
    await after(panel.onDidClose, () => sideplot.panels.all.length === 0);
    assert.deepEqual(
      [first, second].map(({ id }) => sideplot.runs.followed(id)),
      [undefined, undefined],
    );
  });
});
