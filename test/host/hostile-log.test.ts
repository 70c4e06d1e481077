/** Whatever a producer writes, the host goes on, the panel stays alive and what was refused is counted. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { Sideplot } from '../../src/extension/extension';
import { activate, closeAll, drawn, panelOf, startRun } from './sideplot';

const MEGABYTE = 1024 * 1024;

describe('A hostile log', function () {
  this.timeout(120_000);
  let sideplot: Sideplot;
  before(async () => {
    sideplot = await activate();
  });
  afterEach(closeAll);

  it('may hold a line of 100 MB: it is skipped in constant memory', async () => {
    const run = startRun(sideplot);
    run.log(1);
    const panel = await panelOf(sideplot, run.id);
    const part = 'x'.repeat(MEGABYTE);
    for (let megabyte = 0; megabyte < 100; megabyte += 1) {
      run.writeText(part);
    }
    run.writeText('\n');
    run.log(1);
    await drawn(panel, 2);
    assert.deepEqual(panel.followed?.run.problems.toRecord(), { 'line longer than 1 MiB': 1 });
    run.end();
  });

  it('may hold junk bytes: every line of them is counted', async () => {
    const run = startRun(sideplot);
    run.log(1);
    const panel = await panelOf(sideplot, run.id);
    run.writeText('\n');
    const junk = randomBytes(MEGABYTE)
      .toString('latin1')
      .replaceAll(/[{[\n\r\t "\d]/g, '~');
    for (let at = 0; at < junk.length; at += 1024) {
      run.writeText(`${junk.slice(at, at + 1024)}\n`);
    }
    run.log(1);
    await drawn(panel, 2);
    assert.equal(panel.followed?.run.problems.total, junk.length / 1024);
    run.end();
  });

  it('may declare 100,000 series: all are stored, some are drawn, and the panel goes on', async () => {
    const run = startRun(sideplot);
    run.log(1);
    const panel = await panelOf(sideplot, run.id);
    const count = 100_000;
    for (let first = 0; first < count; first += 1000) {
      run.write(
        ...Array.from({ length: 1000 }, (_, index) => ({
          type: 'series',
          id: first + index,
          metric: `group/${first + index}`,
        })),
      );
      const ids = Array.from({ length: 1000 }, (_, index) => first + index);
      run.write({ type: 'points', series: ids, x: ids.map(() => 0), y: ids });
    }
    run.log(1);
    await drawn(panel, count + 2);
    assert.equal(panel.followed?.run.series.length, count + 1);
    run.end();
  });
});
