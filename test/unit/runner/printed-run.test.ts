import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrintedRun } from '../../../src/runner/job/printed-run';
import { isDescendant } from '../../../src/runner/descendants';

describe('A command that only prints', () => {
  let root: string;
  let run: PrintedRun;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'sideplot-printed-'));
    const command = {
      root,
      workspace: '/w',
      commandLine: 'python train.py',
      cwd: '/w/mnist',
      patterns: ['it (?<it>\\d+)'],
    };
    run = new PrintedRun(command);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const path = (): string => join(root, 'runs', run.id, 'terminal.jsonl');
  const records = (): Record<string, unknown>[] =>
    readFileSync(path(), 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => {
        const record = JSON.parse(line) as Record<string, unknown>;
        delete record['time'];
        return record;
      });

  it('writes nothing before it is wanted, then all that was printed, in order', () => {
    run.push('\u001b[32mbegun\u001b[0m\r\nstep 0 loss=1\r\nstep 1 lo');
    run.push('ss=0.5\r\nstep 2 loss=0.25\r\n');
    assert.equal(run.state, 'found');
    assert.deepEqual(run.metrics, ['loss']);
    assert.equal(existsSync(path()), false);
    run.take();
    run.push('step 3 loss=0.1\r\n');
    run.end('failed', 'exit status 2');
    const [opening, ...rest] = records();
    assert.deepEqual(
      [
        opening?.['type'],
        opening?.['name'],
        opening?.['project'],
        opening?.['cwd'],
        opening?.['workspace'],
        opening?.['pid'],
      ],
      ['run', 'python train.py', 'mnist', '/w/mnist', '/w', process.pid],
    );
    assert.deepEqual(
      rest.flatMap((record) => (record['type'] === 'text' ? record['lines'] : [])),
      ['\u001b[32mbegun\u001b[0m', 'step 0 loss=1', 'step 1 loss=0.5', 'step 2 loss=0.25', 'step 3 loss=0.1'],
    );
    assert.deepEqual(
      rest.filter((record) => 'loss' in record),
      [1, 0.5, 0.25, 0.1].map((loss, step) => ({ loss, step })),
    );
    assert.deepEqual(rest.at(-1), { type: 'end', status: 'failed', error: 'exit status 2' });
  });

  it('is written whole when it is wanted after its end', () => {
    run.push('loss=3\nloss=2\nloss=1');
    run.end('finished', '');
    run.push('loss=0\n');
    assert.equal(run.state, 'found');
    run.take();
    run.take();
    assert.equal(records().filter((record) => 'loss' in record).length, 3);
    assert.equal(records().at(-1)?.['status'], 'finished');
  });

  it('draws the bar of tqdm, of which not each state is a line', () => {
    for (let done = 1; done <= 50; done += 1) {
      run.push(`\r${done * 2}%|████  | ${done}/50 [00:01<00:09, 12.3it/s, loss=${1 / done}]`);
    }
    run.push('\r\n');
    run.take();
    run.end('finished', '');
    const rows = records().filter((record) => 'loss' in record);
    assert.deepEqual(
      rows.map(({ step }) => step),
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
    const lines = records().filter(({ type }) => type === 'text');
    assert.ok(lines.length < 10);
  });

  it('is nothing to draw when it prints its settings', () => {
    run.push('SHLVL=1\r\nlr=0.1\r\nport=80\r\nTERM=xterm\r\nlr=0.1\r\n');
    assert.equal(run.state, 'searching');
    assert.deepEqual(run.metrics, []);
  });

  it('is found by a pattern of the user', () => {
    run.push('it 1\nit 2\nit 3\n');
    assert.deepEqual(run.metrics, ['it']);
  });

  it('is given up when it takes the whole screen, or prints much without a metric', () => {
    run.push('\u001b[?1049h');
    assert.equal(run.state, 'hopeless');
    const other = new PrintedRun({ root, workspace: '', commandLine: 'yes', cwd: '/', patterns: [] });
    for (let printed = 0; printed < 2 ** 20; printed += 30_000) {
      assert.equal(other.state, 'searching');
      other.push('y\r\n'.repeat(10_000));
    }
    assert.equal(other.state, 'hopeless');
  });

  it('says how much it lost when it is wanted late', () => {
    for (let count = 0; count < 50_000; count += 10) {
      run.push(Array.from({ length: 10 }, (_, index) => `loss=${count + index}\n`).join(''));
    }
    run.take();
    run.end('finished', '');
    const gap = records().find(({ type }) => type === 'gap');
    const rows = records().filter((record) => 'loss' in record);
    assert.ok(rows.length > 5_000 && rows.at(-1)?.['loss'] === 49_999);
    assert.ok(Number(gap?.['count']) > 10_000);
  });
});

describe('A process', () => {
  it('is known by those that started it', () => {
    assert.equal(isDescendant(process.pid, process.pid), true);
    assert.equal(isDescendant(process.pid, process.ppid), true);
    assert.equal(isDescendant(process.ppid, process.pid), false);
    assert.equal(isDescendant(2 ** 30, process.pid), null);
  });
});
