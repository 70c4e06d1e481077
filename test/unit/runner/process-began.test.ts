import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { beganQuestion, canBe } from '../../../src/runner/process-began';

describe('The start of a process without /proc', () => {
  const now = 1_000_000;
  const elapsed: Readonly<Record<string, number | null>> = {
    '00:07\n': now - 7,
    '   12:34 ': now - 754,
    '01:00:00': now - 3600,
    '2-03:04:05': now - (2 * 86_400 + 3 * 3600 + 4 * 60 + 5),
    '': null,
    ELAPSED: null,
    '-1:00': null,
  };
  for (const [answer, began] of Object.entries(elapsed)) {
    it(`is read from ps: ${JSON.stringify(answer)}`, () => {
      const { command, args, read } = beganQuestion(42, 'darwin');
      assert.deepEqual([command, ...args], ['ps', '-o', 'etime=', '-p', '42']);
      assert.equal(read(answer, now), began);
    });
  }

  it('is read from PowerShell', () => {
    const { command, args, read } = beganQuestion(42, 'win32');
    assert.equal(command, 'powershell');
    assert.match(args.at(-1) ?? '', /Get-Process -Id 42\)\.StartTime/);
    assert.equal(read('2026-11-22T18:18:59.1200000Z\r\n', now), Date.UTC(2026, 10, 22, 18, 18, 59, 120) / 1000);
    assert.equal(read('Get-Process : Cannot find a process', now), null);
  });

  it('tells a process from a stranger that has its number', async function () {
    this.timeout(20_000);
    if (spawnSync('ps', ['-p', String(process.pid)]).status !== 0) {
      // A small Linux may have no ps, which macOS always has.
      this.skip();
    }
    const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1000)']);
    await once(child.stdout, 'data');
    const pid = child.pid ?? assert.fail();
    const start = Date.now() / 1000;
    // The program `ps` of this platform is asked as on macOS.
    assert.equal(await canBe(pid, start, 'darwin'), true);
    assert.equal(await canBe(pid, start - 3600, 'darwin'), false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal(await canBe(pid, start, 'darwin'), false);
  });
});
