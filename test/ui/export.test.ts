import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSession, untilDrawn, type Panel, type Session } from '../drive';
import { makeFolders, type Folders } from './folders';
import { acceptFile } from './quick-input';
import { panelTitled, reachesStep } from './watching';

const RUN = '29991231-235959-000000-aaaaaa';
const STEPS = 1000;

describe('What a panel shows', () => {
  let folders: Folders;
  let session: Session;
  let panel: Panel;

  before(async () => {
    folders = makeFolders();
    session = await openSession({ folder: folders.workspace, runs: folders.runs });
    writeRun(folders);
    await session.commands.execute('sideplot.showPlots');
    panel = await panelTitled(session, 'All metrics');
    await reachesStep(panel, STEPS - 1);
  });
  after(async () => {
    await session.close();
    folders.remove();
  });

  const accept = async (name: string): Promise<Buffer> => readFileSync(await acceptFile(session.page, folders, name));

  it('is exported as CSV, every point of it, with the questions answered', async () => {
    // Not by the palette: its box, which is to be hidden afterwards, is at once that of the next question.
    const exported = session.commands.execute('sideplot.export');
    const choose = (label: string) =>
      session.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: label }).first().click();
    await choose('CSV');
    await choose('All Metrics');
    const [header, ...rows] = (await accept('brave-fox.csv')).toString().trimEnd().split('\n');
    assert.equal(((await exported) as { points: number }).points, 2 * STEPS);
    assert.equal(header, 'run,producer,metric,step,time,value');
    assert.equal(rows.length, 2 * STEPS);
    assert.equal(rows[0], 'brave-fox,p1,loss,0,,1');
    assert.equal(rows[3], 'brave-fox,p1,acc,1,,NaN');
    await session.commands.execute('notifications.showList');
    await session.page.locator('.notifications-center').getByText('2,000 points are in brave-fox.csv').waitFor();
    await session.commands.execute('notifications.clearAll');
  });

  it('is exported as a picture from its menu', async () => {
    await untilDrawn(panel);
    await panel.frame.getByRole('toolbar').getByRole('button', { name: 'Export' }).click();
    await panel.frame.getByRole('menuitem', { name: 'PNG…' }).click();
    const png = await accept('brave-fox.png');
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
    const width = await panel.frame.locator('.charts:not(.pinned)').evaluate((grid) => grid.clientWidth);
    assert.ok(Math.abs(png.readUInt32BE(16) - 2 * width) <= 4, `${png.readUInt32BE(16)} pixels`);
  });

  it('is exported as a report, and a chart as a spec', async () => {
    await session.commands.execute('notifications.clearAll');
    const report = session.commands.execute('sideplot.export', { format: 'report' });
    const html = (await accept('brave-fox.html')).toString();
    await report;
    assert.equal(html.match(/<img alt="[^"]*" src="data:image\/svg\+xml;base64,/g)?.length, 2);
    assert.match(html, /<td>lr<\/td><td>0\.1<\/td>/);
    assert.match(html, /epoch 1 &lt;done&gt;/);
    const spec = session.commands.execute('sideplot.export', { format: 'vega-lite', chart: 'loss' });
    const { datasets } = JSON.parse((await accept('brave-fox loss.vl.json')).toString()) as { datasets: object };
    await spec;
    assert.deepEqual(Object.keys(datasets), ['lines']);
  });

  it('goes to the clipboard from the palette', async () => {
    await session.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const exported = await session.commands.execute('sideplot.export', { format: 'clipboard', chart: null });
    assert.deepEqual(exported, { target: '', points: null });
  });

  it('caused no error', () => {
    assert.deepEqual(session.errors, []);
  });
});

function writeRun({ runs, workspace }: Folders): void {
  const folder = join(runs, 'runs', RUN);
  mkdirSync(folder, { recursive: true });
  const records = [
    { type: 'run', version: 1, id: RUN, name: 'brave-fox', config: { lr: 0.1 }, workspace },
    ...Array.from({ length: STEPS }, (_, step) => ({ step, loss: 1 / (step + 1), acc: step === 1 ? 'NaN' : step })),
    { type: 'text', stream: 'stdout', lines: ['epoch 1 <done>'], time: 1 },
  ];
  appendFileSync(join(folder, 'p1.jsonl'), records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}
