import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Sideplot } from '../../src/extension/extension';
import type { RunEntry } from '../../src/extension/runs-view/run-entry';
import type { RunNode } from '../../src/extension/runs-view/run-nodes';
import { activate, after as until, applied, closeAll, drawn, panelOf, startRun, workspaceFolder } from './sideplot';

let count = 0;

/** Writes a run of this workspace that has ended, as an earlier program left it. @returns its id. */
function endedRun({ root }: Sideplot, opening: object, ...records: object[]): string {
  count += 1;
  const id = `19990101-000000-${String(count).padStart(6, '0')}`;
  const folder = join(root, 'runs', id);
  mkdirSync(folder, { recursive: true });
  const facts = { type: 'run', version: 1, id, pid: 999_999_999, host: hostname(), workspace: workspaceFolder() };
  const all = [{ ...facts, ...opening }, ...records];
  writeFileSync(join(folder, 'p1.jsonl'), all.map((record) => `${JSON.stringify(record)}\n`).join(''));
  return id;
}

const END = { type: 'end', status: 'finished' };

describe('The Runs view', () => {
  let sideplot: Sideplot;

  const entryOf = async (id: string): Promise<RunEntry> => {
    const { list } = sideplot.runsView;
    const entry = (await list.find(id)) ?? assert.fail(`no run ${id}`);
    await list.look(entry);
    return entry;
  };
  const shown = async (): Promise<RunEntry[]> =>
    (await sideplot.runsView.view.getChildren()).filter((node) => 'opening' in node);
  const idsShown = async (): Promise<string[]> => (await shown()).map(({ id }) => id);
  const itemOf = (node: RunNode): vscode.TreeItem => sideplot.runsView.view.getTreeItem(node);
  const below = (node: RunNode): Promise<RunNode[]> => sideplot.runsView.view.getChildren(node);
  const run = (command: string, ...values: unknown[]): Thenable<unknown> =>
    vscode.commands.executeCommand(`sideplot.${command}`, ...values);
  const words = ({ label, description }: vscode.TreeItem): string =>
    `${typeof label === 'string' ? label : ''} ${String(description)}`;

  before(async () => {
    sideplot = await activate();
    await settings().update('autoOpen', 'never', vscode.ConfigurationTarget.Workspace);
    await vscode.commands.executeCommand('sideplotRuns.focus');
  });
  after(() => settings().update('autoOpen', undefined, vscode.ConfigurationTarget.Workspace));
  afterEach(async () => {
    await run('clearRunsFilter');
    await closeAll();
  });

  it('has runs that ended before, with their state, last values and config', async () => {
    const id = endedRun(
      sideplot,
      { name: 'old *one*', project: 'p', config: { lr: 0.1, opt: { name: 'adam' } }, start: 1e9 },
      { type: 'figure', name: 'Losses', charts: [['loss']] },
      { step: 1, loss: 0.5, acc: 0.25 },
      { step: 2, loss: 0.125, acc: 0.75 },
      { type: 'end', status: 'failed', error: 'no data\nmore' },
    );
    const entry = await entryOf(id);
    // A folder that is new is followed for a moment.
    await until(sideplot.runsView.list.onDidChange, () => entry.status === 'failed');
    assert.ok((await idsShown()).includes(id));
    const item = itemOf(entry);
    assert.match(words(item), /^old \*one\* no data · loss 0\.125 · acc 0\.75 · /);
    assert.equal((item.iconPath as vscode.ThemeIcon).id, 'error');
    assert.equal(item.contextValue, 'run ended unpinned current');
    assert.match(item.accessibilityInformation?.label ?? '', /^old \*one\*, failed, no data, loss 0\.125/);
    const parts = await below(entry);
    assert.deepEqual(
      parts.map((part) => itemOf(part).label),
      ['Losses', 'Last values', 'Config'],
    );
    const [, values, config] = parts;
    assert.ok(values && config);
    assert.deepEqual(
      (await below(values)).map((node) => words(itemOf(node))),
      ['loss 0.125', 'acc 0.75'],
    );
    assert.deepEqual(
      (await below(config)).map((node) => words(itemOf(node))),
      ['lr 0.1', 'opt.name adam'],
    );
    const tooltip = sideplot.runsView.view.resolveTreeItem(item, entry).tooltip;
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.match(tooltip.value.replaceAll('&nbsp;', ' '), /^\*\*old \\\*one\\\*\*\*/);
    assert.equal(tooltip.isTrusted, undefined);
  });

  it('has live runs on top, with values that move', async () => {
    const live = startRun(sideplot);
    live.log(3);
    await applied(sideplot, live.id, ({ points }) => points === 3);
    const { list } = sideplot.runsView;
    await until(list.onDidChange, () => list.known.some(({ id }) => id === live.id));
    const entry = await entryOf(live.id);
    const [top] = await shown();
    assert.equal(top?.status, 'running');
    assert.match(words(itemOf(entry)), /loss 0\.3333/);
    live.log(1);
    await until(list.onDidChange, () => {
      void list.look(entry);
      return words(itemOf(entry)).includes('loss 0.25');
    });
    live.end();
    await until(list.onDidChange, () => entry.status === 'finished');
    assert.equal((itemOf(entry).iconPath as vscode.ThemeIcon).id, 'pass');
  });

  it('does not have runs of other workspaces', async () => {
    const foreign = endedRun(sideplot, { workspace: '/somewhere/else' }, END);
    await sideplot.runsView.list.scan();
    assert.equal((await idsShown()).includes(foreign), false);
  });

  it('shows what matches a filter, and all again', async () => {
    const [adam, sgd] = ['adam', 'sgd'].map((optimizer) =>
      endedRun(sideplot, { name: `with ${optimizer}`, project: 'filtering', config: { optimizer } }, END),
    );
    assert.ok(adam && sgd);
    await sideplot.runsView.list.scan();
    await run('filterRuns', ' FILTERING optimizer=adam ');
    assert.deepEqual(await idsShown(), [adam]);
    await run('clearRunsFilter');
    assert.ok((await idsShown()).includes(sgd));
  });

  it('keeps what the user says in the control log, and takes in what another window says', async () => {
    const id = endedRun(sideplot, { name: 'plain' }, { loss: 1 }, END);
    const entry = await entryOf(id);
    await run('renameRun', id, 'Best so far');
    await run('colourRun', id, 3);
    await run('noteRun', id, 'learning rate halved');
    await run('pinRun', id);
    assert.deepEqual(entry.about, {
      name: 'Best so far',
      colour: 3,
      pinned: true,
      note: 'learning rate halved',
      archived: false,
    });
    assert.equal((await idsShown())[0], id);
    assert.equal(itemOf(entry).label, 'Best so far');
    assert.deepEqual((await below(entry)).map((node) => words(itemOf(node)))[0], 'learning rate halved undefined');
    const control = join(sideplot.root, 'runs', id, 'control.jsonl');
    const records = readFileSync(control, 'utf8').trimEnd().split('\n');
    assert.deepEqual(
      records.map((line) => (JSON.parse(line) as { type: string }).type),
      ['about', 'about', 'about', 'about'],
    );
    await run('unpinRun', id);
    await run('renameRun', id, '');
    assert.deepEqual([entry.about.pinned, entry.name], [false, 'plain']);
    appendFileSync(control, `${JSON.stringify({ type: 'about', name: 'from elsewhere', colour: -1 })}\n`);
    await until(sideplot.runsView.list.onDidChange, () => entry.name === 'from elsewhere');
    assert.equal(entry.about.colour, null);
  });

  it('gives a new name to the panel that shows the run', async () => {
    const live = startRun(sideplot);
    live.log(1);
    await run('showRun', live.id);
    const panel = await panelOf(sideplot, live.id);
    await drawn(panel, 1);
    await run('renameRun', live.id, 'Renamed');
    assert.equal(panel.followed?.run.name, 'Renamed');
    live.end();
  });

  it('hides archived runs until they are asked for', async () => {
    const id = endedRun(sideplot, { name: 'put away' }, END);
    await sideplot.runsView.list.scan();
    await run('archiveRun', id);
    assert.equal((await idsShown()).includes(id), false);
    await run('showArchivedRuns');
    assert.ok((await idsShown()).includes(id));
    await run('hideArchivedRuns');
    await run('unarchiveRun', id);
    assert.ok((await idsShown()).includes(id));
  });

  it('shows the plots of one run after the other in one panel, and further ones when asked', async () => {
    const [first, second] = [1, 2].map((loss) => endedRun(sideplot, {}, { loss }, END));
    assert.ok(first && second);
    await run('showRun', first);
    const [panel] = sideplot.panels.all;
    assert.ok(panel);
    await drawn(panel, 1);
    await run('showRun', second);
    assert.deepEqual([sideplot.panels.all.length, panel.identity.run], [1, second]);
    await drawn(panel, 1);
    await run('showRunInNewPanel', first);
    assert.equal(sideplot.panels.all.length, 2);
    await run('showRun', first);
    assert.equal(panel.identity.run, second);
  });

  it('compares what is selected', async () => {
    const [first, second] = [1, 2].map((loss) => endedRun(sideplot, {}, { loss }, END));
    assert.ok(first && second);
    const entries = [await entryOf(first), await entryOf(second)];
    await run('compareSelectedRuns', entries[0], entries);
    const identity = sideplot.panels.all[0]?.identity;
    assert.deepEqual([identity?.run, identity?.others], [first, [second]]);
  });

  it('goes to the cell that made a run, by its id or its execution count', async () => {
    const cell = (id: string, source: string, executionCount: number | null): object => ({
      cell_type: 'code',
      id,
      source,
      execution_count: executionCount,
      metadata: {},
      outputs: [],
    });
    const path = join(workspaceFolder(), 'source.ipynb');
    const cells = [cell('aa', 'first', 1), cell('bb', 'second', 2), cell('cc', 'third', null)];
    writeFileSync(path, JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
    const selectedAfter = async (notebook: object): Promise<string | undefined> => {
      await run('goToRunSource', endedRun(sideplot, { notebook: { path, ...notebook } }, END));
      const editor = vscode.window.activeNotebookEditor;
      return editor?.notebook.cellAt(editor.selections[0]?.start ?? 0).document.getText();
    };
    assert.equal(await selectedAfter({ cell: 'cc' }), 'third');
    assert.equal(await selectedAfter({ cell: 'gone', execution_count: 2 }), 'second');
    assert.equal(await selectedAfter({ cell: 'aa', execution_count: 7 }), 'first');
  });

  it('goes to the script that made a run, relative to its folder', async () => {
    const script = join(workspaceFolder(), 'made.py');
    writeFileSync(script, 'import sideplot\n');
    await run('goToRunSource', endedRun(sideplot, { argv: ['made.py', '--fast'], cwd: workspaceFolder() }, END));
    await until(vscode.window.onDidChangeActiveTextEditor, () => activePath() === script);
  });

  it('deletes runs that have ended, and their panels, but none that goes on', async () => {
    const ended = endedRun(sideplot, {}, { loss: 1 }, END);
    const live = startRun(sideplot);
    live.log(1);
    await run('showRun', ended);
    await run('showRunInNewPanel', live.id);
    const entries = [await entryOf(ended), await entryOf(live.id)];
    assert.equal(await sideplot.runsView.removal.remove(entries), 1);
    assert.equal(existsSync(join(sideplot.root, 'runs', ended)), false);
    assert.ok(existsSync(join(sideplot.root, 'runs', live.id)));
    assert.deepEqual(
      sideplot.panels.all.map(({ identity }) => identity.run),
      [live.id],
    );
    assert.equal((await idsShown()).includes(ended), false);
    live.end();
  });

  it('copies ids and configs', async () => {
    const id = endedRun(sideplot, { config: { lr: 0.5 } }, END);
    await run('copyRunId', id);
    assert.equal(await vscode.env.clipboard.readText(), id);
    await run('copyRunConfig', id);
    assert.deepEqual(JSON.parse(await vscode.env.clipboard.readText()), { lr: 0.5 });
  });

  it('tells of old runs once a day, and deletes none by itself', async () => {
    const id = endedRun(sideplot, { start: 1e9 }, END);
    const log = join(sideplot.root, 'runs', id, 'p1.jsonl');
    utimesSync(log, 1e9, 1e9);
    await settings().update('retention', 30, vscode.ConfigurationTarget.Workspace);
    // The question stays open: nobody answers it.
    void sideplot.runsView.retention.look();
    await sideplot.runsView.list.scan();
    assert.ok(existsSync(log));
    await settings().update('retention', undefined, vscode.ConfigurationTarget.Workspace);
    await sideplot.runsView.retention.look();
    await vscode.commands.executeCommand('notifications.clearAll');
    assert.ok(existsSync(log));
  });

  it('shows thousands of runs a page at a time', async () => {
    const ids = Array.from({ length: 150 }, () => endedRun(sideplot, { project: 'thousands' }, END));
    await sideplot.runsView.list.scan();
    await run('filterRuns', 'thousands');
    const nodes = await sideplot.runsView.view.getChildren();
    assert.equal(nodes.length, 101);
    const more = nodes.at(-1) ?? assert.fail();
    assert.match(words(itemOf(more)), /^Show more 50 older runs$/);
    await run('showMoreRuns');
    assert.deepEqual(await idsShown(), ids.reverse());
  });
});

function settings(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('sideplot');
}

function activePath(): string | undefined {
  return vscode.window.activeTextEditor?.document.uri.fsPath;
}
